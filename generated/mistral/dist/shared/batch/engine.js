import {
  cancel,
  closeSource,
  collect,
  filterOf,
  follow,
  operationId,
  submit,
  waitOptions,
  withoutTotal,
} from "./submit.js";
import { CancelledError, Watchdog, driveValues, noDeadlines } from "../runtime/errors.js";

// src/batch/performer.ts
var Performer = class {
  #client;
  #run;
  #source;
  #options;
  #watchdog;
  /** @param watchdog - It aborts when the run is over before its end. */
  constructor(client, run, source, options, watchdog) {
    this.#client = client;
    this.#run = run;
    this.#source = source;
    this.#options = options;
    this.#watchdog = watchdog;
  }
  /** @param options - Of the requests that are sent for it. */
  perform(action, options) {
    const { files, batch } = this.#client;
    switch (action.kind) {
      case "next":
        return this.#next();
      case "upload": {
        const content = driveValues(action.content(), (step) => this.perform(step, options));
        const file = { content, name: action.name };
        return files.upload({ file, purpose: "batch" }, withoutTotal(options));
      }
      case "create":
        return batch.jobs.create(action.params, this.#options.call);
      case "cancel":
        return batch.jobs.cancel(action.jobId, void 0, options);
      case "get":
        return batch.jobs.get(action.jobId, { inline: action.inline === true }, options);
      case "list":
        return batch.jobs.list(filterOf(action), options);
      case "wait":
        return this.#wait(action.part, options);
      case "open":
        return this.#open(action.fileId, options);
      case "chunk":
        return action.file.chunks.next();
      case "close":
        return action.file.cancel();
      case "delete":
        return files.delete(action.fileId, void 0, options);
      case "save":
        return this.#options.onCheckpoint?.(this.#run.checkpoint());
      case "sleep":
        return sleep(action.ms, options.signal);
    }
  }
  #next() {
    if (this.#source === void 0) return { done: true, value: void 0 };
    return this.#watchdog.race(Promise.resolve(this.#source.next()));
  }
  #wait(part, options) {
    return this.#client.batch.jobs.wait(part.jobId ?? "", {
      ...options,
      ...waitOptions(this.#run, part, this.#options),
    });
  }
  async #open(fileId, options) {
    const download = await this.#client.files.download(fileId, void 0, withoutTotal(options));
    const { maxLineLength } = download;
    const chunks = download[Symbol.asyncIterator]();
    return { maxLineLength, chunks, cancel: () => download.cancel() };
  }
};
async function sleep(ms, signal) {
  const watchdog = new Watchdog(operationId, noDeadlines, signal);
  try {
    await watchdog.sleep(ms);
  } finally {
    watchdog.close();
  }
}

// src/batch/engine.ts
var Engine = class {
  run;
  #source;
  #options;
  /** Aborts when the run is over before its end. */
  #watchdog = new Watchdog(operationId, noDeadlines);
  #performer;
  /** Parts whose jobs are over, and whose results were not asked for yet. */
  #ready = [];
  #failure;
  /** Whether all jobs are over. */
  #isOver = false;
  #isReading = false;
  #wake = () => {};
  /** @param source - The requests, if they come one by one. */
  constructor(client, run, source, options) {
    this.run = run;
    run.onPromise = (promise) => promise.then(void 0, (error) => this.#fail(error));
    this.#source = source;
    this.#options = options;
    this.#performer = new Performer(client, run, source, options, this.#watchdog);
  }
  /** Begins. The promise resolves with the jobs when all of them are over, and rejects with what ends the run before. */
  async start() {
    const release = this.#listen();
    try {
      await this.#work();
    } catch (error) {
      this.#fail(error);
    } finally {
      release();
    }
    if (this.#failure !== void 0) await this.#giveUp();
    this.#isOver = true;
    this.#wake();
    if (this.#failure !== void 0) throw this.#failure.error;
    return this.run.jobs;
  }
  /** Stops the run, unless it has come to its end. */
  cancel(reason) {
    if (this.#failure !== void 0 || (this.#isOver && !this.#isReading)) return false;
    this.#fail(new CancelledError(reason, { operationId }));
    return true;
  }
  /**
   * The results, as they come. Leaving the loop stops the run.
   *
   * @param done - The promise of `start`. Whoever reads is told of its rejection too.
   */
  results(done) {
    done.catch(() => {});
    return this.#read(done);
  }
  async *#read(done) {
    const release = this.#listen();
    this.#isReading = true;
    let isRead = false;
    try {
      for (;;) {
        const part = this.#ready.shift();
        if (part !== void 0) yield* this.#collect(part);
        else if (this.#isOver) break;
        else await new Promise((resolve) => (this.#wake = resolve));
      }
      isRead = true;
    } catch (error) {
      this.#fail(error);
    } finally {
      release();
      if (!isRead) {
        this.cancel("the results are no longer read");
        await done.catch(() => {});
      }
      this.run.requests?.close();
      this.#isReading = false;
    }
    if (this.#failure !== void 0) throw this.#failure.error;
  }
  async *#collect(part) {
    for await (const result of driveValues(collect(this.run, part), this.#perform)) {
      yield result;
      if (this.#failure !== void 0) throw this.#failure.error;
    }
  }
  /** Lets the caller's signal cancel the run, until the returned function is called. */
  #listen() {
    const { signal } = this.#options;
    const onAbort = () => void this.cancel(signal?.reason);
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    return () => signal?.removeEventListener("abort", onAbort);
  }
  async #work() {
    const waiting = /* @__PURE__ */ new Set();
    for await (const part of driveValues(submit(this.run), this.#perform)) {
      const wait = this.#follow(part).finally(() => waiting.delete(wait));
      waiting.add(wait);
      if (waiting.size >= this.run.settings.concurrency) await Promise.race(waiting);
    }
    await Promise.all(waiting);
  }
  async #follow(part) {
    try {
      for await (const _ of driveValues(follow(this.run, part), this.#perform));
      this.#ready.push(part);
      this.#wake();
    } catch (error) {
      this.#fail(error);
    }
  }
  /** The first error counts; all that is under way then ends, with errors that follow from it. */
  #fail(error) {
    if (this.#failure !== void 0) return;
    this.#failure = { error };
    this.#ready.length = 0;
    this.#watchdog.abort(error);
    this.#wake();
  }
  /** What is left to do after a failure: the source is told, and jobs are cancelled if that was asked for. */
  async #giveUp() {
    const error = this.#failure?.error;
    closeSource(this.#source);
    this.run.requests?.close();
    if (!CancelledError.is(error) || this.#options.cancelOnAbort !== true) return;
    const { call = {} } = this.#options;
    const cancelled = this.run.parts.map(async (part) => {
      const steps = cancel(this.run, part);
      for await (const _ of driveValues(steps, (action) => this.#performer.perform(action, call)));
    });
    const failed = (await Promise.allSettled(cancelled)).find(
      ({ status }) => status === "rejected",
    );
    if (failed?.status !== "rejected") return;
    const { reason: cause } = failed;
    this.#failure = { error: new CancelledError(error.reason, { operationId, cause }) };
  }
  #perform = (action) => {
    const isOwn = action.kind === "close" || action.kind === "save";
    if (!isOwn && this.#failure !== void 0) throw this.#failure.error;
    const options = { ...this.#options.call, signal: this.#watchdog.signal };
    return this.#performer.perform(action, options);
  };
};

export { Engine };

import { CancelledError } from "../runtime/errors.js";
import { longestTimer } from "../runtime/watchdog.js";
import { filterOf, waitOptions } from "./client.js";
import { collect, follow } from "./collect.js";
import { drive } from "./steps.js";
import { submit } from "./submit.js";
/** The stem that errors name. */
export const operationId = "batch.run";
/**
 * Runs a batch with promises: creates its jobs one after the other and waits for all of them at the same time, whether or
 * not results are being read; reads the results of a job when they are asked for.
 */
export class Engine {
  run;
  #client;
  #source;
  #options;
  #controller = new AbortController();
  /** Parts whose jobs are over, and whose results were not asked for yet. */
  #ready = [];
  #failure;
  /** Whether all jobs are over. */
  #isOver = false;
  #isReading = false;
  #wake = () => {};
  /** @param source - The requests, if they are no array. */
  constructor(client, run, source, options) {
    this.#client = client;
    this.run = run;
    this.#source = source;
    this.#options = options;
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
    if (this.#failure !== undefined) await this.#giveUp();
    this.#isOver = true;
    this.#wake();
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.run.jobs;
  }
  /** Stops the run, unless it has come to its end. */
  cancel(reason) {
    if (this.#failure !== undefined || (this.#isOver && !this.#isReading)) return false;
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
        if (part !== undefined) yield* drive(collect(this.run, part), this.#perform);
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
      this.#isReading = false;
    }
    if (this.#failure !== undefined) throw this.#failure.error;
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
    const waiting = new Set();
    for await (const part of drive(submit(this.run), this.#perform)) {
      const wait = this.#follow(part).finally(() => waiting.delete(wait));
      waiting.add(wait);
      if (waiting.size >= this.run.settings.concurrency) await Promise.race(waiting);
    }
    await Promise.all(waiting);
  }
  async #follow(part) {
    try {
      for await (const _ of drive(follow(this.run, part), this.#perform));
      this.#ready.push(part);
      this.#wake();
    } catch (error) {
      this.#fail(error);
    }
  }
  /** The first error counts; all that is under way then ends, with errors that follow from it. */
  #fail(error) {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.#ready.length = 0;
    this.#controller.abort(error);
    this.#wake();
  }
  /** What is left to do after a failure: the source is told, and jobs are cancelled if that was asked for. */
  async #giveUp() {
    const error = this.#failure?.error;
    // Not awaited: a source that is asked for its next request ends only when it has one.
    Promise.resolve(this.#source?.return?.()).catch(() => {});
    if (!CancelledError.is(error) || this.#options.cancelOnAbort !== true) return;
    const { call } = this.#options;
    const open = this.run.parts.filter(({ isOver, jobId }) => !isOver && jobId !== undefined);
    const outcomes = await Promise.allSettled(
      open.map(({ jobId }) => this.#client.batch.jobs.cancel(jobId ?? "", undefined, call)),
    );
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed === undefined) return;
    this.#failure = {
      error: new CancelledError(error.reason, {
        operationId,
        cause: failed.reason,
      }),
    };
  }
  #perform = (request) => {
    if (request.kind === "close") return request.lines.cancel();
    // Also after a failure: a job that was created meanwhile should not be forgotten.
    if (request.kind === "save") return this.#options.onCheckpoint?.(this.run.checkpoint());
    if (this.#failure !== undefined) throw this.#failure.error;
    const { files, batch } = this.#client;
    const { signal } = this.#controller;
    const options = {
      ...this.#options.call,
      signal,
    };
    switch (request.kind) {
      case "next":
        return untilAborted(
          this.#source?.next() ?? {
            done: true,
            value: undefined,
          },
          signal,
        );
      case "upload": {
        const content = drive(request.content(), this.#perform);
        const file = {
          content,
          name: request.name,
        };
        return files.upload(
          {
            file,
            purpose: "batch",
          },
          {
            timeout: { total: Infinity },
            ...options,
          },
        );
      }
      case "create":
        // Not broken off: a job that may or may not exist could not be cancelled.
        return batch.jobs.create(request.params, this.#options.call);
      case "get":
        return batch.jobs.get(request.jobId, { inline: request.inline === true }, options);
      case "list":
        return batch.jobs.list(filterOf(request), options);
      case "wait":
        return this.#wait(request.part, options);
      case "open":
        return this.#open(request.fileId, options);
      case "line":
        return request.lines.lines.next();
      case "delete":
        return files.delete(request.fileId, undefined, options);
      case "sleep":
        return sleep(request.ms, signal);
    }
  };
  #wait(part, options) {
    return this.#client.batch.jobs.wait(part.jobId ?? "", {
      ...options,
      ...waitOptions(this.run, part, this.#options),
    });
  }
  async #open(fileId, options) {
    // As long as results are read: the pace is the caller's.
    const timeout = { total: Infinity };
    const download = await this.#client.files.download(fileId, undefined, {
      timeout,
      ...options,
    });
    const lines = download.lines()[Symbol.asyncIterator]();
    return {
      lines,
      cancel: () => download.cancel(),
    };
  }
}
/** Waits for what has no end of its own: until the signal aborts, and then throws its reason. */
function untilAborted(value, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    Promise.resolve(value)
      .finally(() => signal.removeEventListener("abort", stop))
      .then(resolve, reject);
  });
}
function sleep(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(end, Math.min(ms, longestTimer));
    function end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
  });
}

import { CancelledError } from "../runtime/errors.js";
import { driveValues } from "../runtime/steps.js";
import { noDeadlines, Watchdog } from "../runtime/watchdog.js";
import type { BatchJob } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchClient } from "./client.js";
import { collect, follow } from "./collect.js";
import { cancel } from "./create.js";
import { closeSource, type RequestSource } from "./make.js";
import type { BatchOptions } from "./params.js";
import type { Part } from "./part.js";
import { Performer } from "./performer.js";
import type { BatchResult } from "./results.js";
import { operationId, type Run } from "./run.js";
import type { Action } from "./steps.js";
import { submit } from "./submit.js";

/**
 * Runs a batch with promises: creates its jobs one after the other and waits for all of them at the same time, whether or
 * not results are being read; reads the results of a job when they are asked for.
 */
export class Engine<E extends BatchEndpoint> {
  readonly run: Run<E>;
  readonly #source: RequestSource | undefined;
  readonly #options: BatchOptions;
  /** Aborts when the run is over before its end. */
  readonly #watchdog: Watchdog = new Watchdog(operationId, noDeadlines);
  readonly #performer: Performer;
  /** Parts whose jobs are over, and whose results were not asked for yet. */
  readonly #ready: Part[] = [];
  #failure: { readonly error: unknown } | undefined;
  /** Whether all jobs are over. */
  #isOver = false;
  #isReading = false;
  #wake: () => void = () => {};

  /** @param source - The requests, if they come one by one. */
  constructor(
    client: BatchClient,
    run: Run<E>,
    source: RequestSource | undefined,
    options: BatchOptions,
  ) {
    this.run = run;
    run.onPromise = (promise) => promise.then(undefined, (error: unknown) => this.#fail(error));
    this.#source = source;
    this.#options = options;
    this.#performer = new Performer(client, run, source, options, this.#watchdog);
  }

  /** Begins. The promise resolves with the jobs when all of them are over, and rejects with what ends the run before. */
  async start(): Promise<readonly BatchJob[]> {
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
  cancel(reason?: unknown): boolean {
    if (this.#failure !== undefined || (this.#isOver && !this.#isReading)) return false;
    this.#fail(new CancelledError(reason, { operationId }));
    return true;
  }

  /**
   * The results, as they come. Leaving the loop stops the run.
   *
   * @param done - The promise of `start`. Whoever reads is told of its rejection too.
   */
  results(done: Promise<unknown>): AsyncGenerator<BatchResult<E>, void, undefined> {
    done.catch(() => {});
    return this.#read(done);
  }

  async *#read(done: Promise<unknown>): AsyncGenerator<BatchResult<E>, void, undefined> {
    const release = this.#listen();
    this.#isReading = true;
    let isRead = false;
    try {
      for (;;) {
        const part = this.#ready.shift();
        if (part !== undefined) yield* this.#collect(part);
        else if (this.#isOver) break;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
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
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async *#collect(part: Part): AsyncGenerator<BatchResult<E>, void, undefined> {
    for await (const result of driveValues(collect(this.run, part), this.#perform)) {
      yield result;
      if (this.#failure !== undefined) throw this.#failure.error;
    }
  }

  /** Lets the caller's signal cancel the run, until the returned function is called. */
  #listen(): () => void {
    const { signal } = this.#options;
    const onAbort = (): void => void this.cancel(signal?.reason);
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    return () => signal?.removeEventListener("abort", onAbort);
  }

  async #work(): Promise<void> {
    const waiting = new Set<Promise<void>>();
    for await (const part of driveValues(submit(this.run), this.#perform)) {
      const wait = this.#follow(part).finally(() => waiting.delete(wait));
      waiting.add(wait);
      if (waiting.size >= this.run.settings.concurrency) await Promise.race(waiting);
    }
    await Promise.all(waiting);
  }

  async #follow(part: Part): Promise<void> {
    try {
      for await (const _ of driveValues(follow(this.run, part), this.#perform));
      this.#ready.push(part);
      this.#wake();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The first error counts; all that is under way then ends, with errors that follow from it. */
  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.#ready.length = 0;
    this.#watchdog.abort(error);
    this.#wake();
  }

  /** What is left to do after a failure: the source is told, and jobs are cancelled if that was asked for. */
  async #giveUp(): Promise<void> {
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

  readonly #perform = (action: Action): unknown => {
    // These also after a failure: a job that was created meanwhile should not be forgotten.
    const isOwn = action.kind === "close" || action.kind === "save";
    if (!isOwn && this.#failure !== undefined) throw this.#failure.error;
    const options = { ...this.#options.call, signal: this.#watchdog.signal };
    return this.#performer.perform(action, options);
  };
}

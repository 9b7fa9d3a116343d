/** Whole batches with callbacks. */

import type { CallContext, CallHandle } from "../runtime/callback.js";
import { asError } from "../runtime/as-error.js";
import { CancelledError, ParameterError } from "../runtime/errors.js";
import { guard } from "../runtime/guard.js";
import type { BatchJob } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import { type CallbackBatchClient, withPromises } from "./callback-client.js";
import type { BatchCheckpoint } from "./checkpoint.js";
import { Engine } from "./engine.js";
import { type NewRun, newRun, openAny, type RequestSource, resumedRun } from "./make.js";
import type { BatchOptions, BatchParams, BatchRequests, ResumeOptions } from "./params.js";
import type { BatchProgress } from "./progress.js";
import type { BatchResult } from "./results.js";
import { operationId } from "./run.js";

export type { CallbackBatchClient } from "./callback-client.js";

/**
 * The handlers of a batch, none of which is required. They are called after the call has returned its handle: `onStart`;
 * then the others as things happen; then exactly one of `onSuccess`, `onError` and `onCancel`; then `onSettled`.
 *
 * An exception in a handler does not disturb the batch: it is thrown again from a microtask of its own, as an uncaught
 * one. So is the error of a batch without `onError`.
 */
export interface BatchCallbacks<E extends BatchEndpoint, S = unknown> {
  /** Whatever the handlers want to find in `ctx.sender`. */
  readonly sender?: S;
  onStart?(ctx: CallContext<S>): void;
  onProgress?(progress: BatchProgress, ctx: CallContext<S>): void;
  /** With what `resumeCallbackBatch` needs. It is not waited for. */
  onCheckpoint?(checkpoint: BatchCheckpoint, ctx: CallContext<S>): void;
  onResult?(result: BatchResult<E>, ctx: CallContext<S>): void;
  /** After the last result. */
  onSuccess?(progress: BatchProgress, ctx: CallContext<S>): void;
  /** @param error - A `ClientError`, or what a function of yours threw, the source of the requests for instance. */
  onError?(error: Error, ctx: CallContext<S>): void;
  /** @param reason - The argument of `cancel`, or the signal's `reason`. */
  onCancel?(reason: unknown, ctx: CallContext<S>): void;
  onSettled?(ctx: CallContext<S>): void;
}

/** How a batch is run that reports to callbacks. */
export type CallbackBatchOptions = Omit<BatchOptions, "onProgress" | "onCheckpoint">;

/** A batch that is being run. */
export interface CallbackBatchRun extends CallHandle {
  /** The jobs as they were seen last. */
  readonly jobs: readonly BatchJob[];
  readonly progress: BatchProgress;
  /** What `resumeCallbackBatch` needs to take up this run, should it be interrupted now. */
  checkpoint(): BatchCheckpoint;
}

/**
 * Sends any number of requests to one endpoint, and reports the results in the order in which they come; see `runBatch`.
 *
 * @throws {ParameterError} If a param, an option or the callbacks are not acceptable.
 */
export function runCallbackBatch<E extends BatchEndpoint, S>(
  client: CallbackBatchClient,
  params: BatchParams<E, BatchRequests<E>>,
  callbacks: BatchCallbacks<E, S>,
  options: CallbackBatchOptions = {},
): CallbackBatchRun {
  const call = new BatchCall<E, S>(callbacks, options);
  return call.start(client, newRun(params, call.options, openAny));
}

/**
 * Takes up a run that was interrupted; see `resumeBatch`.
 *
 * @throws {ParameterError} If `from` is no checkpoint, or an option or the callbacks are not acceptable.
 */
export function resumeCallbackBatch<E extends BatchEndpoint, S>(
  client: CallbackBatchClient,
  from: string | BatchCheckpoint,
  callbacks: BatchCallbacks<E, S>,
  options: CallbackBatchOptions & ResumeOptions<BatchRequests<E>> = {},
): CallbackBatchRun {
  const call = new BatchCall<E, S>(callbacks, options);
  return call.start(client, resumedRun(from, call.options, openAny));
}

class BatchCall<E extends BatchEndpoint, S> implements CallbackBatchRun {
  state: CallHandle["state"] = "pending";
  readonly done: Promise<void>;
  readonly options: BatchOptions;
  readonly #callbacks: BatchCallbacks<E, S>;
  readonly #controller: AbortController = new AbortController();
  readonly #ctx: CallContext<S>;
  #engine: Engine<E> | undefined;
  #finish: () => void = () => {};

  constructor(callbacks: BatchCallbacks<E, S>, options: CallbackBatchOptions) {
    if (typeof callbacks !== "object" || callbacks === null) {
      throw new ParameterError("callbacks", "callbacks must be an object, after the params");
    }
    this.#callbacks = callbacks;
    const { signal } = this.#controller;
    this.#ctx = {
      sender: callbacks.sender as S,
      operation: operationId,
      signal,
      response: undefined,
    };
    this.options = {
      ...options,
      onProgress: (progress) => this.#tell(() => callbacks.onProgress?.(progress, this.#ctx)),
      onCheckpoint: (checkpoint) =>
        this.#tell(() => callbacks.onCheckpoint?.(checkpoint, this.#ctx)),
    };
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  get jobs(): readonly BatchJob[] {
    return this.#engine?.run.jobs ?? [];
  }

  get progress(): BatchProgress {
    return this.#running.run.progress;
  }

  checkpoint(): BatchCheckpoint {
    return this.#running.run.checkpoint();
  }

  start(client: CallbackBatchClient, { run, source }: NewRun<E, RequestSource>): this {
    const { signal } = this.options;
    const options = { ...this.options, signal: undefined };
    this.#engine = new Engine(withPromises(client), run, source, options);
    const onAbort = (): void => void this.cancel(signal?.reason);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
    void this.done.then(() => signal?.removeEventListener("abort", onAbort));
    queueMicrotask(() => void this.#work());
    return this;
  }

  cancel(reason?: unknown): boolean {
    if (!this.#decide("cancelled")) return false;
    this.#controller.abort(reason);
    this.#engine?.cancel(reason);
    queueMicrotask(() => this.#reportCancel(reason));
    return true;
  }

  get #running(): Engine<E> {
    if (this.#engine === undefined) throw new TypeError("the batch has not begun");
    return this.#engine;
  }

  async #work(): Promise<void> {
    const engine = this.#running;
    this.#tell(() => this.#callbacks.onStart?.(this.#ctx));
    const started = engine.start();
    try {
      for await (const result of engine.results(started))
        this.#tell(() => this.#callbacks.onResult?.(result, this.#ctx));
      if (this.#decide("success"))
        guard(() => this.#callbacks.onSuccess?.(engine.run.progress, this.#ctx));
    } catch (error) {
      this.#fail(error);
    }
    guard(() => this.#callbacks.onSettled?.(this.#ctx));
    this.#finish();
  }

  #fail(error: unknown): void {
    // The client's monitor ended one of its calls.
    const isCancelled = CancelledError.is(error);
    if (!this.#decide(isCancelled ? "cancelled" : "error")) return;
    if (!isCancelled) return guard(() => this.#reportError(error));
    this.#controller.abort(error.reason);
    this.#reportCancel(error.reason);
  }

  #reportCancel(reason: unknown): void {
    guard(() => this.#callbacks.onCancel?.(reason, this.#ctx));
  }

  #reportError(error: unknown): void {
    if (this.#callbacks.onError === undefined) throw error;
    this.#callbacks.onError(asError(error), this.#ctx);
  }

  /** Calls a handler, unless there is an outcome already. */
  #tell(handler: () => void): void {
    if (this.state === "pending") guard(handler);
  }

  #decide(outcome: CallHandle["state"]): boolean {
    if (this.state !== "pending") return false;
    this.state = outcome;
    return true;
  }
}

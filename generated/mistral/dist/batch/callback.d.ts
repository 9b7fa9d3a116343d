/** Whole batches with callbacks. */
import type { CallContext, CallHandle } from "../runtime/callback.js";
import type { BatchJob } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import { type CallbackBatchClient } from "./callback-client.js";
import type { BatchCheckpoint } from "./checkpoint.js";
import type { BatchOptions, BatchParams, BatchRequests, ResumeOptions } from "./params.js";
import type { BatchProgress } from "./progress.js";
import type { BatchResult } from "./results.js";
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
export declare function runCallbackBatch<E extends BatchEndpoint, S>(
  client: CallbackBatchClient,
  params: BatchParams<E, BatchRequests<E>>,
  callbacks: BatchCallbacks<E, S>,
  options?: CallbackBatchOptions,
): CallbackBatchRun;
/**
 * Takes up a run that was interrupted; see `resumeBatch`.
 *
 * @throws {ParameterError} If `from` is no checkpoint, or an option or the callbacks are not acceptable.
 */
export declare function resumeCallbackBatch<E extends BatchEndpoint, S>(
  client: CallbackBatchClient,
  from: string | BatchCheckpoint,
  callbacks: BatchCallbacks<E, S>,
  options?: CallbackBatchOptions & ResumeOptions<BatchRequests<E>>,
): CallbackBatchRun;

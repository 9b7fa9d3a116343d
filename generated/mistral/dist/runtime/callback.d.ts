import type { CallOptions, Core } from "./core.js";
import type { Operation } from "./uses.js";
import type { Progress, RequestOptions, ResponseMeta, Retry } from "./options.js";
export type { Progress, Retry } from "./options.js";
/** What every handler of a call is given last. */
export interface CallContext<S> {
  /** The `sender` of the callbacks. */
  readonly sender: S;
  /** The stem of the operation, for instance `batch.jobs.list`. */
  readonly operation: string;
  /** Aborts when the call is cancelled. */
  readonly signal: AbortSignal;
  /** What is known about the response; undefined until there is one. */
  readonly response: ResponseMeta | undefined;
}
/**
 * The handlers of a call, none of which is required. They are called after the call has returned its handle: `onStart`,
 * then the request leaves; then exactly one of `onSuccess`, `onError` and `onCancel`; then `onSettled`. A call that is
 * cancelled before it starts has no `onStart`.
 *
 * An exception in a handler does not disturb the call: it is thrown again from a microtask of its own, as an uncaught
 * one. So is the error of a call without `onError`.
 */
export interface Callbacks<T, S = unknown> {
  /** Whatever the handlers want to find in `ctx.sender`. */
  readonly sender?: S;
  onStart?(ctx: CallContext<S>): void;
  /**
   * As the request's body is handed to what sends it, and as the body of a 2xx response is read: after each piece, and
   * last with `loaded` equal to `total`. What is read of a download after `onSuccess` is reported as well.
   */
  onProgress?(progress: Progress, ctx: CallContext<S>): void;
  /** Before the wait for another attempt: after a failure that may pass, or once a credential has been renewed. */
  onRetry?(retry: Retry, ctx: CallContext<S>): void;
  onSuccess?(value: T, ctx: CallContext<S>): void;
  /** @param error - A `ClientError`, or what a function of yours threw: `ClientError.is(error)` tells. */
  onError?(error: Error, ctx: CallContext<S>): void;
  /** @param reason - The argument of `cancel`, or the signal's `reason`. */
  onCancel?(reason: unknown, ctx: CallContext<S>): void;
  onSettled?(ctx: CallContext<S>): void;
}
/**
 * One function for the outcome of a call: `error` is null on success, and `value` is undefined else. A call that was
 * cancelled has a `CancelledError`; see `Callbacks` for what else an error may be.
 */
export type Errback<T> = (
  error: Error | null,
  value: T | undefined,
  ctx: CallContext<undefined>,
) => void;
/** A call that is under way. */
export interface CallHandle {
  readonly state: "pending" | "success" | "error" | "cancelled";
  /** Resolves after the last handler has returned. Never rejects. */
  readonly done: Promise<void>;
  /**
   * Stops the call and aborts its request, unless the outcome is there already.
   *
   * @returns Whether this call of `cancel` stopped it.
   */
  cancel(reason?: unknown): boolean;
}
/**
 * Sends an operation and reports to callbacks. What is wrong with another argument is an error like any other.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export declare function call<T, S>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  callbacks: Callbacks<T, S> | Errback<T>,
  options?: RequestOptions,
): CallHandle;
/** A call as it is seen by what does its work. */
export interface StartedCall<S = unknown> {
  readonly ctx: CallContext<S>;
  /** How its requests are sent: as the caller wants it, and so that the call hears of responses and retries. */
  readonly options: CallOptions;
  /** Whether the call has no outcome yet. */
  isPending(): boolean;
}
/**
 * Begins a call whose outcome is that of `work`, and reports to callbacks.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export declare function startCall<T, S>(
  operation: Operation,
  callbacks: Callbacks<T, S> | Errback<T>,
  options: RequestOptions | undefined,
  work: (call: StartedCall<S>) => PromiseLike<T>,
): CallHandle;

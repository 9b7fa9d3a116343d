import { asError } from "./as-error.js";
import type { CallOptions, Core } from "./core.js";
import { CancelledError, ParameterError } from "./errors.js";
import { guard } from "./guard.js";
import type { Operation } from "./uses.js";
import type { Progress, RequestOptions, ResponseMeta, Retry } from "./options.js";
import { isStreamed } from "./response.js";

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
export function call<T, S>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  callbacks: Callbacks<T, S> | Errback<T>,
  options?: RequestOptions,
): CallHandle {
  return startCall<T, S>(operation, callbacks, options, (started) =>
    core.send<T>(operation, path, params, started.options),
  );
}

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
export function startCall<T, S>(
  operation: Operation,
  callbacks: Callbacks<T, S> | Errback<T>,
  options: RequestOptions | undefined,
  work: (call: StartedCall<S>) => PromiseLike<T>,
): CallHandle {
  if (callbacks === null || (typeof callbacks !== "object" && typeof callbacks !== "function")) {
    throw new ParameterError(
      "callbacks",
      "callbacks must be a function or an object, after the params (give undefined where there are none)",
      { operationId: operation.id },
    );
  }
  const handlers =
    typeof callbacks === "function" ? fromErrback(operation.id, callbacks) : callbacks;
  return new CallbackCall<T, S>(operation, handlers as Callbacks<T, S>, options, work).start();
}

class CallbackCall<T, S> implements CallHandle {
  readonly done: Promise<void>;
  state: CallHandle["state"] = "pending";
  readonly #operation: Operation;
  readonly #callbacks: Callbacks<T, S>;
  readonly #options: RequestOptions;
  readonly #work: (call: StartedCall<S>) => PromiseLike<T>;
  readonly #controller: AbortController = new AbortController();
  readonly #ctx: { -readonly [Key in keyof CallContext<S>]: CallContext<S>[Key] };
  #finish: () => void = () => {};

  constructor(
    operation: Operation,
    callbacks: Callbacks<T, S>,
    options: RequestOptions | undefined,
    work: (call: StartedCall<S>) => PromiseLike<T>,
  ) {
    this.#operation = operation;
    this.#callbacks = callbacks;
    this.#options = options ?? {};
    this.#work = work;
    this.#ctx = {
      sender: callbacks.sender as S,
      operation: operation.id,
      signal: this.#controller.signal,
      response: undefined,
    };
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  start(): this {
    const { signal } = this.#options;
    if (signal?.aborted === true) {
      this.cancel(signal.reason);
    } else {
      signal?.addEventListener("abort", this.#onAbort, { once: true });
      queueMicrotask(() => void this.#run());
    }
    return this;
  }

  cancel(reason?: unknown): boolean {
    if (!this.#decide("cancelled")) return false;
    this.#controller.abort(reason);
    queueMicrotask(() => this.#settle(() => this.#callbacks.onCancel?.(reason, this.#ctx)));
    return true;
  }

  readonly #onAbort = (): void => {
    this.cancel(this.#options.signal?.reason);
  };

  async #run(): Promise<void> {
    if (this.state !== "pending") return;
    guard(() => this.#callbacks.onStart?.(this.#ctx));
    const { signal: own } = this.#controller;
    if (own.aborted) return;
    // Of a download the caller's signal outlives the outcome; else `#onAbort` is enough, and leaves nothing on the signal.
    const { signal: outer } = this.#options;
    const signal = outer && isStreamed(this.#operation) ? AbortSignal.any([own, outer]) : own;
    const listens = (this.#callbacks.onProgress ?? this.#options.onProgress) !== undefined;
    const options = {
      ...this.#options,
      signal,
      onResponse: this.#onResponse,
      onRetry: this.#onRetry,
      ...(listens ? { onProgress: this.#onProgress } : {}),
    };
    const isPending = (): boolean => this.state === "pending";
    const outcome = await this.#work({ ctx: this.#ctx, options, isPending }).then(
      (value) => ({ value }),
      (error: unknown) => ({ error: asError(error) }),
    );
    if ("value" in outcome) {
      if (!this.#decide("success")) return;
      this.#settle(() => this.#callbacks.onSuccess?.(outcome.value, this.#ctx));
    } else if (CancelledError.is(outcome.error)) {
      this.cancel(outcome.error.reason);
    } else if (this.#decide("error")) {
      this.#settle(() => {
        if (this.#callbacks.onError === undefined) throw outcome.error;
        this.#callbacks.onError(outcome.error, this.#ctx);
      });
    }
  }

  readonly #onResponse = (meta: ResponseMeta): void => {
    if (this.state !== "pending") return;
    this.#ctx.response = meta;
    guard(() => this.#options.onResponse?.(meta));
  };

  readonly #onRetry = (retry: Retry): void => {
    if (this.state !== "pending") return;
    guard(() => this.#callbacks.onRetry?.(retry, this.#ctx));
  };

  readonly #onProgress = (progress: Progress): void => {
    if (this.state !== "pending" && this.state !== "success") return;
    guard(() => this.#options.onProgress?.(progress));
    guard(() => this.#callbacks.onProgress?.(progress, this.#ctx));
  };

  /** Makes the outcome known, unless there is one already. */
  #decide(outcome: "success" | "error" | "cancelled"): boolean {
    if (this.state !== "pending") return false;
    this.state = outcome;
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    return true;
  }

  #settle(report: () => void): void {
    guard(report);
    guard(() => this.#callbacks.onSettled?.(this.#ctx));
    this.#finish();
  }
}

function fromErrback<T>(operationId: string, errback: Errback<T>): Callbacks<T, undefined> {
  return {
    onSuccess: (value, ctx) => errback(null, value, ctx),
    onError: (error, ctx) => errback(error, undefined, ctx),
    onCancel: (reason, ctx) => errback(new CancelledError(reason, { operationId }), undefined, ctx),
  };
}

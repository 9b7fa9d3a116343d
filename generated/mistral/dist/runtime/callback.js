import { asError } from "./as-error.js";
import { CancelledError, ParameterError } from "./errors.js";
import { guard } from "./guard.js";
import { isStreamed } from "./response.js";
/**
 * Sends an operation and reports to callbacks. What is wrong with another argument is an error like any other.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function call(core, operation, path, params, callbacks, options) {
  return startCall(operation, callbacks, options, (started) =>
    core.send(operation, path, params, started.options),
  );
}
/**
 * Begins a call whose outcome is that of `work`, and reports to callbacks.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function startCall(operation, callbacks, options, work) {
  if (callbacks === null || (typeof callbacks !== "object" && typeof callbacks !== "function")) {
    throw new ParameterError(
      "callbacks",
      "callbacks must be a function or an object, after the params (give undefined where there are none)",
      { operationId: operation.id },
    );
  }
  const handlers =
    typeof callbacks === "function" ? fromErrback(operation.id, callbacks) : callbacks;
  return new Call(operation, handlers, options, work).start();
}
class Call {
  done;
  state = "pending";
  #operation;
  #callbacks;
  #options;
  #work;
  #controller = new AbortController();
  #ctx;
  #finish = () => {};
  constructor(operation, callbacks, options, work) {
    this.#operation = operation;
    this.#callbacks = callbacks;
    this.#options = options ?? {};
    this.#work = work;
    this.#ctx = {
      sender: callbacks.sender,
      operation: operation.id,
      signal: this.#controller.signal,
      response: undefined,
    };
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }
  start() {
    const { signal } = this.#options;
    if (signal?.aborted === true) {
      this.cancel(signal.reason);
    } else {
      signal?.addEventListener("abort", this.#onAbort, { once: true });
      queueMicrotask(() => void this.#run());
    }
    return this;
  }
  cancel(reason) {
    if (!this.#decide("cancelled")) return false;
    this.#controller.abort(reason);
    queueMicrotask(() => this.#settle(() => this.#callbacks.onCancel?.(reason, this.#ctx)));
    return true;
  }
  #onAbort = () => {
    this.cancel(this.#options.signal?.reason);
  };
  async #run() {
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
    const isPending = () => this.state === "pending";
    const outcome = await this.#work({
      ctx: this.#ctx,
      options,
      isPending,
    }).then(
      (value) => ({ value }),
      (error) => ({ error: asError(error) }),
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
  #onResponse = (meta) => {
    if (this.state !== "pending") return;
    this.#ctx.response = meta;
    guard(() => this.#options.onResponse?.(meta));
  };
  #onRetry = (retry) => {
    if (this.state !== "pending") return;
    guard(() => this.#callbacks.onRetry?.(retry, this.#ctx));
  };
  #onProgress = (progress) => {
    if (this.state !== "pending" && this.state !== "success") return;
    guard(() => this.#options.onProgress?.(progress));
    guard(() => this.#callbacks.onProgress?.(progress, this.#ctx));
  };
  /** Makes the outcome known, unless there is one already. */
  #decide(outcome) {
    if (this.state !== "pending") return false;
    this.state = outcome;
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    return true;
  }
  #settle(report) {
    guard(report);
    guard(() => this.#callbacks.onSettled?.(this.#ctx));
    this.#finish();
  }
}
function fromErrback(operationId, errback) {
  return {
    onSuccess: (value, ctx) => errback(null, value, ctx),
    onError: (error, ctx) => errback(error, undefined, ctx),
    onCancel: (reason, ctx) => errback(new CancelledError(reason, { operationId }), undefined, ctx),
  };
}

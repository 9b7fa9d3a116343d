import { CancelledError, ParameterError } from "./errors.js";
import { isStreamed } from "./response.js";
/**
 * Sends an operation and reports to callbacks. What is wrong with another argument is an error like any other.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function call(core, operation, path, params, callbacks, options) {
  return callAndRead(core, operation, path, params, callbacks, options, (value) => value);
}
/**
 * The same for an operation whose outcome is there only when its response has been read.
 *
 * @param read - Makes the call's value of the response's value.
 */
export function callAndRead(core, operation, path, params, callbacks, options, read) {
  if (callbacks === null || (typeof callbacks !== "object" && typeof callbacks !== "function")) {
    throw new ParameterError(
      "callbacks",
      "callbacks must be a function or an object, after the params (give undefined where there are none)",
      { operationId: operation.id },
    );
  }
  if (typeof callbacks === "function") {
    const handlers = fromErrback(operation.id, callbacks);
    return new Call(core, operation, handlers, options, read).start(path, params);
  }
  return new Call(core, operation, callbacks, options, read).start(path, params);
}
class Call {
  done;
  state = "pending";
  #core;
  #operation;
  #callbacks;
  #options;
  #read;
  #controller = new AbortController();
  #ctx;
  #finish = () => {};
  constructor(core, operation, callbacks, options, read) {
    this.#core = core;
    this.#operation = operation;
    this.#callbacks = callbacks;
    this.#options = options ?? {};
    this.#read = read;
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
  start(path, params) {
    const { signal } = this.#options;
    if (signal?.aborted === true) {
      this.cancel(signal.reason);
    } else {
      signal?.addEventListener("abort", this.#onAbort, { once: true });
      queueMicrotask(() => void this.#send(path, params));
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
  async #send(path, params) {
    if (this.state !== "pending") return;
    guard(() => this.#callbacks.onStart?.(this.#ctx));
    const { signal: own } = this.#controller;
    if (own.aborted) return;
    // Of a download the caller's signal outlives the outcome; else `#onAbort` is enough, and leaves nothing on the signal.
    const { signal: outer } = this.#options;
    const signal = outer && isStreamed(this.#operation) ? AbortSignal.any([own, outer]) : own;
    const options = {
      ...this.#options,
      signal,
      onResponse: this.#onResponse,
      onRetry: this.#onRetry,
    };
    const isPending = () => this.state === "pending";
    const outcome = await this.#core
      .send(this.#operation, path, params, options)
      .withResponse()
      .then(({ data, ...response }) =>
        this.#read(data, {
          ctx: this.#ctx,
          response,
          isPending,
        }),
      )
      .then(
        (value) => ({ value }),
        (error) => ({ error }),
      );
    if ("value" in outcome) {
      if (!this.#decide("success")) return;
      this.#settle(() => this.#callbacks.onSuccess?.(outcome.value, this.#ctx));
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
/** Calls the user's code; what it throws is thrown again where nothing of ours can catch it. */
export function guard(handler) {
  try {
    handler();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

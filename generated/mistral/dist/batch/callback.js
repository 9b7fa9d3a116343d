import { Engine } from "../shared/batch/engine.js";
import { newRun, openAny, operationId, resumedRun } from "../shared/batch/submit.js";
import { CancelledError, ParameterError, asError, guard } from "../shared/runtime/errors.js";

// src/batch/callback-client.ts
function withPromises({ batch, files }) {
  const { jobs } = batch;
  return {
    batch: {
      jobs: {
        create: (params, options) => promise((errback) => jobs.create(params, errback, options)),
        list: (params, options) => promise((errback) => jobs.list(params, errback, options)),
        get: (id, params, options) =>
          promise((errback) => jobs.get(id, params ?? {}, errback, options)),
        wait: (id, options) => promise((errback) => jobs.wait(id, errback, options)),
        cancel: (id, params, options) =>
          promise((errback) => jobs.cancel(id, params, errback, options)),
      },
    },
    files: {
      upload: (params, options) => promise((errback) => files.upload(params, errback, options)),
      download: (id, params, options) =>
        promise((errback) => files.download(id, params, errback, options)),
      delete: (id, params, options) =>
        promise((errback) => files.delete(id, params, errback, options)),
    },
  };
}
function promise(start) {
  return new Promise((resolve, reject) => {
    start((error, value) => (error === null ? resolve(value) : reject(error)));
  });
}

// src/batch/callback.ts
function runCallbackBatch(client, params, callbacks, options = {}) {
  const call = new BatchCall(callbacks, options);
  return call.start(client, newRun(params, call.options, openAny));
}
function resumeCallbackBatch(client, from, callbacks, options = {}) {
  const call = new BatchCall(callbacks, options);
  return call.start(client, resumedRun(from, call.options, openAny));
}
var BatchCall = class {
  state = "pending";
  done;
  options;
  #callbacks;
  #controller = new AbortController();
  #ctx;
  #engine;
  #finish = () => {};
  constructor(callbacks, options) {
    if (typeof callbacks !== "object" || callbacks === null) {
      throw new ParameterError("callbacks", "callbacks must be an object, after the params");
    }
    this.#callbacks = callbacks;
    const { signal } = this.#controller;
    this.#ctx = { sender: callbacks.sender, operation: operationId, signal, response: void 0 };
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
  get jobs() {
    return this.#engine?.run.jobs ?? [];
  }
  get progress() {
    return this.#running.run.progress;
  }
  checkpoint() {
    return this.#running.run.checkpoint();
  }
  start(client, { run, source }) {
    const { signal } = this.options;
    const options = { ...this.options, signal: void 0 };
    this.#engine = new Engine(withPromises(client), run, source, options);
    const onAbort = () => void this.cancel(signal?.reason);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
    void this.done.then(() => signal?.removeEventListener("abort", onAbort));
    queueMicrotask(() => void this.#work());
    return this;
  }
  cancel(reason) {
    if (!this.#decide("cancelled")) return false;
    this.#controller.abort(reason);
    this.#engine?.cancel(reason);
    queueMicrotask(() => this.#reportCancel(reason));
    return true;
  }
  get #running() {
    if (this.#engine === void 0) throw new TypeError("the batch has not begun");
    return this.#engine;
  }
  async #work() {
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
  #fail(error) {
    const isCancelled = CancelledError.is(error);
    if (!this.#decide(isCancelled ? "cancelled" : "error")) return;
    if (!isCancelled) return guard(() => this.#reportError(error));
    this.#controller.abort(error.reason);
    this.#reportCancel(error.reason);
  }
  #reportCancel(reason) {
    guard(() => this.#callbacks.onCancel?.(reason, this.#ctx));
  }
  #reportError(error) {
    if (this.#callbacks.onError === void 0) throw error;
    this.#callbacks.onError(asError(error), this.#ctx);
  }
  /** Calls a handler, unless there is an outcome already. */
  #tell(handler) {
    if (this.state === "pending") guard(handler);
  }
  #decide(outcome) {
    if (this.state !== "pending") return false;
    this.state = outcome;
    return true;
  }
};
export { resumeCallbackBatch, runCallbackBatch };

import { CancelledError, ParameterError, TimeoutError } from "./errors.js";

// src/runtime/watchdog.ts
var minute = 6e4;
var longestTimer = 2147483647;
var noDeadlines = { headers: Infinity, idle: Infinity, total: Infinity };
function resolveDeadlines(streamed, client, call, timeLeft = Infinity) {
  const base = named(client);
  const own = named(call);
  const pick = (phase, fallback) => {
    const value = own[phase] ?? base[phase] ?? fallback;
    if (typeof value !== "number" || !(value > 0)) {
      throw new ParameterError(
        `timeout.${phase}`,
        `timeout.${phase} must be a number of milliseconds greater than 0`,
      );
    }
    return value;
  };
  return {
    headers: pick("headers", minute),
    idle: pick("idle", minute),
    total: Math.min(pick("total", streamed ? Infinity : 10 * minute), timeLeft),
  };
}
function named(timeout) {
  if (timeout === void 0 || timeout === null) return {};
  return typeof timeout === "object" ? timeout : { total: timeout };
}
var Watchdog = class {
  #operationId;
  #deadlines;
  #caller;
  /** When `total` is over, by `performance.now()`. */
  #end;
  #phase;
  #phaseEnd = Infinity;
  /** The one timer of all deadlines; where it comes too early it is set anew. */
  #timer;
  #timerEnd = Infinity;
  #isRelaxed = false;
  #aborted;
  #controller;
  #interrupt;
  #onClose;
  #isClosed = false;
  /** Whether the response's headers are there. */
  hasResponse = false;
  onAbort;
  constructor(operationId, deadlines, caller) {
    this.#operationId = operationId;
    this.#deadlines = deadlines;
    this.#caller = caller;
    const now = performance.now();
    const { total, headers, elapsed = 0 } = deadlines;
    this.#end = now + total - elapsed;
    if (caller?.aborted === true) {
      this.#onCallerAbort();
      return;
    }
    caller?.addEventListener("abort", this.#onCallerAbort, { once: true });
    this.#setTimer(Math.min(this.#end, now + headers), now);
  }
  get isAborted() {
    return this.#aborted !== void 0;
  }
  get reason() {
    return this.#aborted?.reason;
  }
  get signal() {
    if (this.#controller === void 0) {
      this.#controller = new AbortController();
      if (this.#aborted !== void 0) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }
  throwIfAborted() {
    if (this.#aborted !== void 0) throw this.#aborted.reason;
  }
  /** Starts the deadline of a phase, instead of the one that runs. */
  arm(phase) {
    if (this.#isClosed) return;
    const now = performance.now();
    this.#phase = phase;
    this.#phaseEnd = now + this.#deadlines[phase];
    if (this.#isRelaxed) this.#timer?.ref?.();
    if (this.#phaseEnd < this.#timerEnd) this.#setTimer(this.#phaseEnd, now);
  }
  /** Ends the deadline of the phase that runs. */
  disarm() {
    this.#phase = void 0;
    this.#phaseEnd = Infinity;
    if (this.#isRelaxed) this.#timer?.unref?.();
  }
  /** From now on nobody waits, except while a phase is armed: the total time alone does not keep the process alive. */
  relax() {
    this.#isRelaxed = true;
    this.#timer?.unref?.();
  }
  /**
   * Waits for a promise, but no longer than until the call is stopped. There is one wait at a time.
   *
   * @param discard Gets the value if it comes when nobody waits for it any more.
   */
  race(promise, discard) {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      if (this.#aborted !== void 0) reject(this.#aborted.reason);
      promise.then((value) => {
        if (this.#aborted !== void 0) discard?.(value);
        return resolve(value);
      }, reject);
    });
  }
  /** Waits for some time, in milliseconds, but no longer than until the call is stopped. */
  async sleep(ms) {
    let timer;
    const over = new Promise((resolve) => {
      timer = setTimeout(resolve, Math.min(ms, longestTimer));
    });
    try {
      await this.race(over);
    } finally {
      clearTimeout(timer);
    }
  }
  /** Ends all deadlines and forgets the caller's signal. */
  close() {
    this.disarm();
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#onCallerAbort);
    this.#isClosed = true;
    const onClose = this.#onClose;
    this.#onClose = void 0;
    onClose?.();
  }
  /** Calls a function when the call is over; at once if it is. */
  whenClosed(listener) {
    if (this.#isClosed) listener();
    else this.#onClose = listener;
  }
  /** Ends the call as the caller's signal does. */
  cancel(reason) {
    this.abort(new CancelledError(reason, { operationId: this.#operationId }));
  }
  /** Stops what is watched over, for this reason; later reasons do not count. */
  abort(reason) {
    if (this.#aborted !== void 0) return;
    this.#aborted = { reason };
    this.close();
    this.#controller?.abort(reason);
    this.onAbort?.();
    this.#interrupt?.(reason);
  }
  #onCallerAbort = () => {
    this.cancel(this.#caller?.reason);
  };
  #onTimer = () => {
    this.#timerEnd = Infinity;
    const now = performance.now();
    if (this.#phase !== void 0 && now >= this.#phaseEnd) this.#miss(this.#phase);
    else if (now >= this.#end) this.#miss("total");
    else this.#setTimer(Math.min(this.#phaseEnd, this.#end), now);
  };
  #miss(phase) {
    this.abort(new TimeoutError(phase, this.#deadlines[phase], { operationId: this.#operationId }));
  }
  #setTimer(end, now) {
    clearTimeout(this.#timer);
    this.#timerEnd = end;
    if (end === Infinity) return;
    this.#timer = setTimeout(this.#onTimer, Math.min(end - now, longestTimer));
    if (this.#isRelaxed && this.#phase === void 0) this.#timer.unref?.();
  }
};

export { longestTimer, noDeadlines, resolveDeadlines, Watchdog };

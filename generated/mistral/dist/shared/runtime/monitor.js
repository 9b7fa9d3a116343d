import { longestTimer } from "./watchdog.js";

// src/runtime/monitor.ts
var SyncMonitor = class {
  #calls;
  constructor(core) {
    this.#calls = core.calls;
  }
  /** Lets new calls be refused. */
  refuseCalls() {
    this.#calls.isClosed = true;
  }
  /** How many calls are in flight. */
  get inFlight() {
    return this.#calls.tracked.size;
  }
  /** Whether a call is in flight. */
  get isBusy() {
    return this.inFlight > 0;
  }
  /** The calls that are in flight at this moment, in the order in which they began. */
  list() {
    return Array.from(this.#calls.tracked, ({ operation, start, attempt, phase }) => ({
      operation,
      startedAt: Math.round(performance.timeOrigin + start),
      attempt,
      phase,
    }));
  }
  /**
   * Calls a function at once whenever a call has begun or ended. What the function throws is thrown again as an uncaught
   * exception.
   *
   * @returns Ends that.
   */
  onChange(listener) {
    const own = () => listener();
    this.#calls.listeners.add(own);
    return () => void this.#calls.listeners.delete(own);
  }
  /**
   * Ends all calls that are in flight, each with a `CancelledError`.
   *
   * @param reason - Its `reason`.
   * @returns How many there were.
   */
  abortAll(reason) {
    const calls = [...this.#calls.tracked];
    for (const call of calls) call.abort(reason);
    return calls.length;
  }
};
var lastWait = 1e4;
var Monitor = class extends SyncMonitor {
  /**
   * Waits until nothing is in flight.
   *
   * @param options - `timeout` is how long to wait at most, in milliseconds. Default: no limit.
   * @returns Whether nothing is in flight; false if the time was over before.
   */
  whenIdle(options = {}) {
    const { timeout = Infinity } = options;
    return new Promise((resolve) => {
      if (!this.isBusy) return resolve(true);
      const settle = (isIdle) => {
        end();
        clearTimeout(timer);
        resolve(isIdle);
      };
      const end = this.onChange(() => {
        if (!this.isBusy) settle(true);
      });
      const timer = timeout > longestTimer ? void 0 : setTimeout(() => settle(false), timeout);
      return void 0;
    });
  }
  /**
   * Refuses new calls, with a `ClientError`, and waits until nothing is in flight.
   *
   * @param options - After its `timeout` what is still in flight is ended with a `CancelledError`; hooks that hear of that
   *   are waited for, but no longer than 10 seconds.
   */
  async close({ timeout = 3e4 } = {}) {
    this.refuseCalls();
    if (await this.whenIdle({ timeout })) return;
    this.abortAll("the client is closed");
    await this.whenIdle({ timeout: lastWait });
  }
};

export { SyncMonitor, Monitor };

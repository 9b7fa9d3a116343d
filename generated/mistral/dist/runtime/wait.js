import { ApiPromise } from "./api-promise.js";
import { polling } from "./polling.js";
import { drive } from "./steps.js";
import { Watchdog } from "./watchdog.js";
/** Repeats an operation until the end of what it is about is there; its last response is the promise's. */
export function wait(core, operation, path, options = {}) {
  const {
    params,
    onProgress: _progress,
    interval: _interval,
    deadline: _deadline,
    signal,
    ...own
  } = options;
  const send = (timeLeft, watched) => {
    const callOptions = {
      ...own,
      signal: watched,
      timeLeft,
      isPart: true,
    };
    return core.sendForResult(operation, path, params, callOptions);
  };
  const driver = new Driver(operation.id, signal, send);
  return new ApiPromise(driver.run(core, polling(operation, options)));
}
const noDeadlines = {
  headers: Infinity,
  idle: Infinity,
  total: Infinity,
};
/** Carries the steps of one wait out. It is one call, however many requests it takes. */
class Driver {
  operation;
  start = performance.now();
  #watchdog;
  #send;
  attempt = 0;
  phase = "request";
  constructor(operation, signal, send) {
    this.operation = operation;
    this.#watchdog = new Watchdog(operation, noDeadlines, signal);
    this.#send = send;
  }
  abort(reason) {
    this.#watchdog.cancel(reason);
  }
  async run(core, steps) {
    try {
      core.calls.add(this);
      return await drive(steps, (step) => this.#carryOut(step));
    } finally {
      this.#watchdog.close();
      core.calls.delete(this);
    }
  }
  #carryOut(step) {
    this.phase = step.kind === "poll" ? "request" : "wait";
    switch (step.kind) {
      case "poll":
        this.attempt++;
        return this.#watchdog.race(this.#send(step.timeLeft, this.#watchdog.signal));
      case "sleep":
        return this.#watchdog.sleep(step.ms);
      default:
        return this.#watchdog.race(step.value);
    }
  }
}

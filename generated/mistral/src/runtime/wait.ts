import { ApiPromise, type Result } from "./api-promise.js";
import type { CallInFlight, Tracked } from "./calls.js";
import type { CallOptions, Core } from "./core.js";
import type { Operation } from "./uses.js";
import type { NoParams, RequestOptions } from "./options.js";
import { polling, type PollingOptions, type PollingStep, type PollingSteps } from "./polling.js";
import { drive } from "./steps.js";
import { noDeadlines, Watchdog } from "./watchdog.js";

/** How the end of something is waited for. All that is not said of waiting holds for each request, `timeout` for instance. */
export interface WaitOptions<T, P = NoParams>
  extends Omit<RequestOptions, keyof PollingOptions<T>>, PollingOptions<T> {
  /** The params of each request. */
  params?: P | undefined;
}

/** Repeats an operation until the end of what it is about is there; its last response is the promise's. */
export function wait<T, P>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  options: WaitOptions<T, P> & Pick<CallOptions, "onRetry"> = {},
): ApiPromise<T> {
  const {
    params,
    onProgress: _progress,
    interval: _interval,
    deadline: _deadline,
    signal,
    ...own
  } = options;
  const send = (timeLeft: number, watched: AbortSignal): Promise<Result<T>> => {
    const callOptions = { ...own, signal: watched, timeLeft, isPart: true };
    return core.sendForResult<T>(operation, path, params as object | undefined, callOptions);
  };
  const driver = new WaitDriver<T>(operation.id, signal, send);
  return new ApiPromise<T>(driver.run(core, polling<T>(operation, options)));
}

/** Carries the steps of one wait out. It is one call, however many requests it takes. */
class WaitDriver<T> implements Tracked {
  readonly operation: string;
  readonly start: number = performance.now();
  readonly #watchdog: Watchdog;
  readonly #send: (timeLeft: number, signal: AbortSignal) => Promise<Result<T>>;
  attempt = 0;
  phase: CallInFlight["phase"] = "request";

  constructor(
    operation: string,
    signal: AbortSignal | undefined,
    send: (timeLeft: number, signal: AbortSignal) => Promise<Result<T>>,
  ) {
    this.operation = operation;
    this.#watchdog = new Watchdog(operation, noDeadlines, signal);
    this.#send = send;
  }

  abort(reason: unknown): void {
    this.#watchdog.cancel(reason);
  }

  async run(core: Core, steps: PollingSteps<T>): Promise<Result<T>> {
    try {
      core.calls.add(this);
      return await drive(steps, (step) => this.#carryOut(step));
    } finally {
      this.#watchdog.close();
      core.calls.delete(this);
    }
  }

  #carryOut(step: PollingStep): Promise<Result<T> | undefined> {
    this.phase = step.kind === "poll" ? "request" : "wait";
    switch (step.kind) {
      case "poll":
        this.attempt++;
        return this.#watchdog.race(this.#send(step.timeLeft, this.#watchdog.signal));
      case "sleep":
        return this.#watchdog.sleep(step.ms) as Promise<undefined>;
      default:
        return this.#watchdog.race(step.value) as Promise<undefined>;
    }
  }
}

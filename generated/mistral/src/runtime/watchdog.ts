import { CancelledError, ParameterError, TimeoutError } from "./errors.js";
import type { Timeouts } from "./options.js";
import type { Deadlines } from "./wire.js";

const minute = 60_000;
/** The longest delay of a timer, in milliseconds; a longer one would fire at once. */
export const longestTimer = 2_147_483_647;

/**
 * Puts a call's timeouts over the client's, and those over the defaults.
 *
 * @param streamed Whether the response is read as a stream: then nothing limits its total time by default.
 * @param timeLeft The most that `total` can be, in milliseconds.
 * @throws {ParameterError} If a timeout is not a number greater than 0.
 */
export function resolveDeadlines(
  streamed: boolean,
  client: number | Timeouts | undefined,
  call: number | Timeouts | undefined,
  timeLeft: number = Infinity,
): Deadlines {
  const base = named(client);
  const own = named(call);
  const pick = (phase: keyof Timeouts, fallback: number): number => {
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

function named(timeout: number | Timeouts | undefined): Timeouts {
  if (timeout === undefined || timeout === null) return {};
  return typeof timeout === "object" ? timeout : { total: timeout };
}

/**
 * Watches over one call: `signal` aborts, with a `TimeoutError` or a `CancelledError` as its reason, as soon as a
 * deadline is missed or the caller's signal aborts; or with another reason. Close it when the call is over.
 */
export class Watchdog {
  readonly #operationId: string;
  readonly #deadlines: Deadlines;
  readonly #caller: AbortSignal | undefined;
  readonly #controller: AbortController = new AbortController();
  readonly #total: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #interrupt: ((reason: unknown) => void) | undefined;
  #onClose: (() => void) | undefined;
  #isClosed = false;
  /** Whether the response's headers are there. */
  hasResponse = false;

  constructor(operationId: string, deadlines: Deadlines, caller?: AbortSignal | undefined) {
    this.#operationId = operationId;
    this.#deadlines = deadlines;
    this.#caller = caller;
    this.#total = this.#schedule("total");
    if (caller?.aborted === true) this.#onAbort();
    else caller?.addEventListener("abort", this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the deadline of a phase, instead of the one that runs. */
  arm(phase: "headers" | "idle"): void {
    clearTimeout(this.#timer);
    if (phase === "idle") this.hasResponse = true;
    this.#timer = this.#schedule(phase);
  }

  /** Ends the deadline of the phase that runs. */
  disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** From now on nobody waits, except while a phase is armed: the total time alone does not keep the process alive. */
  relax(): void {
    this.hasResponse = true;
    (this.#total as { unref?(): void } | undefined)?.unref?.();
  }

  /**
   * Waits for a promise, but no longer than until `signal` aborts. There is one wait at a time.
   *
   * @param discard Gets the value if it comes when nobody waits for it any more.
   */
  race<T>(promise: PromiseLike<T>, discard?: (value: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { signal } = this;
      this.#interrupt = reject;
      if (signal.aborted) reject(signal.reason);
      promise.then((value) => {
        if (signal.aborted) discard?.(value);
        return resolve(value);
      }, reject);
    });
  }

  /** Waits for some time, in milliseconds, but no longer than until `signal` aborts. */
  async sleep(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(ms, longestTimer));
    });
    try {
      await this.race(over);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Clears the timers and forgets the caller's signal. */
  close(): void {
    this.disarm();
    clearTimeout(this.#total);
    this.#caller?.removeEventListener("abort", this.#onAbort);
    this.#isClosed = true;
    const onClose = this.#onClose;
    this.#onClose = undefined;
    onClose?.();
  }

  /** Calls a function when the call is over; at once if it is. */
  whenClosed(listener: () => void): void {
    if (this.#isClosed) listener();
    else this.#onClose = listener;
  }

  /** Ends the call as the caller's signal does. */
  cancel(reason: unknown): void {
    this.abort(new CancelledError(reason, { operationId: this.#operationId }));
  }

  /** Stops what is watched over, for this reason; later reasons do not count. */
  abort(reason: unknown): void {
    if (this.signal.aborted) return;
    this.close();
    this.#controller.abort(reason);
    this.#interrupt?.(reason);
  }

  readonly #onAbort = (): void => {
    this.cancel(this.#caller?.reason);
  };

  #schedule(phase: keyof Timeouts): ReturnType<typeof setTimeout> | undefined {
    const ms = this.#deadlines[phase];
    const left = phase === "total" ? ms - (this.#deadlines.elapsed ?? 0) : ms;
    if (left > longestTimer) return undefined;
    return setTimeout(() => {
      this.abort(new TimeoutError(phase, ms, { operationId: this.#operationId }));
    }, left);
  }
}

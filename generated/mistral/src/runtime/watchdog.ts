import { CancelledError, ParameterError, TimeoutError } from "./errors.js";
import type { Timeouts } from "./options.js";
import type { Watch } from "./transport.js";
import type { Deadlines } from "./wire.js";

const minute = 60_000;
/** The longest delay of a timer, in milliseconds; a longer one would fire at once. */
export const longestTimer = 2_147_483_647;

/** Of what may last as long as it likes. */
export const noDeadlines: Deadlines = { headers: Infinity, idle: Infinity, total: Infinity };

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

type Timer = ReturnType<typeof setTimeout> & { ref?(): void; unref?(): void };

/**
 * Watches over one call, which is stopped, with a `TimeoutError` or a `CancelledError` as its reason, as soon as a deadline
 * is missed or the caller's signal aborts; or with another reason. Close it when the call is over.
 */
export class Watchdog implements Watch {
  readonly #operationId: string;
  readonly #deadlines: Deadlines;
  readonly #caller: AbortSignal | undefined;
  /** When `total` is over, by `performance.now()`. */
  readonly #end: number;
  #phase: "headers" | "idle" | undefined;
  #phaseEnd = Infinity;
  /** The one timer of all deadlines; where it comes too early it is set anew. */
  #timer: Timer | undefined;
  #timerEnd = Infinity;
  #isRelaxed = false;
  #aborted: { readonly reason: unknown } | undefined;
  #controller: AbortController | undefined;
  #interrupt: ((reason: unknown) => void) | undefined;
  #onClose: (() => void) | undefined;
  #isClosed = false;
  /** Whether the response's headers are there. */
  hasResponse = false;
  onAbort: (() => void) | undefined;

  constructor(operationId: string, deadlines: Deadlines, caller?: AbortSignal | undefined) {
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
    // What is watched over first is most often the wait for a response.
    this.#setTimer(Math.min(this.#end, now + headers), now);
  }

  get isAborted(): boolean {
    return this.#aborted !== undefined;
  }

  get reason(): unknown {
    return this.#aborted?.reason;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#aborted !== undefined) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }

  throwIfAborted(): void {
    if (this.#aborted !== undefined) throw this.#aborted.reason;
  }

  /** Starts the deadline of a phase, instead of the one that runs. */
  arm(phase: "headers" | "idle"): void {
    if (this.#isClosed) return;
    const now = performance.now();
    this.#phase = phase;
    this.#phaseEnd = now + this.#deadlines[phase];
    if (this.#isRelaxed) this.#timer?.ref?.();
    if (this.#phaseEnd < this.#timerEnd) this.#setTimer(this.#phaseEnd, now);
  }

  /** Ends the deadline of the phase that runs. */
  disarm(): void {
    this.#phase = undefined;
    this.#phaseEnd = Infinity;
    if (this.#isRelaxed) this.#timer?.unref?.();
  }

  /** From now on nobody waits, except while a phase is armed: the total time alone does not keep the process alive. */
  relax(): void {
    this.#isRelaxed = true;
    this.#timer?.unref?.();
  }

  /**
   * Waits for a promise, but no longer than until the call is stopped. There is one wait at a time.
   *
   * @param discard Gets the value if it comes when nobody waits for it any more.
   */
  race<T>(promise: PromiseLike<T>, discard?: (value: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#interrupt = reject;
      if (this.#aborted !== undefined) reject(this.#aborted.reason);
      promise.then((value) => {
        if (this.#aborted !== undefined) discard?.(value);
        return resolve(value);
      }, reject);
    });
  }

  /** Waits for some time, in milliseconds, but no longer than until the call is stopped. */
  async sleep(ms: number): Promise<void> {
    let timer: Timer | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(ms, longestTimer));
    });
    try {
      await this.race(over);
    } finally {
      clearTimeout(timer as number | undefined);
    }
  }

  /** Ends all deadlines and forgets the caller's signal. */
  close(): void {
    this.disarm();
    clearTimeout(this.#timer as number | undefined);
    this.#caller?.removeEventListener("abort", this.#onCallerAbort);
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
    if (this.#aborted !== undefined) return;
    this.#aborted = { reason };
    this.close();
    this.#controller?.abort(reason);
    this.onAbort?.();
    this.#interrupt?.(reason);
  }

  readonly #onCallerAbort = (): void => {
    this.cancel(this.#caller?.reason);
  };

  readonly #onTimer = (): void => {
    this.#timerEnd = Infinity;
    const now = performance.now();
    if (this.#phase !== undefined && now >= this.#phaseEnd) this.#miss(this.#phase);
    else if (now >= this.#end) this.#miss("total");
    else this.#setTimer(Math.min(this.#phaseEnd, this.#end), now);
  };

  #miss(phase: keyof Timeouts): void {
    this.abort(new TimeoutError(phase, this.#deadlines[phase], { operationId: this.#operationId }));
  }

  #setTimer(end: number, now: number): void {
    clearTimeout(this.#timer as number | undefined);
    this.#timerEnd = end;
    if (end === Infinity) return;
    this.#timer = setTimeout(this.#onTimer, Math.min(end - now, longestTimer));
    if (this.#isRelaxed && this.#phase === undefined) this.#timer.unref?.();
  }
}

import type { Timeouts } from "./options.js";
import type { Watch } from "./transport.js";
import type { Deadlines } from "./wire.js";
/** The longest delay of a timer, in milliseconds; a longer one would fire at once. */
export declare const longestTimer = 2147483647;
/** Of what may last as long as it likes. */
export declare const noDeadlines: Deadlines;
/**
 * Puts a call's timeouts over the client's, and those over the defaults.
 *
 * @param streamed Whether the response is read as a stream: then nothing limits its total time by default.
 * @param timeLeft The most that `total` can be, in milliseconds.
 * @throws {ParameterError} If a timeout is not a number greater than 0.
 */
export declare function resolveDeadlines(
  streamed: boolean,
  client: number | Timeouts | undefined,
  call: number | Timeouts | undefined,
  timeLeft?: number,
): Deadlines;
/**
 * Watches over one call, which is stopped, with a `TimeoutError` or a `CancelledError` as its reason, as soon as a deadline
 * is missed or the caller's signal aborts; or with another reason. Close it when the call is over.
 */
export declare class Watchdog implements Watch {
  #private;
  /** Whether the response's headers are there. */
  hasResponse: boolean;
  onAbort: (() => void) | undefined;
  constructor(operationId: string, deadlines: Deadlines, caller?: AbortSignal | undefined);
  get isAborted(): boolean;
  get reason(): unknown;
  get signal(): AbortSignal;
  throwIfAborted(): void;
  /** Starts the deadline of a phase, instead of the one that runs. */
  arm(phase: "headers" | "idle"): void;
  /** Ends the deadline of the phase that runs. */
  disarm(): void;
  /** From now on nobody waits, except while a phase is armed: the total time alone does not keep the process alive. */
  relax(): void;
  /**
   * Waits for a promise, but no longer than until the call is stopped. There is one wait at a time.
   *
   * @param discard Gets the value if it comes when nobody waits for it any more.
   */
  race<T>(promise: PromiseLike<T>, discard?: (value: T) => void): Promise<T>;
  /** Waits for some time, in milliseconds, but no longer than until the call is stopped. */
  sleep(ms: number): Promise<void>;
  /** Ends all deadlines and forgets the caller's signal. */
  close(): void;
  /** Calls a function when the call is over; at once if it is. */
  whenClosed(listener: () => void): void;
  /** Ends the call as the caller's signal does. */
  cancel(reason: unknown): void;
  /** Stops what is watched over, for this reason; later reasons do not count. */
  abort(reason: unknown): void;
}

import type { Result } from "./api-promise.js";
import type { Operation } from "./uses.js";
/** How often something is asked for until it has come to its end, and for how long. Times are in milliseconds. */
export interface PollingOptions<T> {
  /**
   * Called with the first answer, and with each that differs from the one before it, the last one included. What it throws
   * ends the wait. A promise is awaited, except by blocking calls, which refuse it.
   */
  onProgress?(value: T): void | PromiseLike<void>;
  /**
   * The wait between an answer and the next request: it begins with `min`, grows by half each time up to `max`, and begins
   * anew when an answer differs from the one before it: with `min`, or with a hundredth of the time since the first request
   * if that is more. A number is both. Up to a quarter is added at random, so that many who wait do not ask at the same
   * time. Default: `{ min: 2_000, max: 60_000 }`.
   */
  interval?:
    | number
    | {
        readonly min?: number;
        readonly max?: number;
      }
    | undefined;
  /** How long to wait altogether; then follows a `TimeoutError` of the phase `wait`. Default: no limit. */
  deadline?: number | undefined;
}
/** What a wait cannot go on without, and what is done differently in each style of calls. */
export type PollingStep =
  | {
      readonly kind: "poll";
      readonly timeLeft: number;
    }
  | {
      readonly kind: "sleep";
      readonly ms: number;
    }
  | {
      readonly kind: "await";
      readonly value: PromiseLike<void>;
    };
/** The steps of a wait; a request is answered with its `Result`. */
export type PollingSteps<T> = Generator<PollingStep, Result<T>, Result<T> | undefined>;
/**
 * Repeats an operation until its `polling` says that the end is there: step by step, and without any I/O of its own. What
 * comes of it is the last result, also where the end is no success.
 *
 * @throws {ParameterError} If an option is not acceptable.
 * @throws {TimeoutError} Of the phase `wait`, if the deadline is missed.
 */
export declare function polling<T>(
  operation: Operation,
  options: PollingOptions<T>,
): PollingSteps<T>;

import type { Result } from "./api-promise.js";
import { retryAfter } from "./error-body.js";
import { ParameterError, TimeoutError } from "./errors.js";
import { isThenable } from "./hooks.js";
import type { Operation } from "./uses.js";
import { at } from "./property.js";

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
  interval?: number | { readonly min?: number; readonly max?: number } | undefined;
  /** How long to wait altogether; then follows a `TimeoutError` of the phase `wait`. Default: no limit. */
  deadline?: number | undefined;
}

/** What a wait cannot go on without, and what is done differently in each style of calls. */
export type PollingStep =
  /** Carried out with the `Result` of the operation, which may take no longer than `timeLeft`. */
  | { readonly kind: "poll"; readonly timeLeft: number }
  /** Carried out by waiting. */
  | { readonly kind: "sleep"; readonly ms: number }
  /** Carried out by waiting for what `onProgress` returned. */
  | { readonly kind: "await"; readonly value: PromiseLike<void> };

/** The steps of a wait; a request is answered with its `Result`. */
export type PollingSteps<T> = Generator<PollingStep, Result<T>, Result<T> | undefined>;

const usual = { min: 2_000, max: 60_000 };
/** The most that a wait is prolonged by `Retry-After`, unless `max` is more. */
const longestRetryAfter = 60_000;
const growth = 1.5;
/** The least wait as a share of the time since the first request: what changes all the time is asked for less and less often. */
const leastShare = 0.01;
/** What a wait that begins with nothing grows to. */
const smallestStep = 10;
/** The largest part of a wait that is added at random. */
const jitter = 0.25;
/** How long before the deadline the last request is sent, if there would be none else between it and the deadline. */
const lastLook = 1_000;

/**
 * Repeats an operation until its `polling` says that the end is there: step by step, and without any I/O of its own. What
 * comes of it is the last result, also where the end is no success.
 *
 * @throws {ParameterError} If an option is not acceptable.
 * @throws {TimeoutError} Of the phase `wait`, if the deadline is missed.
 */
export function* polling<T>(operation: Operation, options: PollingOptions<T>): PollingSteps<T> {
  const { id, polling } = operation;
  if (polling === undefined) throw new TypeError(`${id} cannot be waited for`);
  const { min, max } = intervalOf(options.interval, id);
  const deadline = deadlineOf(options.deadline, id);
  const start = performance.now();
  const waited = (): number => performance.now() - start;
  const timeLeft = (): number => deadline - waited();
  let value: T | undefined;
  let known: string | undefined;
  let step = min;
  for (let left = deadline; left > 0; left = timeLeft()) {
    let result: Result<T> | undefined;
    try {
      result = yield { kind: "poll", timeLeft: left };
    } catch (error) {
      if (!isCutOff(error, left)) throw error;
      break;
    }
    if (result === undefined) throw new TypeError(`${id}: a poll has no result`);
    ({ data: value } = result);
    const text = JSON.stringify(value);
    const isSame = text === known;
    known = text;
    const pending = isSame ? undefined : options.onProgress?.(value);
    if (isThenable(pending)) yield { kind: "await", value: pending as PromiseLike<void> };
    const state = at(value, polling.field);
    if (polling.terminal.some((end) => end === state)) return result;
    const least = isSame ? Math.max(step * growth, smallestStep) : waited() * leastShare;
    step = Math.min(max, Math.max(min, least));
    const asked = Math.min(retryAfter(result.meta.headers) ?? 0, Math.max(longestRetryAfter, max));
    yield { kind: "sleep", ms: within(timeLeft(), Math.max(withJitter(step), asked)) };
  }
  throw new TimeoutError("wait", deadline, { operationId: id, lastValue: value });
}

function withJitter(ms: number): number {
  return ms * (1 + Math.random() * jitter);
}

/** A wait that leaves time for one more request before the deadline, if it can; else it lasts until then. */
function within(left: number, ms: number): number {
  if (ms + lastLook <= left) return ms;
  return left > 2 * lastLook ? left - lastLook : Math.min(ms, Math.max(left, 0));
}

/** Whether a poll was ended by what was left of the deadline, and not by a deadline of its own. */
function isCutOff(error: unknown, left: number): boolean {
  return TimeoutError.is(error) && error.phase === "total" && error.timeoutMs === left;
}

function intervalOf(
  interval: PollingOptions<unknown>["interval"],
  operationId: string,
): { readonly min: number; readonly max: number } {
  if (typeof interval === "number") {
    check("interval", interval, interval >= 0, "not less than 0", operationId);
    return { min: interval, max: interval };
  }
  const min = interval?.min ?? Math.min(usual.min, interval?.max ?? usual.min);
  const max = interval?.max ?? Math.max(usual.max, min);
  check("interval.min", min, min >= 0, "not less than 0", operationId);
  check("interval.max", max, max >= min, "not less than interval.min", operationId);
  return { min, max };
}

function deadlineOf(deadline: number | undefined, operationId: string): number {
  const ms = deadline ?? Infinity;
  check("deadline", ms, ms > 0, "greater than 0", operationId);
  return ms;
}

function check(
  name: string,
  value: unknown,
  isWithin: boolean,
  wanted: string,
  operationId: string,
): void {
  if (typeof value === "number" && isWithin) return;
  throw new ParameterError(name, `${name} must be a number of milliseconds ${wanted}`, {
    operationId,
  });
}

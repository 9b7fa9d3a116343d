import { retryAfter } from "./error-body.js";
import { ParameterError, TimeoutError } from "./errors.js";
import { isThenable } from "./hooks.js";
import { at } from "./property.js";
const usual = {
  min: 2e3,
  max: 6e4,
};
/** The most that a wait is prolonged by `Retry-After`, unless `max` is more. */
const longestRetryAfter = 6e4;
const growth = 1.5;
/** The least wait as a share of the time since the first request: what changes all the time is asked for less and less often. */
const leastShare = 0.01;
/** What a wait that begins with nothing grows to. */
const smallestStep = 10;
/** The largest part of a wait that is added at random. */
const jitter = 0.25;
/** How long before the deadline the last request is sent, if there would be none else between it and the deadline. */
const lastLook = 1e3;
/**
 * Repeats an operation until its `polling` says that the end is there: step by step, and without any I/O of its own. What
 * comes of it is the last result, also where the end is no success.
 *
 * @throws {ParameterError} If an option is not acceptable.
 * @throws {TimeoutError} Of the phase `wait`, if the deadline is missed.
 */
export function* polling(operation, options) {
  const { id, polling } = operation;
  if (polling === undefined) throw new TypeError(`${id} cannot be waited for`);
  const { min, max } = intervalOf(options.interval, id);
  const deadline = deadlineOf(options.deadline, id);
  const start = performance.now();
  const waited = () => performance.now() - start;
  const timeLeft = () => deadline - waited();
  let value;
  let known;
  let step = min;
  for (let left = deadline; left > 0; left = timeLeft()) {
    let result;
    try {
      result = yield {
        kind: "poll",
        timeLeft: left,
      };
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
    if (isThenable(pending))
      yield {
        kind: "await",
        value: pending,
      };
    const state = at(value, polling.field);
    if (polling.terminal.some((end) => end === state)) return result;
    const least = isSame ? Math.max(step * growth, smallestStep) : waited() * leastShare;
    step = Math.min(max, Math.max(min, least));
    const asked = Math.min(retryAfter(result.meta.headers) ?? 0, Math.max(longestRetryAfter, max));
    yield {
      kind: "sleep",
      ms: within(timeLeft(), Math.max(withJitter(step), asked)),
    };
  }
  throw new TimeoutError("wait", deadline, {
    operationId: id,
    lastValue: value,
  });
}
function withJitter(ms) {
  return ms * (1 + Math.random() * jitter);
}
/** A wait that leaves time for one more request before the deadline, if it can; else it lasts until then. */
function within(left, ms) {
  if (ms + lastLook <= left) return ms;
  return left > 2 * lastLook ? left - lastLook : Math.min(ms, Math.max(left, 0));
}
/** Whether a poll was ended by what was left of the deadline, and not by a deadline of its own. */
function isCutOff(error, left) {
  return TimeoutError.is(error) && error.phase === "total" && error.timeoutMs === left;
}
function intervalOf(interval, operationId) {
  if (typeof interval === "number") {
    check("interval", interval, interval >= 0, "not less than 0", operationId);
    return {
      min: interval,
      max: interval,
    };
  }
  const min = interval?.min ?? Math.min(usual.min, interval?.max ?? usual.min);
  const max = interval?.max ?? Math.max(usual.max, min);
  check("interval.min", min, min >= 0, "not less than 0", operationId);
  check("interval.max", max, max >= min, "not less than interval.min", operationId);
  return {
    min,
    max,
  };
}
function deadlineOf(deadline, operationId) {
  const ms = deadline ?? Infinity;
  check("deadline", ms, ms > 0, "greater than 0", operationId);
  return ms;
}
function check(name, value, isWithin, wanted, operationId) {
  if (typeof value === "number" && isWithin) return;
  throw new ParameterError(name, `${name} must be a number of milliseconds ${wanted}`, {
    operationId,
  });
}

/** What is done about failures that pass by themselves. */
import {
  ApiError,
  ConnectionError,
  InternalServerError,
  RateLimitError,
  TimeoutError,
} from "../runtime/errors.js";
import { ask } from "./steps.js";
const firstDelay = 500;
const longestDelay = 6e4;
/** How often in a row is tried what can be repeated at will: with the delays between, for three minutes. */
export const patience = 10;
/**
 * How long to wait before the next attempt, in milliseconds; undefined if there should be none, also because the server
 * asks for a longer wait than a minute.
 */
export function delayAfter(error, attempt, attempts) {
  if (attempt >= attempts || !isPassing(error)) return undefined;
  const asked = ApiError.is(error) ? error.retryAfterMs : undefined;
  if (asked === undefined) return Math.min(firstDelay * 2 ** (attempt - 1), longestDelay);
  return asked > longestDelay ? undefined : asked;
}
/** Whether what failed may succeed later. The deadline of a wait is over for good. */
export function isPassing(error) {
  return (
    ConnectionError.is(error) ||
    (TimeoutError.is(error) && error.phase !== "wait") ||
    InternalServerError.is(error) ||
    RateLimitError.is(error) ||
    (ApiError.is(error) && error.status === 408)
  );
}
/** Asks for one thing that can be repeated at will, once more after each failure that passes by itself. */
export function* persist(request, attempts = patience) {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* ask(request);
    } catch (error) {
      const ms = delayAfter(error, attempt, attempts);
      if (ms === undefined) throw error;
      yield {
        kind: "sleep",
        ms,
      };
    }
  }
}

import { type Action, type Replies, type Steps } from "./steps.js";
/** How often in a row is tried what can be repeated at will: with the delays between, for three minutes. */
export declare const patience = 10;
/**
 * How long to wait before the next attempt, in milliseconds; undefined if there should be none, also because the server
 * asks for a longer wait than a minute.
 */
export declare function delayAfter(
  error: unknown,
  attempt: number,
  attempts: number,
): number | undefined;
/** Whether what failed may succeed later. The deadline of a wait is over for good. */
export declare function isPassing(error: unknown): boolean;
/** Asks for one thing that can be repeated at will, once more after each failure that passes by itself. */
export declare function persist<Name extends Action["kind"]>(
  request: Extract<
    Action,
    {
      readonly kind: Name;
    }
  >,
  attempts?: number,
): Steps<never, Replies[Name]>;

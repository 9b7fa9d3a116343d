import { type ClientError } from "./errors.js";
import type { ClientRetryOptions, RetryOptions } from "./options.js";
import type { Deadlines, WireRequest } from "./wire.js";
/** When a call is sent again: the options, with their defaults. */
export interface RetryPolicy {
  readonly max: number;
  readonly statuses: readonly number[];
  readonly minDelay: number;
  readonly maxDelay: number;
  readonly maxRetryAfter: number;
}
/**
 * Puts options over what holds without them.
 *
 * @throws {ParameterError} If one is not acceptable.
 */
export declare function resolveRetry(
  options: number | RetryOptions | undefined,
  base?: RetryPolicy,
): RetryPolicy;
/**
 * How much the calls of a client may be sent again, so that an outage is not made worse: a bucket of tokens that is full at
 * first. A retry takes one; a call that succeeds gives a tenth of one back.
 */
export declare class RetryBudget {
  #private;
  /** @throws {ParameterError} If the size is not a number of at least 0. */
  constructor(retry: number | ClientRetryOptions | undefined);
  /** Takes a token, if there is one. */
  take(): boolean;
  give(): void;
}
/** What decides whether a call is sent again. */
interface Failed {
  readonly client: {
    readonly budget: RetryBudget;
  };
  readonly bare: Pick<WireRequest, "body">;
  readonly retry: RetryPolicy;
  readonly deadlines: Deadlines;
  readonly start: number;
}
/**
 * The wait before the request of a call is sent again, in milliseconds: what the server asks for, and a little more; else
 * at random below a bound that doubles ("full jitter"). None if a kept connection had been closed.
 *
 * @param retries How many there will have been, counted from 1.
 * @param isSafe Whether it does no harm if the server gets the request twice.
 * @returns Undefined if it must not be sent again, could not succeed, or there is no time left for it.
 */
export declare function retryDelay(
  call: Failed,
  error: ClientError,
  retries: number,
  isSafe: boolean,
): number | undefined;
export {};

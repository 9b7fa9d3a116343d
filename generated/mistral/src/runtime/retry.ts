import { canReplay } from "./body-sources.js";
import { staleCode } from "./connection-failure.js";
import {
  ApiError,
  type ClientError,
  ConnectionError,
  ParameterError,
  TimeoutError,
} from "./errors.js";
import type { ClientRetryOptions, RetryOptions } from "./options.js";
import { isPermanent } from "./platform.js";
import type { Deadlines, WireRequest } from "./wire.js";

/** When a call is sent again: the options, with their defaults. */
export interface RetryPolicy {
  readonly max: number;
  readonly statuses: readonly number[];
  readonly minDelay: number;
  readonly maxDelay: number;
  readonly maxRetryAfter: number;
}

const defaults: RetryPolicy = {
  max: 2,
  statuses: [408, 429, 500, 502, 503, 504],
  minDelay: 500,
  maxDelay: 8_000,
  maxRetryAfter: 60_000,
};

/**
 * Puts options over what holds without them.
 *
 * @throws {ParameterError} If one is not acceptable.
 */
export function resolveRetry(
  options: number | RetryOptions | undefined,
  base: RetryPolicy = defaults,
): RetryPolicy {
  if (options === undefined || options === null) return base;
  const given = typeof options === "object" ? options : { max: options };
  const { max = base.max, statuses = base.statuses } = given;
  if (max !== Infinity && !Number.isInteger(max)) refuse("max", "a whole number");
  if (!Array.isArray(statuses) || !statuses.every(isFailure))
    refuse("statuses", "a list of numbers from 400 to 599");
  return {
    max: atLeastZero("max", max),
    statuses: [...statuses],
    minDelay: atLeastZero("minDelay", given.minDelay ?? base.minDelay),
    maxDelay: atLeastZero("maxDelay", given.maxDelay ?? base.maxDelay),
    maxRetryAfter: atLeastZero("maxRetryAfter", given.maxRetryAfter ?? base.maxRetryAfter),
  };
}

function isFailure(status: unknown): boolean {
  return Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
}

function atLeastZero(name: string, value: unknown): number {
  return typeof value === "number" && value >= 0 ? value : refuse(name, "a number of at least 0");
}

function refuse(name: string, rule: string): never {
  throw new ParameterError(`retry.${name}`, `retry.${name} must be ${rule}`);
}

/**
 * How much the calls of a client may be sent again, so that an outage is not made worse: a bucket of tokens that is full at
 * first. A retry takes one; a call that succeeds gives a tenth of one back.
 */
export class RetryBudget {
  readonly #size: number;
  #tokens: number;

  /** @throws {ParameterError} If the size is not a number of at least 0. */
  constructor(retry: number | ClientRetryOptions | undefined) {
    const budget = (typeof retry === "object" ? retry?.budget : undefined) ?? 100;
    this.#size = atLeastZero("budget", budget);
    this.#tokens = this.#size;
  }

  /** Takes a token, if there is one. */
  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  give(): void {
    this.#tokens = Math.min(this.#size, this.#tokens + 0.1);
  }
}

/** What decides whether a call is sent again. */
interface Failed {
  readonly client: { readonly budget: RetryBudget };
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
export function retryDelay(
  call: Failed,
  error: ClientError,
  retries: number,
  isSafe: boolean,
): number | undefined {
  const { client, bare, retry, deadlines, start } = call;
  if (!mayPass(error, retry, isSafe) || !canReplay(bare.body)) return undefined;
  const { minDelay, maxDelay, maxRetryAfter } = retry;
  const asked = ApiError.is(error) ? error.retryAfterMs : undefined;
  if (asked !== undefined && asked > maxRetryAfter) return undefined;
  const isStale = ConnectionError.is(error) && error.causeCode === staleCode;
  const delay =
    asked === undefined
      ? isStale
        ? 0
        : Math.random() * Math.min(maxDelay, minDelay * 2 ** Math.min(retries - 1, 64))
      : asked + Math.random() * Math.min(1_000, asked / 10);
  const left = deadlines.total - (performance.now() - start);
  return delay < left && client.budget.take() ? delay : undefined;
}

/** Whether what failed may succeed at the next attempt, and may be attempted. */
function mayPass(error: ClientError, { statuses }: RetryPolicy, isSafe: boolean): boolean {
  if (ConnectionError.is(error)) return (isSafe || !error.mayHaveArrived) && !isPermanent(error);
  if (!isSafe) return false;
  if (ApiError.is(error)) return statuses.includes(error.status);
  return TimeoutError.is(error) && (error.phase === "headers" || error.phase === "idle");
}

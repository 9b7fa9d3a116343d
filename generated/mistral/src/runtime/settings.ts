import { type BaseUrlOf, checkBaseUrl, type PlaceOptions, resolveBaseUrl } from "./base-url.js";
import { ParameterError } from "./errors.js";
import { listHooks } from "./hooks.js";
import { isServer } from "./node.js";
import type { Api, Operation } from "./uses.js";
import type { ClientRetryOptions, Hooks, Timeouts } from "./options.js";
import { type RequestBase, setHeaders } from "./request.js";
import { resolveRetry, type RetryPolicy } from "./retry.js";
import { resolveDeadlines } from "./watchdog.js";

/** The options that clients of all call styles share. */
export interface SharedOptions extends PlaceOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeout?: number | Timeouts | undefined;
  readonly retry?: number | ClientRetryOptions | undefined;
  readonly hooks?: Hooks | readonly Hooks[] | undefined;
  readonly maxResponseSize?: number | undefined;
}

/** The shared options of a client, checked and with their defaults. */
export interface Settings {
  readonly baseUrlOf: BaseUrlOf;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number | Timeouts | undefined;
  readonly retry: RetryPolicy;
  readonly hooks: readonly Hooks[];
  readonly maxResponseSize: number;
}

/**
 * Checks the options of a new client. They are copied, so that changing them later changes nothing.
 *
 * @throws {ParameterError} If one is not acceptable.
 */
export function resolveSettings(api: Api, options: SharedOptions): Settings {
  if (typeof options !== "object" || options === null) {
    throw new ParameterError("options", "options must be an object");
  }
  const { timeout } = options;
  resolveDeadlines(false, timeout, undefined);
  const headers: Record<string, string> = {};
  if (api.userAgent !== undefined && isServer()) headers["user-agent"] = api.userAgent;
  setHeaders(headers, options.headers);
  return {
    baseUrlOf: (api.uses?.servers ?? resolveBaseUrl)(api, options),
    headers,
    maxResponseSize: responseSize(options.maxResponseSize, 2 ** 28),
    timeout: typeof timeout === "object" && timeout !== null ? { ...timeout } : timeout,
    retry: resolveRetry(options.retry),
    hooks: listHooks(options.hooks),
  };
}

/**
 * The option `maxResponseSize`, checked.
 *
 * @throws {ParameterError} If it is not a number greater than 0.
 */
export function responseSize(value: number | undefined, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === "number" && value > 0) return value;
  throw new ParameterError(
    "maxResponseSize",
    "maxResponseSize must be a number of bytes greater than 0",
  );
}

/**
 * What a client's settings come to for one operation.
 *
 * @param baseUrl The call's own.
 * @throws {ParameterError} If `baseUrl`, or a variable of the operation's own server, is not acceptable.
 */
export function settingsFor(
  { baseUrlOf, headers }: Settings,
  operation: Operation,
  baseUrl: string | undefined,
): RequestBase {
  const own = baseUrl ?? undefined;
  return {
    baseUrl: own === undefined ? baseUrlOf(operation) : checkBaseUrl(own, "baseUrl", operation.id),
    headers,
  };
}

import { type BaseUrlOf, type PlaceOptions } from "./base-url.js";
import type { Api, Operation } from "./uses.js";
import type { ClientRetryOptions, Hooks, Timeouts } from "./options.js";
import { type RequestBase } from "./request.js";
import { type RetryPolicy } from "./retry.js";
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
export declare function resolveSettings(api: Api, options: SharedOptions): Settings;
/**
 * The option `maxResponseSize`, checked.
 *
 * @throws {ParameterError} If it is not a number greater than 0.
 */
export declare function responseSize(value: number | undefined, fallback: number): number;
/**
 * What a client's settings come to for one operation.
 *
 * @param baseUrl The call's own.
 * @throws {ParameterError} If `baseUrl`, or a variable of the operation's own server, is not acceptable.
 */
export declare function settingsFor(
  { baseUrlOf, headers }: Settings,
  operation: Operation,
  baseUrl: string | undefined,
): RequestBase;

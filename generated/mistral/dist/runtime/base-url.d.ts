import type { Api, Operation } from "./uses.js";
/** The options that say where the API is. */
export interface PlaceOptions {
  readonly baseUrl?: string | undefined;
  /** The name of one of the API's servers. */
  readonly server?: unknown;
  /** Values for the variables in the URLs of servers, by their names. */
  readonly serverVariables?: unknown;
}
/**
 * Where an operation is sent: its base URL, without a slash at its end.
 *
 * @throws {ParameterError} If the servers of the operation need what the client was not given.
 */
export type BaseUrlOf = (operation: Operation) => string;
/**
 * Where the operations of a client are sent, if the API names one place and nothing about it can be chosen.
 *
 * @throws {ParameterError} If an option is not acceptable, or `baseUrl` is missing and the API names no place.
 */
export declare function resolveBaseUrl(api: Api, options: PlaceOptions): BaseUrlOf;
/**
 * A base URL without a slash at its end.
 *
 * @param option What it comes from.
 * @throws {ParameterError} If it is none.
 */
export declare function checkBaseUrl(
  value: unknown,
  option?: "baseUrl" | "serverVariables",
  operationId?: string,
): string;

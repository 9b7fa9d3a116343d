import type { Api } from "./operation.js";
import type { Operation } from "./uses.js";
/** The options that say where the API is. */
export interface PlaceOptions {
  readonly baseUrl?: string | undefined;
  /** The name of one of the API's servers. */
  readonly server?: unknown;
  /** Values for the variables in the URLs of servers, by their names. */
  readonly serverVariables?: unknown;
}
/** Where the operations of a client are sent. */
export interface Place {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Whether the client was given `baseUrl`. It goes before servers that operations have of their own. */
  readonly isGiven: boolean;
  /** The path that the document's own server has; it ends `baseUrl` where both name the same server. */
  readonly path: string;
  readonly server: string | undefined;
  readonly variables: Variables;
}
type Variables = Readonly<Record<string, string>>;
/** @throws {ParameterError} If an option is not acceptable, or a required one is missing. */
export declare function resolvePlace(api: Api, options: PlaceOptions): Place;
/**
 * Where an operation is sent: to the call's own base URL, else to the client's if it was given one, else to the server that
 * the operation has, else to the client's. A server that is a path lies beside the API's own, wherever that is.
 *
 * @throws {ParameterError} If what the call or the client gives makes no acceptable URL.
 */
export declare function baseUrlOf(
  place: Place,
  operation: Operation,
  own: string | undefined,
): string;
export {};

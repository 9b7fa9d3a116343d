import { type BaseUrlOf, type PlaceOptions } from "./base-url.js";
import type { Api } from "./uses.js";
/**
 * Where the operations of a client are sent, if the API has several servers, one with variables, or operations with servers
 * of their own: to the client's base URL if it was given one, else to the server that the operation has, else to the one of
 * the API that the client chose. A server that is a path lies beside the API's own, wherever that is.
 *
 * @throws {ParameterError} If an option is not acceptable, or a required one is missing.
 */
export declare function resolveServers(api: Api, options: PlaceOptions): BaseUrlOf;

import type { Operation } from "./operation.js";
import type { ResponseMeta } from "./options.js";
import type { WireResponse } from "./wire.js";
/** What is known about a response beside its body. */
export declare function metaOf(response: WireResponse, url?: string): ResponseMeta;
/**
 * Turns a response into the operation's value. Of a response that was left as a stream, it is the stream.
 *
 * @throws {ApiError} Of the class that belongs to the status, if that is not 2xx.
 * @throws {ResponseParseError} If the body is not what the operation promises.
 */
export declare function interpret(operation: Operation, response: WireResponse): unknown;

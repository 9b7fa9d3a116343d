import { ApiError } from "./errors.js";
import type { Reading } from "./operation.js";
import type { Operation } from "./uses.js";
import type { ResponseMeta } from "./options.js";
import type { WireResponse } from "./wire.js";
/**
 * What is known about a response beside its body.
 *
 * @param attempts How many requests were sent for the call.
 */
export declare function metaOf(
  { status, headers, setCookie, secrets }: Omit<WireResponse, "body">,
  url: string,
  attempts: number,
): ResponseMeta;
/** Whether a successful response may be one that is read as it arrives. */
export declare function isStreamed({ response, responses }: Operation): boolean;
/** How the body of a successful response is read. */
export declare function readingOf(
  { id, response: usual, responses, uses }: Operation,
  received: Pick<WireResponse, "status" | "headers">,
): Reading;
/**
 * Turns a response whose body is there as a whole into the operation's value.
 *
 * @param attempt Which request of the call the response answers, counted from 1.
 * @throws {ApiError} Of the class that belongs to the status, if that is not 2xx.
 * @throws {ResponseParseError} If the body is not what the operation promises.
 */
export declare function interpret(
  operation: Operation,
  response: Omit<WireResponse, "body">,
  body: Uint8Array,
  attempt: number,
): unknown;
/** The error of a response whose status is not 2xx. */
export declare function apiErrorOf(
  operation: Operation,
  { status, headers, setCookie, secrets }: Omit<WireResponse, "body">,
  body: unknown,
  attempt: number,
): ApiError;

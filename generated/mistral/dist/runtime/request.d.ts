import type { Part } from "./multipart.js";
import type { Api, Operation } from "./uses.js";
import type { WireRequest } from "./wire.js";
/** The client's part of a request. */
export interface RequestBase {
  readonly baseUrl?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
/** The call's part of a request. */
export interface RequestExtras {
  readonly headers?: Readonly<Record<string, string | null>> | undefined;
}
/** A request, and the parts that its body was made of if it is multipart. */
export interface Prepared {
  readonly wire: WireRequest;
  readonly parts?: readonly Part[] | undefined;
}
/**
 * Makes the request of a call: everything except the credentials. Nothing is read and nothing is sent.
 *
 * @param path The path parameters, in the order of `operation.parameters`.
 * @param params The other parameters and the body, by wire name.
 * @throws {ParameterError} If an argument is missing, unknown or not acceptable.
 */
export declare function prepare(
  api: Api,
  client: RequestBase,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  options: RequestExtras | undefined,
): WireRequest;
/** The same, with the parts of a multipart body. */
export declare function prepareParts(
  api: Api,
  client: RequestBase,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  options: RequestExtras | undefined,
): Prepared;
/**
 * Puts headers over others, by lower-case name; `null` removes one.
 *
 * @throws {ParameterError} If a name or a value cannot be sent.
 */
export declare function setHeaders(
  headers: Record<string, string>,
  values: Readonly<Record<string, string | null | undefined>> | undefined,
  operationId?: string,
): void;

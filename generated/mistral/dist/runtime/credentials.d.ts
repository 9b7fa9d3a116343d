import type { Api, Operation } from "./operation.js";
import type { WireRequest } from "./wire.js";
/** The credentials that a client was given, by the name of their option: a secret, or a function that returns it. */
export type Credentials = Readonly<Record<string, string | (() => unknown)>>;
/**
 * Takes the credentials out of a client's options.
 *
 * @throws {ParameterError} If one is empty or neither text nor a function, or if all that were given are undefined.
 */
export declare function takeCredentials(api: Api, options: object): Credentials;
/**
 * Checks a secret; the error does not repeat it.
 *
 * @throws {ParameterError} If it is empty, not text, or cannot be sent.
 */
export declare function checkCredential(name: string, value: unknown, operationId?: string): string;
/**
 * The names of the credentials that an operation is sent with: the first of its alternatives that the client can meet.
 *
 * @throws {ParameterError} If it can meet none.
 */
export declare function needed(operation: Operation, credentials: Credentials): readonly string[];
/**
 * Puts secrets into a request, each where its scheme says. A header that the caller set is left as it is.
 *
 * @param values By the name of the option.
 */
export declare function apply(
  wire: WireRequest,
  api: Api,
  values: Readonly<Record<string, string>>,
): WireRequest;

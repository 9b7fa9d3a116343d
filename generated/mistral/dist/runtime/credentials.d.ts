import { ClientError } from "./errors.js";
import type { Api, Operation } from "./uses.js";
import type { CredentialContext } from "./options.js";
import type { WireRequest } from "./wire.js";
/** The credentials that a client was given, by the name of their option: a secret, or a function that returns it. */
export type Credentials = Readonly<
  Record<string, string | ((context: CredentialContext) => unknown)>
>;
/**
 * Takes the credentials out of a client's options.
 *
 * @throws {ParameterError} If one is empty or neither a secret nor a function, or if all that were given are undefined.
 */
export declare function takeCredentials(api: Api, options: object): Credentials;
/**
 * Checks a secret; the error does not repeat it.
 *
 * @returns Its text; of a login `user:password`.
 * @throws {ParameterError} If it is empty, of another kind than its scheme takes, or cannot be sent.
 */
export declare function checkCredential(
  api: Api,
  option: string,
  value: unknown,
  operationId?: string,
): string;
/** A credential that a call is sent with. */
export interface CredentialUse extends Pick<CredentialContext, "scopes"> {
  readonly option: string;
}
/**
 * The credentials that an operation is sent with: those of the first alternative that the client can meet. What the caller
 * has put into the request already, for instance by a header of his own, is met and not asked for.
 *
 * @throws {ParameterError} If the client can meet none.
 */
export declare function needed(
  api: Api,
  operation: Operation,
  credentials: Credentials,
  wire: WireRequest,
): readonly CredentialUse[];
/** Asks for a secret. What a function returns, which may be a promise, is not checked yet; what it throws is thrown. */
export declare function ask(
  credentials: Credentials,
  { option, scopes }: CredentialUse,
  refresh: boolean,
): unknown;
/** The error of a credential's function that threw or rejected. */
export declare function failed(option: string, error: unknown, operationId: string): ClientError;
/** Whether one of the credentials can be asked for again. */
export declare function canAskAgain(
  credentials: Credentials,
  uses: readonly CredentialUse[],
): boolean;
/**
 * Puts secrets into a request, each where its scheme says.
 *
 * @param values By the name of the option.
 */
export declare function apply(
  wire: WireRequest,
  api: Api,
  values: Readonly<Record<string, string>>,
): WireRequest;

import { ClientError, ParameterError } from "./errors.js";
import type { SecurityUse } from "./operation.js";
import type { Api, Operation } from "./uses.js";
import type { CredentialContext } from "./options.js";
import { part } from "./part.js";
import { secretHeaders, secretsIn, secretsInUrl } from "./redact.js";
import type { CredentialWriter } from "./schemes.js";
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
export function takeCredentials(api: Api, options: object): Credentials {
  const credentials: Record<string, string | (() => unknown)> = {};
  let blank: string | undefined;
  for (const name of Object.keys(api.security)) {
    if (!Object.hasOwn(options, name)) continue;
    const value: unknown = (options as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === null) blank ??= name;
    else if (typeof value === "function") credentials[name] = value as () => unknown;
    else credentials[name] = checkCredential(api, name, value);
  }
  if (blank !== undefined && Object.keys(credentials).length === 0) {
    throw new ParameterError(
      blank,
      `${blank} is ${String((options as Record<string, unknown>)[blank])}: give a secret`,
    );
  }
  return credentials;
}

/**
 * Checks a secret; the error does not repeat it.
 *
 * @returns Its text; of a login `user:password`.
 * @throws {ParameterError} If it is empty, of another kind than its scheme takes, or cannot be sent.
 */
export function checkCredential(
  api: Api,
  option: string,
  value: unknown,
  operationId?: string,
): string {
  return schemeOf(api, option).writer.check(value, (rule) => {
    throw new ParameterError(option, `${option} must ${rule}`, { operationId });
  });
}

/** The scheme of a credential, and what sends such ones. */
function schemeOf(
  { security, uses }: Api,
  option: string,
): { readonly scheme: object; readonly writer: CredentialWriter } {
  const scheme = security[option];
  if (scheme === undefined) throw new TypeError(`the API has no security.${option}`);
  const name = scheme.type === "apiKey" ? (`${scheme.in}Key` as const) : scheme.type;
  return { scheme, writer: part(uses?.[name], name, "the API") as CredentialWriter };
}

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
export function needed(
  api: Api,
  operation: Operation,
  credentials: Credentials,
  wire: WireRequest,
): readonly CredentialUse[] {
  const { security = [], id } = operation;
  if (security.length === 0) return [];
  const alternatives = security.map((all) => all.map(useOf));
  const isSet = ({ option }: CredentialUse): boolean => {
    const { scheme, writer } = schemeOf(api, option);
    return writer.isSet(wire, scheme);
  };
  const isGiven = (use: CredentialUse): boolean => Object.hasOwn(credentials, use.option);
  const met = alternatives.find((all) => all.every((use) => isGiven(use) || isSet(use)));
  if (met !== undefined) return met.filter((use) => !isSet(use));
  const names = alternatives.map((all) => all.map(({ option }) => option));
  const wanted = [...new Set(names.map((all) => all.join(" and ")))].join(", or ");
  throw new ParameterError(
    names[0]?.[0] ?? "",
    `this operation needs ${wanted}: give it to the client`,
    { operationId: id },
  );
}

function useOf(use: SecurityUse): CredentialUse {
  return typeof use === "string" ? { option: use, scopes: [] } : use;
}

/** Asks for a secret. What a function returns, which may be a promise, is not checked yet; what it throws is thrown. */
export function ask(
  credentials: Credentials,
  { option, scopes }: CredentialUse,
  refresh: boolean,
): unknown {
  const credential = credentials[option];
  return typeof credential === "function" ? credential({ scopes, refresh }) : credential;
}

/** The error of a credential's function that threw or rejected. */
export function failed(option: string, error: unknown, operationId: string): ClientError {
  if (ClientError.is(error)) return error;
  return new ParameterError(option, `the function ${option} failed`, { operationId, cause: error });
}

/** Whether one of the credentials can be asked for again. */
export function canAskAgain(credentials: Credentials, uses: readonly CredentialUse[]): boolean {
  return uses.some(({ option }) => typeof credentials[option] === "function");
}

/**
 * Puts secrets into a request, each where its scheme says.
 *
 * @param values By the name of the option.
 */
export function apply(
  wire: WireRequest,
  api: Api,
  values: Readonly<Record<string, string>>,
): WireRequest {
  const request = { url: wire.url, headers: { ...wire.headers } };
  const secrets: string[] = [];
  for (const [option, secret] of Object.entries(values)) {
    const { scheme, writer } = schemeOf(api, option);
    secrets.push(secret, writer.put(request, scheme, secret));
  }
  const { url, headers } = request;
  const credentialHeaders = secretHeaders(api, headers);
  for (const name of credentialHeaders) secrets.push(...secretsIn(name, headers[name] ?? ""));
  secrets.push(...secretsInUrl(url));
  return { ...wire, url, headers, credentialHeaders, secrets };
}

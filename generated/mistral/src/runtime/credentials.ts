import { ClientError, ParameterError } from "./errors.js";
import type { SecurityScheme, SecurityUse } from "./operation.js";
import type { Api, Operation } from "./uses.js";
import type { CredentialContext } from "./options.js";
import { secretHeaders, secretsIn, secretsInUrl } from "./redact.js";
import { encodeText } from "./serialize.js";
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
  for (const [name, scheme] of Object.entries(api.security)) {
    if (!Object.hasOwn(options, name)) continue;
    const value: unknown = (options as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === null) blank ??= name;
    else if (typeof value === "function") credentials[name] = value as () => unknown;
    else credentials[name] = checkCredential(name, scheme, value);
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
  name: string,
  scheme: SecurityScheme | undefined,
  value: unknown,
  operationId?: string,
): string {
  const refuse = (rule: string): never => {
    throw new ParameterError(name, `${name} must ${rule}`, { operationId });
  };
  const text = scheme?.type === "basic" ? loginOf(value) : value;
  if (scheme?.type === "basic") {
    if (typeof text !== "string" || !text.includes(":") || text === ":")
      return refuse("be user:password, or an object with username (without a colon) and password");
    return /[\0-\x1f\x7f]/.test(text) ? refuse("have no control characters") : text;
  }
  if (typeof text !== "string" || text.trim() === "") return refuse("be a text that is not empty");
  if (scheme?.type === "apiKey" && scheme.in !== "header") {
    return /\p{Surrogate}/u.test(text) ? refuse("not have half of a surrogate pair") : text;
  }
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
    ? text
    : refuse("be text in Latin-1 without line breaks and other control characters");
}

function loginOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { username, password } = value as Readonly<Record<string, unknown>>;
  const isLogin =
    typeof username === "string" && typeof password === "string" && !username.includes(":");
  return isLogin ? `${username}:${password}` : undefined;
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
  const isSet = ({ option }: CredentialUse): boolean => isInRequest(wire, api.security[option]);
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
  const headers: Record<string, string> = { ...wire.headers };
  const secrets: string[] = [];
  let { url } = wire;
  for (const [option, value] of Object.entries(values)) {
    const scheme = api.security[option];
    if (scheme === undefined) continue;
    const text = written(scheme, value);
    secrets.push(value, text);
    if (scheme.type !== "apiKey") headers["authorization"] ??= `${nameOf(scheme)} ${text}`;
    else if (scheme.in === "header") headers[scheme.name.toLowerCase()] ??= text;
    else if (scheme.in === "query")
      url += `${url.includes("?") ? "&" : "?"}${encodeText(scheme.name)}=${text}`;
    else {
      const pair = `${scheme.name}=${text}`;
      headers["cookie"] = headers["cookie"] === undefined ? pair : `${headers["cookie"]}; ${pair}`;
    }
  }
  const credentialHeaders = secretHeaders(api, headers);
  secrets.push(...credentialHeaders.flatMap((name) => secretsIn(name, headers[name] ?? "")));
  secrets.push(...secretsInUrl(url));
  return { ...wire, url, headers, credentialHeaders, ...(secrets.length === 0 ? {} : { secrets }) };
}

/** A secret as it stands in the request. */
function written(scheme: SecurityScheme, value: string): string {
  if (scheme.type === "basic") return base64(value);
  if (scheme.type !== "apiKey" || scheme.in === "header") return value;
  return scheme.in === "query" ? encodeText(value) : cookieText(value);
}

/** The name of an HTTP authentication scheme: RFC 9110, 11.1. */
function nameOf(scheme: Exclude<SecurityScheme, { readonly type: "apiKey" }>): string {
  if (scheme.type === "http") return scheme.scheme;
  return scheme.type === "bearer" ? "Bearer" : "Basic";
}

/** Whether the place of a credential is taken. */
function isInRequest({ url, headers }: WireRequest, scheme: SecurityScheme | undefined): boolean {
  if (scheme === undefined) return false;
  if (scheme.type !== "apiKey") return headers["authorization"] !== undefined;
  const { name } = scheme;
  if (scheme.in === "header") return headers[name.toLowerCase()] !== undefined;
  if (scheme.in === "query") return new URL(url).searchParams.has(name);
  const pairs = headers["cookie"]?.split(";") ?? [];
  return pairs.some((pair) => pair.trim().startsWith(`${name}=`));
}

/** What a cookie can have (RFC 6265, 4.1.1) is sent as it is, so that a cookie of the server's comes back unchanged. */
function cookieText(text: string): string {
  return text.replace(/[^!#-+\--:<-[\]-~]/gu, encodeText);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

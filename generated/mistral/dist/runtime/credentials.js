import { ClientError, ParameterError } from "./errors.js";
import { secretHeaders, secretsIn, secretsInUrl } from "./redact.js";
import { encodeText } from "./serialize.js";
/**
 * Takes the credentials out of a client's options.
 *
 * @throws {ParameterError} If one is empty or neither a secret nor a function, or if all that were given are undefined.
 */
export function takeCredentials(api, options) {
  const credentials = {};
  let blank;
  for (const [name, scheme] of Object.entries(api.security)) {
    if (!Object.hasOwn(options, name)) continue;
    const value = options[name];
    if (value === undefined || value === null) blank ??= name;
    else if (typeof value === "function") credentials[name] = value;
    else credentials[name] = checkCredential(name, scheme, value);
  }
  if (blank !== undefined && Object.keys(credentials).length === 0) {
    throw new ParameterError(blank, `${blank} is ${String(options[blank])}: give a secret`);
  }
  return credentials;
}
/**
 * Checks a secret; the error does not repeat it.
 *
 * @returns Its text; of a login `user:password`.
 * @throws {ParameterError} If it is empty, of another kind than its scheme takes, or cannot be sent.
 */
export function checkCredential(name, scheme, value, operationId) {
  const refuse = (rule) => {
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
function loginOf(value) {
  if (typeof value !== "object" || value === null) return value;
  const { username, password } = value;
  const isLogin =
    typeof username === "string" && typeof password === "string" && !username.includes(":");
  return isLogin ? `${username}:${password}` : undefined;
}
/**
 * The credentials that an operation is sent with: those of the first alternative that the client can meet. What the caller
 * has put into the request already, for instance by a header of his own, is met and not asked for.
 *
 * @throws {ParameterError} If the client can meet none.
 */
export function needed(api, operation, credentials, wire) {
  const { security = [], id } = operation;
  if (security.length === 0) return [];
  const alternatives = security.map((all) => all.map(useOf));
  const isSet = ({ option }) => isInRequest(wire, api.security[option]);
  const isGiven = (use) => Object.hasOwn(credentials, use.option);
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
function useOf(use) {
  return typeof use === "string"
    ? {
        option: use,
        scopes: [],
      }
    : use;
}
/** Asks for a secret. What a function returns, which may be a promise, is not checked yet; what it throws is thrown. */
export function ask(credentials, { option, scopes }, refresh) {
  const credential = credentials[option];
  return typeof credential === "function"
    ? credential({
        scopes,
        refresh,
      })
    : credential;
}
/** The error of a credential's function that threw or rejected. */
export function failed(option, error, operationId) {
  if (ClientError.is(error)) return error;
  return new ParameterError(option, `the function ${option} failed`, {
    operationId,
    cause: error,
  });
}
/** Whether one of the credentials can be asked for again. */
export function canAskAgain(credentials, uses) {
  return uses.some(({ option }) => typeof credentials[option] === "function");
}
/**
 * Puts secrets into a request, each where its scheme says.
 *
 * @param values By the name of the option.
 */
export function apply(wire, api, values) {
  const headers = { ...wire.headers };
  const secrets = [];
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
  return {
    ...wire,
    url,
    headers,
    credentialHeaders,
    ...(secrets.length === 0 ? {} : { secrets }),
  };
}
/** A secret as it stands in the request. */
function written(scheme, value) {
  if (scheme.type === "basic") return base64(value);
  if (scheme.type !== "apiKey" || scheme.in === "header") return value;
  return scheme.in === "query" ? encodeText(value) : cookieText(value);
}
/** The name of an HTTP authentication scheme: RFC 9110, 11.1. */
function nameOf(scheme) {
  if (scheme.type === "http") return scheme.scheme;
  return scheme.type === "bearer" ? "Bearer" : "Basic";
}
/** Whether the place of a credential is taken. */
function isInRequest({ url, headers }, scheme) {
  if (scheme === undefined) return false;
  if (scheme.type !== "apiKey") return headers["authorization"] !== undefined;
  const { name } = scheme;
  if (scheme.in === "header") return headers[name.toLowerCase()] !== undefined;
  if (scheme.in === "query") return new URL(url).searchParams.has(name);
  const pairs = headers["cookie"]?.split(";") ?? [];
  return pairs.some((pair) => pair.trim().startsWith(`${name}=`));
}
/** What a cookie can have (RFC 6265, 4.1.1) is sent as it is, so that a cookie of the server's comes back unchanged. */
function cookieText(text) {
  return text.replace(/[^!#-+\--:<-[\]-~]/gu, encodeText);
}
function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

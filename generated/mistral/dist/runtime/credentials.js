import { ClientError, ParameterError } from "./errors.js";
import { part } from "./part.js";
import { secretHeaders, secretsIn, secretsInUrl } from "./redact.js";
/**
 * Takes the credentials out of a client's options.
 *
 * @throws {ParameterError} If one is empty or neither a secret nor a function, or if all that were given are undefined.
 */
export function takeCredentials(api, options) {
  const credentials = {};
  let blank;
  for (const name of Object.keys(api.security)) {
    if (!Object.hasOwn(options, name)) continue;
    const value = options[name];
    if (value === undefined || value === null) blank ??= name;
    else if (typeof value === "function") credentials[name] = value;
    else credentials[name] = checkCredential(api, name, value);
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
export function checkCredential(api, option, value, operationId) {
  return schemeOf(api, option).writer.check(value, (rule) => {
    throw new ParameterError(option, `${option} must ${rule}`, { operationId });
  });
}
/** The scheme of a credential, and what sends such ones. */
function schemeOf({ security, uses }, option) {
  const scheme = security[option];
  if (scheme === undefined) throw new TypeError(`the API has no security.${option}`);
  const name = scheme.type === "apiKey" ? `${scheme.in}Key` : scheme.type;
  return {
    scheme,
    writer: part(uses?.[name], name, "the API"),
  };
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
  const isSet = ({ option }) => {
    const { scheme, writer } = schemeOf(api, option);
    return writer.isSet(wire, scheme);
  };
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
  const request = {
    url: wire.url,
    headers: { ...wire.headers },
  };
  const secrets = [];
  for (const [option, secret] of Object.entries(values)) {
    const { scheme, writer } = schemeOf(api, option);
    secrets.push(secret, writer.put(request, scheme, secret));
  }
  const { url, headers } = request;
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

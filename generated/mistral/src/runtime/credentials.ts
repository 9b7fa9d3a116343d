import { ParameterError } from "./errors.js";
import type { Api, Operation } from "./operation.js";
import { checkHeader, encodeText } from "./serialize.js";
import type { WireRequest } from "./wire.js";

/** The credentials that a client was given, by the name of their option: a secret, or a function that returns it. */
export type Credentials = Readonly<Record<string, string | (() => unknown)>>;

/**
 * Takes the credentials out of a client's options.
 *
 * @throws {ParameterError} If one is empty or neither text nor a function, or if all that were given are undefined.
 */
export function takeCredentials(api: Api, options: object): Credentials {
  const credentials: Record<string, string | (() => unknown)> = {};
  let blank: string | undefined;
  for (const name of Object.keys(api.security)) {
    if (!Object.hasOwn(options, name)) continue;
    const value: unknown = (options as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === null) blank ??= name;
    else if (typeof value === "function") credentials[name] = value as () => unknown;
    else credentials[name] = checkCredential(name, value);
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
 * @throws {ParameterError} If it is empty, not text, or cannot be sent.
 */
export function checkCredential(name: string, value: unknown, operationId?: string): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw new ParameterError(name, `${name} must be a text that is not empty`, { operationId });
  }
  checkHeader(name, value, operationId);
  return value;
}

/**
 * The names of the credentials that an operation is sent with: the first of its alternatives that the client can meet.
 *
 * @throws {ParameterError} If it can meet none.
 */
export function needed(operation: Operation, credentials: Credentials): readonly string[] {
  const { security = [], id } = operation;
  if (security.length === 0) return [];
  const met = security.find((names) => names.every((name) => Object.hasOwn(credentials, name)));
  if (met !== undefined) return met;
  const wanted = security.map((names) => names.join(" and ")).join(", or ");
  const [first] = security.flat();
  throw new ParameterError(first ?? "", `this operation needs ${wanted}: give it to the client`, {
    operationId: id,
  });
}

/**
 * Puts secrets into a request, each where its scheme says. A header that the caller set is left as it is.
 *
 * @param values By the name of the option.
 */
export function apply(
  wire: WireRequest,
  api: Api,
  values: Readonly<Record<string, string>>,
): WireRequest {
  const headers: Record<string, string> = { ...wire.headers };
  let { url } = wire;
  for (const [option, value] of Object.entries(values)) {
    const scheme = api.security[option];
    if (scheme === undefined) continue;
    if (scheme.type !== "apiKey") {
      headers["authorization"] ??=
        scheme.type === "bearer" ? `Bearer ${value}` : `Basic ${base64(value)}`;
    } else if (scheme.in === "header") {
      headers[scheme.name.toLowerCase()] ??= value;
    } else if (scheme.in === "query") {
      url += `${url.includes("?") ? "&" : "?"}${encodeText(scheme.name)}=${encodeText(value)}`;
    } else {
      const pair = `${scheme.name}=${encodeText(value)}`;
      headers["cookie"] = headers["cookie"] === undefined ? pair : `${headers["cookie"]}; ${pair}`;
    }
  }
  return { ...wire, url, headers };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

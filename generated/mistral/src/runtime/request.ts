import { ParameterError } from "./errors.js";
import type { Part } from "./multipart.js";
import type { Api, Operation } from "./uses.js";
import { plainParameters } from "./parameter.js";
import { part } from "./part.js";
import { checkHeader, encodeText, isAbsent } from "./serialize.js";
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
export function prepare(
  api: Api,
  client: RequestBase,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  options: RequestExtras | undefined,
): WireRequest {
  return prepareParts(api, client, operation, path, params, options).wire;
}

/** The same, with the parts of a multipart body. */
export function prepareParts(
  api: Api,
  client: RequestBase,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  options: RequestExtras | undefined,
): Prepared {
  const { id, body, uses } = operation;
  const base = client.baseUrl ?? api.baseUrl;
  if (base === undefined)
    throw new ParameterError("baseUrl", "baseUrl is required", { operationId: id });
  const writers = uses?.parameters ?? plainParameters;
  const given = new Map<string, unknown>(Object.entries(params ?? {}));
  const used = new Set<string>();
  const paths = new Map<string, string>();
  const queries: string[] = [];
  const cookies: string[] = [];
  const headers: Record<string, string> = {};
  setHeaders(headers, client.headers, id);
  for (const parameter of operation.parameters ?? []) {
    const { name, key = name, limits } = parameter;
    const value = parameter.in === "path" ? path[paths.size] : given.get(key);
    if (parameter.in !== "path") used.add(key);
    if (isAbsent(value)) {
      if (parameter.required === true || parameter.in === "path") throw missing(key, id);
      continue;
    }
    if (
      parameter.in === "path" &&
      parameter.structured !== true &&
      typeof value === "object" &&
      !(value instanceof Date)
    ) {
      throw new ParameterError(name, `${name} must be text, and not an object`, {
        operationId: id,
      });
    }
    if (limits !== undefined) part(uses?.limits, "limits", id)(limits, value, key, id);
    const write = part(writers[parameter.in], "parameters", id);
    const text = write(parameter, value, id);
    if (parameter.in === "path") paths.set(name, text ?? "");
    else if (parameter.in === "header") setHeaders(headers, { [name]: text }, id);
    else (parameter.in === "cookie" ? cookies : queries).push(text ?? "");
  }
  for (const name of used) given.delete(name);
  const encoded = body && part(uses?.body, "body", id).encode(body, given, id, uses?.limits);
  for (const [name, value] of given) {
    if (value === undefined) continue;
    throw new ParameterError(name, `${JSON.stringify(name)} is not a parameter of this operation`, {
      operationId: id,
    });
  }
  headers["accept"] ??=
    operation.accept ?? (operation.response === "json" ? "application/json" : "*/*");
  setHeaders(headers, options?.headers, id);
  const cookie = [headers["cookie"], ...cookies].filter((pair) => pair).join("; ");
  if (cookie !== "") headers["cookie"] = cookie;
  delete headers["content-length"];
  delete headers["content-type"];
  if (encoded !== undefined) headers["content-type"] = encoded.mediaType;
  const wire = {
    operation: id,
    method: operation.method.toUpperCase(),
    url: withQuery(base.replace(/\/+$/, "") + fillPath(operation.path, paths, id), queries),
    headers,
    ...(encoded === undefined ? {} : { body: encoded.sources }),
  };
  return { wire, parts: encoded?.parts };
}

/**
 * Puts headers over others, by lower-case name; `null` removes one.
 *
 * @throws {ParameterError} If a name or a value cannot be sent.
 */
export function setHeaders(
  headers: Record<string, string>,
  values: Readonly<Record<string, string | null | undefined>> | undefined,
  operationId?: string,
): void {
  for (const [name, value] of values instanceof Headers ? values : Object.entries(values ?? {})) {
    if (value === undefined) continue;
    if (value === null) {
      delete headers[name.toLowerCase()];
      continue;
    }
    checkHeader(name, value, operationId);
    headers[name.toLowerCase()] = value;
  }
}

/** @throws {ParameterError} If a segment would name another path: `.` and `..`. */
function fillPath(
  template: string,
  values: ReadonlyMap<string, string>,
  operationId: string,
): string {
  if (!template.includes("{")) return template;
  const segments = template.split("/").map((segment) => {
    const names: string[] = [];
    const filled = segment.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const value = values.get(name);
      if (value !== undefined) names.push(name);
      return value ?? encodeText(whole);
    });
    const [name] = names;
    if (name === undefined || (filled !== "." && filled !== "..")) return filled;
    const message = `${name} must not make ${JSON.stringify(filled)} of a path`;
    throw new ParameterError(name, message, { operationId });
  });
  return segments.join("/");
}

/** Some documents have a query in the path. */
function withQuery(url: string, queries: readonly string[]): string {
  const query = queries.filter((part) => part !== "").join("&");
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}

function missing(name: string, operationId: string): ParameterError {
  return new ParameterError(name, `${name} is required`, { operationId });
}

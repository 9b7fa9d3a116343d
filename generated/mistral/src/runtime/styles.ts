import { ParameterError } from "./errors.js";
import type { Parameter } from "./operation.js";
import {
  entriesOf,
  flat,
  formPairs,
  notEmpty,
  percentWriter,
  type Writer,
  writer,
} from "./parameter.js";
import { checkHeader, encodeReserved, encodeText, isAbsent, isRecord } from "./serialize.js";

/**
 * One parameter as it stands in a path, for instance `a%2Fb`, `.a.b` or `;id=a`: OpenAPI 3.2, Style Examples, on top of
 * RFC 6570, 3.2.
 *
 * @throws {ParameterError} If the value cannot be written, or nothing is left of it.
 */
export function pathValue(parameter: Parameter, value: unknown, operationId: string): string {
  const { name, style = "simple", explode = false, content } = parameter;
  const write = urlWriter(parameter, operationId, /[/?#]/g);
  const text = content === undefined ? inPath() : write.content(content, value);
  return notEmpty(name, text, operationId);

  function inPath(): string {
    const entries = entriesOf(value);
    if (entries?.length === 0) return "";
    const separator = { matrix: ";", label: "." }[style as string];
    const prefix = separator ?? "";
    const named = (text: string, at: string = encodeText(name)): string =>
      style !== "matrix" ? text : text === "" ? at : `${at}=${text}`;
    if (entries === undefined) return prefix + named(write.item(value));
    if (!explode) return prefix + named(flat(entries, write).join(","));
    const parts = entries.map(([key, item, at]) => {
      const text = write.item(item, at);
      if (key === undefined) return named(text);
      return style === "matrix" ? named(text, write.text(key)) : `${write.text(key)}=${text}`;
    });
    return prefix + parts.join(separator ?? ",");
  }
}

/** One query parameter, for instance `status=QUEUED&status=RUNNING`; empty if there is nothing to send. */
export function queryValue(parameter: Parameter, value: unknown, operationId: string): string {
  const write = urlWriter(parameter, operationId, /#/g);
  return pairsOf(parameter, value, write, encodedDelimiters)
    .map(([name, text]) => `${encodeText(name)}=${text}`)
    .join("&");
}

/**
 * One cookie parameter, for instance `a=1; b=2`; empty if there is nothing to send. Of the style `cookie` nothing is
 * encoded: OpenAPI 3.2, Style Values.
 *
 * @throws {ParameterError} If it has a character that would end the cookie or the header.
 */
export function cookieValue(parameter: Parameter, value: unknown, operationId: string): string {
  if (parameter.style !== "cookie") {
    const write = urlWriter(parameter, operationId, /[;,]/g);
    return pairsOf(parameter, value, write, encodedDelimiters)
      .map(([name, text]) => `${encodeText(name)}=${text}`)
      .join("; ");
  }
  const write = plainWriter(parameter.name, operationId);
  const pairs = pairsOf(parameter, value, write, plainDelimiters);
  for (const part of pairs.flat()) {
    checkHeader("cookie", part, operationId);
    if (!part.includes(";")) continue;
    throw new ParameterError(
      parameter.name,
      `${parameter.name} must not have a semicolon, which would end the cookie`,
      { operationId },
    );
  }
  return pairs.map((pair) => pair.join("=")).join("; ");
}

/** Percent-encodes, except what a parameter may have as it is; `except` is what cannot stand at its place. */
function urlWriter(
  { name, allowReserved }: Parameter,
  operationId: string,
  except: RegExp,
): Writer {
  const encoded = percentWriter(name, operationId);
  if (allowReserved !== true) return encoded;
  const { text, item } = writer(name, operationId, (plain) => encodeReserved(plain, except));
  return { ...encoded, text, item };
}

/** Writes without any encoding. */
export function plainWriter(name: string, operationId: string): Writer {
  return writer(name, operationId, (text) => text);
}

interface Delimiters {
  readonly [style: string]: string | undefined;
}

/** What stands between the values of one pair, if that is no comma. */
const encodedDelimiters: Delimiters = { spaceDelimited: "%20", pipeDelimited: "%7C" };
export const plainDelimiters: Delimiters = { spaceDelimited: " ", pipeDelimited: "|" };

/**
 * The names and values that a parameter of a query, a cookie or a form is made of; of values that RFC 6570, 2.3 calls
 * undefined, none. Names are as they are, values as `write` has them.
 *
 * Combinations that the specification leaves undefined: delimited styles that explode, and a `deepObject` of what is no
 * object, are written as `form`; arrays in a `deepObject` repeat the name, objects in it add to the name.
 */
export function pairsOf(
  parameter: Pick<Parameter, "name" | "style" | "explode" | "content">,
  value: unknown,
  write: Writer,
  delimiters: Delimiters,
): (readonly [string, string])[] {
  const { name, style = "form", content } = parameter;
  const { explode = style === "form" || style === "cookie" } = parameter;
  if (style === "deepObject" && content === undefined) return deepPairs(name, value, write);
  return formPairs({ ...parameter, explode }, value, write, delimiters[style]);
}

function deepPairs(name: string, value: unknown, write: Writer): (readonly [string, string])[] {
  if (isAbsent(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item) => deepPairs(name, item, write));
  if (!isRecord(value)) return [[name, write.item(value)]];
  return Object.entries(value).flatMap(([key, item]) => deepPairs(`${name}[${key}]`, item, write));
}

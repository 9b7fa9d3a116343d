import { ParameterError } from "./errors.js";
import { isJson } from "./media-type.js";
import {
  checkHeader,
  encodeReserved,
  encodeText,
  isAbsent,
  isRecord,
  scalar,
  toJson,
} from "./serialize.js";
/**
 * One parameter as it stands in a path, for instance `a%2Fb`, `.a.b` or `;id=a`: OpenAPI 3.2, Style Examples, on top of
 * RFC 6570, 3.2.
 *
 * @throws {ParameterError} If the value cannot be written, or nothing is left of it.
 */
export function pathValue(parameter, value, operationId) {
  const { name, style = "simple", explode = false, content } = parameter;
  const write = writer(parameter, operationId, /[/?#]/g);
  const text = content === undefined ? inPath() : write.content(content, value);
  if (text !== "") return text;
  throw new ParameterError(name, `${name} must not be empty in a path`, { operationId });
  function inPath() {
    const entries = entriesOf(value);
    if (entries?.length === 0) return "";
    const separator = {
      matrix: ";",
      label: ".",
    }[style];
    const prefix = separator ?? "";
    const named = (text, at = encodeText(name)) =>
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
export function queryValue(parameter, value, operationId) {
  const write = writer(parameter, operationId, /#/g);
  return pairsOf(parameter, value, write, encodedDelimiters)
    .map(([name, text]) => `${encodeText(name)}=${text}`)
    .join("&");
}
/**
 * The value of one header parameter; undefined if there is nothing to send. Characters are sent as they are; JSON is
 * written in ASCII.
 *
 * @throws {ParameterError} If it has a character that a header cannot have.
 */
export function headerValue(parameter, value, operationId) {
  const { name, explode = false, content } = parameter;
  const text = (item, at = name) =>
    typeof item === "object" && !(item instanceof Date)
      ? toAscii(toJson(item, at, operationId))
      : scalar(item, at, operationId);
  const entries = content === undefined ? entriesOf(value) : undefined;
  if (entries?.length === 0) return undefined;
  const written =
    entries?.map(([key, item, at]) => {
      const own = text(item, at && `${name}.${at}`);
      return key === undefined ? own : `${key}${explode ? "=" : ","}${own}`;
    }) ??
    (content === undefined ? [text(value)] : [contentText(content, value, name, operationId)]);
  const joined = isJson(content) ? toAscii(written.join(",")) : written.join(",");
  checkHeader(name, joined, operationId);
  return joined;
}
/**
 * One cookie parameter, for instance `a=1; b=2`; empty if there is nothing to send. Of the style `cookie` nothing is
 * encoded: OpenAPI 3.2, Style Values.
 *
 * @throws {ParameterError} If it has a character that would end the cookie or the header.
 */
export function cookieValue(parameter, value, operationId) {
  if (parameter.style !== "cookie") {
    const write = writer(parameter, operationId, /[;,]/g);
    return pairsOf(parameter, value, write, encodedDelimiters)
      .map(([name, text]) => `${encodeText(name)}=${text}`)
      .join("; ");
  }
  const pairs = pairsOf(
    parameter,
    value,
    plainWriter(parameter.name, operationId),
    plainDelimiters,
  );
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
function writer(parameter, operationId, except) {
  const { name, allowReserved } = parameter;
  const encoder = allowReserved === true ? (text) => encodeReserved(text, except) : encodeText;
  const plain = plainWriter(name, operationId);
  const write = (text) => encode(text, name, operationId, encoder);
  return {
    text: write,
    item: (value, at) => write(plain.item(value, at)),
    content: (mediaType, value) =>
      encode(contentText(mediaType, value, name, operationId), name, operationId, encodeText),
  };
}
/** Writes without any encoding. */
export function plainWriter(name, operationId) {
  return {
    text: (text) => text,
    item: (value, at) => {
      const place = at === undefined ? name : `${name}.${at}`;
      return typeof value === "object" && !(value instanceof Date)
        ? toJson(value, place, operationId)
        : scalar(value, place, operationId);
    },
    content: (mediaType, value) => contentText(mediaType, value, name, operationId),
  };
}
function encode(text, name, operationId, encoder) {
  try {
    return encoder(text);
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw new ParameterError(name, `${name} has half of a surrogate pair`, {
      operationId,
      cause,
    });
  }
}
/** What stands between the values of one pair, if that is no comma. */
const encodedDelimiters = {
  spaceDelimited: "%20",
  pipeDelimited: "%7C",
};
export const plainDelimiters = {
  spaceDelimited: " ",
  pipeDelimited: "|",
};
/**
 * The names and values that a parameter of a query, a cookie or a form is made of; of values that RFC 6570, 2.3 calls
 * undefined, none. Names are as they are, values as `write` has them.
 *
 * Combinations that the specification leaves undefined: delimited styles that explode, and a `deepObject` of what is no
 * object, are written as `form`; arrays in a `deepObject` repeat the name, objects in it add to the name.
 */
export function pairsOf(parameter, value, write, delimiters) {
  const { name, style = "form", content } = parameter;
  const { explode = style === "form" || style === "cookie" } = parameter;
  if (content !== undefined) return [[name, write.content(content, value)]];
  if (style === "deepObject") return deepPairs(name, value, write);
  const entries = entriesOf(value);
  if (entries === undefined) return [[name, write.item(value)]];
  if (entries.length === 0) return [];
  if (explode) return entries.map(([key = name, item, at]) => [key, write.item(item, at)]);
  return [[name, flat(entries, write).join(delimiters[style] ?? ",")]];
}
function deepPairs(name, value, write) {
  if (isAbsent(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item) => deepPairs(name, item, write));
  if (!isRecord(value)) return [[name, write.item(value)]];
  return Object.entries(value).flatMap(([key, item]) => deepPairs(`${name}[${key}]`, item, write));
}
/** What an array or object consists of, without what is absent; undefined for everything else. */
function entriesOf(value) {
  if (Array.isArray(value))
    return value.filter((item) => !isAbsent(item)).map((item) => [undefined, item, undefined]);
  if (!isRecord(value)) return undefined;
  return Object.entries(value)
    .filter(([, item]) => !isAbsent(item))
    .map(([key, item]) => [key, item, key]);
}
function flat(entries, write) {
  return entries.flatMap(([key, item, at]) => {
    const text = write.item(item, at);
    return key === undefined ? [text] : [write.text(key), text];
  });
}
/** A value in the form of a media type: JSON, or text. */
function contentText(mediaType, value, name, operationId) {
  if (isJson(mediaType)) return toJson(value, name, operationId);
  return scalar(value, name, operationId);
}
function toAscii(json) {
  return json.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

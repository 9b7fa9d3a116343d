import { ParameterError } from "./errors.js";
import { isJson } from "./media-type.js";
import type { Parameter } from "./operation.js";
import type { ParameterWriter } from "./uses.js";
import { checkHeader, encodeText, isAbsent, isRecord, scalar, toJson } from "./serialize.js";

/** Writes parameters whose values are written in the usual way, which is the style `simple` or `form`. */
export const plainParameters: ParameterWriter = {
  path: pathValue,
  query: queryValue,
  header: headerValue,
};

/**
 * One value as it stands in a path, for instance `a%2Fb`.
 *
 * @throws {ParameterError} If the value cannot be written, or is empty.
 */
function pathValue({ name }: Parameter, value: unknown, operationId: string): string {
  return notEmpty(name, percentWriter(name, operationId).item(value), operationId);
}

/** @throws {ParameterError} If the text is empty, which would make another path. */
export function notEmpty(name: string, text: string, operationId: string): string {
  if (text !== "") return text;
  throw new ParameterError(name, `${name} must not be empty in a path`, { operationId });
}

/** One query parameter, for instance `status=QUEUED&status=RUNNING`; empty if there is nothing to send. */
function queryValue(parameter: Parameter, value: unknown, operationId: string): string {
  return formPairs(parameter, value, percentWriter(parameter.name, operationId))
    .map(([name, text]) => `${encodeText(name)}=${text}`)
    .join("&");
}

/**
 * The value of one header parameter; undefined if there is nothing to send. Characters are sent as they are; JSON is
 * written in ASCII.
 *
 * @throws {ParameterError} If it has a character that a header cannot have.
 */
export function headerValue(
  { name, explode = false, content }: Parameter,
  value: unknown,
  operationId: string,
): string | undefined {
  const write = (item: unknown, at?: string): string => {
    const text = itemText(item, name, at, operationId);
    return typeof item === "object" ? toAscii(text) : text;
  };
  const inContent = (mediaType: string): string => {
    const text = contentText(mediaType, value, name, operationId);
    return isJson(mediaType) ? toAscii(text) : text;
  };
  const entries = content === undefined ? entriesOf(value) : undefined;
  if (entries?.length === 0) return undefined;
  const parts = entries?.map(([key, item, at]) =>
    key === undefined ? write(item) : `${key}${explode ? "=" : ","}${write(item, at)}`,
  );
  const text = parts?.join(",") ?? (content === undefined ? write(value) : inContent(content));
  checkHeader(name, text, operationId);
  return text;
}

/** How names and values are written at a place. */
export interface Writer {
  text(text: string): string;
  /** A primitive value; what is none, as JSON. */
  item(value: unknown, at?: string): string;
  content(mediaType: string, value: unknown): string;
}

/** Writes with percent-encoding. */
export function percentWriter(name: string, operationId: string): Writer {
  return writer(name, operationId, encodeText);
}

export function writer(
  name: string,
  operationId: string,
  encoder: (text: string) => string,
): Writer {
  const write = (text: string): string => {
    try {
      return encoder(text);
    } catch (cause) {
      if (!(cause instanceof URIError)) throw cause;
      const message = `${name} has half of a surrogate pair`;
      throw new ParameterError(name, message, { operationId, cause });
    }
  };
  return {
    text: write,
    item: (value, at) => write(itemText(value, name, at, operationId)),
    content: (mediaType, value) => write(contentText(mediaType, value, name, operationId)),
  };
}

function itemText(
  value: unknown,
  name: string,
  at: string | undefined,
  operationId: string,
): string {
  const place = at === undefined ? name : `${name}.${at}`;
  return typeof value === "object" && !(value instanceof Date)
    ? toJson(value, place, operationId)
    : scalar(value, place, operationId);
}

/**
 * The names and values of a parameter in the style `form`; of values that RFC 6570, 2.3 calls undefined, none. Names are as
 * they are, values as `write` has them.
 *
 * @param delimiter Between the values of one pair.
 */
export function formPairs(
  { name, explode = true, content }: Pick<Parameter, "name" | "explode" | "content">,
  value: unknown,
  write: Writer,
  delimiter = ",",
): (readonly [string, string])[] {
  if (content !== undefined) return [[name, write.content(content, value)]];
  const entries = entriesOf(value);
  if (entries === undefined) return [[name, write.item(value)]];
  if (entries.length === 0) return [];
  if (explode) return entries.map(([key = name, item, at]) => [key, write.item(item, at)]);
  return [[name, flat(entries, write).join(delimiter)]];
}

/** A key, where the value is an object; the value; and what to call it in messages. */
type Entry = readonly [key: string | undefined, value: unknown, at: string | undefined];

/** What an array or object consists of, without what is absent; undefined for everything else. */
export function entriesOf(value: unknown): Entry[] | undefined {
  if (Array.isArray(value))
    return value.filter((item) => !isAbsent(item)).map((item) => [undefined, item, undefined]);
  if (!isRecord(value)) return undefined;
  return Object.entries(value)
    .filter(([, item]) => !isAbsent(item))
    .map(([key, item]) => [key, item, key]);
}

export function flat(entries: readonly Entry[], write: Writer): string[] {
  return entries.flatMap(([key, item, at]) => {
    const text = write.item(item, at);
    return key === undefined ? [text] : [write.text(key), text];
  });
}

/** A value in the form of a media type: JSON, or text. */
function contentText(mediaType: string, value: unknown, name: string, operationId: string): string {
  if (isJson(mediaType)) return toJson(value, name, operationId);
  return scalar(value, name, operationId);
}

function toAscii(json: string): string {
  return json.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

import { ParameterError } from "./errors.js";
import { isJson } from "./media-type.js";
import { checkHeader, encodeText, isAbsent, isRecord, scalar, toJson } from "./serialize.js";
/** Writes parameters whose values are written in the usual way, which is the style `simple` or `form`. */
export const plainParameters = {
  path: pathValue,
  query: queryValue,
  header: headerValue,
};
/**
 * One value as it stands in a path, for instance `a%2Fb`.
 *
 * @throws {ParameterError} If the value cannot be written, or is empty.
 */
function pathValue({ name }, value, operationId) {
  return notEmpty(name, percentWriter(name, operationId).item(value), operationId);
}
/** @throws {ParameterError} If the text is empty, which would make another path. */
export function notEmpty(name, text, operationId) {
  if (text !== "") return text;
  throw new ParameterError(name, `${name} must not be empty in a path`, { operationId });
}
/** One query parameter, for instance `status=QUEUED&status=RUNNING`; empty if there is nothing to send. */
function queryValue(parameter, value, operationId) {
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
export function headerValue({ name, explode = false, content }, value, operationId) {
  const write = (item, at) => {
    const text = itemText(item, name, at, operationId);
    return typeof item === "object" ? toAscii(text) : text;
  };
  const inContent = (mediaType) => {
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
/** Writes with percent-encoding. */
export function percentWriter(name, operationId) {
  return writer(name, operationId, encodeText);
}
export function writer(name, operationId, encoder) {
  const write = (text) => {
    try {
      return encoder(text);
    } catch (cause) {
      if (!(cause instanceof URIError)) throw cause;
      const message = `${name} has half of a surrogate pair`;
      throw new ParameterError(name, message, {
        operationId,
        cause,
      });
    }
  };
  return {
    text: write,
    item: (value, at) => write(itemText(value, name, at, operationId)),
    content: (mediaType, value) => write(contentText(mediaType, value, name, operationId)),
  };
}
function itemText(value, name, at, operationId) {
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
export function formPairs({ name, explode = true, content }, value, write, delimiter = ",") {
  if (content !== undefined) return [[name, write.content(content, value)]];
  const entries = entriesOf(value);
  if (entries === undefined) return [[name, write.item(value)]];
  if (entries.length === 0) return [];
  if (explode) return entries.map(([key = name, item, at]) => [key, write.item(item, at)]);
  return [[name, flat(entries, write).join(delimiter)]];
}
/** What an array or object consists of, without what is absent; undefined for everything else. */
export function entriesOf(value) {
  if (Array.isArray(value))
    return value.filter((item) => !isAbsent(item)).map((item) => [undefined, item, undefined]);
  if (!isRecord(value)) return undefined;
  return Object.entries(value)
    .filter(([, item]) => !isAbsent(item))
    .map(([key, item]) => [key, item, key]);
}
export function flat(entries, write) {
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

import { ParameterError } from "./errors.js";
/** The separators of OpenAPI's styles, as they stand in a request. */
const separators = {
  simple: ",",
  label: ".",
  matrix: ";",
  form: "&",
  spaceDelimited: "%20",
  pipeDelimited: "%7C",
  deepObject: "&",
};
/**
 * One parameter as it stands in a path, for instance `a%2Fb`, `.a.b` or `;id=a`: OpenAPI 3.1, 4.8.12.2, on top of RFC
 * 6570.
 *
 * @throws {ParameterError} If the value cannot be written, or would name another path: `""`, `.` and `..`.
 */
export function pathValue(parameter, value, operationId) {
  const written = expand(parameter, value, operationId, encodeText);
  if (written === "" || written === "." || written === "..") {
    throw new ParameterError(
      parameter.name,
      `${parameter.name} must not be ${JSON.stringify(written)} in a path`,
      { operationId },
    );
  }
  return written;
}
/** One query parameter, for instance `status=QUEUED&status=RUNNING`; empty if there is nothing to send. */
export function queryValue(parameter, value, operationId) {
  return expand(
    parameter,
    value,
    operationId,
    parameter.allowReserved === true ? encodeReserved : encodeText,
  );
}
/**
 * The value of one header parameter. Characters are sent as they are; JSON is written in ASCII.
 *
 * @throws {ParameterError} If it has a character that a header cannot have.
 */
export function headerValue(parameter, value, operationId) {
  const written = expand(parameter, value, operationId, (text) => text);
  const ascii = isJson(parameter.content) ? written.replace(/[^\0-\x7f]/g, escapeUnit) : written;
  checkHeader(parameter.name, ascii, operationId);
  return ascii;
}
/** One cookie parameter, for instance `a=1`; empty if there is nothing to send. */
export function cookieValue(parameter, value, operationId) {
  return expand(parameter, value, operationId, encodeText).replaceAll("&", "; ");
}
/**
 * Refuses what cannot stand in a header (RFC 9110, 5.5). The value is not repeated in the error, since it may be
 * secret.
 *
 * @throws {ParameterError}
 */
export function checkHeader(name, value, operationId) {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    throw new ParameterError(name, `${JSON.stringify(name)} is not the name of a header`, {
      operationId,
    });
  }
  if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new ParameterError(
      name,
      `the value of the header ${name} must be text in Latin-1 without line breaks and other control characters`,
      { operationId },
    );
  }
}
/** A value as text: dates in ISO 8601, numbers and booleans in their JSON form. */
export function scalar(value, name, operationId) {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      if (Number.isFinite(value)) return String(value);
      break;
    default:
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  }
  throw new ParameterError(
    name,
    `${name} must be text, a finite number, a boolean or a valid date`,
    { operationId },
  );
}
/** A value as JSON. */
export function toJson(value, name, operationId) {
  let text;
  let cause;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (text !== undefined) return text;
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  throw new ParameterError(name, `${name} cannot be written as JSON${why}`, {
    operationId,
    cause,
  });
}
/** Percent-encodes all but RFC 3986's unreserved characters. */
export function encodeText(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, escapeByte);
}
/** Whether a media type is JSON. */
export function isJson(mediaType) {
  return (
    mediaType !== undefined && /^(application|text)\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(mediaType)
  );
}
/** Whether there is nothing to send for a value. */
export function isAbsent(value) {
  return value === undefined || value === null;
}
function expand(parameter, value, operationId, encode) {
  const { name, in: place, content } = parameter;
  const style = parameter.style ?? (place === "path" || place === "header" ? "simple" : "form");
  const explode = parameter.explode ?? style === "form";
  const isNamed = place === "query" || place === "cookie";
  const write = (item, at = name) => {
    try {
      return encode(scalar(item, at, operationId));
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      throw new ParameterError(at, `${at} has half of a surrogate pair`, {
        operationId,
        cause: error,
      });
    }
  };
  const key = encodeText(name);
  if (content !== undefined) {
    const text = write(isJson(content) ? toJson(value, name, operationId) : value);
    return isNamed ? `${key}=${text}` : text;
  }
  if (style === "deepObject") return deepPairs(key, value, write).join("&");
  const separator = separators[style];
  const pairs = isRecord(value)
    ? Object.entries(value).filter(([, item]) => !isAbsent(item))
    : undefined;
  const items = Array.isArray(value) ? value.filter((item) => !isAbsent(item)) : undefined;
  const prefix = style === "label" || style === "matrix" ? separator : "";
  const named = (text) => {
    if (style === "matrix") return text === "" ? key : `${key}=${text}`;
    return isNamed ? `${key}=${text}` : text;
  };
  if (items === undefined && pairs === undefined) return prefix + named(write(value));
  if (items?.length === 0 || pairs?.length === 0) return "";
  if (explode && isNamed) {
    const parts = pairs?.map(([at, item]) => `${encodeText(at)}=${write(item, `${name}.${at}`)}`);
    return (parts ?? (items ?? []).map((item) => `${key}=${write(item)}`)).join("&");
  }
  if (explode) {
    const parts = pairs?.map(([at, item]) => `${encode(at)}=${write(item, `${name}.${at}`)}`);
    const own = style === "matrix" ? named : (text) => text;
    return prefix + (parts ?? (items ?? []).map((item) => own(write(item)))).join(separator);
  }
  const flat = pairs?.flatMap(([at, item]) => [encode(at), write(item, `${name}.${at}`)]);
  const comma = style === "spaceDelimited" || style === "pipeDelimited" ? separator : ",";
  return prefix + named((flat ?? (items ?? []).map((item) => write(item))).join(comma));
}
function deepPairs(key, value, write) {
  if (isAbsent(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item) => deepPairs(key, item, write));
  if (!isRecord(value)) return [`${key}=${write(value)}`];
  return Object.entries(value).flatMap(([name, item]) =>
    deepPairs(`${key}%5B${encodeText(name)}%5D`, item, write),
  );
}
/** Leaves reserved characters and percent-encoded ones as they are, except those that would end the value. */
function encodeReserved(text) {
  return encodeURI(text)
    .replace(/%25(?=[\dA-Fa-f]{2})/g, "%")
    .replace(/[#&[\]]/g, escapeByte);
}
function escapeByte(character) {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
function escapeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
function isRecord(value) {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

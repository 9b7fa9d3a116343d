import { ParameterError } from "./errors.js";
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
/** Whether there is nothing to send for a value. */
export function isAbsent(value) {
  return value === undefined || value === null;
}
/** Whether a value has entries of its own, which dates and arrays have not. */
export function isRecord(value) {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}
/**
 * Leaves RFC 3986's reserved characters and percent-encoded ones as they are (RFC 6570, 3.2.3), except brackets, which no
 * path and no query may have, and those that cannot stand where the text goes.
 */
export function encodeReserved(text, except) {
  return encodeURI(text)
    .replace(/%25(?=[\dA-Fa-f]{2})/g, "%")
    .replace(except, escapeByte);
}
function escapeByte(character) {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

import { ParameterError } from "./errors.js";
import { toForm } from "./form.js";
import { checkLimits, isPlainObject } from "./limits.js";
import { isRange, matchesMediaType } from "./media-type.js";
import { joinParts, newBoundary, toParts } from "./multipart.js";
import { checkHeader, isAbsent, scalar, toJson } from "./serialize.js";
import { toUpload, typeByName } from "./upload.js";
/**
 * Writes the body of a request; undefined if there is none.
 *
 * @param given The params that no parameter has taken. What belongs to the body is taken out.
 * @throws {ParameterError} If something is missing, or cannot be written.
 */
export function encodeBody(body, given, operationId) {
  const { form, mediaType } = chooseForm(body, given, operationId);
  const value = takeBody(body, form, given, operationId);
  if (value === undefined) return undefined;
  switch (form.encoding) {
    case "json":
      return {
        mediaType,
        sources: [toJson(value, "body", operationId)],
      };
    case "json-lines":
    case "json-seq":
      return {
        mediaType,
        sources: [toSequence(form.encoding, value, operationId)],
      };
    case "text":
      return {
        mediaType,
        sources: [scalar(value, "body", operationId)],
      };
    case "urlencoded":
      return {
        mediaType,
        sources: [toForm(form.parts, objectOf(value, operationId), operationId)],
      };
    case "binary":
      return encodeUpload(mediaType, value, operationId);
    case "multipart":
      return encodeMultipart(form, mediaType, value, operationId);
  }
}
/** What stands for a range if the caller does not say more. */
const usual = {
  json: "application/json",
  text: "text/plain",
  urlencoded: "application/x-www-form-urlencoded",
  "json-lines": "application/jsonl",
  "json-seq": "application/json-seq",
  multipart: "multipart/form-data",
};
/** The form that the caller asks for, by its media type; else the first. */
function chooseForm(body, given, operationId) {
  const name = body.contentType;
  const asked = name === undefined ? undefined : given.get(name);
  if (name === undefined || isAbsent(asked)) {
    if (name !== undefined) given.delete(name);
    const { mediaType, encoding } = body;
    const isOpen = isRange(mediaType) && encoding !== "binary";
    return {
      form: body,
      mediaType: isOpen ? usual[encoding] : mediaType,
    };
  }
  given.delete(name);
  checkHeader(name, asked, operationId);
  const forms = [body, ...(body.others ?? [])];
  const form =
    forms.find(({ mediaType }) => !isRange(mediaType) && matchesMediaType(mediaType, asked)) ??
    forms.find(({ mediaType }) => matchesMediaType(mediaType, asked));
  if (form !== undefined && !isRange(asked))
    return {
      form,
      mediaType: asked,
    };
  const types = forms.map(({ mediaType }) => mediaType).join(", ");
  throw new ParameterError(name, `${name} must be one of ${types}`, { operationId });
}
/** The body's value, taken out of the params; undefined if none is sent. */
function takeBody(
  { properties, required, set },
  { encoding, limits, readOnly = [] },
  given,
  operationId,
) {
  let value;
  if (properties === undefined) {
    value = without(given.get("body"), readOnly);
    given.delete("body");
    if (value === undefined && required === true)
      throw new ParameterError("body", "body is required", { operationId });
  } else {
    const entries = properties.map((name) => [name, given.get(name)]);
    // JSON has a null of its own; in a form nothing is sent for it.
    const present = entries.filter(([, item]) =>
      encoding === "json" ? item !== undefined : !isAbsent(item),
    );
    for (const name of [...properties, ...readOnly]) given.delete(name);
    if (present.length > 0 || required === true) value = Object.fromEntries(present);
  }
  if (set !== undefined && isSettable(value))
    value = {
      ...value,
      ...set,
    };
  if (limits !== undefined) {
    checkLimits(limits, value, properties === undefined ? "body" : "", operationId);
  }
  return value;
}
/** An object without properties of these names; anything else as it is. */
function without(value, names) {
  if (names.length === 0 || !isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
/** Whether properties can be put into a body: it is an object, or there would be none. */
function isSettable(value) {
  return (
    value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value))
  );
}
function toSequence(encoding, value, operationId) {
  if (!Array.isArray(value))
    throw new ParameterError("body", "body must be an array", { operationId });
  const start = encoding === "json-seq" ? "" : "";
  return value
    .map((item, index) => `${start}${toJson(item, `body.${index}`, operationId)}\n`)
    .join("");
}
/** An upload says its own type where the document leaves it open. */
function encodeUpload(mediaType, value, operationId) {
  const { source, name, type } = toUpload(value, "body", operationId);
  const isOpen = isRange(mediaType);
  const own = isOpen || mediaType === "application/octet-stream" ? type : undefined;
  const byName = typeByName(name);
  const known = isOpen && !matchesMediaType(mediaType, byName) ? undefined : byName;
  const chosen = own ?? (isOpen ? (known ?? "application/octet-stream") : mediaType);
  checkHeader("body.type", chosen, operationId);
  return {
    mediaType: chosen,
    sources: [source],
  };
}
function encodeMultipart(form, mediaType, value, operationId) {
  const parts = toParts(form, objectOf(value, operationId), operationId);
  const boundary = newBoundary();
  const plain = mediaType.replace(/;\s*boundary=[^;]*/i, "");
  // RFC 2387, 3.1: it names the type of its root, which is the first part.
  const isRelated = matchesMediaType("multipart/related", plain) && !/;\s*type=/i.test(plain);
  const root = isRelated ? `; type="${parts[0]?.type ?? "text/plain"}"` : "";
  return {
    mediaType: `${plain}${root}; boundary=${boundary}`,
    sources: joinParts(parts, boundary),
    parts,
  };
}
function objectOf(value, operationId) {
  if (typeof value === "object" && value !== null) return value;
  throw new ParameterError("body", "body must be an object", { operationId });
}

import { ParameterError } from "./errors.js";
import { newKey } from "./idempotency-key.js";
import { isJson, isRange, matchesMediaType } from "./media-type.js";
import type { BodyForm, BodyPart } from "./operation.js";
import { pairsOf, plainDelimiters, plainWriter } from "./styles.js";
import { checkHeader, isAbsent, scalar, toJson } from "./serialize.js";
import { isBlob } from "./body-sources.js";
import { toUpload, typeByName } from "./upload.js";
import type { BodySource } from "./wire.js";

/** One part of a multipart body. */
export interface Part {
  /** Absent where parts are told apart by their order. */
  readonly name?: string;
  /** Present for files. */
  readonly filename?: string;
  readonly type?: string;
  /** Further headers, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly source: BodySource | Multipart;
}

/** A multipart body within a part of another. */
export interface Multipart {
  readonly boundary: string;
  readonly parts: readonly Part[];
}

/**
 * Makes the parts of a multipart body: of an object named parts, of an array parts in its order (OpenAPI 3.2, Encoding
 * Usage and Restrictions). In `multipart/form-data` fields come first, then files, so that a server that reads the body
 * as a stream knows the fields when the file begins.
 *
 * An array in an object is a part per element. What is no primitive is JSON; `null` and undefined are left out.
 *
 * @throws {ParameterError} If something cannot be written.
 */
export function toParts(form: BodyForm, value: object, operationId: string): Part[] {
  const { mediaType, prefix = [], items = {} } = form;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      partOf({ at: `body.${index}` }, item, prefix[index] ?? items, operationId),
    );
  }
  const parts = Object.entries(value).flatMap(([name, property]) => {
    if (isAbsent(property)) return [];
    const known = form.parts !== undefined && Object.hasOwn(form.parts, name);
    return namedParts(name, property, (known && form.parts?.[name]) || {}, operationId);
  });
  if (!matchesMediaType("multipart/form-data", mediaType)) return parts;
  const isFile = ({ filename }: Part): boolean => filename !== undefined;
  return [...parts.filter((part) => !isFile(part)), ...parts.filter(isFile)];
}

function namedParts(name: string, value: unknown, part: BodyPart, operationId: string): Part[] {
  if (/[\r\n\0]/.test(name)) {
    const message = `${JSON.stringify(name)} cannot be the name of a part`;
    throw new ParameterError(name, message, { operationId });
  }
  if (part.style !== undefined) {
    const pairs = pairsOf(
      { ...part, name },
      value,
      plainWriter(name, operationId),
      plainDelimiters,
    );
    return pairs.map(([own, source]) => ({ name: own, source }));
  }
  const isWhole = !Array.isArray(value) || (part.file === true && part.many !== true);
  const values: readonly unknown[] = isWhole ? [value] : value;
  return values
    .filter((item) => !isAbsent(item))
    .map((item) => partOf({ name, at: name }, item, part, operationId));
}

/** The name of a part, and what to call it in messages. */
interface Label {
  readonly name?: string;
  readonly at: string;
}

function partOf(label: Label, value: unknown, part: BodyPart, operationId: string): Part {
  const { contentType } = part;
  if (
    part.file === true ||
    isBlob(value) ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value)
  )
    return filePart(label, value, part, operationId);
  const type = contentType?.split(",")[0]?.trim() ?? "multipart/mixed";
  const isNested = part.prefix !== undefined || part.items !== undefined;
  if (isNested && Array.isArray(value))
    return nestedPart(label, value, { ...part, mediaType: type }, operationId);
  return fieldPart(label, value, part, operationId);
}

function nestedPart(
  { name, at }: Label,
  value: unknown[],
  { headers, ...form }: BodyPart & { readonly mediaType: string },
  operationId: string,
): Part {
  const parts = toParts({ ...form, encoding: "multipart" }, value, operationId);
  const boundary = newBoundary();
  checkHeader(`${at}.type`, form.mediaType, operationId);
  return {
    ...(name === undefined ? {} : { name }),
    type: `${form.mediaType}; boundary=${boundary}`,
    ...(headers === undefined ? {} : { headers }),
    source: { boundary, parts },
  };
}

/**
 * A file's type is the one that the caller gave, else that of the `Blob`, else the document's. Where that leaves a choice, the
 * name's extension decides, and then the order.
 */
function filePart({ name, at }: Label, value: unknown, part: BodyPart, operationId: string): Part {
  const upload = toUpload(value, at, operationId);
  const accepted = typesIn(part.contentType).filter((type) => type !== "application/octet-stream");
  const byName = typeByName(upload.name);
  const fits = accepted.length === 0 || accepted.some((type) => matchesMediaType(type, byName));
  const type =
    upload.type ??
    (fits ? byName : undefined) ??
    accepted.find((each) => !isRange(each)) ??
    byName ??
    "application/octet-stream";
  checkHeader(`${at}.type`, type, operationId);
  const filename = upload.name ?? (name === undefined ? undefined : "blob");
  if (filename !== undefined && /[\r\n\0]/.test(filename)) {
    const message = `${at}.name must not have line breaks or NUL`;
    throw new ParameterError(`${at}.name`, message, { operationId });
  }
  const headers = { ...part.headers, ...partHeaders(upload.headers, at, operationId) };
  return {
    ...(name === undefined ? {} : { name }),
    ...(filename === undefined ? {} : { filename }),
    type,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    source: upload.source,
  };
}

/** The headers that a caller gives a part, by lower-case name. */
function partHeaders(
  given: Readonly<Record<string, string>> | undefined,
  at: string,
  operationId: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    checkHeader(name, value, operationId);
    const key = name.toLowerCase();
    if (key === "content-type" || key === "content-disposition") {
      const message = `${at}.headers must not have ${name}, which name and type make`;
      throw new ParameterError(`${at}.headers`, message, { operationId });
    }
    headers[key] = value;
  }
  return headers;
}

function fieldPart({ name, at }: Label, value: unknown, part: BodyPart, operationId: string): Part {
  const types = typesIn(part.contentType);
  const isStructured = typeof value === "object" && !(value instanceof Date);
  const type = isStructured
    ? (types.find((each) => isJson(each) && !isRange(each)) ?? "application/json")
    : types.find((each) => !isRange(each));
  const source =
    isStructured || isJson(type) ? toJson(value, at, operationId) : scalar(value, at, operationId);
  const { headers } = part;
  return {
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    ...(headers === undefined ? {} : { headers }),
    source,
  };
}

/** The media types of an Encoding Object's `contentType`. */
function typesIn(contentType: string | undefined): string[] {
  return contentType === undefined ? [] : contentType.split(",").map((type) => type.trim());
}

/** A boundary that no body contains: 122 random bits. */
export function newBoundary(): string {
  return `----triptych-${newKey()}`;
}

/** The sources whose bytes are the body: RFC 2046, 5.1 and RFC 7578, with quotes in names as in WHATWG HTML, 4.10.21.8. */
export function joinParts(parts: readonly Part[], boundary: string): BodySource[] {
  const pieces: BodySource[] = [];
  for (const part of parts) {
    const { type, headers = {}, source } = part;
    const lines = [`--${boundary}`];
    const disposition = dispositionOf(part);
    if (disposition !== undefined) lines.push(`content-disposition: ${disposition}`);
    if (type !== undefined) lines.push(`content-type: ${type}`);
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    pieces.push(`${lines.join("\r\n")}\r\n\r\n`);
    if (isMultipart(source)) pieces.push(...joinParts(source.parts, source.boundary));
    else pieces.push(source);
    pieces.push("\r\n");
  }
  pieces.push(`--${boundary}--\r\n`);
  return joinTexts(pieces);
}

export function isMultipart(source: Part["source"]): source is Multipart {
  return typeof source === "object" && "boundary" in source;
}

function dispositionOf({ name, filename }: Part): string | undefined {
  const file = filename === undefined ? [] : [`filename="${escapeName(filename)}"`];
  if (name !== undefined) return ["form-data", `name="${escapeName(name)}"`, ...file].join("; ");
  return filename === undefined ? undefined : ["attachment", ...file].join("; ");
}

function escapeName(name: string): string {
  return name.replaceAll('"', "%22");
}

/** Texts that follow each other become one. */
function joinTexts(pieces: readonly BodySource[]): BodySource[] {
  const joined: BodySource[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === "string" && typeof last === "string")
      joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}

import type { RequestBody } from "./operation.js";
import { checkHeader, isAbsent, isJson, scalar, toJson } from "./serialize.js";
import { isBlob } from "./body.js";
import { toUpload, typeByName } from "./upload.js";
import type { BodySource } from "./wire.js";

/** One part of a multipart body. */
export interface Part {
  readonly name: string;
  /** Present for files. */
  readonly filename?: string;
  readonly type?: string;
  readonly source: BodySource;
}

/**
 * Makes the parts of a `multipart/form-data` body: fields first, then files, so that a server that reads the body as
 * a stream knows the fields when the file begins. An object is sent as JSON; `null` and undefined are left out.
 *
 * A file's type is the one that the caller gave, else that of the `Blob`, else the document's, else by the name's
 * extension, else `application/octet-stream`.
 */
export function toParts(body: RequestBody, value: object, operationId: string): Part[] {
  const fields: Part[] = [];
  const files: Part[] = [];
  for (const [name, property] of Object.entries(value)) {
    if (isAbsent(property)) continue;
    const { file, many, contentType } = body.parts?.[name] ?? {};
    const isWhole =
      !Array.isArray(property) || isJson(contentType) || (file === true && many !== true);
    for (const item of isWhole ? [property] : property) {
      if (isAbsent(item)) continue;
      if (file === true || isBlob(item)) files.push(filePart(name, item, contentType, operationId));
      else fields.push(fieldPart(name, item, contentType, operationId));
    }
  }
  return [...fields, ...files];
}

/** A boundary that no body contains: 122 random bits. */
export function newBoundary(): string {
  return `----triptych-${crypto.randomUUID()}`;
}

/** The sources whose bytes are the body: RFC 7578, with names escaped as in WHATWG HTML, 4.10.21.8. */
export function joinParts(parts: readonly Part[], boundary: string): BodySource[] {
  const sources: BodySource[] = [];
  let text = "";
  for (const { name, filename, type, source } of parts) {
    text += `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"`;
    if (filename !== undefined) text += `; filename="${escapeName(filename)}"`;
    if (type !== undefined) text += `\r\ncontent-type: ${type}`;
    text += "\r\n\r\n";
    if (typeof source === "string") {
      text += source;
    } else {
      sources.push(text, source);
      text = "";
    }
    text += "\r\n";
  }
  sources.push(`${text}--${boundary}--\r\n`);
  return sources;
}

function filePart(
  name: string,
  value: unknown,
  declared: string | undefined,
  operationId: string,
): Part {
  const upload = toUpload(value, name, operationId);
  const single = declared !== undefined && /^[^*,]+$/.test(declared) ? declared : undefined;
  const known = single === "application/octet-stream" ? undefined : single;
  const type = upload.type ?? known ?? typeByName(upload.name) ?? "application/octet-stream";
  checkHeader(`${name}.type`, type, operationId);
  return { name, filename: upload.name ?? "blob", type, source: upload.source };
}

function fieldPart(
  name: string,
  value: unknown,
  declared: string | undefined,
  operationId: string,
): Part {
  const asJson = isJson(declared) || (typeof value === "object" && !(value instanceof Date));
  const source = asJson ? toJson(value, name, operationId) : scalar(value, name, operationId);
  const type = isJson(declared) || !asJson ? declared : "application/json";
  return type === undefined ? { name, source } : { name, type, source };
}

function escapeName(name: string): string {
  return name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}

import { isBlob, isFilePath } from "./body-sources.js";
import { ParameterError } from "./errors.js";
import { builtin } from "./node.js";
const types = {
  csv: "text/csv",
  gif: "image/gif",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  jsonl: "application/jsonl",
  md: "text/markdown",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ndjson: "application/x-ndjson",
  pdf: "application/pdf",
  png: "image/png",
  txt: "text/plain",
  wav: "audio/wav",
  webp: "image/webp",
  xml: "application/xml",
  zip: "application/zip",
};
/** The media type that goes with a file name's extension, from a short list of common ones. */
export function typeByName(name) {
  const extension = /\.([^.]+)$/.exec(name ?? "")?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(types, extension) ? types[extension] : undefined;
}
/**
 * Brings what the caller gave into one form. Nothing is read.
 *
 * @throws {ParameterError} If it is nothing that can be uploaded.
 */
export function toUpload(value, parameter, operationId) {
  const label = typeof value === "object" && value !== null ? value : {};
  const name = textOrNone(label.name, `${parameter}.name`, operationId);
  const type = textOrNone(label.type, `${parameter}.type`, operationId);
  if (isFilePath(value)) {
    const headers = headersOrNone(label.headers, parameter, operationId);
    return {
      source: { path: value.path },
      name: name ?? baseName(value.path),
      type,
      headers,
    };
  }
  const own = toSource(value);
  if (own !== undefined) {
    return isBlob(value)
      ? {
          source: own,
          name,
          type,
        }
      : {
          source: own,
          name: undefined,
          type: undefined,
        };
  }
  const content =
    typeof value === "object" && value !== null && "content" in value ? value.content : undefined;
  const inner = toSource(content) ?? (isFilePath(content) ? { path: content.path } : undefined);
  if (inner === undefined) {
    throw new ParameterError(
      parameter,
      `${parameter} must be { path }, a Blob, bytes, text, a stream, an iterable of these two, or { content }`,
      { operationId },
    );
  }
  const of =
    isBlob(content) || isFilePath(content) ? toUpload(content, parameter, operationId) : undefined;
  const headers = headersOrNone(label.headers, parameter, operationId);
  return {
    source: inner,
    name: name ?? of?.name,
    type: type ?? of?.type,
    headers,
  };
}
function toSource(value) {
  if (typeof value === "string" || isBlob(value)) return value;
  if (ArrayBuffer.isView(value)) return toBytes(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof ReadableStream) return value;
  return isIterable(value) ? value : undefined;
}
/** A view of bytes; a copy of them if they are shared between threads, since `fetch` takes no shared memory. */
function toBytes(buffer, offset, length) {
  const view = new Uint8Array(buffer, offset, length);
  return buffer instanceof ArrayBuffer ? view : new Uint8Array(view);
}
function isIterable(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    (Symbol.asyncIterator in value || Symbol.iterator in value)
  );
}
function baseName(path) {
  return builtin("node:path")?.basename(path) ?? path.slice(path.lastIndexOf("/") + 1);
}
function textOrNone(value, parameter, operationId) {
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string") return value;
  throw new ParameterError(parameter, `${parameter} must be text`, { operationId });
}
function headersOrNone(value, parameter, operationId) {
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value));
  const message = `${parameter}.headers must be an object of texts`;
  throw new ParameterError(`${parameter}.headers`, message, { operationId });
}

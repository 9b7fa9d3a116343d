/** How the values of a media type are written and read. */

import type { RequestBody } from "../../templates/package/src/runtime/operation.ts";
import type { MediaTypeFact, Schema } from "../model.ts";
import { isRange } from "../base/media-range.ts";
import { onlyBranch, type SchemaLookup, textIn, typesIn } from "../base/schema.ts";

export type Encoding = RequestBody["encoding"];

const JSON_TYPE = /^(?:application|text)\/(?:[^;]+\+)?json\s*(?:;|$)/i;
const TEXT_TYPE =
  /^(?:text\/|application\/(?:[^;]+\+)?(?:xml|yaml)|application\/(?:x-yaml|javascript|graphql|sql|x-www-form-urlencoded))/i;

/** `application/json`, `application/problem+json` and the like. */
export function isJson(mediaType: string): boolean {
  return JSON_TYPE.test(mediaType);
}

/** Whether a list of media types names none that is text, JSON or another form. */
export function isFileType(mediaTypes: string): boolean {
  return mediaTypes.split(",").every((each) => {
    const type = each.trim().toLowerCase();
    return !isJson(type) && !TEXT_TYPE.test(type) && !/^(?:multipart\/|\*\/\*)/.test(type);
  });
}

/** Media types that say no more than that they are JSON. */
export function isPlainJson(mediaType: string): boolean {
  return /^\s*(?:(?:application|text)\/json|application\/\*\+json|(?:application|text|\*)\/\*)\s*(?:;|$)/i.test(
    mediaType,
  );
}

const LINES = /^application\/(?:(?:x-)?(?:jsonl|ndjson|json-?lines)|(?:geo\+)?json-seq)\s*(?:;|$)/;

/** How a request body of this media type is written. */
function encodingOf(lookup: SchemaLookup, media: MediaTypeFact): Encoding {
  const { mediaType, schema, itemSchema } = media;
  const type = mediaType.trim().toLowerCase();
  if (isJson(type)) return "json";
  if (LINES.test(type)) {
    const isSequence = itemSchema !== undefined || isArray(lookup, schema);
    if (isSequence) return type.includes("json-seq") ? "json-seq" : "json-lines";
  }
  if (type.startsWith("multipart/")) return "multipart";
  if (type.startsWith("application/x-www-form-urlencoded")) return "urlencoded";
  if (schema !== undefined && isBinary(lookup, schema)) return "binary";
  if (TEXT_TYPE.test(type)) return "text";
  return type === "*/*" && schema !== undefined ? "json" : "binary";
}

/** How a response of this media type is read. */
export function readingOf(
  lookup: SchemaLookup,
  { mediaType, schema }: MediaTypeFact,
): "json" | "text" | "binary" {
  const type = mediaType.trim().toLowerCase();
  if (schema !== undefined && isBinary(lookup, schema)) return "binary";
  if (isJson(type) || (type === "*/*" && schema !== undefined)) return "json";
  return TEXT_TYPE.test(type) ? "text" : "binary";
}

/** Whether a schema stands for bytes, or null: `format: binary` (OpenAPI 3.0), or a media type and no encoding (3.1). */
export function isBinary(lookup: SchemaLookup, start: Schema): boolean {
  let schema = lookup.follow(start);
  if (typeof schema === "boolean") return false;
  const only = onlyBranch(schema);
  if (only !== undefined) schema = lookup.follow(only);
  if (typeof schema === "boolean") return false;
  const types = typesIn(schema).filter((type) => type !== "null");
  if (types.some((type) => type !== "string" && type !== "file")) return false;
  if (textIn(schema, "format") === "binary" || types.includes("file")) return true;
  const media = textIn(schema, "contentMediaType");
  return media !== undefined && schema["contentEncoding"] === undefined && !isJson(media);
}

function isArray(lookup: SchemaLookup, schema: Schema | undefined): boolean {
  const target = schema === undefined ? true : lookup.follow(schema);
  return typeof target === "object" && typesIn(target).includes("array");
}

const PREFERENCE: readonly Encoding[] = [
  "json",
  "multipart",
  "urlencoded",
  "json-lines",
  "json-seq",
  "text",
  "binary",
];

/** A media type, and how a body in it is written. */
export interface Choice {
  readonly media: MediaTypeFact;
  readonly encoding: Encoding;
}

/** In the order in which they are preferred: JSON before forms before anything else, media types before ranges. */
export function choicesOf(lookup: SchemaLookup, content: readonly MediaTypeFact[]): Choice[] {
  const choices = content.map((media) => ({ media, encoding: encodingOf(lookup, media) }));
  const rank = ({ media, encoding }: Choice): number =>
    2 * PREFERENCE.indexOf(encoding) + (isRange(media.mediaType) ? 1 : 0);
  return choices.sort((a, b) => rank(a) - rank(b));
}

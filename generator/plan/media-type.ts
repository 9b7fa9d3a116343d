/** How the values of a media type are written and read. */

import type { RequestBody } from "../../templates/package/src/runtime/operation.ts";
import type { MediaTypeFact, Schema } from "../model.ts";
import { onlyBranch, type SchemaLookup, textIn, typesIn } from "../base/schema.ts";

export type Encoding = RequestBody["encoding"];

const JSON_TYPE = /^(?:application|text)\/(?:[^;]+\+)?json\s*(?:;|$)/i;
const TEXT_TYPE =
  /^(?:text\/|application\/(?:[^;]+\+)?(?:xml|yaml)|application\/(?:x-yaml|javascript|graphql|sql|x-www-form-urlencoded))/i;

/** `application/json`, `application/problem+json` and the like. */
function isJson(mediaType: string): boolean {
  return JSON_TYPE.test(mediaType);
}

/** How a request body of this media type is written. */
function encodingOf(lookup: SchemaLookup, { mediaType, schema }: MediaTypeFact): Encoding {
  const type = mediaType.trim().toLowerCase();
  if (isJson(type)) return "json";
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

const PREFERENCE: readonly Encoding[] = ["json", "multipart", "urlencoded", "text", "binary"];

/** The media type in which a body is sent if there are several: JSON before forms before anything else. */
export function preferred(
  lookup: SchemaLookup,
  content: readonly MediaTypeFact[],
): { readonly media: MediaTypeFact; readonly encoding: Encoding } | undefined {
  const choices = content.map((media) => ({ media, encoding: encodingOf(lookup, media) }));
  for (const encoding of PREFERENCE) {
    const choice = choices.find((each) => each.encoding === encoding);
    if (choice !== undefined) return choice;
  }
  return undefined;
}

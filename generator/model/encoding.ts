/** How the parts of a form are written: OpenAPI 3.2, Encoding Object. */

import type { Encoding, Header, MediaType, OpenApiRoot } from "../document.ts";
import { isRecord } from "../base/is-record.ts";
import type { EncodingFact, MediaTypeFact } from "../model.ts";
import { followed } from "./references.ts";

type Encodings = Pick<MediaTypeFact, "encoding" | "prefixEncoding" | "itemEncoding">;

/** Of the media type, with what the specification says shall be ignored left out. */
export function encodingsOf(root: OpenApiRoot, mediaType: string, node: MediaType): Encodings {
  const fact = (encoding: Encoding): EncodingFact => encodingFact(root, mediaType, encoding);
  const { encoding = {}, prefixEncoding, itemEncoding } = node;
  return {
    encoding: Object.fromEntries(
      Object.entries(encoding)
        .filter(([, each]) => isRecord(each))
        .map(([name, each]) => [name, fact(each)]),
    ),
    prefixEncoding: positionsIn(prefixEncoding).map(fact),
    itemEncoding: isRecord(itemEncoding) ? fact(itemEncoding) : undefined,
  };
}

function positionsIn(encodings: readonly Encoding[] | undefined): Encoding[] {
  return Array.isArray(encodings) ? encodings.filter((each) => isRecord(each)) : [];
}

function encodingFact(root: OpenApiRoot, mediaType: string, encoding: Encoding): EncodingFact {
  const { contentType, style, explode, allowReserved } = encoding;
  const prefix = positionsIn(encoding.prefixEncoding);
  const { itemEncoding } = encoding;
  const fact = (each: Encoding): EncodingFact => encodingFact(root, "multipart/mixed", each);
  const isMultipart = /^multipart\//i.test(mediaType);
  return {
    ...(typeof contentType === "string" ? { contentType } : {}),
    ...(hasStyles(root, mediaType)
      ? {
          ...(typeof style === "string" ? { style } : {}),
          ...(typeof explode === "boolean" ? { explode } : {}),
          ...(typeof allowReserved === "boolean" ? { allowReserved } : {}),
        }
      : {}),
    ...(isMultipart ? headersOf(root, encoding.headers) : {}),
    ...(prefix.length === 0 ? {} : { prefix: prefix.map(fact) }),
    ...(isRecord(itemEncoding) ? { items: fact(itemEncoding) } : {}),
  };
}

/** In OpenAPI 3.0 styles are for `application/x-www-form-urlencoded` alone, later for `multipart/form-data` too. */
function hasStyles({ openapi }: OpenApiRoot, mediaType: string): boolean {
  const type = mediaType.trim().toLowerCase();
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  return isForm || (type.startsWith("multipart/form-data") && !/^3\.0(?:\.|$)/.test(openapi));
}

/** The headers of a part whose value the document says; and those that it requires without saying it. */
function headersOf(
  root: OpenApiRoot,
  headers: Encoding["headers"],
): Pick<EncodingFact, "headers" | "openHeaders"> {
  const known: Record<string, string> = {};
  const open: string[] = [];
  for (const [name, entry] of Object.entries(headers ?? {})) {
    const key = name.toLowerCase();
    if (key === "content-type" || key === "content-disposition") continue;
    const header = followed<Header>(root, entry, "")?.node;
    const value = header === undefined ? undefined : valueOf(root, header);
    if (value !== undefined && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) known[key] = value;
    else if (header?.required === true) open.push(name);
  }
  return {
    ...(Object.keys(known).length === 0 ? {} : { headers: known }),
    ...(open.length === 0 ? {} : { openHeaders: open }),
  };
}

/** The only value that a header can have, or its default. */
function valueOf(root: OpenApiRoot, { schema, content }: Header): string | undefined {
  const media = Object.values(content ?? {}).find((each) => isRecord(each));
  const declared = schema ?? media?.schema;
  if (!isRecord(declared)) return undefined;
  const node = followed<Readonly<Record<string, unknown>>>(root, declared, "")?.node;
  const values = Array.isArray(node?.["enum"]) && node["enum"].length === 1 ? node["enum"] : [];
  const value: unknown = node?.["const"] ?? values[0] ?? node?.["default"];
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

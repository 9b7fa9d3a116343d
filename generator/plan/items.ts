/** Responses that are streams of items: which they are, and what their items are. */

import type { Items } from "../../templates/package/src/runtime/operation.ts";
import { eventVariants, isText } from "../base/events.ts";
import { type SchemaLookup, typesIn } from "../base/schema.ts";
import type { MediaTypeFact, OperationFact, ResponseFact, Schema, StreamFact } from "../model.ts";
import { isBinary } from "./media-type.ts";

/** How the items of a response are read, and what an item is. */
export interface ItemsChoice {
  readonly facts: Items;
  /** The schema of an item and where it stands; undefined if the document says nothing about it. */
  readonly item: { readonly schema: Schema; readonly pointer: string } | undefined;
  /** Whether the type of an item is that of the schema with an event's data parsed. */
  readonly isParsed: boolean;
}

const FORMATS: readonly (readonly [Items["format"], RegExp])[] = [
  ["events", /^text\/event-stream$/],
  ["json-seq", /^application\/(?:.+\+)?json-seq$/],
  [
    "json-lines",
    /^(?:application|text)\/(?:stream\+json|(?:.+\+)?(?:x-)?(?:(?:nd|ld)-?json|json-?l(?:ines)?))$/,
  ],
];

/** The format of a sequential media type (OpenAPI 3.2.0, 4.14.2); undefined for all others. */
function formatOf(mediaType: string): Items["format"] | undefined {
  const [essence = ""] = mediaType.trim().toLowerCase().split(/\s*;/);
  return FORMATS.find(([, pattern]) => pattern.test(essence))?.[0];
}

/** Whether a response of this media type is a stream of items. One of bytes is a download, unless it is of events. */
function isStream(lookup: SchemaLookup, { mediaType, schema, itemSchema }: MediaTypeFact): boolean {
  const format = formatOf(mediaType);
  if (format === undefined) return false;
  const isFile = schema !== undefined && isBinary(lookup, schema);
  return format === "events" || itemSchema !== undefined || !isFile;
}

/** What an operation returns that is no stream, and what it returns that is one; either may be missing. */
export interface Variants {
  readonly value: OperationFact | undefined;
  readonly stream: OperationFact | undefined;
}

/** An operation whose success is a value or a stream is two: each has the responses of its own, and those without a body. */
export function variantsOf(lookup: SchemaLookup, operation: OperationFact): Variants {
  if (operation.stream === false) return { value: operation, stream: undefined };
  const isOwn = (status: string): boolean => /^2|^default$/.test(status);
  const only = (wanted: boolean): ResponseFact[] =>
    operation.responses.flatMap((response) => {
      if (!isOwn(response.status) || response.content.length === 0) return response;
      const content = response.content.filter((media) => isStream(lookup, media) === wanted);
      return content.length === 0
        ? []
        : { ...response, content: wanted ? content.slice(0, 1) : content };
    });
  const hasBody = (responses: readonly ResponseFact[]): boolean =>
    responses.some(({ status, content }) => isOwn(status) && content.length > 0);
  const [streams, values] = [only(true), only(false)];
  const success = operation.responses.some(({ status }) => status.startsWith("2"));
  const isRelevant = ({ status }: ResponseFact): boolean => !success || status !== "default";
  if (!hasBody(streams.filter(isRelevant))) return { value: operation, stream: undefined };
  const stream = { ...operation, responses: streams, pagination: undefined };
  if (!hasBody(values.filter(isRelevant))) return { value: undefined, stream };
  return { value: { ...operation, responses: values }, stream };
}

/** What the items of a stream are. */
export function itemsOf(
  lookup: SchemaLookup,
  media: MediaTypeFact,
  hint: StreamFact | undefined,
): ItemsChoice {
  const format = formatOf(media.mediaType) ?? "json-lines";
  const item = itemSchemaOf(lookup, media);
  if (format !== "events") return { facts: { format }, item, isParsed: false };
  if (item === undefined) return { facts: { format, whole: true }, item, isParsed: false };
  const variants = hint?.item === "data" ? undefined : eventVariants(lookup, item.schema);
  if (variants === undefined && hint?.item === "event")
    return { facts: { format, whole: true, json: true }, item, isParsed: false };
  if (variants === undefined) {
    const json = !isText(lookup, item.schema);
    return { facts: { format, ...(json ? { json } : {}) }, item, isParsed: false };
  }
  const ofJson = variants.filter(({ isJson }) => isJson);
  const names = ofJson.map((variant) => variant.names);
  const json =
    ofJson.length === variants.length || names.includes(undefined)
      ? true
      : names.flatMap((each) => each ?? []);
  return {
    facts: { format, whole: true, ...(ofJson.length === 0 ? {} : { json }) },
    item,
    isParsed: variants.some(({ isParsed }) => isParsed),
  };
}

/** `itemSchema` (OpenAPI 3.2), else what older documents give instead: the schema of an item, or of an array of them. */
function itemSchemaOf(
  lookup: SchemaLookup,
  { schema, itemSchema, pointer }: MediaTypeFact,
): ItemsChoice["item"] {
  if (itemSchema !== undefined) return { schema: itemSchema, pointer: `${pointer}/itemSchema` };
  // A text is the body as a whole, of which nothing is known.
  if (schema === undefined || schema === true || isText(lookup, schema)) return undefined;
  const found = lookup.resolve(schema, `${pointer}/schema`);
  if (typeof found.schema === "boolean" || typesIn(found.schema).join() !== "array")
    return { schema, pointer: `${pointer}/schema` };
  const { items = true } = found.schema as { readonly items?: Schema };
  return items === true ? undefined : { schema: items, pointer: `${found.pointer}/items` };
}

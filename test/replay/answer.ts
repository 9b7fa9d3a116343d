/** What a server answers an operation with. */

import type { DeclaredContent, DeclaredOperation, DeclaredResponse } from "./operations.ts";
import type { Sampler } from "./sample.ts";
import { fieldsOf, type Node, type Source } from "./source.ts";

/** How a body is written: as a JSON text, another text, bytes, one JSON text per item, or not at all. */
export type Kind = "json" | "text" | "bytes" | "items" | "none";

export interface Answer {
  readonly status: number;
  readonly mediaType: string | undefined;
  readonly kind: Kind;
  readonly body: Buffer;
  /** What a client makes of it: parsed JSON, a text, the bytes, or the items. */
  readonly value: unknown;
  /** The schema of the value, or of each item. */
  readonly schema: Node | undefined;
}

/** So many different answers are made, if the schema has as many values. */
const VARIANTS = 3;
const BYTES = Buffer.from([0x00, 0x01, 0xfe, 0xff, 0x0d, 0x0a]);

const LINES =
  /^application\/(?:jsonl|json-lines|x-ndjson|ndjson|x-jsonlines|jsonlines|json-seq|geo\+json-seq)$/;

export function kindOf(mediaType: string): Kind {
  const type = essence(mediaType);
  if (type === "text/event-stream" || LINES.test(type)) return "items";
  if (/^(?:application|text)\/json$|\+json$|^application\/(?:\*|json)|^\*\/\*$/.test(type))
    return "json";
  return /^text\/|[/+]xml$|^application\/x-www-form-urlencoded$/.test(type) ? "text" : "bytes";
}

export function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

function statusOf({ status }: DeclaredResponse): number {
  const code = Number(status);
  return Number.isInteger(code) ? code : 200;
}

/** The answers with a response and a content of it; empty if no value of the schema can be made. */
export function answersOf(
  source: Source,
  sampler: Sampler,
  operation: DeclaredOperation,
  response: DeclaredResponse,
  content: DeclaredContent | undefined,
): readonly Answer[] {
  const status = statusOf(response);
  if (content === undefined || operation.method === "HEAD" || [204, 205, 304].includes(status))
    return [
      {
        status,
        mediaType: undefined,
        kind: "none",
        body: Buffer.of(),
        value: undefined,
        schema: undefined,
      },
    ];
  const mediaType = content.mediaType.replace(/\/\*/, "/json").replace(/^\*/, "application");
  const kind = kindOf(mediaType);
  const schema = kind === "items" ? (content.itemSchema ?? content.schema) : content.schema;
  const base = { status, mediaType, kind, schema };
  if (kind === "bytes") return [{ ...base, body: BYTES, value: BYTES }];
  const values = valuesOf(source, sampler, kind === "items" ? undefined : content, schema);
  if (kind === "items") {
    // Of an event of which the document says nothing, all that is known is that its data is a text.
    const isOpen = schema === undefined && mediaType.startsWith("text/event-stream");
    const items = isOpen ? [{ data: "anything" }] : values;
    return [{ ...base, value: items, body: Buffer.from(framed(mediaType, items)) }];
  }
  if (kind === "json")
    return values.map((value) => ({ ...base, value, body: Buffer.from(JSON.stringify(value)) }));
  const texts = values.filter((value) => typeof value === "string");
  return (texts.length === 0 ? ["text"] : texts).map((value) => ({
    ...base,
    value,
    body: Buffer.from(value),
  }));
}

function valuesOf(
  source: Source,
  sampler: Sampler,
  content: DeclaredContent | undefined,
  schema: Node | undefined,
): readonly unknown[] {
  const given = content?.examples ?? [];
  if (schema === undefined) return given.length > 0 ? given.slice(0, VARIANTS) : ["anything"];
  const { example, examples } = fieldsOf(source.follow(schema).value);
  const own = [
    ...(example === undefined ? [] : [example]),
    ...(Array.isArray(examples) ? (examples as unknown[]) : []),
  ];
  return sampler.values(schema, "response", VARIANTS, [...given, ...own]);
}

/** Items as WHATWG HTML 9.2, RFC 7464 or lines have them. */
function framed(mediaType: string, items: readonly unknown[]): string {
  const type = essence(mediaType);
  if (type === "text/event-stream") return items.map(eventOf).join("");
  const texts = items.map((item) => JSON.stringify(item));
  if (type.endsWith("json-seq")) return texts.map((text) => `\u001E${text}\n`).join("");
  return texts.map((text) => `${text}\n`).join("");
}

/** An event; what is none itself is the data of one. */
function eventOf(item: unknown): string {
  const fields = isEvent(item) ? item : { data: item };
  const lines = Object.entries(fields).flatMap(([name, value]) => {
    const text = typeof value === "string" && isEvent(item) ? value : JSON.stringify(value);
    return text.split(/\r\n|\r|\n/).map((line) => `${name}: ${line}\n`);
  });
  return `${lines.join("")}\n`;
}

function isEvent(item: unknown): item is object {
  if (typeof item !== "object" || item === null || !("data" in item)) return false;
  return Object.keys(item).every((name) => ["data", "event", "id", "retry"].includes(name));
}

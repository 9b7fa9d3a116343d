/**
 * Schemas of server-sent events: an object whose properties are the fields of an event (OpenAPI 3.2.0, 4.14.4). Whatever
 * else is streamed as events is the JSON in their data.
 */

import type { Schema } from "../model.ts";
import {
  isRequiredOnly,
  requiredIn,
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
  textIn,
  typesIn,
} from "./schema.ts";

/** One of the objects that an event can be. */
export interface EventVariant {
  /** The names that such an event can have; undefined if any. */
  readonly names: readonly string[] | undefined;
  /** Whether its data is JSON, and not text. */
  readonly isJson: boolean;
  /** What the object is once its data is parsed. */
  readonly schema: SchemaObject;
  /** Whether that is not what the document says: the data is a text there, which has a schema of its content. */
  readonly isParsed: boolean;
}

const FIELDS: ReadonlySet<string> = new Set(["data", "event", "id", "retry"]);
const DEEPEST = 8;
const JSON_TYPE = /^application\/(?:[^;]+\+)?json\s*(?:;|$)/i;

/** The variants of an event; undefined if the schema describes something else. */
export function eventVariants(lookup: SchemaLookup, schema: Schema): EventVariant[] | undefined {
  const start = { properties: new Map(), required: [], isInline: true };
  return variantsIn(lookup, lookup.follow(schema), start, 0);
}

/** The schema of an event with its data parsed. */
export function parsedEvent(lookup: SchemaLookup, schema: Schema): Schema {
  const variants = eventVariants(lookup, schema) ?? [];
  const [only] = variants;
  return variants.length === 1 && only !== undefined
    ? only.schema
    : { oneOf: variants.map((variant) => variant.schema) };
}

interface Collected {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: readonly string[];
  /** Whether no reference was followed: what is behind one has a type of its own, in which no data is parsed. */
  readonly isInline: boolean;
}

function variantsIn(
  lookup: SchemaLookup,
  schema: Schema,
  above: Collected,
  depth: number,
): EventVariant[] | undefined {
  if (typeof schema === "boolean" || depth > DEEPEST) return undefined;
  if (typesIn(schema).some((type) => type !== "object")) return undefined;
  const collected = schemasIn(schema, "allOf").reduce<Collected>(
    (before, part) =>
      withProperties(before, lookup.follow(part), before.isInline && isInline(part)),
    withProperties(above, schema, above.isInline),
  );
  if ([...collected.properties.keys()].some((name) => !FIELDS.has(name))) return undefined;
  const branches = [...schemasIn(schema, "oneOf"), ...schemasIn(schema, "anyOf")].filter(
    (branch) => !isRequiredOnly(branch),
  );
  if (branches.length === 0) {
    const variant = variantOf(lookup, schema, collected);
    return variant && [variant];
  }
  const variants: EventVariant[] = [];
  for (const branch of branches) {
    const inside = { ...collected, isInline: collected.isInline && isInline(branch) };
    const found = variantsIn(lookup, lookup.follow(branch), inside, depth + 1);
    if (found === undefined) return undefined;
    variants.push(...found);
  }
  return variants;
}

function isInline(schema: Schema): boolean {
  return typeof schema === "object" && schema["$ref"] === undefined;
}

function withProperties(above: Collected, schema: Schema, inline: boolean): Collected {
  if (typeof schema === "boolean") return above;
  const properties = new Map(above.properties);
  for (const [name, own] of schemaMap(schema, "properties")) {
    const inherited = properties.get(name);
    const isMerged = typeof inherited === "object" && typeof own === "object";
    properties.set(name, isMerged ? { ...inherited, ...own } : own);
  }
  return { properties, required: [...above.required, ...requiredIn(schema)], isInline: inline };
}

function variantOf(
  lookup: SchemaLookup,
  schema: SchemaObject,
  { properties, required, isInline: inline }: Collected,
): EventVariant | undefined {
  const data = properties.get("data");
  if (data === undefined) return undefined;
  const content = typeof data === "object" && inline ? contentOf(data) : undefined;
  const { title, description, deprecated } = schema;
  return {
    names: namesIn(lookup, properties.get("event")),
    isJson: content !== undefined || !isText(lookup, data, 0),
    schema: {
      type: "object",
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(deprecated === undefined ? {} : { deprecated }),
      properties: Object.fromEntries([...properties, ["data", content ?? data]]),
      // An event without data is none.
      required: [...new Set([...required, "data"])],
    },
    isParsed: content !== undefined,
  };
}

/** The schema of the JSON in a text (JSON Schema Validation, 8.4 and 8.5). */
function contentOf(schema: SchemaObject): Schema | undefined {
  if (!JSON_TYPE.test(textIn(schema, "contentMediaType") ?? "")) return undefined;
  const { contentSchema, description } = schema;
  const isSchema = typeof contentSchema === "object" && contentSchema !== null;
  return isSchema ? (contentSchema as Schema) : description === undefined ? true : { description };
}

function namesIn(lookup: SchemaLookup, start: Schema | undefined): string[] | undefined {
  const schema = start === undefined ? true : lookup.follow(start);
  if (typeof schema === "boolean") return undefined;
  const values = "const" in schema ? [schema["const"]] : schema["enum"];
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : undefined;
}

/** Whether all values of a schema are texts; of one that says nothing they may be anything. */
export function isText(lookup: SchemaLookup, start: Schema, depth = 0): boolean {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return false;
  const types = typesIn(schema).filter((type) => type !== "null");
  if (types.length > 0) return types.every((type) => type === "string");
  const values = "const" in schema ? [schema["const"]] : schema["enum"];
  if (Array.isArray(values)) return values.every((value) => typeof value === "string");
  const deeper = (branch: Schema): boolean => isText(lookup, branch, depth + 1);
  const branches = [...schemasIn(schema, "oneOf"), ...schemasIn(schema, "anyOf")].filter(
    (branch) => typeof branch === "boolean" || branch["type"] !== "null",
  );
  return branches.length > 0 ? branches.every(deeper) : schemasIn(schema, "allOf").some(deeper);
}

/** Types that are short enough to be written where they are used. */

import type { Schema } from "../model.ts";
import {
  onlyBranch,
  type SchemaLookup,
  type SchemaObject,
  schemasIn,
  typesIn,
} from "../base/schema.ts";
import { isBinary } from "./media-type.ts";

export interface TypeText {
  /** TypeScript. */
  readonly type: string;
  /** The names of exported types in it. */
  readonly uses: readonly string[];
}

const PRIMITIVES: ReadonlyMap<string, string> = new Map([
  ["string", "string"],
  ["number", "number"],
  ["integer", "number"],
  ["boolean", "boolean"],
  ["null", "null"],
]);

/** Keywords with which a schema says more than a name, a primitive type or an array of these does. */
const STRUCTURE = [
  "additionalProperties",
  "allOf",
  "const",
  "enum",
  "patternProperties",
  "prefixItems",
  "properties",
] as const;

/**
 * The type of a schema that is a reference, a primitive, an array of either, or one of them or null. Undefined for everything
 * else, which needs a declaration.
 *
 * @param names of the exported types by pointer.
 */
export function shortType(
  lookup: SchemaLookup,
  names: ReadonlyMap<string, string>,
  schema: Schema,
): TypeText | undefined {
  if (schema === true) return { type: "unknown", uses: [] };
  if (schema === false || STRUCTURE.some((keyword) => schema[keyword] !== undefined))
    return undefined;
  const target = lookup.target(schema);
  const name = target && names.get(target.pointer);
  if (name !== undefined) return nullable(schema, { type: name, uses: [name] });
  if (schema["$ref"] !== undefined || isBinary(lookup, schema)) return undefined;
  const branches = [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")];
  if (branches.length > 0) return orNull(lookup, names, schema, branches.length > 1);
  const types = typesIn(schema);
  const [type = "", ...others] = types.filter((each) => each !== "null");
  if (others.length > 0) return undefined;
  if (types.length === 0)
    return schema["items"] === undefined ? { type: "unknown", uses: [] } : undefined;
  const text = type === "array" ? arrayType(lookup, names, schema) : primitive(type);
  return text === undefined || types.length === 1 ? text && nullable(schema, text) : withNull(text);
}

function primitive(type: string): TypeText | undefined {
  if (type === "") return { type: "null", uses: [] };
  if (type === "object") return { type: "Record<string, unknown>", uses: [] };
  const text = PRIMITIVES.get(type);
  return text === undefined ? undefined : { type: text, uses: [] };
}

function arrayType(
  lookup: SchemaLookup,
  names: ReadonlyMap<string, string>,
  { items }: SchemaObject,
): TypeText | undefined {
  if (Array.isArray(items)) return undefined;
  const schema =
    typeof items === "boolean" || typeof items === "object" ? (items as Schema | null) : true;
  const text = shortType(lookup, names, schema ?? true);
  if (text === undefined) return undefined;
  const element = text.type.includes(" | ") ? `(${text.type})` : text.type;
  return { type: `${element}[]`, uses: text.uses };
}

function orNull(
  lookup: SchemaLookup,
  names: ReadonlyMap<string, string>,
  schema: SchemaObject,
  withOther: boolean,
): TypeText | undefined {
  const only = onlyBranch(schema);
  if (only === undefined || typesIn(schema).length > 0) return undefined;
  const text = shortType(lookup, names, only);
  return text !== undefined && withOther ? withNull(text) : text;
}

function nullable(schema: SchemaObject, text: TypeText): TypeText {
  return schema["nullable"] === true ? withNull(text) : text;
}

function withNull(text: TypeText): TypeText {
  return text.type === "null" || text.type === "unknown"
    ? text
    : { ...text, type: `${text.type} | null` };
}

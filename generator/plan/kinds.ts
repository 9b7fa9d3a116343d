/** What kinds of values a schema allows, as far as that decides how they are written. */

import { isRecord } from "../base/is-record.ts";
import type { Schema } from "../model.ts";
import {
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
  typesIn,
} from "../base/schema.ts";

/** `nested` is an array or object within an array or object. */
export type Kind = "primitive" | "array" | "object" | "nested";

const DEEPEST = 8;

/** The kinds of a schema's values, each once; none if it does not say. Null does not count. */
export function kindsOf(lookup: SchemaLookup, schema: Schema): Kind[] {
  return [...new Set(kindsIn(lookup, schema, 0))];
}

function kindsIn(lookup: SchemaLookup, start: Schema, depth: number): Kind[] {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return [];
  const values = [...listIn(schema, "enum"), ...("const" in schema ? [schema["const"]] : [])];
  if (values.length > 0) return values.flatMap(kindOfValue);
  const types = typesIn(schema).filter((type) => type !== "null");
  const branches = [
    ...schemasIn(schema, "anyOf"),
    ...schemasIn(schema, "oneOf"),
    ...schemasIn(schema, "allOf"),
  ];
  if (types.length === 0 && branches.length > 0) {
    return branches.flatMap((branch) => kindsIn(lookup, branch, depth + 1));
  }
  const known = types.length > 0 ? types : impliedTypes(schema);
  return known.flatMap((type): Kind[] => {
    if (type !== "array" && type !== "object") return ["primitive"];
    const inner = innerOf(schema, type).flatMap((each) => kindsIn(lookup, each, depth + 1));
    return inner.some((kind) => kind !== "primitive") ? [type, "nested"] : [type];
  });
}

function impliedTypes(schema: SchemaObject): string[] {
  if (schema["items"] !== undefined || schema["prefixItems"] !== undefined) return ["array"];
  const isObject =
    schema["properties"] !== undefined || schema["additionalProperties"] !== undefined;
  return isObject ? ["object"] : [];
}

function innerOf(schema: SchemaObject, type: "array" | "object"): Schema[] {
  const { items, additionalProperties } = schema;
  if (type === "array")
    return [...schemasIn(schema, "prefixItems"), ...(isRecord(items) ? [items] : [])];
  const properties = schemaMap(schema, "properties").map(([, property]) => property);
  return [...properties, ...(isRecord(additionalProperties) ? [additionalProperties] : [])];
}

function listIn(schema: SchemaObject, keyword: string): readonly unknown[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value : [];
}

function kindOfValue(value: unknown): Kind[] {
  if (value === null) return [];
  if (Array.isArray(value)) return ["array"];
  return typeof value === "object" ? ["object"] : ["primitive"];
}

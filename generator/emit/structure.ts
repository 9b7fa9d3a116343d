/** What of a schema decides about its type. */

import type { Schema } from "../model.ts";
import { requiredIn, type SchemaObject, schemasIn, typesIn } from "../base/schema.ts";

/** Keywords that give a schema a type; all others only narrow it. */
const STRUCTURE = [
  "$ref",
  "additionalProperties",
  "allOf",
  "anyOf",
  "const",
  "enum",
  "items",
  "oneOf",
  "patternProperties",
  "prefixItems",
  "properties",
  "type",
] as const;

export function isStructural(schema: Schema): boolean {
  return typeof schema === "boolean" || STRUCTURE.some((keyword) => schema[keyword] !== undefined);
}

/** Whether other schemas are part of a schema, beside those of properties and elements. */
export function isComposed({ $ref, allOf, anyOf, oneOf }: SchemaObject): boolean {
  return $ref !== undefined || allOf !== undefined || anyOf !== undefined || oneOf !== undefined;
}

export function isReference(schema: Schema): schema is SchemaObject & { readonly $ref: string } {
  return typeof schema === "object" && typeof schema["$ref"] === "string";
}

/** What stands beside a reference and adds to it; undefined if nothing does. */
export function besideReference(schema: SchemaObject): SchemaObject | undefined {
  const { $ref, ...beside } = schema;
  const adds = STRUCTURE.some((keyword) => keyword !== "type" && beside[keyword] !== undefined);
  return adds ? beside : undefined;
}

const TYPES: ReadonlySet<string> = new Set([
  "array",
  "boolean",
  "integer",
  "null",
  "number",
  "object",
  "string",
]);

/** The types of JSON Schema in `type`, each once. */
export function validTypes(schema: SchemaObject): string[] {
  const types = typesIn(schema).map((type) => type.toLowerCase());
  return [...new Set(types)].filter((type) => TYPES.has(type));
}

/** A schema that requires itself what the unnamed ones that it is all of require. */
export function requiringTogether(schema: SchemaObject): SchemaObject {
  const parts = schemasIn(schema, "allOf").filter((part) => typeof part === "object");
  const required = parts.filter((part) => !isReference(part)).flatMap(requiredIn);
  if (required.length === 0) return schema;
  return { ...schema, required: [...new Set([...requiredIn(schema), ...required])] };
}

/**
 * Requests and responses have different forms of one schema: `readOnly` properties are in no request, `writeOnly` ones in no
 * response (JSON Schema Validation 2020-12, 9.4; OpenAPI 3.0.4, 4.7.24.2).
 */

import type { NamedSchema, Schema } from "../model.ts";
import { type SchemaLookup, schemaMap, schemasIn, schemasWithin } from "./schema.ts";

export type Direction = "request" | "response";

const DEEPEST = 8;

/** Whether a property is part of what goes in a direction. One that is both `readOnly` and `writeOnly` says nothing. */
export function takesPart(lookup: SchemaLookup, property: Schema, direction: Direction): boolean {
  const left = direction === "request" ? "readOnly" : "writeOnly";
  const other = direction === "request" ? "writeOnly" : "readOnly";
  return !isMarked(lookup, property, left, 0) || isMarked(lookup, property, other, 0);
}

/** Whether the schema, what it refers to or what it is all of has the annotation. */
function isMarked(
  lookup: SchemaLookup,
  schema: Schema,
  keyword: "readOnly" | "writeOnly",
  depth: number,
): boolean {
  if (typeof schema === "boolean" || depth > DEEPEST) return false;
  if (schema[keyword] === true) return true;
  const target = lookup.target(schema)?.schema;
  if (target !== undefined && isMarked(lookup, target, keyword, depth + 1)) return true;
  return schemasIn(schema, "allOf").some((part) => isMarked(lookup, part, keyword, depth + 1));
}

/** The schemas whose form in requests is another than in responses, by themselves or by what they refer to. */
export function differing(
  schemas: readonly NamedSchema[],
  lookup: SchemaLookup,
): ReadonlySet<NamedSchema> {
  const users = new Map<NamedSchema, Set<NamedSchema>>();
  const found = new Set<NamedSchema>();
  for (const named of schemas) {
    for (const schema of schemasWithin([named.schema])) {
      const target = lookup.target(schema);
      if (target !== undefined) users.set(target, (users.get(target) ?? new Set()).add(named));
      if (found.has(named)) continue;
      const marked = schemaMap(schema, "properties").some(([, property]) =>
        (["request", "response"] as const).some((way) => !takesPart(lookup, property, way)),
      );
      if (marked) found.add(named);
    }
  }
  for (const named of found) for (const user of users.get(named) ?? []) found.add(user);
  return found;
}

/** The named schemas that `roots` mention, directly or not. */
export function reachable(
  roots: readonly Schema[],
  lookup: SchemaLookup,
): ReadonlySet<NamedSchema> {
  const found = new Set<NamedSchema>();
  const follow = (schemas: readonly Schema[]): void => {
    for (const schema of schemasWithin(schemas)) {
      const target = lookup.target(schema);
      if (target !== undefined) found.add(target);
    }
  };
  follow(roots);
  for (const { schema } of found) follow([schema]);
  return found;
}

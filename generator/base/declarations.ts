/** Where the properties of schemas are declared. */

import type { Schema } from "../model.ts";
import {
  requiredIn,
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
} from "./schema.ts";

export interface DeclaredProperty {
  readonly schema: Schema;
  readonly required: boolean;
}

const DEEPEST = 8;

/** Where a property is declared in a schema or in what that is all of. */
export function declarationsIn(
  lookup: SchemaLookup,
  start: SchemaObject,
  name: string,
  depth = 0,
): DeclaredProperty[] {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return [];
  const own = schemaMap(schema, "properties").find(([key]) => key === name);
  const found =
    own === undefined ? [] : [{ schema: own[1], required: requiredIn(schema).includes(name) }];
  const inherited = schemasIn(schema, "allOf").flatMap((part) => {
    return typeof part === "boolean" ? [] : declarationsIn(lookup, part, name, depth + 1);
  });
  return [...found, ...inherited];
}

/** Looking into the objects and arrays that schemas describe. */

import type { PropertyPath } from "../../templates/package/src/runtime/operation.ts";
import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { PathFact, Schema } from "../model.ts";
import { onlyBranch, type SchemaLookup, schemaMap, schemasIn, typesIn } from "../base/schema.ts";

export interface PlacedSchema {
  readonly schema: Schema;
  readonly pointer: string;
}

const DEEPEST = 8;

/** The properties of an object, those of `allOf` after its own. Of several with one name the first counts. */
export function propertiesOf(
  lookup: SchemaLookup,
  start: PlacedSchema,
  depth = 0,
): ReadonlyMap<string, PlacedSchema> {
  const found = new Map<string, PlacedSchema>();
  const { schema, pointer } = lookup.resolve(start.schema, start.pointer);
  if (typeof schema === "boolean" || depth > DEEPEST) return found;
  for (const [name, property] of schemaMap(schema, "properties"))
    found.set(name, { schema: property, pointer: below(pointer, ["properties", name]) });
  for (const part of partsOf({ schema, pointer }))
    for (const [name, property] of propertiesOf(lookup, part, depth + 1))
      if (!found.has(name)) found.set(name, property);
  return found;
}

/** What the names lead to, one property within the other. */
export function propertyAt(
  lookup: SchemaLookup,
  start: PlacedSchema,
  path: readonly string[],
): PlacedSchema | undefined {
  let found: PlacedSchema | undefined = start;
  for (const name of path) found = found && propertiesOf(lookup, found).get(name);
  return found;
}

/** The element of an array; undefined if it is none, or one of which nothing is known. */
export function elementOf(
  lookup: SchemaLookup,
  start: PlacedSchema,
  depth = 0,
): PlacedSchema | undefined {
  const { schema, pointer } = lookup.resolve(start.schema, start.pointer);
  if (typeof schema === "boolean" || depth > DEEPEST) return undefined;
  const { items } = schema;
  if (isRecord(items)) return { schema: items, pointer: `${pointer}/items` };
  for (const part of partsOf({ schema, pointer })) {
    const element = elementOf(lookup, part, depth + 1);
    if (element !== undefined) return element;
  }
  return undefined;
}

/** The types of a value beside null; none if the schema does not say. */
export function valueTypes(lookup: SchemaLookup, start: Schema, depth = 0): readonly string[] {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return [];
  const own = typesIn(schema).filter((type) => type !== "null");
  if (own.length > 0) return own;
  const branches = (["allOf", "anyOf", "oneOf"] as const).flatMap((key) => schemasIn(schema, key));
  return [...new Set(branches.flatMap((branch) => valueTypes(lookup, branch, depth + 1)))];
}

/** The names that a path can mean: one with dots in it, or several. */
export function namesIn(path: PathFact): (readonly string[])[] {
  return typeof path === "string" ? [[path], path.split(".")] : [path];
}

/** A path of one name is the name. */
export function compact(path: readonly string[]): PropertyPath {
  const [first = ""] = path;
  return path.length === 1 ? first : path;
}

/** The schemas that a value also meets: the parts of `allOf`, and the only alternative to null. */
function partsOf({ schema, pointer }: PlacedSchema): PlacedSchema[] {
  if (typeof schema === "boolean") return [];
  const parts = schemasIn(schema, "allOf").map((part, index) => ({
    schema: part,
    pointer: `${pointer}/allOf/${index}`,
  }));
  const only = onlyBranch(schema);
  if (only === undefined) return parts;
  const keyword = schemasIn(schema, "anyOf").includes(only) ? "anyOf" : "oneOf";
  const index = schemasIn(schema, keyword).indexOf(only);
  return [...parts, { schema: only, pointer: `${pointer}/${keyword}/${index}` }];
}

function below(pointer: string, tokens: readonly string[]): string {
  return pointer + pointerOf(tokens).slice(1);
}

/**
 * Discriminators as TypeScript sees them: each branch of a union says in its own type which values the discriminating property
 * has, so that comparing it narrows.
 */

import { isRecord } from "../base/is-record.ts";
import type { NamedSchema, Schema } from "../model.ts";
import {
  requiredIn,
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
  subschemas,
} from "../base/schema.ts";

/** The values of properties, by the property's name. */
type Values = ReadonlyMap<string, readonly unknown[]>;

/**
 * What each named schema says when its discriminating properties have the values that mean it.
 *
 * @param roots all schemas that are written as types.
 */
export function withDiscriminators(
  named: readonly NamedSchema[],
  roots: readonly Schema[],
  lookup: SchemaLookup,
): (schema: NamedSchema) => Schema {
  const byName = new Map(named.map((schema) => [schema.name, schema]));
  const heirs = heirsOf(named, lookup);
  const values = new Map<NamedSchema, Map<string, Set<unknown>>>();
  const add = (target: NamedSchema, property: string, meant: readonly unknown[]): void => {
    const own = declaredValues(lookup, target.schema, property, 0);
    const narrows = own.length > 1 && meant.every((value) => own.includes(value));
    if (own.length > 0 && !narrows) return;
    const properties = values.get(target) ?? new Map<string, Set<unknown>>();
    values.set(target, properties);
    properties.set(property, new Set([...(properties.get(property) ?? []), ...meant]));
  };
  for (const { schema, holder } of discriminated(named, roots)) {
    const { property, mapping } = discriminatorOf(schema);
    if (property === undefined) continue;
    const meaning = new Map<NamedSchema, string[]>();
    for (const [value, reference] of mapping) {
      const target = lookup.find(reference) ?? byName.get(reference);
      if (target !== undefined) meaning.set(target, [...(meaning.get(target) ?? []), value]);
    }
    const meant = (target: NamedSchema): string[] => meaning.get(target) ?? [target.name];
    const branches = [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")];
    for (const branch of branches) {
      const target = lookup.target(branch);
      if (target !== undefined && !isUnion(target.schema)) add(target, property, meant(target));
    }
    if (branches.length > 0 || holder === undefined) continue;
    for (const heir of heirs(holder)) {
      add(heir, property, [heir, ...heirs(heir)].flatMap(meant));
    }
  }
  return (schema) => {
    const found = values.get(schema);
    return found === undefined ? schema.schema : narrowed(schema.schema, found);
  };
}

function* discriminated(
  named: readonly NamedSchema[],
  roots: readonly Schema[],
): Generator<{ readonly schema: SchemaObject; readonly holder: NamedSchema | undefined }> {
  const holders = new Map<Schema, NamedSchema>(named.map((each) => [each.schema, each]));
  const open = [...roots];
  const seen = new Set<Schema>();
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    if (typeof schema === "boolean" || seen.has(schema)) continue;
    seen.add(schema);
    if (isRecord(schema["discriminator"])) yield { schema, holder: holders.get(schema) };
    for (const [, inner] of subschemas(schema)) open.push(inner);
  }
}

function discriminatorOf({ discriminator }: SchemaObject): {
  readonly property: string | undefined;
  readonly mapping: readonly (readonly [string, string])[];
} {
  if (!isRecord(discriminator)) return { property: undefined, mapping: [] };
  const { propertyName, mapping } = discriminator;
  const entries = isRecord(mapping) ? Object.entries(mapping) : [];
  return {
    property: typeof propertyName === "string" ? propertyName : undefined,
    mapping: entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  };
}

function isUnion(schema: Schema): boolean {
  return (
    typeof schema === "object" &&
    [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")].length > 0
  );
}

/** The named schemas that take part in another by `allOf`, directly or not. */
function heirsOf(
  named: readonly NamedSchema[],
  lookup: SchemaLookup,
): (schema: NamedSchema) => ReadonlySet<NamedSchema> {
  const children = new Map<NamedSchema, NamedSchema[]>();
  for (const child of named) {
    if (typeof child.schema === "boolean") continue;
    for (const part of schemasIn(child.schema, "allOf")) {
      const parent = lookup.target(part);
      if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), child]);
    }
  }
  return (schema) => {
    const found = new Set(children.get(schema) ?? []);
    for (const heir of found) for (const child of children.get(heir) ?? []) found.add(child);
    found.delete(schema);
    return found;
  };
}

const DEEPEST = 8;

/** The values that a schema itself allows for a property; none if it does not list them. */
function declaredValues(
  lookup: SchemaLookup,
  start: Schema,
  property: string,
  depth: number,
): readonly unknown[] {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return [];
  for (const [name, declared] of schemaMap(schema, "properties")) {
    if (name !== property) continue;
    const value = lookup.follow(declared);
    if (typeof value === "boolean") continue;
    if (value["const"] !== undefined) return [value["const"]];
    if (Array.isArray(value["enum"])) return value["enum"];
  }
  for (const part of schemasIn(schema, "allOf")) {
    const values = declaredValues(lookup, part, property, depth + 1);
    if (values.length > 0) return values;
  }
  return [];
}

function narrowed(schema: Schema, values: ReadonlyMap<string, ReadonlySet<unknown>>): Schema {
  if (typeof schema === "boolean") return schema;
  const lists: Values = new Map([...values].map(([name, set]) => [name, [...set]]));
  const own = new Map(schemaMap(schema, "properties"));
  const composed = ["$ref", "allOf", "anyOf", "oneOf"].some(
    (keyword) => schema[keyword] !== undefined,
  );
  const here = [...lists].filter(([name]) => own.has(name) || !composed);
  const beside = [...lists].filter(([name]) => own.has(name) === false && composed);
  const required = [...new Set([...requiredIn(schema), ...here.map(([name]) => name)])];
  const result: { [keyword: string]: unknown } = { ...schema };
  if (here.length > 0) {
    result["properties"] = Object.fromEntries([
      ...own,
      ...here.map(([name, list]) => [name, valuesSchema(own.get(name), list)] as const),
    ]);
    result["required"] = required;
  }
  if (beside.length > 0) {
    const properties = Object.fromEntries(
      beside.map(([name, list]) => [name, valuesSchema(undefined, list)]),
    );
    const extra = { type: "object", required: Object.keys(properties), properties };
    result["allOf"] = [...schemasIn(schema, "allOf"), extra];
  }
  return result;
}

function valuesSchema(declared: Schema | undefined, list: readonly unknown[]): Schema {
  const description = typeof declared === "object" ? declared["description"] : undefined;
  return { ...(description === undefined ? {} : { description }), enum: list };
}

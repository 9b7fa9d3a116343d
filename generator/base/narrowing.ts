/**
 * Discriminators as TypeScript sees them: each branch of a union says in its own type which values the discriminating property
 * has, so that comparing it narrows.
 */

import { Hierarchy, isDiscriminatedBase } from "./hierarchy.ts";
import { isRecord } from "./is-record.ts";
import type { NamedSchema, Schema } from "../model.ts";
import {
  requiredIn,
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
  schemasWithin,
  textIn,
  typesIn,
} from "./schema.ts";
import { declarationsIn } from "./declarations.ts";

export interface Discriminators {
  /** What a schema says when its discriminating properties have the values that mean it. */
  narrowed(schema: NamedSchema): Schema;
  /** The branches of a schema that stands for its heirs. */
  variantsOf(schema: NamedSchema): Variants;
}

export interface Variants {
  readonly heirs: readonly NamedSchema[];
  /** What tells the schema itself from its heirs; undefined if it is only what they have in common. */
  readonly own: Schema | undefined;
}

interface Values {
  readonly values: Set<unknown>;
  /** Whether the property may be missing, since the schema is what is meant then. */
  optional: boolean;
}

interface Discriminator {
  readonly property: string;
  /** The values that mean a schema. */
  meant(target: NamedSchema): readonly string[];
  /** Whether the mapping names a schema. */
  readonly mapped: ReadonlyMap<NamedSchema, readonly string[]>;
  /** What is meant by no value, or by an unknown one. */
  readonly fallback: NamedSchema | undefined;
}

/**
 * @param roots all schemas that are written as types.
 * @param isPolymorphic whether a schema stands for its heirs, too.
 */
export function discriminatorsOf(
  named: readonly NamedSchema[],
  roots: readonly Schema[],
  lookup: SchemaLookup,
  isPolymorphic: (schema: NamedSchema) => boolean,
): Discriminators {
  const hierarchy = new Hierarchy(named, lookup);
  const found = new Map<NamedSchema, Map<string, Values>>();
  const own = new Map<NamedSchema, Map<string, readonly unknown[]>>();

  const add = (
    target: NamedSchema,
    { property, fallback }: Discriminator,
    meant: readonly string[],
  ): void => {
    const declared = declaredValues(lookup, target.schema, property, 0);
    const values = meant.map((value) => valueOf(lookup, target.schema, property, value));
    const narrows = declared.length > 1 && values.every((value) => declared.includes(value));
    if (declared.length > 0 && !narrows) return;
    const properties = found.get(target) ?? new Map<string, Values>();
    found.set(target, properties);
    const entry = properties.get(property) ?? { values: new Set(), optional: false };
    properties.set(property, entry);
    for (const value of values) entry.values.add(value);
    if (target === fallback) entry.optional = true;
  };

  const addBranch = (
    target: NamedSchema,
    discriminator: Discriminator,
    outer: readonly string[] | undefined,
    seen: ReadonlySet<NamedSchema>,
  ): void => {
    if (seen.has(target)) return;
    const mapped = discriminator.mapped.get(target) ?? outer;
    const branches = branchesOf(target.schema);
    if (branches.length === 0)
      return add(target, discriminator, mapped ?? discriminator.meant(target));
    const inner =
      typeof target.schema === "object" ? discriminatorIn(target.schema, lookup) : undefined;
    if (inner?.property === discriminator.property) return;
    for (const branch of branches) {
      const next = branchTarget(branch, lookup);
      if (next !== undefined) addBranch(next, discriminator, mapped, new Set([...seen, target]));
    }
  };

  for (const schema of schemasWithin([...roots, ...named.map((each) => each.schema)])) {
    const discriminator = discriminatorIn(schema, lookup);
    if (discriminator === undefined) continue;
    const { fallback } = discriminator;
    const targets = branchesOf(schema).flatMap((branch) => branchTarget(branch, lookup) ?? []);
    for (const target of new Set([...targets, ...(fallback === undefined ? [] : [fallback])])) {
      if (targets.length > 0) addBranch(target, discriminator, undefined, new Set());
    }
  }
  for (const base of named.filter(isDiscriminatedBase)) {
    const discriminator = discriminatorIn(base.schema as SchemaObject, lookup);
    if (discriminator === undefined) continue;
    const { property, mapped, meant } = discriminator;
    const setOwn = (schema: NamedSchema): void => {
      const declared = declaredValues(lookup, schema.schema, property, 0);
      const values = meant(schema).map((value) => valueOf(lookup, schema.schema, property, value));
      if (declared.length > 0 && !values.every((value) => declared.includes(value))) return;
      own.set(schema, new Map([...(own.get(schema) ?? []), [property, values]]));
    };
    for (const heir of hierarchy.heirsOf(base)) {
      if (isPolymorphic(heir)) setOwn(heir);
      else add(heir, discriminator, [heir, ...hierarchy.heirsOf(heir)].flatMap(meant));
    }
    if (mapped.size === 0 || mapped.has(base)) setOwn(base);
  }

  return {
    narrowed: (schema) => {
      const values = found.get(schema);
      return values === undefined ? schema.schema : narrowed(schema.schema, values);
    },
    variantsOf: (schema) => {
      const values = own.get(schema);
      const heirs = hierarchy.childrenOf(schema);
      return { heirs, own: values && propertiesOf(values) };
    },
  };
}

function propertiesOf(values: ReadonlyMap<string, readonly unknown[]>): Schema {
  const properties = Array.from(values, ([name, list]) => [name, { enum: list }] as const);
  return {
    type: "object",
    required: [...values.keys()],
    properties: Object.fromEntries(properties),
  };
}

/** The schema that a discriminator falls back to (OpenAPI 3.2, 4.25.1, `defaultMapping`). */
export function fallbackOf(schema: SchemaObject, lookup: SchemaLookup): NamedSchema | undefined {
  const { discriminator } = schema;
  const value = isRecord(discriminator) ? discriminator["defaultMapping"] : undefined;
  return typeof value === "string" ? lookup.mapped(value) : undefined;
}

function discriminatorIn(schema: SchemaObject, lookup: SchemaLookup): Discriminator | undefined {
  const { discriminator } = schema;
  if (!isRecord(discriminator)) return undefined;
  const { propertyName, mapping } = discriminator;
  if (typeof propertyName !== "string") return undefined;
  const mapped = new Map<NamedSchema, string[]>();
  for (const [value, reference] of isRecord(mapping) ? Object.entries(mapping) : []) {
    const target = typeof reference === "string" ? lookup.mapped(reference) : undefined;
    if (target !== undefined) mapped.set(target, [...(mapped.get(target) ?? []), value]);
  }
  return {
    property: propertyName,
    mapped,
    meant: (target) => mapped.get(target) ?? [implicitValue(target)],
    fallback: fallbackOf(schema, lookup),
  };
}

/** The name, or what documents of Azure say instead. */
function implicitValue({ name, schema }: NamedSchema): string {
  const stated =
    typeof schema === "object" ? textIn(schema, "x-ms-discriminator-value") : undefined;
  return stated ?? name;
}

function branchesOf(schema: Schema): readonly Schema[] {
  if (typeof schema === "boolean") return [];
  return [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")];
}

/** The named schema that a branch is, also where it is all of that one alone. */
function branchTarget(branch: Schema, lookup: SchemaLookup): NamedSchema | undefined {
  const target = lookup.target(branch);
  if (target !== undefined || typeof branch === "boolean") return target;
  const parts = schemasIn(branch, "allOf").filter((part) => lookup.target(part) !== undefined);
  const [only, ...more] = parts;
  return only === undefined || more.length > 0 || branch["properties"] !== undefined
    ? undefined
    : lookup.target(only);
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

/** A value of a mapping, which is always a text, as the property has it. */
function valueOf(lookup: SchemaLookup, schema: Schema, property: string, value: string): unknown {
  if (typeof schema === "boolean") return value;
  const declared = declarationsIn(lookup, schema, property).map((each) =>
    lookup.follow(each.schema),
  );
  const types = declared.flatMap((each) => (typeof each === "boolean" ? [] : typesIn(each)));
  const isNumber = types.includes("integer") || types.includes("number");
  if (isNumber && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  return types.includes("boolean") && /^(?:true|false)$/.test(value) ? value === "true" : value;
}

function narrowed(schema: Schema, values: ReadonlyMap<string, Values>): Schema {
  if (typeof schema === "boolean") return schema;
  const own = new Map(schemaMap(schema, "properties"));
  const composed = ["$ref", "allOf", "anyOf", "oneOf"].some(
    (keyword) => schema[keyword] !== undefined,
  );
  const here = [...values].filter(([name]) => own.has(name) || !composed);
  const beside = [...values].filter(([name]) => !own.has(name) && composed);
  const requiredOf = (entries: readonly (readonly [string, Values])[]): string[] =>
    entries.filter(([, { optional }]) => !optional).map(([name]) => name);
  const result: { [keyword: string]: unknown } = { ...schema };
  if (here.length > 0) {
    const replaced = here.map(([name, list]) => [name, valuesSchema(own.get(name), list)] as const);
    result["properties"] = Object.fromEntries([...own, ...replaced]);
    result["required"] = [...new Set([...requiredIn(schema), ...requiredOf(here)])];
  }
  if (beside.length > 0) {
    const properties = Object.fromEntries(
      beside.map(([name, list]) => [name, valuesSchema(undefined, list)]),
    );
    const extra = { type: "object", required: requiredOf(beside), properties };
    result["allOf"] = [...schemasIn(schema, "allOf"), extra];
  }
  return result;
}

function valuesSchema(declared: Schema | undefined, { values }: Values): Schema {
  const description = typeof declared === "object" ? declared["description"] : undefined;
  return { ...(description === undefined ? {} : { description }), enum: [...values] };
}

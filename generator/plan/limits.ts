/** Limits of a schema that are checked before anything is sent. */

import type { Limits } from "../../templates/package/src/runtime/operation.ts";
import type { Schema } from "../model.ts";
import { isRecord } from "../base/is-record.ts";
import {
  onlyBranch,
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
} from "../base/schema.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NUMBERS = [
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

/** The limits of a parameter; undefined if there are none. */
export function limitsOf(lookup: SchemaLookup, schema: Schema): Limits | undefined {
  return orNone(limitsIn(lookup, schema, 0));
}

/**
 * The limits of a body, and of each of its properties. What is nested deeper is the server's to check.
 *
 * @param exactlyOne groups of properties of which exactly one must be given.
 */
export function bodyLimitsOf(
  lookup: SchemaLookup,
  schema: Schema,
  shape: {
    readonly required: readonly string[];
    readonly exactlyOne: readonly (readonly string[])[];
  },
): Limits | undefined {
  const limits: Mutable<Limits> = limitsIn(lookup, schema, 0);
  const properties = [...propertiesIn(lookup, schema, new Set())].flatMap(([name, property]) => {
    const own = limitsOf(lookup, property);
    return own === undefined ? [] : [[name, own] as const];
  });
  if (properties.length > 0) limits.properties = Object.fromEntries(properties);
  if (shape.required.length > 0) limits.required = shape.required;
  if (shape.exactlyOne.length > 0) limits.exactlyOne = shape.exactlyOne;
  return orNone(limits);
}

function orNone(limits: Limits): Limits | undefined {
  return Object.keys(limits).length === 0 ? undefined : limits;
}

const DEEPEST = 4;

function limitsIn(lookup: SchemaLookup, start: Schema, depth: number): Mutable<Limits> {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return {};
  const limits: Mutable<Limits> = {};
  const only = onlyBranch(schema);
  for (const part of [...schemasIn(schema, "allOf"), ...(only === undefined ? [] : [only])]) {
    Object.assign(limits, limitsIn(lookup, part, depth + 1));
  }
  for (const keyword of NUMBERS) {
    const value = schema[keyword];
    if (typeof value === "number") limits[keyword] = value;
  }
  setExclusive(limits, schema);
  const { items, propertyNames, additionalProperties } = schema;
  const nested = (value: unknown): Limits | undefined =>
    isRecord(value) ? orNone(limitsIn(lookup, value, depth + 1)) : undefined;
  const ofItems = nested(items);
  const ofNames = nested(propertyNames);
  const ofValues = nested(additionalProperties);
  return {
    ...limits,
    ...(ofItems === undefined ? {} : { items: ofItems }),
    ...(ofNames === undefined ? {} : { names: ofNames }),
    ...(ofValues === undefined ? {} : { values: ofValues }),
  };
}

/** In OpenAPI 3.0 the exclusive limits are switches of the inclusive ones. */
function setExclusive(limits: Mutable<Limits>, schema: SchemaObject): void {
  const pairs = [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const;
  for (const [exclusive, inclusive] of pairs) {
    const value = schema[exclusive];
    if (typeof value === "number") limits[exclusive] = value;
    const bound = limits[inclusive];
    if (value !== true || bound === undefined) continue;
    limits[exclusive] = bound;
    delete limits[inclusive];
  }
}

function* propertiesIn(
  lookup: SchemaLookup,
  start: Schema,
  seen: Set<Schema>,
): Generator<readonly [string, Schema]> {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || seen.has(schema)) return;
  seen.add(schema);
  for (const part of schemasIn(schema, "allOf")) yield* propertiesIn(lookup, part, seen);
  yield* schemaMap(schema, "properties");
}

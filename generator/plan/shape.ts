/** Whether the properties of a schema can stand beside parameters, and which they are. */

import { takesPart } from "../base/direction.ts";
import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { Schema } from "../model.ts";
import {
  isRequiredOnly,
  requiredIn,
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
  typesIn,
} from "../base/schema.ts";

export interface ShapeProperty {
  readonly name: string;
  readonly schema: Schema;
  readonly pointer: string;
}

/** An object with known properties. */
export interface Shape {
  readonly properties: readonly ShapeProperty[];
  readonly required: readonly string[];
  /** Groups of properties of which exactly one must be given. */
  readonly exactlyOne: readonly (readonly string[])[];
  /** Names that are required although there is no such property: nobody knows what to give for them. */
  readonly undeclared: readonly string[];
  /** Names of properties that are in responses alone. */
  readonly readOnly: readonly string[];
}

const NONE: Shape = { properties: [], required: [], exactlyOne: [], undeclared: [], readOnly: [] };

/**
 * The shape that an object schema has in requests. Undefined for everything else: unions, null beside the object, objects that may have other
 * properties too, and objects without properties.
 */
export function shapeOf(lookup: SchemaLookup, schema: Schema, pointer: string): Shape | undefined {
  const whole = shapeIn(lookup, schema, pointer, new Set());
  const shape = whole && inRequests(lookup, whole);
  return shape === undefined || shape.properties.length === 0 ? undefined : shape;
}

function shapeIn(
  lookup: SchemaLookup,
  schema: Schema,
  pointer: string,
  seen: ReadonlySet<Schema>,
): Shape | undefined {
  if (typeof schema === "boolean" || seen.has(schema) || !isPlain(schema)) return undefined;
  const above = new Set([...seen, schema]);
  const parts: Shape[] = [];
  if (schema["$ref"] !== undefined) {
    const target = lookup.target(schema);
    const shape = target && shapeIn(lookup, target.schema, target.pointer, above);
    if (shape === undefined) return undefined;
    parts.push(shape);
  }
  for (const [index, part] of schemasIn(schema, "allOf").entries()) {
    const shape = shapeIn(lookup, part, `${pointer}/allOf/${index}`, above);
    if (shape === undefined) return undefined;
    parts.push(shape);
  }
  const choice = exactlyOneOf(schema);
  if (choice === undefined) return undefined;
  parts.push({
    properties: schemaMap(schema, "properties").map(([name, property]) => {
      return {
        name,
        schema: property,
        pointer: pointer + pointerOf(["properties", name]).slice(1),
      };
    }),
    required: requiredIn(schema),
    exactlyOne: choice.length === 0 ? [] : [choice],
    undeclared: [],
    readOnly: [],
  });
  return parts.reduce(merged, NONE);
}

/** The shape without the properties that are in responses alone, and without demands for others than there are. */
function inRequests(lookup: SchemaLookup, { properties, required, exactlyOne }: Shape): Shape {
  const left = properties.filter(({ schema }) => !takesPart(lookup, schema, "request"));
  const sent = properties.filter((each) => !left.includes(each));
  const isSent = (name: string): boolean => sent.some((each) => each.name === name);
  const known = new Set(properties.map(({ name }) => name));
  return {
    properties: sent,
    required: required.filter(isSent),
    undeclared: required.filter((name) => !known.has(name)),
    readOnly: left.map(({ name }) => name),
    exactlyOne: exactlyOne.map((names) => names.filter(isSent)).filter(({ length }) => length > 0),
  };
}

function merged(a: Shape, b: Shape): Shape {
  const properties = new Map(
    [...a.properties, ...b.properties].map((property) => [property.name, property]),
  );
  return {
    properties: [...properties.values()],
    required: [...new Set([...a.required, ...b.required])],
    exactlyOne: [...a.exactlyOne, ...b.exactlyOne],
    undeclared: [],
    readOnly: [],
  };
}

/** Nothing but an object with the properties that are listed. */
function isPlain(schema: SchemaObject): boolean {
  const types = typesIn(schema);
  return (
    types.every((type) => type === "object") &&
    schema["nullable"] !== true &&
    schema["enum"] === undefined &&
    schema["const"] === undefined &&
    schema["discriminator"] === undefined &&
    schema["additionalProperties"] !== true &&
    !isRecord(schema["additionalProperties"]) &&
    !isRecord(schema["patternProperties"]) &&
    schemasIn(schema, "anyOf").every(isRequiredOnly)
  );
}

/**
 * The properties of which exactly one must be given, as `oneOf` with branches of `required` alone says it: none if there is no
 * `oneOf`, undefined if it says something else.
 */
function exactlyOneOf(schema: SchemaObject): readonly string[] | undefined {
  const branches = schemasIn(schema, "oneOf");
  if (!branches.every(isRequiredOnly)) return undefined;
  const names = branches.map((branch) => (typeof branch === "boolean" ? [] : requiredIn(branch)));
  return names.every(({ length }) => length === 1) ? names.flat() : undefined;
}

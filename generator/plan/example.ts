/** Values with which a call compiles, for READMEs: the document's own examples where they fit, else as little as possible. */

import { takesPart } from "../base/direction.ts";
import type { BodyForm } from "../../templates/package/src/runtime/operation.ts";
import { isRecord } from "../base/is-record.ts";
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
import type { Body, BodyGroup } from "./body.ts";
import { kindsOf } from "./kinds.ts";

const DEEPEST = 8;

/** The first of the examples that is a value of the schema, else the smallest value. */
export function exampleOf(
  lookup: SchemaLookup,
  schema: Schema,
  name: string,
  given: unknown = undefined,
): unknown {
  return exampleAt(lookup, schema, name, given, 0);
}

function exampleAt(
  lookup: SchemaLookup,
  schema: Schema,
  name: string,
  given: unknown,
  depth: number,
): unknown {
  const found = [given, ...ownExamples(lookup.follow(schema))].find(
    (value) => value !== undefined && fits(lookup, schema, value, 0),
  );
  return found ?? smallest(lookup, schema, name, depth);
}

/** The value of a request body. */
export function exampleOfBody(lookup: SchemaLookup, body: Body): unknown {
  const { encoding, parts } = body.facts;
  const [group] = body.groups;
  if (encoding === "binary") return { path: "file" };
  if (encoding === "text") return "text";
  if (group?.schema === undefined) return {};
  const { schema, shape, example, isList } = group;
  const isSequence = isList || kindsOf(lookup, schema).includes("array");
  if (encoding === "multipart" && isSequence) return exampleOfParts(lookup, group, body.facts);
  if (encoding !== "multipart" || shape === undefined) {
    return isList
      ? [exampleOf(lookup, schema, "body")]
      : exampleOf(lookup, schema, "body", example);
  }
  const { properties, required } = shape;
  const entries = properties
    .filter(({ name }) => required.includes(name))
    .map(({ name, schema }) => {
      const part = parts !== undefined && Object.hasOwn(parts, name) ? parts[name] : undefined;
      if (part?.file !== true) return [name, exampleOf(lookup, schema, name)] as const;
      const file = { path: name };
      return [name, part.many === true ? [file] : file] as const;
    });
  return Object.fromEntries(entries);
}

/** The value of a multipart body whose parts have no names. */
function exampleOfParts(
  lookup: SchemaLookup,
  { schema = true, isList }: BodyGroup,
  { prefix = [], items }: BodyForm,
): unknown[] {
  const target = lookup.follow(schema);
  const ofArray = typeof target === "boolean" ? {} : target;
  const { items: rest } = ofArray;
  const element = isList ? schema : isRecord(rest) ? rest : true;
  const first = schemasIn(ofArray, "prefixItems");
  const parts = prefix.length > 0 ? prefix : [items];
  return parts.map((part, index) =>
    part?.file === true ? { path: "file" } : exampleOf(lookup, first[index] ?? element, "body"),
  );
}

function ownExamples(schema: Schema): unknown[] {
  if (typeof schema === "boolean") return [];
  const { example, examples } = schema;
  return [example, ...(Array.isArray(examples) ? examples : [])];
}

/** Whether the value has the type that is made of the schema. Limits do not count. */
function fits(lookup: SchemaLookup, start: Schema, value: unknown, depth: number): boolean {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean") return schema;
  if (depth > DEEPEST) return false;
  if (value === null) return schema["nullable"] === true || allowsNull(lookup, schema);
  if (schema["const"] !== undefined) return schema["const"] === value;
  if (Array.isArray(schema["enum"])) return schema["enum"].includes(value);
  const inside = (part: Schema): boolean => fits(lookup, part, value, depth + 1);
  const unions = [schemasIn(schema, "anyOf"), schemasIn(schema, "oneOf")];
  for (const branches of unions) {
    if (branches.length > 0 && !branches.every(isRequiredOnly) && !branches.some(inside))
      return false;
  }
  const allOf = schemasIn(schema, "allOf");
  const types = typesIn(schema);
  if (types.length > 0 && !types.some((type) => hasType(value, type))) return false;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (schema["prefixItems"] !== undefined || Array.isArray(items)) return false;
    return !isRecord(items) || value.every((item) => fits(lookup, items, item, depth + 1));
  }
  if (!isRecord(value)) return allOf.every(inside);
  if (allOf.length > 0) return false;
  return fitsObject(lookup, schema, value, depth);
}

function fitsObject(
  lookup: SchemaLookup,
  schema: SchemaObject,
  value: Readonly<Record<string, unknown>>,
  depth: number,
): boolean {
  const properties = new Map(propertiesSent(lookup, schema));
  const { additionalProperties } = schema;
  const others = isRecord(additionalProperties)
    ? additionalProperties
    : additionalProperties === true;
  const isOpen = properties.size === 0 && additionalProperties === undefined;
  const required = requiredIn(schema).filter((name) => properties.get(name) !== false);
  if (!required.every((name) => Object.hasOwn(value, name))) return false;
  const choices = schemasIn(schema, "oneOf").filter(isRequiredOnly);
  const met = choices.filter((choice) => {
    return (
      typeof choice === "object" && requiredIn(choice).every((name) => Object.hasOwn(value, name))
    );
  });
  if (choices.length > 0 && met.length !== 1) return false;
  return Object.entries(value).every(([name, entry]) => {
    return isOpen || fits(lookup, properties.get(name) ?? others, entry, depth + 1);
  });
}

/** The properties, with `false` for those that are in responses alone. */
function propertiesSent(lookup: SchemaLookup, schema: SchemaObject): [string, Schema][] {
  return schemaMap(schema, "properties").map(([name, property]) => {
    return [name, takesPart(lookup, property, "request") && property];
  });
}

function allowsNull(lookup: SchemaLookup, schema: SchemaObject): boolean {
  if (typesIn(schema).includes("null")) return true;
  const branches = [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")];
  return branches.some((branch) => fits(lookup, branch, null, DEEPEST));
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

const FORMATS: ReadonlyMap<unknown, string> = new Map([
  ["date", "2026-01-31"],
  ["date-time", "2026-01-31T08:00:00Z"],
  ["email", "someone@example.com"],
  ["uri", "https://example.com"],
  ["url", "https://example.com"],
  ["uuid", "00000000-0000-4000-8000-000000000000"],
]);

function smallest(lookup: SchemaLookup, start: Schema, name: string, depth: number): unknown {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return {};
  if (schema["const"] !== undefined) return schema["const"];
  if (Array.isArray(schema["enum"]) && schema["enum"].length > 0) return schema["enum"][0];
  const branches = [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")];
  const [branch] = branches.filter(
    (each) => typeof each !== "boolean" && each["type"] !== "null" && !isRequiredOnly(each),
  );
  if (branch !== undefined) return smallest(lookup, branch, name, depth + 1);
  const [type] = typesIn(schema).filter((each) => each !== "null");
  if (type === "integer" || type === "number")
    return typeof schema["minimum"] === "number" ? schema["minimum"] : 1;
  if (type === "boolean") return true;
  if (type === "array") {
    const { items } = schema;
    return [smallest(lookup, isRecord(items) ? items : true, name, depth + 1)];
  }
  if (type === "string") return FORMATS.get(schema["format"]) ?? name;
  return smallestObject(lookup, schema, depth);
}

function smallestObject(lookup: SchemaLookup, schema: SchemaObject, depth: number): object {
  const parts = schemasIn(schema, "allOf").map((part) => smallest(lookup, part, "", depth + 1));
  const [choice] = schemasIn(schema, "oneOf").filter(isRequiredOnly);
  const required = [
    ...requiredIn(schema),
    ...(typeof choice === "object" ? requiredIn(choice) : []),
  ];
  const own = propertiesSent(lookup, schema)
    .filter(([name, property]) => required.includes(name) && property !== false)
    .map(
      ([name, property]) =>
        [name, exampleAt(lookup, property, name, undefined, depth + 1)] as const,
    );
  return Object.fromEntries([...parts.filter(isRecord).flatMap(Object.entries), ...own]);
}

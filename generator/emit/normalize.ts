/**
 * Brings JSON schemas into the form in which openapi-typescript makes the right type of them: one way of saying null, unions
 * that do not swallow what stands beside them, references by the names of types.
 */

import type { NamedSchema, Schema } from "../model.ts";
import { isRequiredOnly } from "../plan/shape.ts";
import {
  extensionIn,
  requiredIn,
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
  typesIn,
} from "../schema.ts";
import type { Cycles } from "./cycles.ts";
import {
  all,
  any,
  type Form,
  isUnknown,
  orNull,
  reference,
  type SchemaForm,
  SPECIAL,
} from "./schema-forms.ts";

export interface NormalizeContext {
  readonly lookup: SchemaLookup;
  /** The names of types by the pointers of their schemas. */
  readonly names: ReadonlyMap<string, string>;
  /** The schemas that stand for a file. */
  readonly uploads: ReadonlySet<Schema>;
  readonly cycles: Cycles;
  /** Is told of each property that documentation can be written for. */
  onProperty(form: SchemaForm, name: string, schema: Schema): void;
}

interface Place {
  /** The named schema of which this is a part by composition alone; undefined inside properties and elements. */
  readonly within: NamedSchema | undefined;
  /** Whether properties are written down a second time, and their documentation is not. */
  readonly again: boolean;
}

const INSIDE: Place = { within: undefined, again: false };

/** The form of a named schema itself; `schema` is what it says, if that was changed. */
export function normalizeNamed(
  context: NormalizeContext,
  named: NamedSchema,
  schema: Schema,
): Form {
  return normalize(context, schema, { within: named, again: false });
}

/** The form of a schema that has no name. */
export function normalizeInline(context: NormalizeContext, schema: Schema): Form {
  return normalize(context, schema, INSIDE);
}

function normalize(context: NormalizeContext, schema: Schema, place: Place): Form {
  if (schema === true) return {};
  if (schema === false) return false;
  if (context.uploads.has(schema)) return reference(SPECIAL.uploadable);
  const types = validTypes(schema);
  const nullable = schema["nullable"] === true || types.includes("null");
  const form = withoutNull(
    context,
    schema,
    types.filter((type) => type !== "null"),
    place,
  );
  if (!nullable) return form;
  return types.length === 1 && types[0] === "null" && isUnknown(form)
    ? { type: "null" }
    : orNull(form);
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

function validTypes(schema: SchemaObject): string[] {
  const types = typesIn(schema).map((type) => type.toLowerCase());
  return [...new Set(types)].filter((type) => TYPES.has(type));
}

function withoutNull(
  context: NormalizeContext,
  schema: SchemaObject,
  types: readonly string[],
  place: Place,
): Form {
  if ("const" in schema)
    return schema["const"] === null ? { type: "null" } : { const: schema["const"] };
  if (Array.isArray(schema["enum"]) && schema["enum"].length > 0)
    return enumForm(schema, schema["enum"], types);
  const composed = compositionOf(context, schema, types, place);
  const bare = composed.length > 0;
  const described = bare ? types.filter((type) => type === "object" || type === "array") : types;
  return all([ownForm(context, schema, described, { place, bare }), ...composed]);
}

function enumForm(
  schema: SchemaObject,
  values: readonly unknown[],
  types: readonly string[],
): Form {
  const texts = types.length === 1 && types[0] === "string";
  const literals = [
    ...new Set(values.map((value) => (texts && typeof value === "number" ? String(value) : value))),
  ];
  const open = extensionIn(schema).openEnum;
  const nothing = literals.filter((value) => value === null);
  const rest = literals.filter((value) => value !== null);
  const form: Form = rest.length === 0 ? { type: "null" } : { enum: rest };
  const opened = open ? any([form, reference(SPECIAL.anyString)]) : form;
  return nothing.length > 0 && rest.length > 0 ? orNull(opened) : opened;
}

/** What `$ref`, `allOf`, `anyOf` and `oneOf` add. */
function compositionOf(
  context: NormalizeContext,
  schema: SchemaObject,
  types: readonly string[],
  place: Place,
): Form[] {
  const parts: Form[] = [];
  if (typeof schema["$ref"] === "string") parts.push(referenceForm(context, schema, place, "all"));
  const allOf = schemasIn(schema, "allOf").filter(isStructural);
  for (const part of allOf) {
    parts.push(
      isReference(part)
        ? referencePart(context, part, place, "all")
        : normalize(context, part, place),
    );
  }
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const branches = schemasIn(schema, keyword);
    if (branches.length === 0) continue;
    if (branches.every(isRequiredOnly)) parts.push(choiceForm(context, schema, branches, keyword));
    else if (branches.some(isStructural)) parts.push(unionForm(context, branches, types, place));
  }
  const missing = requiredElsewhere(context, schema);
  if (missing !== undefined) parts.push(missing);
  return parts.filter((part) => !isUnknown(part));
}

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

function isStructural(schema: Schema): boolean {
  return typeof schema === "boolean" || STRUCTURE.some((keyword) => schema[keyword] !== undefined);
}

function isReference(schema: Schema): schema is SchemaObject {
  return typeof schema === "object" && typeof schema["$ref"] === "string";
}

/** A reference that may have more beside it. */
function referencePart(
  context: NormalizeContext,
  schema: SchemaObject,
  place: Place,
  as: "all" | "any",
): Form {
  const { $ref, ...beside } = schema;
  const hasMore = STRUCTURE.some((keyword) => keyword !== "type" && beside[keyword] !== undefined);
  const form = referenceForm(context, schema, place, as);
  if (!hasMore) return schema["nullable"] === true ? orNull(form) : form;
  return all([form, normalize(context, beside, place)]);
}

function referenceForm(
  context: NormalizeContext,
  schema: SchemaObject,
  place: Place,
  as: "all" | "any",
): Form {
  const target = context.lookup.target(schema);
  const name = target && context.names.get(target.pointer);
  if (target === undefined || name === undefined) return {};
  if (place.within === undefined) return reference(name);
  switch (context.cycles.at(place.within, target)) {
    case "none":
      return reference(name);
    case "leave-out":
      return as === "all" ? {} : false;
    case "without-union": {
      if (typeof target.schema === "boolean") return {};
      const { anyOf, oneOf, ...rest } = target.schema;
      return normalize(context, rest, { ...place, again: true });
    }
  }
}

function unionForm(
  context: NormalizeContext,
  branches: readonly Schema[],
  types: readonly string[],
  place: Place,
): Form {
  const primitives = types.filter((type) => type !== "object" && type !== "array");
  const forms = branches.map((branch) => {
    if (isReference(branch)) return referencePart(context, branch, place, "any");
    if (isStructural(branch)) return normalize(context, branch, place);
    return any(primitives.map((type) => ({ type })));
  });
  if (forms.some(isUnknown)) return {};
  return any(forms.filter((form) => form !== false));
}

/** `oneOf` (or `anyOf`) of what is required: exactly one (or at least one) of the properties is given, and it is not null. */
function choiceForm(
  context: NormalizeContext,
  schema: SchemaObject,
  branches: readonly Schema[],
  keyword: "anyOf" | "oneOf",
): Form {
  const properties = new Map(schemaMap(schema, "properties"));
  const groups = branches.map((branch) => (typeof branch === "boolean" ? [] : requiredIn(branch)));
  const names = [...new Set(groups.flat())];
  const forms = groups.map((group): Form => {
    const given = group.map((name): [string, Form] => [
      name,
      withoutNullForm(context, properties.get(name) ?? true),
    ]);
    const others = keyword === "anyOf" ? [] : names.filter((name) => !group.includes(name));
    const entries = [...given, ...others.map((name): [string, Form] => [name, false])];
    return { type: "object", required: group, properties: Object.fromEntries(entries) };
  });
  return any(forms);
}

function withoutNullForm(context: NormalizeContext, schema: Schema): Form {
  const form = normalize(context, schema, { within: undefined, again: true });
  if (typeof form === "boolean" || form.anyOf === undefined) return form;
  return any(form.anyOf.filter((branch) => typeof branch === "boolean" || branch.type !== "null"));
}

const DEEPEST = 8;

/** Properties that a schema requires although they are declared, and optional, in a schema that it is composed of. */
function requiredElsewhere(context: NormalizeContext, schema: SchemaObject): Form | undefined {
  const parts = [schema, ...schemasIn(schema, "allOf")].filter((part) => typeof part === "object");
  const required = parts.flatMap(requiredIn);
  if (required.length === 0 || parts.every((part) => !isReference(part))) return undefined;
  const entries = [...new Set(required)].flatMap((name): [string, Form][] => {
    const declared = parts.flatMap((part) => declarationsOf(context.lookup, part, name, 0));
    if (declared.length === 0 || declared.some((each) => each.required)) return [];
    const [first] = declared;
    return first === undefined
      ? []
      : [[name, normalize(context, first.schema, { within: undefined, again: true })]];
  });
  if (entries.length === 0) return undefined;
  return {
    type: "object",
    required: entries.map(([name]) => name),
    properties: Object.fromEntries(entries),
  };
}

interface Declared {
  readonly schema: Schema;
  readonly required: boolean;
}

function declarationsOf(
  lookup: SchemaLookup,
  start: SchemaObject,
  name: string,
  depth: number,
): Declared[] {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return [];
  const own = schemaMap(schema, "properties").find(([key]) => key === name);
  const found =
    own === undefined ? [] : [{ schema: own[1], required: requiredIn(schema).includes(name) }];
  const inherited = schemasIn(schema, "allOf").flatMap((part) => {
    return typeof part === "boolean" ? [] : declarationsOf(lookup, part, name, depth + 1);
  });
  return [...found, ...inherited];
}

/**
 * What the schema itself describes, without what it is composed of.
 *
 * @param options.bare whether a type alone adds nothing, since it is composed of something.
 */
function ownForm(
  context: NormalizeContext,
  schema: SchemaObject,
  types: readonly string[],
  { place, bare }: { readonly place: Place; readonly bare: boolean },
): Form {
  const isObject = ["properties", "additionalProperties", "patternProperties"].some(
    (key) => schema[key] !== undefined,
  );
  const isArray = schema["items"] !== undefined || schema["prefixItems"] !== undefined;
  const implied =
    types.length > 0 ? types : [...(isObject ? ["object"] : []), ...(isArray ? ["array"] : [])];
  const forms = implied.map((type): Form => {
    if (type === "object")
      return isObject ? objectForm(context, schema, place) : bare ? {} : { type };
    if (type === "array") return isArray || !bare ? arrayForm(context, schema) : {};
    return { type: type === "integer" ? "number" : type };
  });
  return any(forms.filter((form) => !isUnknown(form)));
}

function objectForm(context: NormalizeContext, schema: SchemaObject, place: Place): Form {
  const properties = schemaMap(schema, "properties").map(([name, property]): [string, Form] => {
    const form = normalize(context, property, { within: undefined, again: place.again });
    if (typeof form === "boolean") return [name, form];
    if (isReadOnly(property)) form.readOnly = true;
    if (!place.again) context.onProperty(form, name, property);
    return [name, form];
  });
  const form: SchemaForm = { type: "object" };
  if (properties.length > 0) form.properties = Object.fromEntries(properties);
  const required = requiredIn(schema).filter((name) => properties.some(([key]) => key === name));
  if (required.length > 0) form.required = required;
  const { additionalProperties } = schema;
  const patterns = schemaMap(schema, "patternProperties");
  if (additionalProperties === true) form.additionalProperties = true;
  else if (typeof additionalProperties === "object" && additionalProperties !== null) {
    const others = normalize(context, additionalProperties as SchemaObject, INSIDE);
    form.additionalProperties = isUnknown(others) ? true : others;
  }
  if (patterns.length > 0) {
    form.patternProperties = Object.fromEntries(
      patterns.map(([pattern, value]): [string, Form] => [
        pattern,
        normalize(context, value, INSIDE),
      ]),
    );
  }
  const isEmpty =
    properties.length === 0 && patterns.length === 0 && additionalProperties === false;
  return isEmpty ? reference(SPECIAL.emptyObject) : form;
}

function isReadOnly(schema: Schema): boolean {
  return typeof schema === "object" && schema["readOnly"] === true;
}

function arrayForm(context: NormalizeContext, schema: SchemaObject): Form {
  const tuple = schemasIn(schema, Array.isArray(schema["items"]) ? "items" : "prefixItems");
  if (tuple.length > 0)
    return { type: "array", prefixItems: tuple.map((item) => normalize(context, item, INSIDE)) };
  const { items } = schema;
  if (items === undefined || items === true) return { type: "array" };
  return { type: "array", items: normalize(context, items as Schema, INSIDE) };
}

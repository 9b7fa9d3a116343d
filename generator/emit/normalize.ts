/**
 * Brings JSON schemas into the form in which openapi-typescript makes the right type of them: one way of saying null, unions
 * that do not swallow what stands beside them, references by the names of types.
 */

import { declarationsIn } from "../base/declarations.ts";
import { type Direction, takesPart } from "../base/direction.ts";
import { isRecord } from "../base/is-record.ts";
import type { NamedSchema, Schema } from "../model.ts";
import {
  extensionIn,
  isRequiredOnly,
  isSchema,
  requiredIn,
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
} from "../base/schema.ts";
import type { Cycles } from "./cycles.ts";
import {
  all,
  any,
  constForm,
  enumForm,
  type Form,
  isUnknown,
  object,
  orNull,
  reference,
  type SchemaForm,
  SPECIAL,
} from "../base/schema-forms.ts";
import { fallbackOf } from "../base/narrowing.ts";
import {
  besideReference,
  isComposed,
  isReference,
  isStructural,
  requiringTogether,
  validTypes,
} from "./structure.ts";

export interface NormalizeContext {
  readonly lookup: SchemaLookup;
  readonly direction: Direction;
  /** The names that types have in that direction, by the pointers of their schemas. */
  readonly names: ReadonlyMap<string, string>;
  /** The names of what schemas that stand for their heirs have in common with them. */
  readonly bases: ReadonlyMap<string, string>;
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

function withoutNull(
  context: NormalizeContext,
  schema: SchemaObject,
  types: readonly string[],
  place: Place,
): Form {
  if ("const" in schema) return constForm(schema["const"]);
  if (Array.isArray(schema["enum"]) && schema["enum"].length > 0) {
    const type = types.length === 1 ? types[0] : undefined;
    return enumForm(schema["enum"], { type, open: extensionIn(schema).openEnum });
  }
  if (!isComposed(schema)) return ownForm(context, schema, types, { place, bare: false });
  const whole = requiringTogether(schema);
  const composed = compositionOf(context, whole, types, place);
  const bare = composed.length > 0;
  const described = bare ? types.filter((type) => type === "object" || type === "array") : types;
  return all([ownForm(context, whole, described, { place, bare }), ...composed]);
}

/** What `$ref`, `allOf`, `anyOf` and `oneOf` add. */
function compositionOf(
  context: NormalizeContext,
  schema: SchemaObject,
  types: readonly string[],
  place: Place,
): Form[] {
  const required = requiredIn(schema);
  const parts: Form[] = [];
  if (isReference(schema)) parts.push(referenceForm(context, schema, place, "all"));
  for (const part of schemasIn(schema, "allOf").filter(isStructural)) {
    if (isReference(part)) parts.push(referencePart(context, part, place, "all"));
    else
      parts.push(
        normalize(context, typeof part === "object" ? { ...part, required } : part, place),
      );
  }
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const branches = schemasIn(schema, keyword);
    if (branches.length === 0) continue;
    if (branches.every(isRequiredOnly)) parts.push(choiceForm(context, schema, branches, keyword));
    else if (branches.some(isStructural)) {
      parts.push(unionForm(context, { ...schema, type: types }, branches, place));
    }
  }
  const missing = requiredElsewhere(context, schema);
  if (missing !== undefined) parts.push(missing);
  return parts.filter((part) => !isUnknown(part));
}

/** A reference that may have more beside it. */
function referencePart(
  context: NormalizeContext,
  schema: SchemaObject,
  place: Place,
  as: "all" | "any",
): Form {
  const beside = besideReference(schema);
  const form = referenceForm(context, schema, place, as);
  if (beside === undefined) return schema["nullable"] === true ? orNull(form) : form;
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
  const base = context.bases.get(target.pointer);
  if (base !== undefined && as === "all" && place.within !== target) return reference(base);
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
  schema: SchemaObject,
  branches: readonly Schema[],
  place: Place,
): Form {
  const properties = new Map(propertiesIn(context, schema));
  const primitives = validTypes(schema).filter((type) => type !== "object" && type !== "array");
  const forms = branches.map((branch) => {
    if (isReference(branch)) return referencePart(context, branch, place, "any");
    if (!isStructural(branch)) return any(primitives.map((type) => ({ type })));
    const form = normalize(context, branch, place);
    const beside =
      typeof branch === "boolean" ? [] : requiredIn(branch).filter((name) => properties.has(name));
    const own =
      typeof branch === "boolean" ? [] : propertiesIn(context, branch).map(([name]) => name);
    const missing = beside.filter((name) => !own.includes(name));
    return missing.length === 0 ? form : all([form, requiring(context, missing, properties)]);
  });
  const fallback = fallbackOf(schema, context.lookup);
  if (fallback !== undefined && !branches.some((each) => context.lookup.target(each) === fallback))
    forms.push(reference(context.names.get(fallback.pointer) ?? fallback.name));
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
  const takesPartHere = (name: string): boolean => {
    return takesPart(context.lookup, properties.get(name) ?? true, context.direction);
  };
  const groups = branches.map((branch) =>
    typeof branch === "boolean" ? [] : requiredIn(branch).filter(takesPartHere),
  );
  const names = [...new Set(groups.flat())];
  const forms = groups.map((group): Form => {
    const given = group.map((name): [string, Form] => [
      name,
      withoutNullForm(context, properties.get(name) ?? true),
    ]);
    const others = keyword === "anyOf" ? [] : names.filter((name) => !group.includes(name));
    const entries = [...given, ...others.map((name): [string, Form] => [name, false])];
    return object(entries, group);
  });
  return any(forms);
}

function withoutNullForm(context: NormalizeContext, schema: Schema): Form {
  const form = normalize(context, schema, { within: undefined, again: true });
  if (typeof form === "boolean" || form.anyOf === undefined) return form;
  return any(form.anyOf.filter((branch) => typeof branch === "boolean" || branch.type !== "null"));
}

/** Properties that a schema requires although they are declared, and optional, in a named schema that it is all of. */
function requiredElsewhere(context: NormalizeContext, schema: SchemaObject): Form | undefined {
  const parts = [schema, ...schemasIn(schema, "allOf")].filter((part) => typeof part === "object");
  const references = parts.filter(isReference);
  const found = new Map<string, Schema>();
  for (const name of references.length === 0 ? [] : requiredIn(schema)) {
    const here = parts.some((part) => schemaMap(part, "properties").some(([key]) => key === name));
    const declared = references.flatMap((part) => declarationsIn(context.lookup, part, name));
    const [first] = declared;
    if (here || first === undefined || declared.some((each) => each.required)) continue;
    if (takesPart(context.lookup, first.schema, context.direction)) found.set(name, first.schema);
  }
  return found.size === 0 ? undefined : requiring(context, [...found.keys()], found);
}

/** An object that has these properties, which are documented where they are declared. */
function requiring(
  context: NormalizeContext,
  names: readonly string[],
  properties: ReadonlyMap<string, Schema>,
): Form {
  const forms = names.map((name): [string, Form] => {
    return [
      name,
      normalize(context, properties.get(name) ?? true, { within: undefined, again: true }),
    ];
  });
  return object(forms, names);
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
  const properties = propertiesIn(context, schema).map(([name, property]): [string, Form] => {
    const form = normalize(context, property, { within: undefined, again: place.again });
    if (typeof form === "boolean") return [name, form];
    if (!takesPart(context.lookup, property, "request")) form.readOnly = true;
    if (!place.again) context.onProperty(form, name, property);
    return [name, form];
  });
  const others = otherProperties(context, schema);
  const names = new Set(properties.map(([name]) => name));
  const required = requiredIn(schema);
  if (isRecord(schema["additionalProperties"])) {
    for (const name of required) if (!names.has(name) && others) properties.push([name, others]);
  }
  const form = object(
    properties,
    required.filter((name) => names.has(name) || properties.some(([key]) => key === name)),
  );
  if (others === undefined) return form;
  if (others === false) return properties.length === 0 ? reference(SPECIAL.emptyObject) : form;
  form.additionalProperties = isUnknown(others) ? true : others;
  return form;
}

/** What properties may be that have no name; undefined if nothing is said of them. */
function otherProperties(context: NormalizeContext, schema: SchemaObject): Form | undefined {
  const { additionalProperties, unevaluatedProperties } = schema;
  const patterns = schemaMap(schema, "patternProperties").map(([, value]) => value);
  const rest = additionalProperties ?? unevaluatedProperties;
  const schemas = [...patterns, ...(isSchema(rest) ? [rest] : [])];
  if (schemas.length === 0) return undefined;
  const forms = schemas.map((value) => normalize(context, value, INSIDE));
  const some = forms.filter((form) => form !== false);
  return some.length === 0 ? false : some.some(isUnknown) ? {} : any(some);
}

/** The properties that take part in the direction. */
function propertiesIn(
  { lookup, direction }: NormalizeContext,
  schema: SchemaObject,
): (readonly [string, Schema])[] {
  return schemaMap(schema, "properties").filter(([, property]) => {
    return takesPart(lookup, property, direction);
  });
}

/** Elements of a tuple are required unless `minItems` says less; others follow them only where `items` describes them. */
function arrayForm(context: NormalizeContext, schema: SchemaObject): Form {
  const listed = Array.isArray(schema["items"]);
  const tuple = schemasIn(schema, listed ? "items" : "prefixItems");
  const rest = listed ? schema["additionalItems"] : schema["items"];
  const others = isSchema(rest) ? normalize(context, rest, INSIDE) : undefined;
  if (tuple.length === 0)
    return others === undefined ? { type: "array" } : { type: "array", items: others };
  const { minItems } = schema;
  const form: SchemaForm = {
    type: "array",
    prefixItems: tuple.map((item) => normalize(context, item, INSIDE)),
  };
  if (typeof minItems === "number" && minItems < tuple.length) form.minItems = minItems;
  return others === undefined || others === false ? form : { ...form, items: others };
}

/** Reading JSON schemas: where schemas are nested in each other, and what a reference means. */

import { isRecord } from "./is-record.ts";
import { pointerOf, tokensOf } from "./json.ts";
import type { NamedSchema, Schema } from "../model.ts";

/** A schema that is not `true` or `false`. */
export type SchemaObject = Exclude<Schema, boolean>;

const SINGLE = [
  "additionalProperties",
  "contains",
  "contentSchema",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
] as const;
const LISTS = ["allOf", "anyOf", "items", "oneOf", "prefixItems"] as const;
const MAPS = [
  "$defs",
  "definitions",
  "dependentSchemas",
  "patternProperties",
  "properties",
] as const;

export function isSchema(value: unknown): value is Schema {
  return typeof value === "boolean" || isRecord(value);
}

const HOLDERS: ReadonlyMap<string, "single" | "list" | "map"> = new Map([
  ...SINGLE.map((keyword) => [keyword, "single"] as const),
  ...LISTS.map((keyword) => [keyword, "list"] as const),
  ...MAPS.map((keyword) => [keyword, "map"] as const),
]);

/** Visits the schemas directly inside `schema`, with the keyword that leads there, and the name or the index below it. */
export function eachSubschema(
  schema: SchemaObject,
  visit: (inner: Schema, keyword: string, key: string | undefined) => void,
): void {
  for (const keyword of Object.keys(schema)) {
    const holder = HOLDERS.get(keyword);
    if (holder === undefined) continue;
    const value = schema[keyword];
    if (Array.isArray(value) || (holder === "map" && isRecord(value))) {
      for (const key of Object.keys(value)) {
        const inner = (value as Readonly<Record<string, unknown>>)[key];
        if (isSchema(inner)) visit(inner, keyword, key);
      }
    } else if (holder !== "map" && isSchema(value)) visit(value, keyword, undefined);
  }
}

/** The schemas in a keyword that has a list of them; none if it is absent or something else. */
export function schemasIn(schema: SchemaObject, keyword: (typeof LISTS)[number]): Schema[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** The schemas in a keyword that has them by name. */
export function schemaMap(
  schema: SchemaObject,
  keyword: (typeof MAPS)[number],
): (readonly [string, Schema])[] {
  const value = schema[keyword];
  if (!isRecord(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, Schema] => isSchema(entry[1]));
}

const TYPED_SINGLE = [
  "additionalItems",
  "additionalProperties",
  "items",
  "unevaluatedProperties",
] as const;
const TYPED_LISTS = ["allOf", "anyOf", "items", "oneOf", "prefixItems"] as const;
const TYPED_MAPS = ["patternProperties", "properties"] as const;

/** The schemas, and those within them that their types are made of. References are not followed. */
export function schemasWithin(schemas: readonly Schema[]): ReadonlySet<SchemaObject> {
  const found = new Set<SchemaObject>();
  const add = (value: unknown): void => {
    if (isRecord(value)) found.add(value);
  };
  schemas.forEach(add);
  for (const schema of found) {
    for (const keyword of TYPED_SINGLE) add(schema[keyword]);
    for (const keyword of TYPED_LISTS) {
      const list = schema[keyword];
      if (Array.isArray(list)) list.forEach(add);
    }
    for (const keyword of TYPED_MAPS) {
      const map = schema[keyword];
      if (isRecord(map)) Object.values(map).forEach(add);
    }
  }
  return found;
}

/** The names in `required`. */
export function requiredIn(schema: SchemaObject): string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

/** The types in `type`, which may be one or a list. */
export function typesIn(schema: SchemaObject): string[] {
  const types = Array.isArray(schema["type"]) ? schema["type"] : [schema["type"]];
  return types.filter((type) => typeof type === "string");
}

/** The branch of an `anyOf` or `oneOf` that has one beside null; undefined if there is none or more. */
export function onlyBranch(schema: SchemaObject): Schema | undefined {
  if (schema["anyOf"] === undefined && schema["oneOf"] === undefined) return undefined;
  const branches = [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")];
  const others = branches.filter(
    (branch) => typeof branch === "boolean" || branch["type"] !== "null",
  );
  return others.length === 1 && branches.length <= 2 ? others[0] : undefined;
}

export function textIn(schema: SchemaObject, keyword: string): string | undefined {
  const value = schema[keyword];
  return typeof value === "string" ? value : undefined;
}

/** A value of an enum as its type has it: documents write `1` where texts are meant, and `"1"` where numbers are. */
export function typedValue(value: unknown, type: string | undefined): unknown {
  if (type === "string" && (typeof value === "number" || typeof value === "boolean"))
    return String(value);
  const isNumeric =
    typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
  return (type === "integer" || type === "number") && isNumeric ? Number(value) : value;
}

/** What the overlay says of a schema. */
export function extensionIn(schema: SchemaObject): {
  readonly openEnum: boolean;
  readonly terminal: readonly unknown[];
} {
  const extension = schema["x-triptych"];
  if (!isRecord(extension)) return { openEnum: false, terminal: [] };
  const { openEnum, terminal } = extension;
  return { openEnum: openEnum === true, terminal: Array.isArray(terminal) ? terminal : [] };
}

/** One spelling for all references to the same place. */
export function canonicalPointer(reference: string): string | undefined {
  const tokens = tokensOf(reference);
  return tokens === undefined ? undefined : pointerOf(tokens);
}

/** Finds what references mean. */
export class SchemaLookup {
  readonly #byPointer: ReadonlyMap<string, NamedSchema>;
  readonly #byReference = new Map<string, NamedSchema | undefined>();

  constructor(schemas: readonly NamedSchema[]) {
    this.#byPointer = new Map(schemas.map((named) => [named.pointer, named]));
  }

  /** The schema that the reference in `schema` points to; undefined if there is none. */
  target(schema: Schema): NamedSchema | undefined {
    return typeof schema === "boolean" ? undefined : this.find(textIn(schema, "$ref"));
  }

  find(reference: string | undefined): NamedSchema | undefined {
    if (reference === undefined) return undefined;
    if (!this.#byReference.has(reference)) {
      const pointer = canonicalPointer(reference);
      this.#byReference.set(
        reference,
        pointer === undefined ? undefined : this.#byPointer.get(pointer),
      );
    }
    return this.#byReference.get(reference);
  }

  /** The schema that a discriminator's mapping means, by reference or by name (OpenAPI 3.1.1, 4.8.25.3). */
  mapped(value: string): NamedSchema | undefined {
    return this.find(value) ?? this.find(pointerOf(["components", "schemas", value]));
  }

  /** `schema`, or what it refers to if it is a reference, however many references it takes; circular ones end nowhere. */
  follow(schema: Schema): Schema {
    return this.resolve(schema, "").schema;
  }

  /** The same, with the pointer of what was found; `pointer` is the one of `schema` itself. */
  resolve(schema: Schema, pointer: string): { readonly schema: Schema; readonly pointer: string } {
    const seen = new Set<NamedSchema>();
    let found: Pick<NamedSchema, "schema" | "pointer"> = { schema, pointer };
    for (let next = this.target(schema); next !== undefined; next = this.target(next.schema)) {
      if (seen.has(next)) return { schema: true, pointer };
      seen.add(next);
      found = next;
    }
    return found;
  }
}

/** A branch that says nothing but which properties are required. */
export function isRequiredOnly(schema: Schema): boolean {
  if (typeof schema === "boolean" || requiredIn(schema).length === 0) return false;
  return Object.keys(schema).every((keyword) => ANNOTATIONS.has(keyword));
}

const ANNOTATIONS: ReadonlySet<string> = new Set(["required", "title", "description", "type"]);

/**
 * Schemas that are all of another one (`allOf`), which has a discriminator: a reference to that one may mean any of them
 * (OpenAPI 3.1.1, 4.8.25; Swagger 2.0, "Models with Polymorphism Support").
 */

import { isRecord } from "./is-record.ts";
import type { NamedSchema, Schema } from "../model.ts";
import { type SchemaLookup, schemasIn, schemasWithin } from "./schema.ts";

export class Hierarchy {
  readonly #children = new Map<NamedSchema, NamedSchema[]>();

  constructor(schemas: readonly NamedSchema[], lookup: SchemaLookup) {
    for (const child of schemas) {
      for (const parent of parentsOf(child, lookup)) {
        this.#children.set(parent, [...(this.#children.get(parent) ?? []), child]);
      }
    }
  }

  /** The schemas that are all of it, directly. */
  childrenOf(schema: NamedSchema): readonly NamedSchema[] {
    return (this.#children.get(schema) ?? []).filter((child) => child !== schema);
  }

  /** The schemas that are all of it, directly or not. */
  heirsOf(schema: NamedSchema): ReadonlySet<NamedSchema> {
    const found = new Set(this.childrenOf(schema));
    for (const heir of found) for (const child of this.childrenOf(heir)) found.add(child);
    found.delete(schema);
    return found;
  }
}

function parentsOf({ schema }: NamedSchema, lookup: SchemaLookup): Set<NamedSchema> {
  const parts = typeof schema === "boolean" ? [] : schemasIn(schema, "allOf");
  return new Set(parts.flatMap((part) => lookup.target(part) ?? []));
}

/** Whether a schema has a discriminator and leaves it to others to be what that tells apart. */
export function isDiscriminatedBase({ schema }: NamedSchema): boolean {
  return (
    typeof schema === "object" &&
    isRecord(schema["discriminator"]) &&
    typeof schema["discriminator"]["propertyName"] === "string" &&
    [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")].length === 0
  );
}

/**
 * The schemas that stand for any of their heirs: those of a discriminated hierarchy that have some, and that are not only
 * what others are all of.
 *
 * @param roots the schemas of operations.
 */
export function polymorphic(
  schemas: readonly NamedSchema[],
  roots: readonly Schema[],
  lookup: SchemaLookup,
): ReadonlySet<NamedSchema> {
  const hierarchy = new Hierarchy(schemas, lookup);
  const bases = schemas.filter(isDiscriminatedBase);
  const found = new Set<NamedSchema>();
  if (bases.length === 0) return found;
  const values = valuesIn(schemas, roots, lookup);
  for (const base of bases) {
    for (const schema of [base, ...hierarchy.heirsOf(base)]) {
      if (!values.has(schema)) continue;
      for (const each of [schema, ...hierarchy.heirsOf(schema)]) {
        if (hierarchy.childrenOf(each).length > 0) found.add(each);
      }
    }
  }
  return found;
}

/** The schemas that a reference means other than one by which a named schema is all of it. */
function valuesIn(
  schemas: readonly NamedSchema[],
  roots: readonly Schema[],
  lookup: SchemaLookup,
): ReadonlySet<NamedSchema> {
  const inherited = new Set(
    schemas.flatMap(({ schema }) =>
      typeof schema === "boolean" ? [] : schemasIn(schema, "allOf"),
    ),
  );
  const used = [...schemasWithin([...roots, ...schemas.map(({ schema }) => schema)])];
  return new Set(
    used
      .filter((schema) => !inherited.has(schema))
      .flatMap((schema) => lookup.target(schema) ?? []),
  );
}

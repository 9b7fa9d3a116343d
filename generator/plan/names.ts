/** The names of types, decided before anything refers to them. */

import type { Diagnostic } from "../diagnostic.ts";
import { differing, type Direction, reachable } from "../base/direction.ts";
import { polymorphic } from "../base/hierarchy.ts";
import type { MediaTypeFact, Model, NamedSchema, Schema } from "../model.ts";
import type { StableNames } from "../base/held-names.ts";
import { pascalCase, typeName } from "../base/naming.ts";
import type { SchemaLookup } from "../base/schema.ts";
import type { TypePlan } from "../plan.ts";

export interface TypeNames {
  readonly types: readonly TypePlan[];
  /** The exported type of each named schema, in requests and in responses, by its pointer. */
  readonly byPointer: Readonly<Record<Direction, ReadonlyMap<string, string>>>;
  /** All names that are given, those of declarations included as they are made. */
  readonly taken: StableNames;
  readonly diagnostics: readonly Diagnostic[];
}

/** Gives types their names, each once. */
export interface NameGiver {
  /** @param owner by default what the giver is for. */
  add(wanted: string, owner?: string): string;
}

/** What types are named for. */
export interface NameUser {
  /** For the name lock. */
  readonly owner: string;
  /** For diagnostics. */
  readonly what: string;
  readonly pointer: string;
}

/** Reports each name that is another one than wanted, with the place of what it was wanted for. */
export function reporting(
  taken: StableNames,
  { owner: own, what, pointer }: NameUser,
  report: (diagnostic: Diagnostic) => void,
): NameGiver {
  return {
    add: (wanted, owner = own) => {
      const name = taken.add(wanted, owner);
      if (name === wanted) return name;
      report({
        severity: "warning",
        code: "type-renamed",
        message: `a type of ${what} is named \`${name}\`, since \`${wanted}\` is another type`,
        pointer,
      });
      return name;
    },
  };
}

/**
 * A schema keeps the name that it had; else one whose name is what it would be called anyway has that name, whatever else is in
 * the document.
 *
 * @param taken has the names of the last run.
 */
export function typeNames(model: Model, lookup: SchemaLookup, taken: StableNames): TypeNames {
  const { schemas } = model;
  const diagnostics: Diagnostic[] = [];
  const byPointer = new Map<string, string>();
  const owners = new Map<string, NamedSchema>();
  const rank = ({ name, pointer }: NamedSchema): number => {
    if (taken.held({ owner: pointer, wanted: typeName(name) }) !== undefined) return 0;
    if (!isComponent(pointer)) return 3;
    return typeName(name) === name ? 1 : 2;
  };
  const ranked = schemas.map((named) => ({ named, rank: rank(named) }));
  // Whatever the order in which the document has them.
  ranked.sort((a, b) => a.rank - b.rank || (a.rank === 1 ? 0 : compare(a.named, b.named)));
  for (const { named } of ranked) {
    const wanted = typeName(named.name);
    byPointer.set(named.pointer, taken.add(wanted, named.pointer));
    owners.set(byPointer.get(named.pointer)!, named);
  }
  for (const { named } of ranked) {
    const wanted = typeName(named.name);
    const name = byPointer.get(named.pointer)!;
    const owner = name === wanted ? undefined : owners.get(wanted);
    if (owner !== undefined) {
      diagnostics.push({
        severity: "warning",
        code: "type-renamed",
        message: `the schema \`${named.name}\` is the type \`${name}\`, since \`${wanted}\` is the schema \`${owner.name}\` (${owner.pointer})`,
        pointer: named.pointer,
      });
    } else if (name !== wanted) {
      diagnostics.push({
        severity: "info",
        code: "name-kept",
        message: `the schema \`${named.name}\` is the type \`${name}\`, and not \`${wanted}\`, as the name lock has it`,
        pointer: named.pointer,
        cure: "to rename it, remove its line from the name lock",
      });
    } else if (isComponent(named.pointer) && wanted !== pascalCase(named.name)) {
      diagnostics.push({
        severity: "info",
        code: "type-renamed",
        message: `the schema \`${named.name}\` is the type \`${name}\`, since \`${pascalCase(named.name)}\` is something else in TypeScript`,
        pointer: named.pointer,
      });
    }
  }
  const derived = (named: NamedSchema, wanted: string, form: string): string => {
    const name = taken.add(wanted, named.pointer);
    const owner = owners.get(wanted);
    if (owner !== undefined) {
      diagnostics.push({
        severity: "warning",
        code: "type-renamed",
        message: `${form} of the schema \`${named.name}\` is the type \`${name}\`, since \`${wanted}\` is the schema \`${owner.name}\` (${owner.pointer})`,
        pointer: named.pointer,
      });
    }
    return name;
  };
  const sent = schemasSent(model);
  const received = schemasReceived(model);
  const differ = withInput(schemas, { sent, received }, lookup);
  const parents = polymorphic(schemas, [...sent, ...received], lookup);
  const types = schemas.map((named): TypePlan => {
    const { pointer } = named;
    const name = byPointer.get(pointer) ?? "";
    const hasInput = differ.has(named);
    const input = hasInput ? derived(named, `${name}Input`, "the form in requests") : undefined;
    const base = parents.has(named) ? derived(named, baseName(name), "the base") : undefined;
    const baseInput =
      base !== undefined && hasInput
        ? derived(named, `${base}Input`, "the base in requests")
        : undefined;
    return {
      name,
      ...(input === undefined ? {} : { input }),
      ...(base === undefined ? {} : { base }),
      ...(baseInput === undefined ? {} : { baseInput }),
      pointer,
    };
  });
  const request = new Map(types.map(({ name, input, pointer }) => [pointer, input ?? name]));
  return { types, byPointer: { request, response: byPointer }, taken, diagnostics };
}

/** `Pet` becomes `PetBase`. */
function baseName(name: string): string {
  return `${name}${name.endsWith("Base") ? "Properties" : "Base"}`;
}

/** The schemas whose form in requests differs, without those that are in responses alone. */
function withInput(
  schemas: readonly NamedSchema[],
  used: { readonly sent: readonly Schema[]; readonly received: readonly Schema[] },
  lookup: SchemaLookup,
): ReadonlySet<NamedSchema> {
  const differ = differing(schemas, lookup);
  const sent = reachable(used.sent, lookup);
  const received = reachable(used.received, lookup);
  return new Set(
    schemas.filter((named) => differ.has(named) && (sent.has(named) || !received.has(named))),
  );
}

function schemasSent({ operations }: Model): Schema[] {
  return operations.flatMap(({ parameters, requestBody }) => [
    ...parameters.map(({ schema }) => schema),
    ...(requestBody?.content ?? []).flatMap(schemasIn),
  ]);
}

function schemasReceived({ operations, webhooks }: Model): Schema[] {
  const holders = operations.flatMap(({ responses, callbacks }) => [...responses, ...callbacks]);
  return [...holders, ...webhooks].flatMap(({ content }) => content.flatMap(schemasIn));
}

function schemasIn({ schema, itemSchema }: MediaTypeFact): Schema[] {
  return [schema, itemSchema].filter((each) => each !== undefined);
}

function compare(a: NamedSchema, b: NamedSchema): number {
  return a.pointer < b.pointer ? -1 : Number(a.pointer > b.pointer);
}

function isComponent(pointer: string): boolean {
  return pointer.startsWith("#/components/schemas/") && pointer.split("/").length === 4;
}

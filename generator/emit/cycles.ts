/**
 * Schemas that are composed of themselves: `Pet` is one of `Cat` and `Dog`, and `Cat` is all of `Pet` and more. TypeScript
 * has no such types, so the circle is opened at one reference.
 */

import type { NamedSchema, Schema } from "../model.ts";
import { type SchemaLookup, schemasIn } from "../base/schema.ts";

export interface Cycles {
  /**
   * How the reference to `to`, of which `from` is composed, is written: as it is; not at all, since it adds nothing; or as
   * what `to` has beside its union, of which `from` is a branch.
   */
  at(from: NamedSchema, to: NamedSchema): "none" | "leave-out" | "without-union";
}

interface Edge {
  readonly to: NamedSchema;
  /** `all`: by reference or `allOf`. `any`: as a branch of a union. */
  readonly kind: "all" | "any";
}

export function findCycles(schemas: readonly NamedSchema[], lookup: SchemaLookup): Cycles {
  const edges = new Map(schemas.map((named) => [named, [...edgesIn(named.schema, lookup, "all")]]));
  const inherited = new Map<NamedSchema, Set<NamedSchema>>();
  for (const [from, list] of edges) {
    for (const { to, kind } of list) {
      const isUnion = edges.get(to)?.some((edge) => edge.kind === "any") === true;
      if (kind === "all" && isUnion && reaches(edges, to, from)) addTo(inherited, from, to);
    }
  }
  const left = backEdges(edges, (from, to) => inherited.get(from)?.has(to) === true);
  return {
    at: (from, to) => {
      if (inherited.get(from)?.has(to) === true) return "without-union";
      return left.get(from)?.has(to) === true ? "leave-out" : "none";
    },
  };
}

function* edgesIn(schema: Schema, lookup: SchemaLookup, kind: Edge["kind"]): Generator<Edge> {
  if (typeof schema === "boolean") return;
  const to = lookup.target(schema);
  if (to !== undefined) yield { to, kind };
  for (const part of schemasIn(schema, "allOf")) yield* edgesIn(part, lookup, kind);
  for (const branch of [...schemasIn(schema, "anyOf"), ...schemasIn(schema, "oneOf")]) {
    yield* edgesIn(branch, lookup, "any");
  }
}

type Edges = ReadonlyMap<NamedSchema, readonly Edge[]>;

function reaches(edges: Edges, from: NamedSchema, goal: NamedSchema): boolean {
  const found = new Set([from]);
  for (const named of found) {
    for (const { to } of edges.get(named) ?? []) {
      if (to === goal) return true;
      found.add(to);
    }
  }
  return false;
}

/** The references that close a circle, found depth first and without recursion. */
function backEdges(
  edges: Edges,
  skipped: (from: NamedSchema, to: NamedSchema) => boolean,
): Map<NamedSchema, Set<NamedSchema>> {
  const found = new Map<NamedSchema, Set<NamedSchema>>();
  const done = new Set<NamedSchema>();
  const above = new Set<NamedSchema>();
  for (const start of edges.keys()) {
    const path: { readonly named: NamedSchema; at: number }[] = [];
    const enter = (named: NamedSchema): void => {
      path.push({ named, at: 0 });
      above.add(named);
    };
    if (!done.has(start)) enter(start);
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const edge = edges.get(frame.named)?.[frame.at++];
      if (edge === undefined) {
        path.pop();
        above.delete(frame.named);
        done.add(frame.named);
      } else if (skipped(frame.named, edge.to)) continue;
      else if (above.has(edge.to)) addTo(found, frame.named, edge.to);
      else if (!done.has(edge.to)) enter(edge.to);
    }
  }
  return found;
}

function addTo(
  sets: Map<NamedSchema, Set<NamedSchema>>,
  key: NamedSchema,
  value: NamedSchema,
): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

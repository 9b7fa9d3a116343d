/**
 * Which parts of two documents can make a difference to callers: those that say something else, and those that refer to them.
 * A part is a path item, a component, or the like.
 */

import { isRecord } from "../base/is-record.ts";
import { pointerOf, tokensOf } from "../base/json.ts";
import { METHODS, type OpenApiRoot } from "../document.ts";
import type { Pair } from "./scope.ts";

export interface Affected {
  /** Whether the part is affected in which the pointer leads. */
  has(pointer: string): boolean;
}

/** Where nothing is known. */
export const EVERYTHING: Affected = { has: () => true };

/**
 * The types of two clients are taken to have the same names; those of parts that are not affected are then the same, too.
 *
 * @returns undefined if the documents differ in more than what path items and components say for themselves: in what others are
 * named, composed or told apart by, in servers, in security, or in which parts there are.
 */
export function affectedBy(old: OpenApiRoot, next: OpenApiRoot): Affected | undefined {
  const changed = changedParts(old, next);
  if (changed === undefined) return undefined;
  const affected = new Set(changed.keys());
  const has = (pointer: string): boolean => affected.has(partOf(pointer));
  if (changed.size === 0) return { has };

  const holders = new Map<string, string[]>();
  const hold = (target: string, holder: string): void => {
    const known = holders.get(target);
    if (known === undefined) holders.set(target, [holder]);
    else known.push(holder);
  };
  for (const [holder, part] of partsIn(next)) {
    for (const pointer of referencesIn(part)) {
      const target = partOf(pointer);
      // A type of its own within the part, of which nobody knows how it changed.
      if (target !== pointer && changed.has(target)) return undefined;
      hold(target, holder);
    }
    // A schema may stand for those that are all of it.
    for (const parent of referencesIn(parentsIn(part))) hold(holder, partOf(parent));
  }
  for (const { old: before, new: after } of changed.values()) {
    const targets = [...referencesIn(before), ...referencesIn(after)];
    if (targets.some((pointer) => partOf(pointer) !== pointer)) return undefined;
  }
  for (const part of affected) for (const holder of holders.get(part) ?? []) affected.add(holder);
  return { has };
}

type Changed = Map<string, Pair<unknown>>;

function changedParts(old: OpenApiRoot, next: OpenApiRoot): Changed | undefined {
  if (!isSame(othersIn(old), othersIn(next))) return undefined;
  const changed: Changed = new Map();
  const compare = (
    tokens: readonly string[],
    before: unknown,
    after: unknown,
    mayDiffer: (before: unknown, after: unknown) => boolean,
  ): boolean => {
    const [a, b] = [recordOf(before), recordOf(after)];
    const names = Object.keys(a);
    if (!isSame(names, Object.keys(b))) return false;
    return names.every((name) => {
      if (isSame(a[name], b[name])) return true;
      changed.set(pointerOf([...tokens, name]), { old: a[name], new: b[name] });
      return mayDiffer(a[name], b[name]);
    });
  };
  const [before, after] = [recordOf(old.components), recordOf(next.components)];
  const kinds = Object.keys(before);
  const isKnown =
    isSame(kinds, Object.keys(after)) &&
    compare(["paths"], old.paths, next.paths, mayItemDiffer) &&
    kinds.every((kind) =>
      compare(["components", kind], before[kind], after[kind], mayComponentDiffer(kind)),
    );
  return isKnown ? changed : undefined;
}

function othersIn({ info: _, paths: _paths, components: _components, ...others }: OpenApiRoot) {
  return others;
}

/** What an operation says for itself, beside the names that it asks for. */
const OWN: ReadonlySet<string> = new Set([
  "deprecated",
  "description",
  "externalDocs",
  "operationId",
  "parameters",
  "requestBody",
  "responses",
  "summary",
  "tags",
]);

function mayItemDiffer(old: unknown, next: unknown): boolean {
  const frame = (item: unknown): unknown =>
    othersThanOwn(item).map(([key, value]) => {
      const isOperation = METHODS.some((method) => method === key);
      return [key, isOperation ? othersThanOwn(value) : value];
    });
  return isSame(frame(old), frame(next)) && !tellsApart(old) && !tellsApart(next);
}

function othersThanOwn(value: unknown): (readonly [string, unknown])[] {
  return Object.entries(recordOf(value)).filter(([key]) => !OWN.has(key));
}

/** The kinds of components that hold schemas and nothing that concerns the client as a whole. */
const KINDS: ReadonlySet<string> = new Set([
  "examples",
  "headers",
  "parameters",
  "requestBodies",
  "responses",
]);

/** What schemas are composed of, on which the types of others depend as well. */
const COMPOSITION = ["$ref", "allOf", "anyOf", "oneOf"] as const;

function mayComponentDiffer(kind: string): (old: unknown, next: unknown) => boolean {
  return (old, next) => {
    if (tellsApart(old) || tellsApart(next)) return false;
    const [before, after] = [recordOf(old), recordOf(next)];
    return kind === "schemas"
      ? isRecord(old) &&
          isRecord(next) &&
          COMPOSITION.every((keyword) => isSame(before[keyword], after[keyword]))
      : KINDS.has(kind) && isSame(before["$ref"], after["$ref"]);
  };
}

/** Whether there is a discriminator in it. */
function tellsApart(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, each]) => key === "discriminator" || tellsApart(each));
}

function* partsIn({ components, ...sections }: OpenApiRoot): Iterable<[string, unknown]> {
  for (const [section, parts] of Object.entries(sections))
    for (const name of Object.keys(recordOf(parts)))
      yield [pointerOf([section, name]), recordOf(parts)[name]];
  for (const [kind, parts] of Object.entries(recordOf(components)))
    for (const name of Object.keys(recordOf(parts)))
      yield [pointerOf(["components", kind, name]), recordOf(parts)[name]];
}

/** The part in which a pointer leads. */
function partOf(pointer: string): string {
  const tokens = pointer.split("/");
  return tokens.slice(0, tokens[1] === "components" ? 4 : 3).join("/");
}

/** What a schema is all of, as far as it says that by references. */
function parentsIn(part: unknown): readonly unknown[] {
  const { allOf } = recordOf(part);
  return Array.isArray(allOf)
    ? allOf.map((each: unknown) => ({ $ref: recordOf(each)["$ref"] }))
    : [];
}

/** Pointers, in one spelling. */
function referencesIn(part: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, each] of Object.entries(value)) {
      if (key === "$ref" && typeof each === "string") found.add(each);
      else visit(each);
    }
  };
  visit(part);
  return new Set([...found].map((reference) => pointerOf(tokensOf(reference) ?? [])));
}

/** Whether two values of JSON are written alike; the order of what is in objects counts. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length &&
    keys.every((key, index) => {
      const of = key as keyof typeof a;
      return key === others[index] && isSame(a[of], b[of]);
    })
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** Visits the objects of a document that the specification gives a meaning, without recursion. */

import type { JsonObject, JsonValue } from "./json.ts";
import type { Path } from "./path.ts";
import { KINDS, type Shape } from "./shapes.ts";

/** An object where a shape says that something of the specification stands; it may be a reference to that. */
export interface Visit<C> {
  readonly value: JsonObject;
  readonly shape: Shape;
  readonly path: Path;
  /** What the visitor returned for the object around it. */
  readonly context: C;
}

/**
 * Visits `value` and what is inside, each object before its contents and in the order of the document. Examples, defaults, enum
 * values, constants and extensions are not looked into.
 *
 * @param visit returns the context of the contents, or undefined if they are not to be visited.
 */
export function walk<C>(
  value: JsonValue | undefined,
  shape: Shape,
  path: Path,
  context: C,
  visit: (visit: Visit<C>) => C | undefined,
): void {
  if (!isContainer(value) || isPlain(shape)) return;
  const stack: Open<C>[] = [{ value, shape, path, context }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value: holder, shape: is, path: parent } = next;
    let inside = next.context;
    if (!Array.isArray(holder)) {
      const found = visit(next as Visit<C>);
      if (found === undefined) continue;
      inside = found;
    }
    const shapeUnder = shapesIn(is, Array.isArray(holder));
    if (shapeUnder === undefined) continue;
    const keys = Object.keys(holder);
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index]!;
      const inner = (holder as JsonObject)[key];
      if (!isContainer(inner)) continue;
      const of = shapeUnder(key);
      if (of === undefined || isPlain(of)) continue;
      stack.push({ value: inner, shape: of, path: { key, parent }, context: inside });
    }
  }
}

interface Open<C> extends Omit<Visit<C>, "value"> {
  readonly value: JsonObject | JsonValue[];
}

function isContainer(value: JsonValue | undefined): value is JsonObject | JsonValue[] {
  return typeof value === "object" && value !== null;
}

/** The shapes of what is in an object or a list; undefined if nothing in it has one. */
function shapesIn(shape: Shape, inList: boolean): ((key: string) => Shape | undefined) | undefined {
  if (shape.is === "list" ? !inList : inList) return undefined;
  if (shape.is === "list" || shape.is === "map") return () => shape.of;
  const kind = shape.is === "object" ? KINDS.get(shape.kind) : undefined;
  return (
    kind && ((key) => kind.fields.get(key) ?? (key.startsWith("x-") ? undefined : kind.entries))
  );
}

/** Whether this is a value, in which nothing has a meaning to the specification. */
function isPlain({ is }: Shape): boolean {
  return is === "any" || is === "boolean" || is === "string";
}

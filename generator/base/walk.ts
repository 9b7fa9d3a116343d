/** Visits the objects of a document that the specification gives a meaning, without recursion. */

import { child, isObject, type JsonObject, type JsonValue } from "./json.ts";
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
  const stack = [{ value, shape, path, context }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value: holder, shape: is, path: parent } = next;
    if (typeof holder !== "object" || holder === null || isPlain(is)) continue;
    let inside = next.context;
    if (isObject(holder)) {
      const found = visit({ value: holder, shape: is, path: parent, context: next.context });
      if (found === undefined) continue;
      inside = found;
    }
    const keys = Object.keys(holder);
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index]!;
      const of = shapeOf(is, key, Array.isArray(holder));
      if (of === undefined) continue;
      const inner = child(holder, key);
      stack.push({ value: inner, shape: of, path: { key, parent }, context: inside });
    }
  }
}

function shapeOf(shape: Shape, key: string, inList: boolean): Shape | undefined {
  if (shape.is === "list") return inList ? shape.of : undefined;
  if (inList) return undefined;
  if (shape.is === "map") return shape.of;
  if (shape.is !== "object") return undefined;
  const kind = KINDS.get(shape.kind);
  return kind?.fields.get(key) ?? (key.startsWith("x-") ? undefined : kind?.entries);
}

/** Whether this is a value, in which nothing has a meaning to the specification. */
function isPlain({ is }: Shape): boolean {
  return is === "any" || is === "boolean" || is === "string";
}

/** Follows references to anything but schemas. */

import type { OpenApiRoot } from "../document.ts";
import { isRecord } from "../base/is-record.ts";
import { type JsonValue, tokensOf, valueAt } from "../base/json.ts";
import { canonicalPointer } from "../base/schema.ts";

/** A node and where it stands. */
export interface Placed<T> {
  readonly node: T;
  readonly pointer: string;
}

/** What is at `pointer`, or where the reference there leads. A reference to nothing leads nowhere. */
export function followed<T extends object>(
  root: OpenApiRoot,
  node: T | { readonly $ref: string },
  pointer: string,
): Placed<T> | undefined {
  let current: unknown = node;
  let place = pointer;
  const seen = new Set<unknown>();
  while (isReference(current)) {
    const target = canonicalPointer(current["$ref"]);
    if (target === undefined || seen.has(current)) return undefined;
    seen.add(current);
    current = valueAt(root as unknown as JsonValue, tokensOf(target) ?? []);
    place = target;
  }
  return isRecord(current) ? { node: current as T, pointer: place } : undefined;
}

function isReference(value: unknown): value is { readonly $ref: string } {
  return isRecord(value) && typeof value["$ref"] === "string";
}

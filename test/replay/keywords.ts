/** What keywords of a schema mean on their own. */

import { type Fields, fieldsOf, type Node, type Source } from "./source.ts";

/** A request leaves out what is readOnly, a response what is writeOnly: OpenAPI 3.0.4, 4.7.24. */
export type Direction = "request" | "response";

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** The types that a schema names, those that JSON Schema does not know left out. */
export function typesOf(schema: Fields): readonly string[] {
  const { type } = schema;
  const named = Array.isArray(type) ? type : [type];
  return named.filter((each): each is string => TYPES.includes(each as string));
}

/** Whether a property takes part in a direction. */
export function takesPart(property: Node, source: Source, direction: Direction): boolean {
  const { readOnly, writeOnly } = fieldsOf(source.follow(property).value);
  return (direction === "request" ? readOnly : writeOnly) !== true;
}

export function isSchema(value: unknown): boolean {
  return (
    typeof value === "boolean" ||
    (typeof value === "object" && value !== null && !Array.isArray(value))
  );
}

/** Some documents have patterns of other languages. */
export function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** What a page says about itself: the values beside its items. */

import type { Schema } from "../model.ts";
import { type SchemaLookup, textIn } from "../base/schema.ts";
import { ABOUT_THE_PAGE, PROPERTIES, wordOf } from "./page-names.ts";
import { type PlacedSchema, propertiesOf, valueTypes } from "./properties.ts";

/** A value in the body, or in an object of it that tells about the page. */
export interface Leaf {
  readonly path: readonly string[];
  readonly word: string;
  /** The words of the objects around it, the closest last. */
  readonly above: readonly string[];
  readonly types: readonly string[];
  readonly schema: Schema;
}

const DEEPEST = 3;

export function leavesOf(
  lookup: SchemaLookup,
  object: PlacedSchema,
  around: readonly string[] = [],
): Leaf[] {
  const above = around.map(wordOf);
  return [...propertiesOf(lookup, object)].flatMap(([name, property]) => {
    const path = [...around, name];
    const word = wordOf(name);
    const types = valueTypes(lookup, property.schema);
    const leaf: Leaf = { path, word, above, types, schema: lookup.follow(property.schema) };
    const inner =
      ABOUT_THE_PAGE.has(word) && path.length < DEEPEST ? leavesOf(lookup, property, path) : [];
    return inner.length > 0 ? inner : [leaf];
  });
}

const NEXT: ReadonlySet<string> = new Set(["next", "nextpage"]);

/** Whether it is the URL of the next page, and not a cursor. */
export function isUrl({ word, above, types, schema }: Leaf): boolean {
  if (types.length > 0 && !types.includes("string")) return false;
  if (PROPERTIES.nextUrl.includes(word)) return true;
  if (NEXT.has(above.at(-1) ?? "")) return /^(?:href|ur[il]|link)$/.test(word);
  if (!NEXT.has(word)) return false;
  if (above.includes("links")) return true;
  if (typeof schema === "boolean") return false;
  const format = textIn(schema, "format") ?? "";
  const example = textIn(schema, "example") ?? "";
  const description = textIn(schema, "description") ?? "";
  return (
    /^(?:ur[il]|iri)(?:-reference)?$/.test(format) ||
    /^(?:https?:\/)?\//.test(example) ||
    /\b(?:url|uri|link|href|hyperlink)\b/i.test(description)
  );
}

/** Which array of a response holds the items of a list. */

import type { SchemaLookup } from "../base/schema.ts";
import { AROUND_THE_ITEMS, BESIDE_THE_ITEMS, ITEMS, wordOf } from "./page-names.ts";
import { elementOf, type PlacedSchema, propertiesOf } from "./properties.ts";

export interface Items {
  /** The names that lead to the array; none if the body is it. */
  readonly path: readonly string[];
  readonly element: PlacedSchema;
}

/** @returns undefined if there is no array, or why it is not clear which of them it is. */
export function findItems(
  lookup: SchemaLookup,
  path: string,
  response: PlacedSchema,
): Items | { readonly doubt: string } | undefined {
  const element = elementOf(lookup, response);
  if (element !== undefined) return { path: [], element };
  const properties = propertiesOf(lookup, response);
  const here = itemsIn(lookup, path, properties);
  if (here !== undefined) return here;
  for (const [name, property] of properties) {
    if (!AROUND_THE_ITEMS.has(wordOf(name))) continue;
    const inside = itemsIn(lookup, path, propertiesOf(lookup, property));
    if (inside !== undefined && "path" in inside)
      return { ...inside, path: [name, ...inside.path] };
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function itemsIn(
  lookup: SchemaLookup,
  path: string,
  properties: ReadonlyMap<string, PlacedSchema>,
): Items | { readonly doubt: string } | undefined {
  const collection = collectionOf(path);
  const arrays = [...properties].flatMap(([name, property]) => {
    const element = elementOf(lookup, property);
    const word = wordOf(name);
    const isBeside = BESIDE_THE_ITEMS.has(word) && word !== collection;
    return element === undefined || isBeside ? [] : [{ name, path: [name], element }];
  });
  if (arrays.length === 0) return undefined;
  const named = arrays.filter(({ name }) => ITEMS.has(wordOf(name)));
  const likePath = arrays.filter(({ name }) => collection !== "" && wordOf(name) === collection);
  const [chosen] = [named, likePath].find(({ length }) => length === 1) ?? [];
  if (chosen !== undefined) return chosen;
  const all = arrays.map(({ name }) => `\`${name}\``);
  if (arrays.length > 1)
    return { doubt: `it is not clear which of ${all.join(", ")} are the items` };
  if (properties.has("id"))
    return { doubt: `it has an \`id\`, as one thing has, beside ${all.join()}` };
  return arrays[0];
}

/** What a path is a collection of: `messages` for `/accounts/{id}/Messages.json`. */
function collectionOf(path: string): string {
  const last = path
    .split("/")
    .filter((part) => !part.includes("{"))
    .at(-1);
  return wordOf((last ?? "").replace(/\.(?:json|xml)$/i, ""));
}

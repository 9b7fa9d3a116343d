/** The way from the root of a document to a node, and what to call the node in a message. */

import type { JsonValue } from "./json.ts";

/** Last key first, so that siblings share what is above them; `undefined` is the root. */
export type Path = { readonly key: string; readonly parent: Path } | undefined;

export function tokensTo(path: Path): string[] {
  const tokens: string[] = [];
  for (let at = path; at !== undefined; at = at.parent) tokens.unshift(at.key);
  return tokens;
}

export function pathOf(tokens: readonly string[]): Path {
  let path: Path;
  for (const key of tokens) path = { key, parent: path };
  return path;
}

/** The last key, with the name of the list before it if it is an index. */
export function labelOf(path: Path): string {
  if (path === undefined) return "the document";
  const { key, parent } = path;
  return /^\d+$/.test(key) && parent !== undefined ? `\`${parent.key}/${key}\`` : `\`${key}\``;
}

/** What a value is, to end a sentence with. */
export function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "empty";
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}

/** `MediaType` becomes `a media type`. */
export function words(kind: string): string {
  const text = kind.replace(/(?!^)[A-Z]/g, " $&").toLowerCase();
  return `${/^[aeiou]/.test(text) ? "an" : "a"} ${text}`;
}

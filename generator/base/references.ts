import {
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  pointerOf,
  tokensOf,
  valueAt,
} from "./json.ts";
import { suggest } from "./suggest.ts";

/**
 * Whether following the reference of `holder`, and the one that it leads to, never ends. The references are pointers.
 *
 * @param known what was found of other holders; what is found is added.
 */
export function isCircular(
  root: JsonObject,
  holder: JsonObject,
  known: Map<JsonObject, boolean>,
): boolean {
  const passed = new Set<JsonObject>();
  let found = false;
  for (
    let value: JsonValue | undefined = holder;
    isObject(value) && typeof value["$ref"] === "string";
  ) {
    const before = known.get(value);
    if (before !== undefined || passed.has(value)) {
      found = before ?? true;
      break;
    }
    passed.add(value);
    const tokens = tokensOf(value["$ref"]);
    value = tokens === undefined ? undefined : valueAt(root, tokens);
  }
  for (const value of passed) known.set(value, found);
  return found;
}

/** Names the nearest sibling of the part of the pointer that leads nowhere. */
export function cureForPointer(root: JsonValue, tokens: readonly string[]): string {
  let count = 0;
  let value = root;
  for (
    let next = child(value, tokens[0] ?? "");
    next !== undefined;
    next = child(value, tokens[count] ?? "")
  ) {
    value = next;
    count++;
  }
  const meant = suggest(tokens[count] ?? "", isObject(value) ? Object.keys(value) : []);
  if (meant === undefined) return "define it, or correct the reference";
  return `did you mean \`${pointerOf([...tokens.slice(0, count), meant, ...tokens.slice(count + 1)])}\`?`;
}

const DEFINITIONS: ReadonlySet<string | undefined> = new Set(["$defs", "definitions"]);

/**
 * `#/$defs/…` inside a schema with `$defs` of its own means those to many tools, although it begins at the root. Returns the
 * path that is meant; to be asked if nothing is there at the root. `at` is the path to the reference.
 */
export function nearestDefinition(
  root: JsonValue,
  tokens: readonly string[],
  at: readonly string[],
): string[] | undefined {
  if (!DEFINITIONS.has(tokens[0])) return undefined;
  for (let depth = at.length; depth > 0; depth--) {
    const path = [...at.slice(0, depth), ...tokens];
    if (valueAt(root, path) !== undefined) return path;
  }
  return undefined;
}

import {
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  pointerOf,
  tokensOf,
  valueAt,
} from "./json.ts";
import type { Problem } from "./problem.ts";
import { suggest } from "./suggest.ts";

export type Resolution =
  | { readonly tokens: readonly string[]; readonly value: JsonValue }
  | Pick<Problem, "code" | "message" | "cure">;

/** Follows the reference of `holder` to its target, which may be a reference again. `at` is the path to the holder. */
export function resolveReference(
  root: JsonObject,
  holder: JsonObject,
  at: readonly string[],
): Resolution {
  const reference = holder["$ref"];
  if (typeof reference !== "string") {
    return {
      code: "invalid-structure",
      message: "`$ref` must be a text",
      cure: "write a pointer such as `#/components/schemas/Name`",
    };
  }
  const tokens = tokensOf(reference);
  if (tokens === undefined) return unsupported(reference);
  const value = valueAt(root, tokens);
  if (value === undefined) {
    return {
      code: "dangling-ref",
      message: `there is no \`${reference}\``,
      cure: cureFor(root, tokens),
    };
  }
  if (isCircular(root, holder, value)) {
    const message = `\`${reference}\` leads back here by references alone`;
    return {
      code: "circular-ref",
      message,
      cure: `give the definition at ${pointerOf(at)} some content`,
    };
  }
  return { tokens, value };
}

function unsupported(reference: string): Resolution {
  if (reference.startsWith("#")) {
    const message = `\`${reference}\` is no JSON Pointer`;
    return {
      code: "dangling-ref",
      message,
      cure: "write a pointer such as `#/components/schemas/Name`",
    };
  }
  return {
    code: "external-ref",
    message: `\`${reference}\` leads out of the document`,
    cure: "bundle the files into one document first, for instance with `npx @redocly/cli bundle`",
  };
}

function isCircular(root: JsonObject, holder: JsonObject, target: JsonValue): boolean {
  const passed = new Set<JsonValue>([holder]);
  for (
    let value: JsonValue | undefined = target;
    isObject(value) && typeof value["$ref"] === "string";
  ) {
    if (passed.has(value)) return true;
    passed.add(value);
    const tokens = tokensOf(value["$ref"]);
    value = tokens === undefined ? undefined : valueAt(root, tokens);
  }
  return false;
}

/** Names the nearest sibling of the part of the pointer that fails. */
function cureFor(root: JsonObject, tokens: readonly string[]): string {
  let count = 0;
  let value: JsonValue = root;
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

/**
 * `#/$defs/…` inside a schema with `$defs` of its own means those to many tools, although it begins at the root. Returns the
 * path that is meant if nothing is there at the root.
 */
export function nearestDefinition(
  root: JsonObject,
  reference: JsonValue | undefined,
  at: readonly string[],
): string[] | undefined {
  const tokens = typeof reference === "string" ? tokensOf(reference) : undefined;
  if (tokens?.[0] !== "$defs" || valueAt(root, tokens) !== undefined) return undefined;
  for (let depth = at.length; depth > 0; depth--) {
    const path = [...at.slice(0, depth), ...tokens];
    if (valueAt(root, path) !== undefined) return path;
  }
  return undefined;
}

import {
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  tokensOf,
  valueAt,
} from "../base/json.ts";
import { type Path, tokensTo } from "../base/path.ts";
import type { Problem } from "../base/problem.ts";
import { walk } from "../base/walk.ts";

/** The longest chain of schemas that consist of each other, by references and composition; real ones stay below 30. */
const MAX_CHAIN = 400;

/** An error if following references and composition takes more steps than can be taken. Recursion by properties is no chain. */
export function checkChains(root: JsonObject): Problem[] {
  const lengths = new Map<JsonObject, number>();
  const problems: Problem[] = [];
  walk(root, { is: "object", kind: "Root" }, undefined, true, ({ value, shape, path }) => {
    if (shape.is !== "object" || shape.kind !== "Schema" || problems.length > 0) return true;
    if (lengthOf(root, value, lengths) > MAX_CHAIN) problems.push(tooLong(path));
    return true;
  });
  return problems;
}

function tooLong(path: Path): Problem {
  return {
    severity: "error",
    code: "too-deep",
    message: `more than ${MAX_CHAIN} schemas are chained here by references, \`allOf\`, \`anyOf\` and \`oneOf\``,
    cure: "say what the schema is in fewer steps",
    tokens: tokensTo(path),
  };
}

/** How many schemas the longest chain from `schema` has; what leads back into the chain counts as its end. */
function lengthOf(root: JsonObject, schema: JsonObject, lengths: Map<JsonObject, number>): number {
  const stack = [{ schema, next: partsOf(root, schema), longest: 0 }];
  const open = new Set([schema]);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const part = top.next.pop();
    if (part === undefined) {
      stack.pop();
      open.delete(top.schema);
      lengths.set(top.schema, top.longest + 1);
      const above = stack.at(-1);
      if (above !== undefined) above.longest = Math.max(above.longest, top.longest + 1);
      continue;
    }
    const known = lengths.get(part);
    if (known !== undefined) top.longest = Math.max(top.longest, known);
    else if (!open.has(part)) {
      open.add(part);
      stack.push({ schema: part, next: partsOf(root, part), longest: 0 });
    }
  }
  return lengths.get(schema) ?? 0;
}

function partsOf(root: JsonObject, schema: JsonObject): JsonObject[] {
  const reference = child(schema, "$ref");
  const tokens = typeof reference === "string" ? tokensOf(reference) : undefined;
  const lists = ["allOf", "anyOf", "oneOf"].map((keyword) => child(schema, keyword));
  const parts: (JsonValue | undefined)[] = [
    tokens === undefined ? undefined : valueAt(root, tokens),
    ...lists.flatMap((list) => (Array.isArray(list) ? list : [])),
  ];
  return parts.filter((part) => isObject(part));
}

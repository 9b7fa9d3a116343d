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

/** The most schemas that one consists of by references and composition, each counted as often as it occurs. */
const MAX_PARTS = 200_000;

/** How far references and composition lead from a schema. */
interface Extent {
  /** The schemas of the longest chain. */
  readonly length: number;
  /** All schemas that are reached, each as often as it is. */
  readonly parts: number;
}

/** An error if following references and composition takes more steps than can be taken. Recursion by properties is no chain. */
export function checkChains(root: JsonObject): Problem[] {
  const extents = new Map<JsonObject, Extent>();
  const problems: Problem[] = [];
  walk(root, { is: "object", kind: "Root" }, undefined, true, ({ value, shape, path }) => {
    if (shape.is !== "object" || shape.kind !== "Schema" || problems.length > 0) return true;
    const { length, parts } = extentOf(root, value, extents);
    if (length > MAX_CHAIN) problems.push(tooLong(path));
    else if (parts > MAX_PARTS) problems.push(tooManyParts(path));
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

function tooManyParts(path: Path): Problem {
  const limit = MAX_PARTS.toLocaleString("en");
  return {
    severity: "error",
    code: "too-many-parts",
    message: `this schema expands to more than ${limit} others by references, \`allOf\`, \`anyOf\` and \`oneOf\``,
    cure: "name each schema once in a composition",
    tokens: tokensTo(path),
  };
}

const COMPOSITION = ["allOf", "anyOf", "oneOf"];
const CONSISTS_OF = ["$ref", ...COMPOSITION];

/** Of a schema that consists of no others. */
const ALONE: Extent = { length: 1, parts: 1 };

/** What leads back into the chain counts as its end. */
function extentOf(root: JsonObject, schema: JsonObject, extents: Map<JsonObject, Extent>): Extent {
  if (!CONSISTS_OF.some((keyword) => Object.hasOwn(schema, keyword))) return ALONE;
  const stack = [{ schema, next: partsOf(root, schema), length: 0, parts: 0 }];
  const open = new Set([schema]);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const part = top.next.pop();
    if (part === undefined) {
      stack.pop();
      open.delete(top.schema);
      const extent = { length: top.length + 1, parts: top.parts + 1 };
      extents.set(top.schema, extent);
      const above = stack.at(-1);
      if (above !== undefined) add(above, extent);
      continue;
    }
    const known = extents.get(part);
    if (known !== undefined) add(top, known);
    else if (!open.has(part)) {
      open.add(part);
      stack.push({ schema: part, next: partsOf(root, part), length: 0, parts: 0 });
    }
  }
  return extents.get(schema) ?? { length: 0, parts: 0 };
}

function add(to: { length: number; parts: number }, { length, parts }: Extent): void {
  to.length = Math.max(to.length, length);
  to.parts += parts;
}

function partsOf(root: JsonObject, schema: JsonObject): JsonObject[] {
  const reference = child(schema, "$ref");
  const tokens = typeof reference === "string" ? tokensOf(reference) : undefined;
  const lists = COMPOSITION.map((keyword) => child(schema, keyword));
  const parts: (JsonValue | undefined)[] = [
    tokens === undefined ? undefined : valueAt(root, tokens),
    ...lists.flatMap((list) => (Array.isArray(list) ? list : [])),
  ];
  return parts.filter((part) => isObject(part));
}

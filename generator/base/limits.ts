import { type JsonValue, setChild } from "./json.ts";

/** Deepest nesting of collections in a document; real ones stay below 40. */
export const MAX_DEPTH = 200;

/** Most nodes that YAML aliases may add to a document. */
export const MAX_ALIASED_NODES = 1_000_000;

export type LimitExceeded = {
  readonly limit: "depth" | "aliases" | "cycle";
  readonly tokens: readonly string[];
};

/**
 * Makes a tree of what a parser returned: a node that aliases put in several places is copied, so that a change in one
 * does not show in the other. Returns the first place where a limit is exceeded, else `undefined`.
 */
export function makeTree(root: JsonValue, aliases: boolean): LimitExceeded | undefined {
  if (typeof root !== "object" || root === null) return undefined;
  if (!aliases && !isDeeper(root, MAX_DEPTH)) return undefined;
  const seen = new Set<object>([root]);
  const path: { node: JsonValue[] | { [key: string]: JsonValue }; keys: string[]; at: number }[] =
    [];
  const exceeded = (limit: LimitExceeded["limit"]): LimitExceeded => ({
    limit,
    tokens: path.map((frame) => frame.keys[frame.at - 1]!),
  });
  let added = 0;
  path.push({ node: root, keys: Object.keys(root), at: 0 });
  for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
    const key = frame.keys[frame.at++];
    if (key === undefined) {
      path.pop();
      continue;
    }
    let node = (frame.node as { [key: string]: JsonValue })[key]!;
    if (typeof node !== "object" || node === null) continue;
    if (path.length >= MAX_DEPTH) return exceeded("depth");
    if (aliases) {
      if (seen.has(node)) {
        const original = node;
        if (path.some((above) => above.node === original)) return exceeded("cycle");
        node = Array.isArray(original) ? [...original] : { ...original };
        setChild(frame.node, key, node);
        added += Object.keys(node).length + 1;
        if (added > MAX_ALIASED_NODES) return exceeded("aliases");
      } else seen.add(node);
    }
    path.push({ node, keys: Object.keys(node), at: 0 });
  }
  return undefined;
}

/** Whether collections are nested more than so many levels deep. */
function isDeeper(value: JsonValue, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) {
    const inner = (value as { readonly [key: string]: JsonValue })[key]!;
    if (isDeeper(inner, levels - 1)) return true;
  }
  return false;
}

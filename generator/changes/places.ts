/** Where the nodes of a document stand. */

import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { OpenApiRoot } from "../document.ts";
import { type Affected, EVERYTHING } from "./affected.ts";
import type { GeneratedApi } from "./api.ts";
import type { ChangePlace } from "./change.ts";
import type { Origin, Pair } from "./scope.ts";

type Parents = ReadonlyMap<object, readonly [parent: object, token: string]>;

export class Places {
  readonly #api: GeneratedApi;
  readonly #affected: Affected;
  #parents: Parents | undefined;
  #allParents: Parents | undefined;

  /** @param affected the parts of the document that are searched first. */
  constructor(api: GeneratedApi, affected: Affected) {
    this.#api = api;
    this.#affected = affected;
  }

  /** @param node a pointer, or a schema of the document; one that is of no document has no place. */
  of(node: Origin["old"]): ChangePlace | undefined {
    const pointer = typeof node === "string" ? node : this.#pointerOf(node);
    return pointer === undefined ? undefined : this.#api.placeOf(pointer);
  }

  #pointerOf(node: unknown): string | undefined {
    if (!isRecord(node)) return undefined;
    const { root } = this.#api;
    this.#parents ??= parentsIn(root, this.#affected);
    if (this.#parents.has(node)) return pathTo(node, root, this.#parents);
    this.#allParents ??= parentsIn(root, EVERYTHING);
    return pathTo(node, root, this.#allParents);
  }
}

function pathTo(node: object, root: object, parents: Parents): string | undefined {
  const tokens: string[] = [];
  for (let at = node; at !== root;) {
    const [parent, token] = parents.get(at) ?? [];
    if (parent === undefined || token === undefined) return undefined;
    tokens.unshift(token);
    at = parent;
  }
  return pointerOf(tokens);
}

/** Of all nodes, but for those in parts that are not affected. */
function parentsIn(root: OpenApiRoot, affected: Affected): Parents {
  const { paths, components = {} } = root;
  const outside = new Set<unknown>();
  const leaveOut = (tokens: readonly string[], parts: object = {}): void => {
    for (const [name, part] of Object.entries(parts))
      if (!affected.has(pointerOf([...tokens, name]))) outside.add(part);
  };
  leaveOut(["paths"], paths);
  for (const [kind, parts] of Object.entries(components)) leaveOut(["components", kind], parts);
  const parents = new Map<object, readonly [object, string]>();
  const queue: object[] = [root];
  for (const node of queue) {
    for (const [token, value] of Object.entries(node) as [string, unknown][]) {
      if (typeof value !== "object" || value === null) continue;
      if (parents.has(value) || outside.has(value)) continue;
      parents.set(value, [node, token]);
      queue.push(value);
    }
  }
  return parents;
}

export function placesOf({ old, new: next }: Pair<GeneratedApi>, affected: Affected): Pair<Places> {
  return { old: new Places(old, affected), new: new Places(next, affected) };
}

/** Where the nodes of a document stand. */

import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { GeneratedApi } from "./api.ts";
import type { ChangePlace } from "./change.ts";
import type { Origin, Pair } from "./scope.ts";

export class Places {
  readonly #api: GeneratedApi;
  #parents: ReadonlyMap<object, readonly [parent: object, token: string]> | undefined;

  constructor(api: GeneratedApi) {
    this.#api = api;
  }

  /** @param node a pointer, or a schema of the document; one that is of no document has no place. */
  of(node: Origin["old"]): ChangePlace | undefined {
    const pointer = typeof node === "string" ? node : this.#pointerOf(node);
    return pointer === undefined ? undefined : this.#api.placeOf(pointer);
  }

  #pointerOf(node: unknown): string | undefined {
    if (!isRecord(node)) return undefined;
    this.#parents ??= parentsIn(this.#api.root);
    const tokens: string[] = [];
    for (let at: object = node; at !== this.#api.root;) {
      const [parent, token] = this.#parents.get(at) ?? [];
      if (parent === undefined || token === undefined) return undefined;
      tokens.unshift(token);
      at = parent;
    }
    return pointerOf(tokens);
  }
}

function parentsIn(root: object): ReadonlyMap<object, readonly [object, string]> {
  const parents = new Map<object, readonly [object, string]>();
  const queue = [root];
  for (const node of queue) {
    for (const [token, value] of Object.entries(node) as [string, unknown][]) {
      if (typeof value !== "object" || value === null || parents.has(value)) continue;
      parents.set(value, [node, token]);
      queue.push(value);
    }
  }
  return parents;
}

export function placesOf({ old, new: next }: Pair<GeneratedApi>): Pair<Places> {
  return { old: new Places(old), new: new Places(next) };
}

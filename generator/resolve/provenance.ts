import { child, type JsonObject, type JsonValue } from "../base/json.ts";
import type { Place } from "../base/locate.ts";
import type { Parsed } from "../base/parse.ts";

/** A node of a source: the spec or an overlay. */
interface Origin {
  readonly parsed: Parsed;
  readonly tokens: readonly string[];
}

type Container = JsonValue[] | JsonObject;

/**
 * Remembers which nodes of a document are not where the spec has them. Only what an overlay touched is noted, under the
 * container that holds it; everything below or beside it follows from there.
 */
export class Provenance {
  readonly #spec: Parsed;
  /** For a container, the origin of a child that another source made, or the key that the child had at first. */
  readonly #moved = new WeakMap<Container, Map<string, Origin | string>>();

  constructor(spec: Parsed) {
    this.#spec = spec;
  }

  /** Notes that `container[key]` was made by the node at `tokens` of an overlay. */
  record(container: Container, key: string, parsed: Parsed, tokens: readonly string[]): void {
    this.#entries(container).set(key, { parsed, tokens });
  }

  /** Notes that the items of an array at `removed`, in ascending order, are about to be taken out. */
  recordRemoval(array: JsonValue[], removed: ReadonlySet<number>): void {
    const before = this.#entries(array);
    const after = new Map<string, Origin | string>();
    let index = 0;
    for (let old = 0; old < array.length; old++) {
      if (!removed.has(old)) after.set(String(index++), before.get(String(old)) ?? String(old));
    }
    this.#moved.set(array, after);
  }

  /** The place of the node at `tokens` of the document `root`, in the source that made it. */
  place(root: JsonValue, tokens: readonly string[]): Place {
    let origin: Origin = { parsed: this.#spec, tokens: [] };
    let value: JsonValue | undefined = root;
    for (const token of tokens) {
      const next = child(value, token);
      if (next === undefined) break;
      const moved = this.#moved.get(value as Container)?.get(token);
      origin =
        typeof moved === "object"
          ? moved
          : { parsed: origin.parsed, tokens: [...origin.tokens, moved ?? token] };
      value = next;
    }
    return origin.parsed.place(origin.tokens);
  }

  #entries(container: Container): Map<string, Origin | string> {
    let entries = this.#moved.get(container);
    if (entries === undefined) this.#moved.set(container, (entries = new Map()));
    return entries;
  }
}

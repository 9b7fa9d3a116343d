import { child, type JsonObject, type JsonValue, pointerOf } from "../base/json.ts";
import type { Place } from "../base/locate.ts";
import type { Parsed } from "../base/parse.ts";

/** A node of a source: of the spec, of a file that it refers to, or of an overlay. */
export interface Origin {
  readonly parsed: Parsed;
  readonly tokens: readonly string[];
  /** The pointer to show: of the node in its source, but of what an overlay made in the document. */
  readonly shown: readonly string[];
}

/** Where a node stands, and the pointer that leads there in the file. */
export interface OriginPlace extends Place {
  readonly pointer: string;
}

type Container = JsonValue[] | JsonObject;

/** The origin of a child that is from elsewhere, for an overlay's without what to show; or the key that the child had at first. */
type Moved = Origin | Omit<Origin, "shown"> | string;

/**
 * Remembers which nodes of a document are not where the spec has them. Only what was put elsewhere is noted, under the
 * container that holds it; everything below or beside it follows from there.
 */
export class Provenance {
  readonly #spec: Parsed;
  readonly #moved = new WeakMap<Container, Map<string, Moved>>();

  constructor(spec: Parsed) {
    this.#spec = spec;
  }

  /** Notes that `container[key]` was made by the node at `tokens` of an overlay. */
  record(container: Container, key: string, parsed: Parsed, tokens: readonly string[]): void {
    this.#entries(container).set(key, { parsed, tokens });
  }

  /** Notes that `container[key]` is a node that stands elsewhere in a source. */
  recordMove(container: Container, key: string, origin: Origin): void {
    this.#entries(container).set(key, origin);
  }

  /** Notes that the items of an array at `removed`, in ascending order, are about to be taken out. */
  recordRemoval(array: JsonValue[], removed: ReadonlySet<number>): void {
    const before = this.#entries(array);
    const after = new Map<string, Moved>();
    let index = 0;
    for (let old = 0; old < array.length; old++) {
      if (!removed.has(old)) after.set(String(index++), before.get(String(old)) ?? String(old));
    }
    this.#moved.set(array, after);
  }

  /** The source of the node at `tokens` of the document `root`; of the nearest one above if there is none. */
  originOf(root: JsonValue, tokens: readonly string[]): Origin {
    let parsed = this.#spec;
    let path: string[] = [];
    let shown: string[] = [];
    let value: JsonValue | undefined = root;
    for (const [depth, token] of tokens.entries()) {
      const next = child(value, token);
      if (next === undefined) {
        shown.push(...tokens.slice(depth));
        break;
      }
      const moved = this.#moved.get(value as Container)?.get(token);
      if (typeof moved === "object") {
        parsed = moved.parsed;
        path = [...moved.tokens];
        shown = "shown" in moved ? [...moved.shown] : [...shown, token];
      } else {
        path.push(moved ?? token);
        shown.push(token);
      }
      value = next;
    }
    return { parsed, tokens: path, shown };
  }

  /** The place of the node at `tokens` of the document `root`, in the source that made it. */
  place(root: JsonValue, tokens: readonly string[]): OriginPlace {
    const { parsed, tokens: path, shown } = this.originOf(root, tokens);
    return { ...parsed.place(path), pointer: pointerOf(shown) };
  }

  #entries(container: Container): Map<string, Moved> {
    let entries = this.#moved.get(container);
    if (entries === undefined) this.#moved.set(container, (entries = new Map()));
    return entries;
  }
}

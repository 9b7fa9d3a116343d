import { child, type JsonValue } from "../base/json.ts";
import type { Link } from "../base/links.ts";
import { tokensTo } from "../base/path.ts";

/** Keeps a document a tree without end where values take the place of references to them. */
export class Nesting {
  /** The containers around each reference. */
  readonly #around = new Map<Link, ReadonlySet<JsonValue>>();
  /** For a container, the values that replaced references below it. */
  readonly #replaced = new Map<JsonValue, JsonValue[]>();

  /** Remembers where a reference stands; to be called before anything is replaced. */
  note(link: Link): void {
    const around = new Set<JsonValue>();
    let value: JsonValue | undefined = link.resource.document.value;
    for (const token of tokensTo(link.path)) {
      if (value !== undefined) around.add(value);
      value = child(value, token);
    }
    this.#around.set(link, around);
  }

  /** Whether the document would contain itself if `value` replaced the reference. */
  closes(link: Link, value: JsonValue): boolean {
    const around = this.#around.get(link) ?? new Set();
    const open = new Set<JsonValue>([value]);
    for (const each of open) {
      if (each === link.holder || around.has(each)) return true;
      for (const inner of this.#replaced.get(each) ?? []) open.add(inner);
    }
    return false;
  }

  /** Notes that `value` replaced the reference. */
  add(link: Link, value: JsonValue): void {
    for (const container of this.#around.get(link) ?? []) {
      const replaced = this.#replaced.get(container);
      if (replaced === undefined) this.#replaced.set(container, [value]);
      else replaced.push(value);
    }
  }
}

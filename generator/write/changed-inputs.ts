/** Which of the things that an output was made from are not as they were. */

import type { InputHashes } from "./manifest.ts";

export interface InputChange {
  /** For instance `document`. */
  readonly kind: string;
  /** As the manifest names it: a path relative to the output folder, a URL, an option. */
  readonly name: string;
  /** What is recorded: a hash, or a version; null if there was no such input. */
  readonly before: string | null;
  /** The same now. Where it equals `before`, the input has another place in an order that counts. */
  readonly after: string | null;
}

/** By kind, in alphabetical order; within a kind what is there now comes first, in its order. */
export function changedInputs(recorded: InputHashes, now: InputHashes): readonly InputChange[] {
  const kinds = [...new Set([...Object.keys(recorded), ...Object.keys(now)])];
  kinds.sort();
  return kinds.flatMap((kind) => changedOfKind(kind, recorded[kind] ?? {}, now[kind] ?? {}));
}

function changedOfKind(
  kind: string,
  recorded: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly InputChange[] {
  const names = new Set([...Object.keys(now), ...Object.keys(recorded)]);
  const stayed = (hashes: Readonly<Record<string, string>>): readonly string[] =>
    Object.keys(hashes).filter((name) => Object.hasOwn(recorded, name) && Object.hasOwn(now, name));
  const [before, after] = [stayed(recorded), stayed(now)];
  const moved = new Set(after.filter((name, index) => before[index] !== name));
  return [...names]
    .map((name) => ({
      kind,
      name,
      before: own(recorded, name),
      after: own(now, name),
    }))
    .filter((each) => each.before !== each.after || moved.has(each.name));
}

function own(hashes: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(hashes, name) ? (hashes[name] ?? null) : null;
}

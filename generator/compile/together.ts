/**
 * Which shared modules lie in one file. Node takes about as long to find, read and link a file as for 50 kB of code in a file
 * that it reads anyway, so that many small ones cost more than what some entries do not need of a common one.
 */

import type { Graph } from "./graph.ts";

/** Sources that the same entries need are put together with others up to this many characters; about two thirds become code. */
const SMALL = 30_000;

/**
 * The modules of all small shared files, if there are several: none needs a large file, one that stays or a package.
 *
 * @param sizeOf the characters of a source.
 * @param isMovable whether a module may be loaded by entries that do not import it, and may import others.
 * @returns their paths, sorted.
 */
export function modulesTogether(
  graph: Graph,
  sizeOf: (path: string) => number,
  isMovable: (path: string) => boolean,
): readonly string[] {
  const small = new Set(
    sharedFiles(graph).filter(
      (paths) =>
        paths.every((path) => isMovable(path) && graph.modules.get(path)?.usesOther === false) &&
        paths.reduce((sum, path) => sum + sizeOf(path), 0) <= SMALL,
    ),
  );
  for (let size = -1; size !== small.size;) {
    size = small.size;
    const inside = new Set([...small].flat());
    const needsOther = (path: string): boolean =>
      graph.modules.get(path)?.imports.some((each) => !inside.has(each)) === true;
    for (const paths of small) if (paths.some(needsOther)) small.delete(paths);
  }
  return small.size < 2 ? [] : [...small].flat().sort();
}

/** The modules of each file that a bundler would make of what the same entries need, if there are several. */
function sharedFiles({ entries, modules }: Graph): readonly (readonly string[])[] {
  const users = new Map<string, string[]>();
  for (const entry of entries) {
    const needed = new Set([entry]);
    // What is added meanwhile is visited too.
    for (const path of needed) {
      for (const each of modules.get(path)?.imports ?? []) needed.add(each);
      append(users, path, entry);
    }
  }
  const files = new Map<string, string[]>();
  for (const [path, needing] of users) {
    if (needing.length < 2) continue;
    append(files, needing.join("\n"), path);
  }
  return [...files.values()];
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/**
 * What each module has to import beside what its text does so that a bundler puts all into one file: the next, and the last the
 * first, and so all are needed by the same entries.
 */
export function ringOf(modules: readonly string[]): ReadonlyMap<string, string> {
  return new Map(modules.map((name, at) => [name, modules[(at + 1) % modules.length] ?? name]));
}

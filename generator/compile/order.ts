/**
 * The order of modules in a file. Where modules import each other in a circle esbuild's is not always the one in which files
 * would be executed, so that a class could come before the one that it extends.
 */

import type { Graph } from "./graph.ts";

/** A file that was built, in pieces. */
export interface Pieces {
  readonly head: string;
  /** In the order of execution. */
  readonly modules: readonly { readonly path: string; readonly code: string }[];
  /** The exports. */
  readonly tail: string;
}

/**
 * Takes a file apart at the comments in which esbuild names the modules, and which belong to no piece.
 *
 * @param mark what the names begin with, and no other text of the file.
 */
export function piecesOf(
  text: string,
  hasExports: boolean,
  mark: string,
  ranks: ReadonlyMap<string, number>,
): Pieces {
  const label = `// ${mark}:`;
  const end = hasExports ? text.lastIndexOf("export {\n") : text.length;
  const starts: number[] = [];
  for (let at = text.indexOf(label); at !== -1; at = text.indexOf(label, at + 1)) starts.push(at);
  const modules = starts.map((start, at) => {
    const lineEnd = text.indexOf("\n", start);
    const path = text.slice(start + label.length, lineEnd);
    return { path, code: text.slice(lineEnd + 1, starts[at + 1] ?? end) };
  });
  modules.sort((a, b) => (ranks.get(a.path) ?? 0) - (ranks.get(b.path) ?? 0));
  return { head: text.slice(0, starts[0] ?? end), modules, tail: text.slice(end) };
}

/** The place of each module in the order of execution, if the entries are imported one after the other. */
export function executionRanks({ entries, modules }: Graph): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const each of modules.get(path)?.imports ?? []) visit(each);
    ranks.set(path, ranks.size);
  };
  for (const entry of entries) visit(entry);
  return ranks;
}

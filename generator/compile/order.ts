/**
 * The order of modules in a file. Where modules import each other in a circle esbuild's is not always the one in which files
 * would be executed, so that a class could come before the one that it extends.
 */

import type { Metafile } from "esbuild";

/** A file that was built, in pieces. */
export interface Pieces {
  readonly head: string;
  /** In the order of execution, with the names that esbuild gives. */
  readonly modules: readonly { readonly name: string; readonly code: string }[];
  /** The exports. */
  readonly tail: string;
}

/**
 * Takes a file apart at the comments in which esbuild names the modules.
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
  const [head = "", ...parts] = `\n${text.slice(0, end)}`.split(new RegExp(`(?<=\n)(?=${label})`));
  const modules = parts.map((code) => {
    const name = code.slice("// ".length, code.indexOf("\n"));
    return { name, code };
  });
  modules.sort((a, b) => (ranks.get(a.name) ?? 0) - (ranks.get(b.name) ?? 0));
  return { head: head.slice(1), modules, tail: text.slice(end) };
}

/** The place of each module in the order of execution, if the entries are imported one after the other. */
export function executionRanks({ inputs, outputs }: Metafile): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const { path, kind } of inputs[name]?.imports ?? [])
      if (kind === "import-statement") visit(path);
    ranks.set(name, ranks.size);
  };
  for (const { entryPoint } of Object.values(outputs))
    if (entryPoint !== undefined) visit(entryPoint);
  return ranks;
}

/**
 * Which shared modules lie in one file. Node takes about as long to find, read and link a file as for 50 kB of code in a file
 * that it reads anyway, so that many small ones cost more than what some entries do not need of a common one.
 */

import type { Metafile } from "esbuild";

/** Up to this many bytes a shared file is put together with others. */
const SMALL = 20_000;

type Output = Metafile["outputs"][string];

/**
 * The modules of all small shared files, if there are several: none is an entry, or needs one, a large file, one that stays
 * or a package.
 *
 * @param isMovable whether a module may be loaded by entries that do not import it, and may import others.
 * @returns their names in `inputs`, sorted.
 */
export function modulesTogether(
  { outputs }: Pick<Metafile, "outputs">,
  isMovable: (module: string) => boolean,
): readonly string[] {
  const isSmall = ({ entryPoint, bytes, inputs }: Output): boolean =>
    entryPoint === undefined && bytes <= SMALL && Object.keys(inputs).every(isMovable);
  const small = new Map(Object.entries(outputs).filter(([, output]) => isSmall(output)));
  const needsOther = ({ imports }: Output): boolean =>
    imports.some(({ path, external }) => external === true || !small.has(path));
  for (let size = -1; size !== small.size;) {
    size = small.size;
    for (const [path, output] of small) if (needsOther(output)) small.delete(path);
  }
  if (small.size < 2) return [];
  return [...small.values()].flatMap(({ inputs }) => Object.keys(inputs)).sort();
}

/**
 * What has to follow the text of each module so that a bundler puts all into one file: each imports the next, the last the
 * first, and so all are needed by the same entries.
 */
export function ringOf(modules: readonly string[]): ReadonlyMap<string, string> {
  return new Map(modules.map((name, at) => [name, modules[(at + 1) % modules.length] ?? name]));
}

import { resolve } from "node:path";

/** Where a client is written that sets no folder: `generated/<name>`, without the scope of the name. */
export function defaultOutputFolder(root: string, packageName: string): string {
  return resolve(root, "generated", packageName.replace(/^@.*\//, ""));
}

/** The output folder of a client, as an absolute path. */
export function outputFolderOf(
  out: string | undefined,
  packageName: string,
  { cwd = ".", root = "." }: { readonly cwd?: string; readonly root?: string },
): string {
  return resolve(cwd, out ?? defaultOutputFolder(resolve(cwd, root), packageName));
}

/** The output folder, or the one above it as long as the name of the package is unknown. */
export function nearestOutputFolder(
  out: string | undefined,
  { cwd = ".", root = "." }: { readonly cwd?: string; readonly root?: string },
): string {
  return out === undefined ? resolve(cwd, root, "generated") : resolve(cwd, out);
}

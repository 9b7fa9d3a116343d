/** Where the sources of a package lie. */
export const SOURCE = "src/";

/** Where what is made of them lies, at the same paths. */
export const OUTPUT = "dist/";

/** The path of the declaration that is made of a file; undefined if none is. */
export function declarationPath(path: string): string | undefined {
  return path.startsWith(SOURCE) && path.endsWith(".ts")
    ? outputOf(path).replace(/(?:\.d)?\.ts$/, ".d.ts")
    : undefined;
}

/** The path of what is made of the source at `path`; any other path as it is. */
export function outputOf(path: string): string {
  return path.startsWith(SOURCE) ? OUTPUT + path.slice(SOURCE.length) : path;
}

/** Where the sources of a package lie. */
export const SOURCE = "src/";

/** Where what is made of them lies, at the same paths. */
export const OUTPUT = "dist/";

/** The path of what is made of the source at `path`; any other path as it is. */
export function outputOf(path: string): string {
  return path.startsWith(SOURCE) ? OUTPUT + path.slice(SOURCE.length) : path;
}

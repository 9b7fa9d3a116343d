/** The compiler of the user's project. */

import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

export interface Compiler {
  readonly version: string;
  /** The path of the program, which Node runs. */
  readonly program: string;
}

/** @param from a folder; TypeScript is found there or above, as Node finds packages. */
export function findCompiler(from: string): Compiler | undefined {
  const require = createRequire(resolve(from, "package.json"));
  try {
    const path = require.resolve("typescript/package.json");
    const { version, bin } = require(path) as {
      readonly version: string;
      readonly bin: { readonly tsc: string };
    };
    return { version, program: join(dirname(path), bin.tsc) };
  } catch {
    return undefined;
  }
}

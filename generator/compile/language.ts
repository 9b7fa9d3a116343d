import type { BuildOptions } from "esbuild";

/** The youngest syntax in the JavaScript of a package. */
const TARGET = "es2022";

/** What esbuild reads and prints, whether one module or many. */
export const LANGUAGE = {
  format: "esm",
  platform: "neutral",
  target: TARGET,
  charset: "utf8",
  legalComments: "inline",
  logLevel: "silent",
  tsconfigRaw: { compilerOptions: { target: TARGET, verbatimModuleSyntax: true } },
} as const satisfies BuildOptions;

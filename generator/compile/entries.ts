/** Which files of a package may be loaded by their paths. */

import { posix } from "node:path";

import { isRecord } from "../base/is-record.ts";
import { manifestOf } from "../base/package-manifest.ts";
import type { OutputFile } from "../source.ts";
import { OUTPUT, outputOf, SOURCE } from "./folders.ts";

export interface Entries {
  /** The sources whose JavaScript keeps its path. */
  readonly sources: readonly OutputFile[];
  /** Of these the ones for which bundlers take others, by the field `browser`: they are found at their paths only. */
  readonly replaced: readonly OutputFile[];
}

/**
 * Reads off the `package.json` what its `exports`, `imports`, `main`, `module`, `browser` and `bin` lead to. Without `exports`
 * every file may be imported.
 *
 * Source: Node.js, "Modules: Packages"; the field `browser` as in defunctzombie/package-browser-field-spec.
 */
export function entriesOf(files: readonly OutputFile[]): Entries {
  const manifest = manifestOf(files);
  const { exports = `${OUTPUT}*.js`, imports, main, module, browser, bin } = manifest;
  const replaced = isRecord(browser) ? Object.keys(browser) : [];
  const targets = textsIn([exports, imports, main, module, browser, bin, replaced]);
  const modules = files.filter(isModule).map((file) => ({ file, script: scriptOf(file) }));
  const ledToBy = (some: readonly string[]): OutputFile[] => {
    const isTarget = targetsOf(some);
    return modules.filter(({ script }) => isTarget(script)).map(({ file }) => file);
  };
  return { sources: ledToBy(targets), replaced: ledToBy(replaced) };
}

/** Whether JavaScript is made of a file. */
export function isModule({ path }: Pick<OutputFile, "path">): boolean {
  return path.startsWith(SOURCE) && /(?<!\.d)\.[jt]s$/.test(path);
}

/** The path of the JavaScript that a source becomes if it keeps its path. */
export function scriptOf({ path }: Pick<OutputFile, "path">): string {
  return outputOf(path).replace(/\.ts$/, ".js");
}

/** The file that a relative import means: TypeScript has the extension of the JavaScript that is made of it. */
export function fileAt(
  files: ReadonlyMap<string, OutputFile>,
  specifier: string,
  importer: string,
): OutputFile | undefined {
  const path = posix.join(posix.dirname(importer), specifier);
  return files.get(path.replace(/\.js$/, ".ts")) ?? files.get(path);
}

/** All strings in a value, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return isRecord(value) || Array.isArray(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** Tells whether one of the texts leads to a script; a `*` in it stands for any text. */
function targetsOf(texts: readonly string[]): (script: string) => boolean {
  const paths = new Set(texts.map((text) => text.replace(/^\.\//, "")));
  const patterns = [...paths].filter((path) => path.includes("*")).map((path) => path.split("*"));
  return (script) =>
    paths.has(script) ||
    patterns.some(([start = "", end = ""]) => {
      const rest = script.length - start.length - end.length;
      return rest > 0 && script.startsWith(start) && script.endsWith(end);
    });
}

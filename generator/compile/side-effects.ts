import { manifestOf } from "../base/package-manifest.ts";
import type { OutputFile } from "../source.ts";
import { fileAt, isModule, scriptOf } from "./entries.ts";

/**
 * Tells of the files of a package whether something happens when they are executed, so that they have to be whenever something
 * imports them, and never else: the `package.json` says so, or a source imports them for nothing else.
 *
 * @returns takes the path of a file's JavaScript.
 */
export function effectsOf(files: ReadonlyMap<string, OutputFile>): (path: string) => boolean {
  const isListed = sideEffectsOf(manifestOf([...files.values()]));
  const imported = new Set<string>();
  for (const file of [...files.values()].filter(isModule))
    // What only looks like such an import, in a comment, does no harm.
    for (const [, , specifier = ""] of file.text.matchAll(EFFECT_IMPORT)) {
      const target = fileAt(files, specifier, file.path);
      if (target !== undefined) imported.add(scriptOf(target));
    }
  return (path) => isListed(path) || imported.has(path);
}

const EFFECT_IMPORT = /(?<![.$\w])import\s*(["'])(\.\.?\/[^"'\n]*)\1/g;

/**
 * Tells of the files of a package, by the field `sideEffects` of its `package.json`, whether something happens when they are
 * executed: then an import for nothing else has to stay.
 *
 * Source: webpack, "Tree Shaking": a pattern without a slash means files in all folders. One with brackets of any kind or `!`, of
 * which tools know different ones, is taken to mean every file.
 *
 * @returns takes a path that is relative to the package.
 */
function sideEffectsOf({
  sideEffects = true,
}: Readonly<Record<string, unknown>>): (path: string) => boolean {
  if (!Array.isArray(sideEffects)) return () => sideEffects !== false;
  const patterns = sideEffects.filter((each) => typeof each === "string").map(patternOf);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function patternOf(glob: string): RegExp {
  if (/[!()[\]{}]/.test(glob)) return /(?:)/;
  const whole = glob.includes("/") ? glob.replace(/^\.?\//, "") : `**/${glob}`;
  const source = whole
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((piece) => wildcards.get(piece) ?? piece.replace(/[$+.\\^|]/g, "\\$&"));
  return new RegExp(`^${source.join("")}$`, "u");
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ["**/", "(?:.*/)?"],
  ["**", ".*"],
  ["*", "[^/]*"],
  ["?", "[^/]"],
]);

import { isRecord } from "../base/is-record.ts";

/**
 * Tells of the files of a package, by the field `sideEffects` of its `package.json`, whether something happens when they are
 * executed: then an import for nothing else has to stay.
 *
 * Source: webpack, "Tree Shaking": a pattern without a slash means files in all folders.
 *
 * @returns takes a path that is relative to the package.
 */
export function sideEffectsOf(manifest: unknown): (path: string) => boolean {
  const { sideEffects = true } = isRecord(manifest) ? manifest : {};
  if (!Array.isArray(sideEffects)) return () => sideEffects !== false;
  const patterns = sideEffects.filter((each) => typeof each === "string").map(patternOf);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function patternOf(glob: string): RegExp {
  const whole = glob.includes("/") ? glob.replace(/^\.?\//, "") : `**/${glob}`;
  const source = whole
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((piece) => wildcards.get(piece) ?? piece.replace(/[$()+.[\\\]^{|}]/g, "\\$&"));
  return new RegExp(`^${source.join("")}$`, "u");
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ["**/", "(?:.*/)?"],
  ["**", ".*"],
  ["*", "[^/]*"],
  ["?", "[^/]"],
]);

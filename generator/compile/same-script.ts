/** Tells without the others of a package whether a module becomes the same JavaScript as before. */

import { isDeepStrictEqual } from "node:util";
import type { Loader } from "esbuild";

import type { OutputFile } from "../source.ts";
import { privateWordsIn } from "./class-names.ts";
import { headerOf } from "./header.ts";
import { LANGUAGE } from "./language.ts";

/**
 * Whether two texts of a module, both as they are formatted, differ only in what is not in the JavaScript of a package: types, and
 * comments that esbuild drops.
 */
export async function isSameScript(before: OutputFile, now: OutputFile): Promise<boolean> {
  if (before.text === now.text) return true;
  const [old, next] = await Promise.all([gistOf(before), gistOf(now)]);
  return old !== undefined && isDeepStrictEqual(old, next);
}

/** All of a module that its part of the JavaScript depends on; undefined for what does not parse. */
async function gistOf({ path, text }: OutputFile): Promise<readonly unknown[] | undefined> {
  const { build } = await import("esbuild");
  const loader = path.slice(path.lastIndexOf(".") + 1) as Loader;
  try {
    const { outputFiles } = await build({
      stdin: { contents: text, loader },
      write: false,
      ...LANGUAGE,
    });
    return [headerOf(text), privateWordsIn(text), outputFiles.map((file) => file.text)];
  } catch {
    // Why is told when all is bundled.
    return undefined;
  }
}

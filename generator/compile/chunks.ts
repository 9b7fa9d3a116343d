/** The paths of the files that entries share. */

import { scriptOf } from "./entries.ts";
import { OUTPUT, outputOf } from "./folders.ts";

/** Modules of which the last gives its name to the file that holds it. */
const LANDMARK = /\/(?:core|errors)\.ts$/;

/**
 * The path of a file that holds modules which several entries share: it is that of one of the modules, in a folder of its own, so that no
 * two files have the same, and that none is renamed because a text changes. The module is the last to be executed, for which
 * the others are there; one with side effects comes first, so that `sideEffects` of the `package.json` means the file too.
 *
 * @param modules the paths of the sources, in the order of execution.
 * @param folder what {@link sharedFolder} gives.
 * @param hasEffects takes the path of the JavaScript.
 */
export function sharedPath(
  modules: readonly string[],
  folder: string,
  hasEffects: (path: string) => boolean,
): string {
  const effective = modules.filter((path) => hasEffects(scriptOf({ path })));
  const names = effective.length > 0 ? effective : modules;
  const path = names.filter((each) => LANDMARK.test(each)).at(-1) ?? names.at(-1) ?? "";
  const script = scriptOf({ path }).slice(OUTPUT.length);
  return folder + (script.endsWith(".js") ? script : `${script}.js`);
}

/** A folder in which no file of the package lies. */
export function sharedFolder(paths: readonly string[]): string {
  let folder = `${OUTPUT}shared/`;
  while (paths.some((path) => outputOf(path).startsWith(folder)))
    folder = `${folder.slice(0, -1)}_/`;
  return folder;
}

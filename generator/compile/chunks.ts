/** The paths of the files that entries share. */

import { OUTPUT, outputOf } from "./folders.ts";

/** Modules of which the last gives its name to the file that holds it. */
const LANDMARK = /\/(?:core|errors)\.ts$/;

/**
 * The path of a file that holds modules which several entries share: it is that of one of the modules, in a folder of its own, so that no
 * two files have the same, and that none is renamed because a text changes. The module is the last to be executed, for which
 * the others are there.
 *
 * @param modules the paths of the sources, in the order of execution.
 * @param folder what {@link sharedFolder} gives.
 */
export function sharedPath(modules: readonly string[], folder: string): string {
  const name = modules.filter((path) => LANDMARK.test(path)).at(-1) ?? modules.at(-1) ?? "";
  return folder + outputOf(name).slice(OUTPUT.length).replace(/\.ts$/, ".js");
}

/** A folder in which no file of the package lies. */
export function sharedFolder(paths: readonly string[]): string {
  let folder = `${OUTPUT}shared/`;
  while (paths.some((path) => outputOf(path).startsWith(folder)))
    folder = `${folder.slice(0, -1)}_/`;
  return folder;
}

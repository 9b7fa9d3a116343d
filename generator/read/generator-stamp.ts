/** Tells one state of this generator from another, on this machine and also where the version does not: in a checkout. */

import { lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { BUILTIN_TEMPLATES, PROGRAM } from "../builtin.ts";
import { contentHash } from "../base/content-hash.ts";

/** What package managers write anew when they install something. */
const INSTALLED = [".package-lock.json", ".modules.yaml", ".yarn-state.yml", ".yarn-integrity"];

/**
 * Another one when the generator was installed anew or other versions were beside it, or if it is not installed but a checkout, when
 * one of its files was replaced or written to.
 */
export function generatorStamp(): string {
  const lines: string[] = [];
  const add = (path: string): void => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return;
    const { ino, size, mtimeMs, ctimeMs } = found;
    lines.push([path, ino, size, mtimeMs, ctimeMs].join(" "));
  };
  const enter = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) enter(path);
      else add(path);
    }
  };
  if (/[\\/]node_modules[\\/]/.test(PROGRAM)) add(join(PROGRAM, "..", "package.json"));
  else for (const folder of [PROGRAM, BUILTIN_TEMPLATES]) enter(folder);
  for (let folder = PROGRAM; dirname(folder) !== folder; folder = dirname(folder)) {
    for (const name of INSTALLED) add(join(folder, "node_modules", name));
  }
  return contentHash(lines.join("\n"));
}

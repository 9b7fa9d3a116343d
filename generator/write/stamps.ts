/** Stamps of files of the output of which it is known that they have the content that was wanted. */

import { lstatSync } from "node:fs";
import { join } from "node:path";

import { type FileStatus, stampOf } from "../base/file-stamp.ts";
import type { Comparison } from "./compare.ts";
import type { Staged } from "./stage.ts";

/**
 * @param contents what was renamed into the output since.
 * @returns by path.
 */
export function stampsOf(
  base: string,
  { unchanged }: Comparison,
  contents: Staged["contents"],
): Readonly<Record<string, string>> {
  const stamps = Object.create(null) as Record<string, string>;
  for (const { path, lastingStamp } of unchanged)
    if (lastingStamp !== undefined) stamps[path] = lastingStamp;
  for (const [path, staged] of contents) {
    const found = lstatSync(join(base, path), { throwIfNoEntry: false });
    if (found !== undefined && wasOnlyRenamed(staged, found)) stamps[path] = stampOf(found);
  }
  return stamps;
}

/**
 * To rename a file changes the time of its status alone. Where that is not later, the clock has stood still since the content was
 * written, and it may have been written to again.
 */
function wasOnlyRenamed(before: FileStatus, { ino, size, mtimeMs, ctimeMs }: FileStatus): boolean {
  const isSame = ino === before.ino && size === before.size && mtimeMs === before.mtimeMs;
  return isSame && ctimeMs > mtimeMs;
}

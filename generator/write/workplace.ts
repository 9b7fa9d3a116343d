/**
 * Where a run prepares what it brings to the output: a folder beside the output, on the same file system, that is there only
 * while a run is on its way, or was interrupted.
 */

import { lstat, mkdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { DiagnosticError } from "../diagnostic.ts";
import { ignoring, isErrno } from "./errno.ts";

/** The name within the output, where nothing can be made beside it. */
export const WORKPLACE = ".triptych";

const STAGED = "staged";

export interface Workplaces {
  readonly beside: string;
  readonly inside: string;
}

/** @param base the output folder, without links in its path. */
export function workplacesOf(base: string): Workplaces {
  return {
    beside: join(dirname(base), `.${basename(base)}.triptych`),
    inside: join(base, WORKPLACE),
  };
}

/** Makes the folder for the locks of runs: all runs that may write to the output agree on it. */
export async function makeWorkplace({ beside, inside }: Workplaces): Promise<string> {
  try {
    return await makeFolder(beside);
  } catch (error) {
    if (!isErrno(error, "EACCES", "EPERM", "EROFS")) throw error;
    return makeFolder(inside);
  }
}

async function makeFolder(path: string, tries = 50): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    // Another run may remove it even while it is being made.
    if (!isErrno(error, "ENOENT") || tries <= 0) throw error;
  }
  const found = await ignoring(lstat(path), "ENOENT");
  // Another run may just have removed it.
  if (found === undefined) return makeFolder(path, tries - 1);
  if (found.isDirectory()) return path;
  throw new DiagnosticError([
    {
      severity: "error",
      code: "cannot-write",
      message: `${path}, where changes are prepared, is a link`,
      cure: "remove the link",
    },
  ]);
}

/** Whether a run is on its way, or was interrupted. */
export async function isInUse({ beside, inside }: Workplaces): Promise<boolean> {
  const found = await Promise.all(
    [beside, inside].map((path) => ignoring(lstat(path), "ENOENT", "ENOTDIR")),
  );
  return found.some((each) => each !== undefined);
}

/** Removes what was staged, and the folder if nothing else is in it. */
export async function clearWorkplace(workplace: string): Promise<void> {
  await rm(stagedFolder(workplace), { recursive: true, force: true });
  await removeEmpty(workplace);
}

/** A folder for the new content of files, from which it can be renamed into the output. */
export interface Staging {
  /** Where the journal is. */
  readonly workplace: string;
  readonly folder: string;
  /** Removes what was staged, and the output folder if it was made for this and is empty. */
  clear(): Promise<void>;
}

/**
 * @param workplace the one with the lock.
 * @param base the output folder; made if it is not there.
 */
export async function makeStaging(
  workplace: string,
  { inside }: Workplaces,
  base: string,
): Promise<Staging> {
  const created = await mkdir(base, { recursive: true });
  const chosen =
    workplace === inside || (await canRename(workplace, inside))
      ? workplace
      : await makeFolder(inside);
  const folder = join(chosen, STAGED);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return {
    workplace: chosen,
    folder,
    async clear() {
      await clearWorkplace(chosen);
      if (created !== undefined) await removeEmptyUpTo(created, base);
    },
  };
}

export function stagedFolder(workplace: string): string {
  return join(workplace, STAGED);
}

export async function removeEmpty(folder: string): Promise<void> {
  await ignoring(rmdir(folder), "ENOENT", "ENOTEMPTY", "EEXIST", "EPERM", "EACCES", "EBUSY");
}

async function removeEmptyUpTo(top: string, folder: string): Promise<void> {
  for (let dir = folder; dir.length >= top.length; dir = dirname(dir)) await removeEmpty(dir);
}

/** The output may be a mount of its own, and the number of its device does not tell. */
async function canRename(workplace: string, inside: string): Promise<boolean> {
  const probe = join(workplace, "probe");
  await mkdir(probe, { recursive: true });
  try {
    await rename(probe, inside);
    await removeEmpty(inside);
    return true;
  } catch (error) {
    await removeEmpty(probe);
    if (isErrno(error, "EXDEV")) return false;
    if (isErrno(error, "ENOTEMPTY", "EEXIST")) return true;
    throw error;
  }
}

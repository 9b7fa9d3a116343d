/**
 * Brings changes to the disk. New content is staged in a folder of its own on the same file system and renamed into place
 * file by file: a file is at any moment the old one or the new one. Deletions come last.
 */

import { constants } from "node:fs";
import {
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { type Manifest, MANIFEST_FILE, printManifest } from "./manifest.ts";
import { foldPath } from "./output-path.ts";
import type { Change } from "./compare.ts";

export interface Commit {
  readonly changes: readonly Change[];
  readonly remove: readonly string[];
  /** Every path of the output, whether it changes or not. */
  readonly wanted: readonly string[];
  /** The manifest to leave behind. */
  readonly manifest: string;
  /** What the manifest says so far. */
  readonly recorded: Manifest["files"];
  readonly generator: string;
}

/**
 * @param base the output folder, without links in its path.
 * @param signal heeded until the first file is replaced.
 */
export async function commit(
  base: string,
  { changes, remove, wanted, manifest, recorded, generator }: Commit,
  signal?: AbortSignal,
): Promise<{ readonly saved: readonly string[] }> {
  signal?.throwIfAborted();
  const staging = await makeStagingFolder(base);
  try {
    const staged = (index: number): string => join(staging, String(index));
    for (const [index, { text }] of changes.entries()) {
      await writeFile(staged(index), text);
      signal?.throwIfAborted();
    }
    const putManifest = async (text: string): Promise<void> => {
      await writeFile(join(staging, MANIFEST_FILE), text);
      await rename(join(staging, MANIFEST_FILE), join(base, MANIFEST_FILE));
    };
    await mkdir(base, { recursive: true });

    const saved: string[] = [];
    const hashes = new Map(Object.entries(recorded));
    try {
      for (const { path, save } of changes) if (save) saved.push(await saveCopy(base, path));
      for (const [index, { path, hash }] of changes.entries()) {
        await mkdir(dirname(join(base, path)), { recursive: true });
        await rename(staged(index), join(base, path));
        hashes.set(path, hash);
      }
      const twins = new Map(wanted.map((path) => [foldPath(path), path]));
      for (const path of remove) {
        await removeFile(base, path, twins.get(foldPath(path)));
        hashes.delete(path);
      }
    } catch (error) {
      await putManifest(printManifest(generator, hashes)).catch(() => undefined);
      throw error;
    }
    await putManifest(manifest);
    return { saved };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Beside the output, or inside it where the output is another file system or the folder around it is read-only. */
async function makeStagingFolder(base: string): Promise<string> {
  const around = await firstFolder(dirname(base));
  const prefix = `.${basename(base)}.triptych-`;
  const output = await statOrUndefined(base);
  if (output === undefined) return mkdtemp(join(around, prefix));
  if (output.dev !== (await stat(around)).dev) return mkdtemp(join(base, prefix));
  try {
    return await mkdtemp(join(around, prefix));
  } catch (error) {
    if (isErrno(error, "EACCES", "EPERM", "EROFS")) return mkdtemp(join(base, prefix));
    throw error;
  }
}

async function firstFolder(path: string): Promise<string> {
  let dir = path;
  while ((await statOrUndefined(dir)) === undefined && dirname(dir) !== dir) dir = dirname(dir);
  return dir;
}

/** Copies a file to `<file>.orig`, or to `<file>.orig.2` and so on: an earlier copy is never replaced. */
async function saveCopy(base: string, path: string): Promise<string> {
  for (let count = 1; ; count++) {
    const copy = count === 1 ? `${path}.orig` : `${path}.orig.${count}`;
    try {
      await copyFile(join(base, path), join(base, copy), constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      if (!isErrno(error, "EEXIST")) throw error;
    }
  }
}

/**
 * Removes a file, and the folders that it leaves empty.
 *
 * @param twin the path, if any, of a wanted file that differs from `path` in case alone. Where case does not count they are
 * one file, and it gets its new name.
 */
async function removeFile(base: string, path: string, twin: string | undefined): Promise<void> {
  if (twin !== undefined && (await isSameFile(join(base, path), join(base, twin)))) {
    await rename(join(base, path), join(base, twin));
    return;
  }
  await unlink(join(base, path));
  for (let dir = dirname(path); dir !== "."; dir = dirname(dir)) {
    try {
      await rmdir(join(base, dir));
    } catch (error) {
      if (isErrno(error, "ENOTEMPTY", "EEXIST", "EBUSY", "EPERM", "EACCES")) return;
      throw error;
    }
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([lstat(one), statOrUndefined(other)]);
  return a.ino === b?.ino && a.dev === b.dev;
}

async function statOrUndefined(
  path: string,
): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

function isErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Looks into the output folder without ever following a link. */

import type { Stats } from "node:fs";
import { lstat, readdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { lastingStampOf, stampOf } from "../base/file-stamp.ts";
import { ignoring, isErrno } from "./errno.ts";
import { foldPath } from "./output-path.ts";

/** A symbolic link, at the path or above it; a folder where a file should be; a file where a folder should be. */
export type Obstacle = "link" | "folder" | "file";

export interface FoundFile {
  readonly bytes: Buffer;
  /** Changes when the file is replaced or written to. */
  readonly stamp: string;
  /** See {@link lastingStampOf}. */
  readonly lastingStamp: string | undefined;
}

/** What is at a path: a file, nothing, or what is in the way. */
export type Found = FoundFile | Obstacle | undefined;

export interface Folder {
  look(path: string): Promise<Found>;
  /** As `look`, without the content. */
  find(path: string): Promise<Stats | Obstacle | undefined>;
  /** The stamp of a file, or what else is there. */
  stamp(path: string): Promise<string | undefined>;
  /** Of a path at which there is nothing: what is there instead and differs only in case or Unicode form, a file or a folder. */
  twin(path: string): Promise<string | undefined>;
}

/** `outDir` without links in its path, for a link to a folder is what the user pointed at; it need not exist. */
export async function outputFolder(outDir: string): Promise<string> {
  const missing: string[] = [];
  for (let dir = outDir; ; dir = dirname(dir)) {
    try {
      return join(await realpath(dir), ...missing);
    } catch (error) {
      if (!isErrno(error, "ENOENT") || dirname(dir) === dir) throw error;
      missing.unshift(basename(dir));
    }
  }
}

type FolderState = Obstacle | "missing" | "ok";

/** Folders are looked at once. */
export function openFolder(base: string): Folder {
  const folders = new Map<string, Promise<FolderState>>();
  const names = new Map<string, Promise<readonly string[]>>();
  const stateOf = (path: string): Promise<FolderState> => {
    let known = folders.get(path);
    if (known === undefined) {
      known = path === "" ? Promise.resolve("ok" as const) : lookAtFolder(path);
      folders.set(path, known);
    }
    return known;
  };
  const lookAtFolder = async (path: string): Promise<FolderState> => {
    const parent = await stateOf(parentOf(path));
    if (parent !== "ok") return parent;
    const found = await lookAt(join(base, path));
    if (found === undefined) return "missing";
    if (found.isSymbolicLink()) return "link";
    return found.isDirectory() ? "ok" : "file";
  };
  const namesIn = (path: string): Promise<readonly string[]> => {
    let known = names.get(path);
    if (known === undefined) {
      known = ignoring(readdir(join(base, path)), "ENOENT").then((found) => found ?? []);
      names.set(path, known);
    }
    return known;
  };
  const find: Folder["find"] = async (path) => {
    const parent = await stateOf(parentOf(path));
    if (parent === "missing") return undefined;
    if (parent !== "ok") return parent;
    const found = await lookAt(join(base, path));
    if (found?.isSymbolicLink() === true) return "link";
    return found?.isFile() === false ? "folder" : found;
  };
  return {
    find,
    async look(path) {
      const found = await find(path);
      if (found === undefined || typeof found === "string") return found;
      const stamps = { stamp: stampOf(found), lastingStamp: lastingStampOf(found) };
      return { bytes: await readFile(join(base, path)), ...stamps };
    },
    async stamp(path) {
      const found = await find(path);
      return typeof found === "object" ? stampOf(found) : found;
    },
    async twin(path) {
      let missing = path;
      while ((await stateOf(parentOf(missing))) === "missing") missing = parentOf(missing);
      const parent = parentOf(missing);
      const name = missing.slice(parent === "" ? 0 : parent.length + 1);
      const twin = (await namesIn(parent)).find(
        (each) => each !== name && foldPath(each) === foldPath(name),
      );
      return twin === undefined || parent === "" ? twin : `${parent}/${twin}`;
    },
  };
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

function lookAt(path: string): Promise<Stats | undefined> {
  return ignoring(lstat(path), "ENOENT", "ENOTDIR");
}

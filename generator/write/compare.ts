/** What is on the disk against what is wanted there. Reads only. */

import type { Stats } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";

import { contentHash, type Manifest, MANIFEST_FILE, parseManifest } from "./manifest.ts";
import { pathProblem } from "./output-path.ts";
import type { OutputFile } from "../source.ts";

/**
 * - `edited`: generated once, changed since by someone else;
 * - `foreign`: never written by the generator;
 * - `link`, `folder`, `file`: a symbolic link, a folder in place of the file, a file in place of one of its folders;
 * - `manifest`: the manifest cannot be read.
 */
export type RefusalReason = "edited" | "foreign" | "link" | "folder" | "file" | "manifest";

export interface Refusal {
  /** Relative to the output folder. */
  readonly path: string;
  readonly reason: RefusalReason;
  /** Names the path. */
  readonly message: string;
  /** What to do. */
  readonly cure: string;
}

export interface Change {
  readonly path: string;
  readonly text: string;
  readonly hash: string;
  /** Whether what is there must be saved first. */
  readonly save: boolean;
}

/** Each list is sorted by path. */
export interface Comparison {
  readonly changes: readonly Change[];
  readonly unchanged: readonly { readonly path: string; readonly hash: string }[];
  readonly remove: readonly string[];
  readonly kept: readonly string[];
  readonly refused: readonly Refusal[];
  readonly recorded: Manifest["files"];
  /** The manifest as it is on the disk. */
  readonly manifestText: string | undefined;
}

const BATCH = 32;

export async function compare(
  base: string,
  files: readonly OutputFile[],
  force: boolean,
): Promise<Comparison> {
  const look = folderReader(base);
  const refused: Refusal[] = [];
  const { recorded, manifestText, problem } = await readManifest(base);
  if (problem !== undefined && !(force && problem.reason === "manifest")) refused.push(problem);

  const changes: Change[] = [];
  const unchanged: { path: string; hash: string }[] = [];
  await inBatches(files, async ({ path, text }) => {
    const hash = contentHash(text);
    const found = await look(path);
    if (typeof found === "string") refused.push(refusal(path, found));
    else if (found === undefined) changes.push({ path, text, hash, save: false });
    else if (hashes(found).includes(hash)) unchanged.push({ path, hash });
    else {
      const known = recorded[path];
      const ours = known !== undefined && hashes(found).includes(known);
      if (ours || force) changes.push({ path, text, hash, save: !ours });
      else refused.push(refusal(path, known === undefined ? "foreign" : "edited"));
    }
  });

  const wanted = new Set(files.map((file) => file.path));
  const stale = Object.keys(recorded).filter(
    (path) => !wanted.has(path) && pathProblem(path) === undefined,
  );
  const remove: string[] = [];
  const kept: string[] = [];
  await inBatches(stale, async (path) => {
    const found = await look(path);
    if (found === undefined) return;
    const ours = typeof found !== "string" && hashes(found).includes(recorded[path] ?? "");
    (ours ? remove : kept).push(path);
  });
  refused.sort(byPath);
  changes.sort(byPath);
  unchanged.sort(byPath);
  remove.sort();
  kept.sort();
  return { changes, unchanged, remove, kept, refused, recorded, manifestText };
}

async function readManifest(
  base: string,
): Promise<{ recorded: Manifest["files"]; manifestText?: string; problem?: Refusal }> {
  const found = await folderReader(base)(MANIFEST_FILE);
  if (found === undefined) return { recorded: {} };
  if (typeof found === "string") return { recorded: {}, problem: refusal(MANIFEST_FILE, found) };
  const manifestText = found.toString("utf8");
  const manifest = parseManifest(manifestText);
  if (typeof manifest !== "string") return { recorded: manifest.files, manifestText };
  return {
    recorded: {},
    manifestText,
    problem: {
      path: MANIFEST_FILE,
      reason: "manifest",
      message: `${MANIFEST_FILE}, the record of what was generated, cannot be used: ${manifest}`,
      cure: "restore it from version control, or pass --force to go on without it",
    },
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

/** With the bytes as they are, and with the line ends that a checkout on Windows may have changed put back. */
function hashes(bytes: Buffer): string[] {
  const asIs = contentHash(bytes);
  return bytes.includes("\r\n")
    ? [asIs, contentHash(bytes.toString("utf8").replaceAll("\r\n", "\n"))]
    : [asIs];
}

function refusal(path: string, reason: Exclude<RefusalReason, "manifest">): Refusal {
  const force = `pass --force, which saves it as ${path}.orig and replaces it`;
  switch (reason) {
    case "edited":
      return {
        path,
        reason,
        message: `${path} was edited after it was generated`,
        cure: `move the change into a template or the overlay and undo it here, or ${force}`,
      };
    case "foreign":
      return {
        path,
        reason,
        message: `${path} exists and was not generated`,
        cure: `move it away, choose another output folder with --out, or ${force}`,
      };
    case "link":
      return {
        path,
        reason,
        message: `${path} is, or lies behind, a symbolic link`,
        cure: "replace the link by a file or folder, or choose another output folder with --out",
      };
    case "folder":
      return {
        path,
        reason,
        message: `a folder is called ${path}`,
        cure: "move the folder away",
      };
    case "file":
      return {
        path,
        reason,
        message: `a file is called as a folder of ${path} must be`,
        cure: "move that file away",
      };
  }
}

type Obstacle = "link" | "folder" | "file";

/** Reads files below `base` without ever following a link: the bytes, undefined if there is no file, or what is in the way. */
function folderReader(base: string): (path: string) => Promise<Buffer | Obstacle | undefined> {
  const folders = new Map<string, Promise<Obstacle | "missing" | "ok">>();
  const folder = (path: string): Promise<Obstacle | "missing" | "ok"> => {
    let known = folders.get(path);
    if (known === undefined) {
      known = path === "" ? Promise.resolve("ok" as const) : lookAtFolder(path);
      folders.set(path, known);
    }
    return known;
  };
  const lookAtFolder = async (path: string): Promise<Obstacle | "missing" | "ok"> => {
    const parent = await folder(parentOf(path));
    if (parent !== "ok") return parent;
    const found = await lookAt(join(base, path));
    if (found === undefined) return "missing";
    if (found.isSymbolicLink()) return "link";
    return found.isDirectory() ? "ok" : "file";
  };
  return async (path) => {
    const parent = await folder(parentOf(path));
    if (parent === "missing") return undefined;
    if (parent !== "ok") return parent;
    const found = await lookAt(join(base, path));
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) return "link";
    return found.isFile() ? readFile(join(base, path)) : "folder";
  };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

async function lookAt(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function inBatches<T>(items: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) {
    await Promise.all(items.slice(start, start + BATCH).map(each));
  }
}

/**
 * Makes the output folder hold the generated files, and touches nothing else in it: a file that a person edited, or that
 * something else wrote, is reported and left alone unless `force` says otherwise, and then saved first.
 */

import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import { printManifest } from "./write/manifest.ts";
import { checkOutputPaths } from "./write/output-path.ts";
import type { OutputFile } from "./source.ts";
import { commit } from "./write/commit.ts";
import { compare, type Refusal } from "./write/compare.ts";

export type { Refusal, RefusalReason } from "./write/compare.ts";

export interface WriteOptions {
  /** The generator's version, for the record. */
  readonly generator: string;
  /** Whether edited and foreign files are replaced, each after a copy of it was saved as `<file>.orig`. Default false. */
  readonly force?: boolean;
  /** Whether to only say what would happen. Default false. */
  readonly dryRun?: boolean;
  /** Ends the writing as long as no file was replaced; after that the writing is finished first. */
  readonly signal?: AbortSignal;
}

/** Paths are relative to the output folder, sorted, and do not include the manifest. */
export interface WriteReport {
  /** Files that were new or differed. */
  readonly written: readonly string[];
  /** Files that were as wanted; not touched. */
  readonly unchanged: readonly string[];
  /** Files written by an earlier run that are no longer part of the output. */
  readonly removed: readonly string[];
  /** Files that an earlier run wrote, that are no longer part of the output, and that stay because they were edited. */
  readonly kept: readonly string[];
  /** Copies of edited and foreign files made before they were replaced. */
  readonly saved: readonly string[];
  /** What stands in the way. If there is any, nothing was written. */
  readonly refused: readonly Refusal[];
}

/**
 * @param outDir the output folder; made if it is not there.
 * @throws DiagnosticError if a path must not be written or the disk does not permit it.
 */
export async function write(
  files: readonly OutputFile[],
  outDir: string,
  options: WriteOptions,
): Promise<WriteReport> {
  checkOutputPaths(files.map((file) => file.path));
  try {
    return await bringToDisk(files, await outputFolder(resolve(outDir)), options);
  } catch (error) {
    throw isErrno(error) ? new DiagnosticError([diskProblem(error, outDir)]) : error;
  }
}

async function bringToDisk(
  files: readonly OutputFile[],
  base: string,
  options: WriteOptions,
): Promise<WriteReport> {
  const { generator, force = false, dryRun = false, signal } = options;
  const { changes, unchanged, remove, kept, refused, recorded, manifestText } = await compare(
    base,
    files,
    force,
  );
  if (refused.length > 0)
    return { written: [], unchanged: [], removed: [], kept, saved: [], refused };

  const entries = [...unchanged, ...changes];
  const manifest = printManifest(generator, new Map(entries.map(({ path, hash }) => [path, hash])));
  let saved: readonly string[] = [];
  if (!dryRun && (changes.length > 0 || remove.length > 0 || manifest !== manifestText)) {
    const wanted = entries.map(({ path }) => path);
    ({ saved } = await commit(
      base,
      { changes, remove, wanted, manifest, recorded, generator },
      signal,
    ));
  }
  return {
    written: paths(changes),
    unchanged: paths(unchanged),
    removed: remove,
    kept,
    saved,
    refused,
  };
}

function paths(list: readonly { readonly path: string }[]): string[] {
  return list.map(({ path }) => path);
}

/** `outDir` without links in its path, for a link to a folder is what the user pointed at; it need not exist. */
async function outputFolder(outDir: string): Promise<string> {
  const missing: string[] = [];
  for (let dir = outDir; ; dir = dirname(dir)) {
    try {
      return join(await realpath(dir), ...missing);
    } catch (error) {
      if (!isErrno(error) || error.code !== "ENOENT" || dirname(dir) === dir) throw error;
      missing.unshift(basename(dir));
    }
  }
}

const PERMIT = "make the output folder writable, or choose another one with --out";
const MAKE_ROOM = "make room, and generate again";
const ANOTHER = "choose another output folder with --out";

const DISK_PROBLEMS: Readonly<Record<string, readonly [problem: string, cure: string]>> = {
  EACCES: ["permission denied", PERMIT],
  EPERM: ["the operation is not permitted", PERMIT],
  EROFS: ["the file system is read-only", PERMIT],
  ENOSPC: ["the disk is full", MAKE_ROOM],
  EDQUOT: ["the disk quota is used up", MAKE_ROOM],
  ENOTDIR: ["a part of the path is a file", ANOTHER],
  EEXIST: ["a part of the path is a file", ANOTHER],
  ENAMETOOLONG: ["the path is too long", "choose an output folder with a shorter path with --out"],
  EMFILE: ["too many files are open", "raise the limit of open files, and generate again"],
  ENOENT: ["the folder vanished", "generate again when nothing else removes it"],
};

function diskProblem(error: NodeJS.ErrnoException, outDir: string): Diagnostic {
  const code = error.code ?? "";
  const path =
    "dest" in error && typeof error.dest === "string" ? error.dest : (error.path ?? outDir);
  const [problem, cure] = DISK_PROBLEMS[code] ?? [error.message, PERMIT];
  return {
    severity: "error",
    code: "cannot-write",
    message: `cannot write to ${outDir}: ${problem} (${code}, ${path})`,
    cure,
  };
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

/** What a run would change in the output folder, and since what changed: reads only. */

import { resolve } from "node:path";

import { DiagnosticError } from "../diagnostic.ts";
import type { InputRecord, OutputFile } from "../source.ts";
import { changedInputs, type InputChange } from "./changed-inputs.ts";
import { compare, type Comparison } from "./compare.ts";
import { isCompressed } from "./content.ts";
import { diskProblem } from "./disk-problem.ts";
import { isErrno } from "./errno.ts";
import { type Folder, openFolder, outputFolder } from "./folder.ts";
import { recordInputs } from "./inputs.ts";
import { findPending } from "./journal.ts";
import { MANIFEST_FILE, printManifest } from "./manifest.ts";
import { checkOutputPaths } from "./output-path.ts";
import type { Refusal } from "./refusal.ts";
import { workplacesOf } from "./workplace.ts";

/**
 * - `outdated`: as the generator wrote it once, and not as it would now;
 * - `new`: to be written for the first time;
 * - `missing`: written once, and gone;
 * - `obsolete`: written once, and no longer part of the output;
 * - `edited`: written once, and changed since by someone else;
 * - `foreign`: in the place of a file of the output, and never written by the generator;
 * - `blocked`: cannot be replaced, for a reason that `refused` gives.
 */
export type FileState =
  "outdated" | "new" | "missing" | "obsolete" | "edited" | "foreign" | "blocked";

export interface CheckedFile {
  /** Relative to the output folder. */
  readonly path: string;
  readonly state: FileState;
  /** A unified diff to what would be written, if it was asked for and the file is a text that would be replaced. */
  readonly diff?: string;
}

export interface CheckReport {
  /** The output folder, without links in its path: names of inputs are relative to it. */
  readonly folder: string;
  /** Whether a run would change nothing at all. */
  readonly isFresh: boolean;
  /**
   * What is known of the last run: `complete`; `none`, where there is no record that can be used; `incomplete`, where it could not
   * bring all files to the disk; `interrupted`, where the next run completes it first.
   */
  readonly lastRun: "complete" | "incomplete" | "interrupted" | "none";
  /** What is not as the last run found it. Empty unless that is known. */
  readonly inputs: readonly InputChange[];
  /** Every file that is not as it should be, sorted by path, without the manifest. */
  readonly files: readonly CheckedFile[];
  /** Files that are as they should be. */
  readonly unchanged: number;
  readonly refused: readonly Refusal[];
}

export interface CheckOptions {
  /** The version that is running. */
  readonly generator: string;
  /** What a run would record. */
  readonly inputs: readonly InputRecord[];
  /** What a run would change as well as read (the name lock), as it is now: in place of the input of the same kind. */
  readonly asFound?: InputRecord | undefined;
  /** How the output folder is called in diffs; without it there are none. */
  readonly diffFolder?: string | undefined;
}

/**
 * @param files what the output is to be.
 * @throws DiagnosticError if a path must not be written, or the disk cannot be read.
 */
export async function check(
  files: readonly OutputFile[],
  outDir: string,
  options: CheckOptions,
): Promise<CheckReport> {
  checkOutputPaths(files.map(({ path }) => path));
  try {
    return await checkFolder(files, await outputFolder(resolve(outDir)), options);
  } catch (error) {
    throw isErrno(error) ? new DiagnosticError([diskProblem(error, outDir, "read")]) : error;
  }
}

async function checkFolder(
  files: readonly OutputFile[],
  base: string,
  { generator, inputs, asFound, diffFolder }: CheckOptions,
): Promise<CheckReport> {
  const pending = await findPending(workplacesOf(base));
  const journal = pending?.journal;
  const found = await compare(base, files, { generator, force: false, journal });
  const after = recordInputs(inputs, base);
  const now = recordInputs(
    inputs.map((input) => (input.kind === asFound?.kind ? asFound : input)),
    base,
  );
  const { manifest } = found;
  const entries = found.unchanged.map(({ path, hash }) => [path, hash] as const);
  const isRecorded = [now, after].every(
    (each) => printManifest(generator, entries, each) === found.manifestText,
  );
  const differing = filesOf(found);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const folder = openFolder(base);
  const checked: CheckedFile[] = [];
  for (const file of differing) {
    const diff =
      diffFolder === undefined ? undefined : await diffOf(file, texts, folder, diffFolder);
    checked.push(diff === undefined ? file : { ...file, diff });
  }
  return {
    folder: base,
    isFresh: checked.length + found.refused.length === 0 && isRecorded,
    lastRun: pending === undefined ? lastRunOf(found) : "interrupted",
    inputs:
      manifest?.inputs === undefined
        ? []
        : [
            ...changedInputs(manifest.inputs, now),
            ...changedGenerator(manifest.generator, generator),
          ],
    files: checked,
    unchanged: found.unchanged.length,
    refused: found.refused,
  };
}

function lastRunOf({ manifest }: Comparison): CheckReport["lastRun"] {
  if (manifest === undefined) return "none";
  return manifest.inputs === undefined ? "incomplete" : "complete";
}

function changedGenerator(before: string, after: string): readonly InputChange[] {
  return before === after ? [] : [{ kind: "generator", name: "openapi-triptych", before, after }];
}

function filesOf({ changes, remove, kept, refused }: Comparison): readonly CheckedFile[] {
  const files: CheckedFile[] = [
    ...changes.map(({ path, before, recorded }): CheckedFile => {
      if (before !== null) return { path, state: "outdated" };
      return { path, state: recorded === null ? "new" : "missing" };
    }),
    ...remove.map(({ path }): CheckedFile => ({ path, state: "obsolete" })),
    ...kept.map((path): CheckedFile => ({ path, state: "edited" })),
    ...refused
      .filter(({ path }) => path !== MANIFEST_FILE)
      .map(({ path, reason }): CheckedFile => ({
        path,
        state: reason === "edited" || reason === "foreign" ? reason : "blocked",
      })),
  ];
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return files;
}

async function diffOf(
  { path, state }: CheckedFile,
  texts: ReadonlyMap<string, string>,
  folder: Folder,
  shown: string,
): Promise<string | undefined> {
  const after = texts.get(path);
  // Of an edited file that is no longer part of the output, nothing would be changed.
  if (isCompressed(path) || state === "blocked" || (after === undefined && state === "edited"))
    return undefined;
  const found = await folder.look(path);
  if (typeof found === "string") return undefined;
  const { patchOf } = await import("./patch.ts");
  const before = found?.bytes.toString("utf8").replaceAll("\r\n", "\n");
  return patchOf(shown === "." ? path : `${shown}/${path}`, before, after);
}

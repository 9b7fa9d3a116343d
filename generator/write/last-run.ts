/** What the last run left, as far as nobody touched it since. Without waiting: there is nothing to do beside it. */

import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { contentHash } from "../base/content-hash.ts";
import { stampOf } from "../base/file-stamp.ts";
import { SeenFiles } from "../base/seen-files.ts";
import type { InputRecord, OutputFile } from "../source.ts";
import { changedInputs, type InputChange } from "./changed-inputs.ts";
import { contentIn, hashesOf } from "./content.ts";
import { isErrno } from "./errno.ts";
import { outputFolder, parentOf } from "./folder.ts";
import { recordInputs } from "./inputs.ts";
import { type InputHashes, type Manifest, MANIFEST_FILE, parseManifest } from "./manifest.ts";
import { pathProblem } from "./output-path.ts";
import {
  isSeen,
  keepRunRecord,
  type KeptRunRecord,
  readRunRecord,
  type RunRecord,
  type RunSummary,
} from "./run-record.ts";
import { isInUse, workplacesOf } from "./workplace.ts";

export interface LastRun {
  /** The output folder, without links in its path: names of inputs are relative to it. */
  readonly folder: string;
  readonly inputs: InputHashes;
  /** What is known of the files that are read for the inputs. */
  readonly seen: SeenFiles;
  readonly summary: RunSummary;
  readonly digests: NonNullable<RunRecord["digests"]>;
  /** Sorted. */
  readonly files: readonly string[];
  /** Whether the inputs are those of that run. */
  isMadeFrom(inputs: readonly InputRecord[]): boolean;
  /** In what the inputs are not those of that run. */
  changedInputs(inputs: readonly InputRecord[]): readonly InputChange[];
  /** What is in a file, uncompressed; undefined unless it is as it was written. */
  contentAt(path: string): Buffer | undefined;
  /** The same as a text; undefined under the same conditions. */
  fileAt(path: string): OutputFile | undefined;
  /** Whether each file is as it was written. If so, what was looked into is remembered, as are the inputs that were hashed. */
  isIntact(): boolean;
}

/**
 * @param stamp of the generator that is running.
 * @returns undefined if this generator made no run here that brought all of its files to the disk, or somebody else wrote the
 *   manifest since, or a run is on its way.
 */
export async function readLastRun(outDir: string, stamp: string): Promise<LastRun | undefined> {
  try {
    const folder = await outputFolder(resolve(outDir));
    const record = readRunRecord(folder, stamp);
    if (record === undefined || (await isInUse(workplacesOf(folder)))) return undefined;
    const text = manifestText(folder);
    if (text === undefined || contentHash(text) !== record.manifest) return undefined;
    const manifest = parseManifest(text);
    if (typeof manifest === "string" || manifest.inputs === undefined) return undefined;
    const { inputs, files } = manifest;
    const seen = new SeenFiles(record.inputs ?? {}, record.time);
    const contentAt: LastRun["contentAt"] = (path) => content(folder, path, files[path], record);
    const fileAt: LastRun["fileAt"] = (path) => {
      const bytes = contentAt(path);
      if (bytes === undefined) return undefined;
      let text: string | undefined;
      return {
        path,
        // Of most files nobody asks for it.
        get text() {
          return (text ??= bytes.toString("utf8"));
        },
        hash: files[path]!,
      };
    };
    return {
      folder,
      inputs,
      seen,
      summary: record.summary,
      digests: record.digests ?? {},
      files: Object.keys(files),
      isMadeFrom: (now) => JSON.stringify(recordInputs(now, folder)) === JSON.stringify(inputs),
      changedInputs: (now) => changedInputs(inputs, recordInputs(now, folder)),
      contentAt,
      fileAt,
      isIntact: () => areIntact(folder, files, record, seen),
    };
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

/** The folders in `parent`, if that is one, that a run wrote. */
export function foldersWithRuns(parent: string): readonly string[] {
  const folders = namesIn(parent).map((name) => join(parent, name));
  return folders.filter((folder) => existsSync(join(folder, MANIFEST_FILE)));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function manifestText(folder: string): string | undefined {
  const path = join(folder, MANIFEST_FILE);
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  return readFileSync(path, "utf8").replaceAll("\r\n", "\n");
}

function content(
  folder: string,
  path: string,
  hash: string | undefined,
  record: KeptRunRecord,
): Buffer | undefined {
  if (hash === undefined || pathProblem(path) !== undefined) return undefined;
  try {
    const file = join(folder, path);
    const bytes = contentIn(path, readFileSync(file));
    // Looked at after it was read: a change before that shows.
    const isAsSeen = isSeen(path, lstatSync(file), record);
    return isAsSeen || contentHash(bytes) === hash ? bytes : undefined;
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

function areIntact(
  folder: string,
  files: Manifest["files"],
  record: KeptRunRecord,
  seen: SeenFiles,
): boolean {
  const { time: _, ...kept } = record;
  const folders = new Map([["", true]]);
  const isFolder = (path: string): boolean => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const found = isFolder(parentOf(path)) && lstatSync(join(folder, path)).isDirectory();
    folders.set(path, found);
    return found;
  };
  const stamps: Record<string, string> = Object.create(null) as Record<string, string>;
  let isNew = false;
  const isIntact = ([path, hash]: readonly [string, string]): boolean => {
    if (pathProblem(path) !== undefined || !isFolder(parentOf(path))) return false;
    const file = join(folder, path);
    const found = lstatSync(file);
    if (!found.isFile()) return false;
    stamps[path] = stampOf(found);
    if (isSeen(path, found, record)) return true;
    isNew = true;
    return hashesOf(path, readFileSync(file)).includes(hash);
  };
  try {
    if (!Object.entries(files).every(isIntact)) return false;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
  if (isNew || seen.isNew) keepRunRecord(folder, () => ({ ...kept, stamps, inputs: seen.files }));
  return true;
}

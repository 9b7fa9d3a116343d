/**
 * What this machine remembers of its last run for an output folder. It is not kept with the output, since there merging could put
 * together what no run has made; it can be lost at any time.
 */

import { randomUUID } from "node:crypto";
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { contentHash } from "../base/content-hash.ts";
import { type FileStatus, isSettled, stampOf } from "../base/file-stamp.ts";
import { isRecord } from "../base/is-record.ts";
import type { SeenFile } from "../base/seen-files.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { isErrno } from "./errno.ts";

/** What a run says of itself. */
export interface RunSummary {
  /** Of the package. */
  readonly name: string;
  readonly operations: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The folder that paths in the diagnostics are relative to. */
  readonly cwd: string;
  /** Whether the output was type-checked. */
  readonly verified: boolean;
}

export interface RunRecord {
  /** The generator that ran. */
  readonly stamp: string;
  /** The hash of the manifest that the run left. */
  readonly manifest: string;
  readonly summary: RunSummary;
  /** By path, stamps of files of the output that were seen to have the content which the manifest says. */
  readonly stamps?: Readonly<Record<string, string>>;
  /** See `EarlierRun`. */
  readonly digests?: Readonly<Record<string, string>>;
  /** What was hashed for it, by absolute path. */
  readonly inputs?: Readonly<Record<string, SeenFile>>;
}

export interface KeptRunRecord extends RunRecord {
  /** When it was begun, by the clock of the disk, in milliseconds. */
  readonly time: number;
}

/**
 * @param base the output folder, without links in its path.
 * @param stamp of the generator that is running: what another one kept is not understood.
 */
export function readRunRecord(base: string, stamp: string): KeptRunRecord | undefined {
  const path = recordPath(base);
  if (path === undefined) return undefined;
  try {
    return recordIn(JSON.parse(readFileSync(path, "utf8")), stamp);
  } catch (error) {
    if (isErrno(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Where nothing can be kept, nothing is, and the next run does everything.
 *
 * @param recordNow called when the record is begun.
 */
export function keepRunRecord(base: string, recordNow: () => RunRecord): void {
  const path = recordPath(base);
  if (path === undefined) return;
  const staged = `${path}.${randomUUID()}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(staged, "wx");
    try {
      const time = fstatSync(file).mtimeMs;
      const record: KeptRunRecord = { ...recordNow(), time };
      writeFileSync(file, JSON.stringify(record));
    } finally {
      closeSync(file);
    }
    renameSync(staged, path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    rmSync(staged, { force: true });
  }
}

/** Looks as git does: what has the stamp of a file that was seen with its content has the content still. */
export function isSeen(path: string, found: FileStatus, { stamps, time }: KeptRunRecord): boolean {
  return isSettled(found, time) && stamps?.[path] === stampOf(found);
}

/** Where tools keep such things: in the nearest `node_modules`; undefined if there is none. */
function recordPath(base: string): string | undefined {
  for (let folder = dirname(base); ; folder = dirname(folder)) {
    const modules = join(folder, "node_modules");
    if (statSync(modules, { throwIfNoEntry: false })?.isDirectory() === true) {
      const name = `${basename(base)}-${contentHash(base).slice(0, 16)}.json`;
      return join(modules, ".cache", "openapi-triptych", name);
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function recordIn(value: unknown, stamp: string): KeptRunRecord | undefined {
  if (!isRecord(value) || value["stamp"] !== stamp) return undefined;
  const { manifest, summary, time } = value;
  const isWhole = typeof manifest === "string" && isRecord(summary) && typeof time === "number";
  return isWhole ? (value as unknown as KeptRunRecord) : undefined;
}

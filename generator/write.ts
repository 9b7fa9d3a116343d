/**
 * Makes the output folder hold the generated files, and touches nothing else in it: a file that a person edited, or that
 * something else wrote, is reported and left alone unless `force` says otherwise, and then saved first.
 */

import { resolve } from "node:path";

import { contentHash } from "./base/content-hash.ts";
import { DiagnosticError } from "./diagnostic.ts";
import type { InputRecord, OutputFile } from "./source.ts";
import { carryOut, recover } from "./write/carry-out.ts";
import { compare, type Comparison } from "./write/compare.ts";
import { diskProblem } from "./write/disk-problem.ts";
import { isErrno } from "./write/errno.ts";
import { openFolder, outputFolder } from "./write/folder.ts";
import { recordInputs, seenInputs } from "./write/inputs.ts";
import { dropJournal, findPending, writeJournal } from "./write/journal.ts";
import { type Lock, lock, type LockOptions } from "./write/lock.ts";
import { MANIFEST_FILE, printManifest } from "./write/manifest.ts";
import { checkOutputPaths } from "./write/output-path.ts";
import type { Refusal } from "./write/refusal.ts";
import { keepRunRecord, readRunRecord, type RunRecord } from "./write/run-record.ts";
import { stage, type Staged } from "./write/stage.ts";
import { stampsOf } from "./write/stamps.ts";
import {
  clearWorkplace,
  isInUse,
  makeStaging,
  makeWorkplace,
  workplacesOf,
} from "./write/workplace.ts";

export type { Refusal, RefusalReason } from "./write/refusal.ts";
export type { RunSummary } from "./write/run-record.ts";

export interface WriteOptions extends LockOptions {
  /** The generator's version, for the record. */
  readonly generator: string;
  /** What the files were made from, for the record. */
  readonly inputs?: readonly InputRecord[];
  /** Whether edited and foreign files are replaced, each after a copy of it was saved as `<file>.orig`. Default false. */
  readonly force?: boolean;
  /** Whether to only say what would happen. Default false. */
  readonly dryRun?: boolean;
  /** What this machine is to remember of the run if all of its files are on the disk. */
  readonly memory?: Omit<RunRecord, "inputs" | "manifest" | "stamps">;
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
  /** What became of an earlier run that was interrupted, if there was one. */
  readonly recovered: "completed" | "settled" | null;
}

/**
 * @param outDir the output folder; made if it is not there.
 * @throws DiagnosticError if a path must not be written, the disk does not permit it, or another run does not end.
 */
export async function write(
  files: readonly OutputFile[],
  outDir: string,
  options: WriteOptions,
): Promise<WriteReport> {
  checkOutputPaths(files.map((file) => file.path));
  try {
    return await new Writing(files, await outputFolder(resolve(outDir)), options).run();
  } catch (error) {
    throw isErrno(error) ? new DiagnosticError([diskProblem(error, outDir)]) : error;
  }
}

interface Committed extends Pick<Staged, "contents"> {
  /** See {@link WriteReport}. */
  readonly saved: readonly string[];
}

class Writing {
  readonly #files: readonly OutputFile[];
  readonly #base: string;
  readonly #options: WriteOptions;
  readonly #workplaces: ReturnType<typeof workplacesOf>;

  constructor(files: readonly OutputFile[], base: string, options: WriteOptions) {
    this.#files = files;
    this.#base = base;
    this.#options = options;
    this.#workplaces = workplacesOf(base);
  }

  async run(): Promise<WriteReport> {
    const isIdle = !(await isInUse(this.#workplaces));
    const found = await this.#compare();
    if (this.#options.dryRun === true) return reportOf(found);
    if (isIdle && !this.#hasWork(found)) return this.#done(found);

    const held = await lock(() => makeWorkplace(this.#workplaces), this.#options);
    try {
      const recovered = await this.#recover();
      const now = recovered === null ? await this.#compareAgain(found) : await this.#compare();
      const { saved = [], contents } = this.#hasWork(now) ? await this.#commit(now, held) : {};
      return { ...this.#done(now, contents), recovered, saved };
    } finally {
      await held.release();
    }
  }

  async #compare(): Promise<Comparison> {
    const { generator, force = false, memory } = this.#options;
    const pending = await findPending(this.#workplaces);
    const record = memory === undefined ? undefined : readRunRecord(this.#base, memory.stamp);
    const journal = pending?.journal;
    return compare(this.#base, this.#files, { generator, force, journal, record });
  }

  /** Each run that changes something leaves another manifest. */
  async #compareAgain(found: Comparison): Promise<Comparison> {
    const now = await openFolder(this.#base).look(MANIFEST_FILE);
    const text = typeof now === "object" ? now.bytes.toString("utf8") : undefined;
    return text?.replaceAll("\r\n", "\n") === found.manifestText ? found : this.#compare();
  }

  #manifest({ changes, unchanged }: Comparison): string {
    const { generator, inputs } = this.#options;
    const entries = [...unchanged, ...changes].map(({ path, hash }) => [path, hash] as const);
    const recorded = inputs === undefined ? undefined : recordInputs(inputs, this.#base);
    return printManifest(generator, entries, recorded);
  }

  #hasWork(found: Comparison): boolean {
    if (found.refused.length > 0) return false;
    const { changes, remove, manifestText } = found;
    return changes.length + remove.length > 0 || this.#manifest(found) !== manifestText;
  }

  #done(found: Comparison, contents: Staged["contents"] = new Map()): WriteReport {
    const { memory, inputs = [] } = this.#options;
    if (memory !== undefined && found.refused.length === 0)
      keepRunRecord(this.#base, () => ({
        ...memory,
        manifest: contentHash(this.#manifest(found)),
        stamps: stampsOf(this.#base, found, contents),
        inputs: seenInputs(inputs),
      }));
    return reportOf(found);
  }

  async #recover(): Promise<WriteReport["recovered"]> {
    const pending = await findPending(this.#workplaces);
    if (pending === undefined) {
      for (const workplace of Object.values(this.#workplaces)) {
        await dropJournal(workplace);
        await clearWorkplace(workplace);
      }
      return null;
    }
    return (await recover(this.#base, pending)) ? "completed" : "settled";
  }

  async #commit(found: Comparison, held: Lock): Promise<Committed> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const staging = await makeStaging(held.folder, this.#workplaces, this.#base);
    let journal, staged;
    try {
      staged = await stage(this.#base, found, staging.folder, signal);
      await held.assertHeld();
      signal?.throwIfAborted();
      journal = await writeJournal(staging.workplace, staged.steps, this.#manifest(found));
    } catch (error) {
      await dropJournal(staging.workplace);
      await staging.clear();
      throw error;
    }
    const saved = await carryOut(this.#base, { workplace: staging.workplace, journal });
    return { saved, contents: staged.contents };
  }
}

function reportOf({ changes, unchanged, remove, kept, refused }: Comparison): WriteReport {
  const isRefused = refused.length > 0;
  return {
    written: isRefused ? [] : paths(changes),
    unchanged: isRefused ? [] : paths(unchanged),
    removed: isRefused ? [] : paths(remove),
    kept,
    saved: [],
    refused,
    recovered: null,
  };
}

function paths(list: readonly { readonly path: string }[]): string[] {
  return list.map(({ path }) => path);
}

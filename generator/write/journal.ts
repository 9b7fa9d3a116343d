/**
 * The record of what a run is about to do, written when everything is prepared: from then on the run is completed, by itself
 * or, if it is killed, by the next one. Without a journal a run has changed nothing.
 */

import { open, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";

import { isRecord } from "../base/is-record.ts";
import { DiagnosticError } from "../diagnostic.ts";
import { ignoring } from "./errno.ts";
import { pathProblem } from "./output-path.ts";
import type { Workplaces } from "./workplace.ts";

const JOURNAL_VERSION = 1;
const JOURNAL_FILE = "journal.json";

/** What is to be done with one file. Hashes are those of the manifest; null means that there is no file. */
export interface Step {
  /** Relative to the output folder. */
  readonly path: string;
  /** `save`: the staged copy of an edited file gets a name beside it. */
  readonly action: "put" | "remove" | "save";
  /** The name in the folder of what is staged; empty for a removal. */
  readonly staged: string;
  readonly before: string | null;
  readonly after: string | null;
  /** What the manifest says so far. */
  readonly recorded: string | null;
  /**
   * Of a removal: the path, if any, of a wanted file that differs in case alone. Where case does not count they are one file, and
   * it gets its new name.
   */
  readonly twin?: string;
}

export interface Journal {
  readonly version: number;
  /** In the order in which they are done. */
  readonly steps: readonly Step[];
  /** The text of the manifest to leave behind. */
  readonly manifest: string;
}

/** The journal of a run that was interrupted. */
export interface Pending {
  readonly workplace: string;
  readonly journal: Journal;
}

/** The point of no return: before it returns there is no journal, after it there is a whole one, also after a power cut. */
export async function writeJournal(
  workplace: string,
  steps: readonly Step[],
  manifest: string,
): Promise<Journal> {
  const journal: Journal = { version: JOURNAL_VERSION, steps, manifest };
  const path = join(workplace, JOURNAL_FILE);
  const file = await open(`${path}.new`, "w");
  try {
    await file.writeFile(JSON.stringify(journal));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return journal;
}

export async function dropJournal(workplace: string): Promise<void> {
  await ignoring(unlink(join(workplace, JOURNAL_FILE)), "ENOENT");
  await ignoring(unlink(join(workplace, `${JOURNAL_FILE}.new`)), "ENOENT");
}

/** @throws DiagnosticError `interrupted-run` if there is a journal that cannot be understood. */
export async function findPending({ beside, inside }: Workplaces): Promise<Pending | undefined> {
  for (const workplace of [beside, inside]) {
    const path = join(workplace, JOURNAL_FILE);
    const text = await ignoring(readFile(path, "utf8"), "ENOENT", "ENOTDIR");
    if (text === undefined) continue;
    const journal = parseJournal(text);
    if (typeof journal !== "string") return { workplace, journal };
    throw new DiagnosticError([
      {
        severity: "error",
        code: "interrupted-run",
        message: `a run was interrupted, and ${path}, which says how to complete it, cannot be used: ${journal}`,
        cure: `use the version of triptych that wrote it, or remove ${workplace} and restore the output folder from version control`,
      },
    ]);
  }
  return undefined;
}

/** The journal in `text`, or in words what is wrong with it. */
function parseJournal(text: string): Journal | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  if (!isRecord(value)) return "it is no object";
  const { version, steps, manifest } = value;
  if (version !== JOURNAL_VERSION) return "another version wrote it";
  if (!Array.isArray(steps) || !steps.every(isStep) || typeof manifest !== "string")
    return "its steps are not understood";
  return { version, steps, manifest };
}

function isStep(value: unknown): value is Step {
  if (!isRecord(value)) return false;
  const { path, action, staged, before, after, recorded, twin } = value;
  return (
    typeof path === "string" &&
    pathProblem(path) === undefined &&
    (action === "put" || action === "remove" || action === "save") &&
    typeof staged === "string" &&
    (action === "remove" ? staged === "" : /^\d+$/.test(staged)) &&
    (twin === undefined || (typeof twin === "string" && pathProblem(twin) === undefined)) &&
    [before, after, recorded].every((hash) => hash === null || typeof hash === "string")
  );
}

/** Prepares changes: everything that can fail for want of room or rights fails here, where nothing was replaced yet. */

import { access, constants, lstat, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { FileStatus } from "../base/file-stamp.ts";
import { inBatches } from "../base/in-batches.ts";
import { DiagnosticError } from "../diagnostic.ts";
import type { Change, Comparison } from "./compare.ts";
import { bytesOf } from "./content.ts";
import { ignoring } from "./errno.ts";
import { openFolder, parentOf } from "./folder.ts";
import type { Step } from "./journal.ts";
import { foldPath } from "./output-path.ts";

const BATCH = 32;

export interface Staged {
  /** What is to be done, in its order. */
  readonly steps: readonly Step[];
  /** By path, how the new content of a file was left. */
  readonly contents: ReadonlyMap<string, FileStatus>;
}

/**
 * Writes the new content of files, and copies of those that must be saved, into a folder.
 *
 * @param staging the folder.
 * @throws DiagnosticError `changed-meanwhile` if the output is no longer what was compared.
 */
export async function stage(
  base: string,
  { changes, remove, unchanged }: Comparison,
  staging: string,
  signal: AbortSignal | undefined,
): Promise<Staged> {
  const saves: Step[] = [];
  const puts: Step[] = [];
  for (const { path, hash, before, recorded, save } of changes) {
    const staged = String(saves.length + puts.length);
    puts.push({ path, action: "put", staged, before, after: hash, recorded });
    if (!save) continue;
    const copy = String(saves.length + puts.length);
    saves.push({ path, action: "save", staged: copy, before, after: before, recorded });
  }
  await inBatches(saves, BATCH, async ({ path, staged }) => {
    signal?.throwIfAborted();
    await copyDurably(join(base, path), join(staging, staged));
  });
  const contents = new Map<string, FileStatus>();
  await inBatches([...changes.entries()], BATCH, async ([index, { path, file }]) => {
    signal?.throwIfAborted();
    const staged = join(staging, puts[index]!.staged);
    await writeFile(staged, await bytesOf(file));
    contents.set(path, await lstat(staged));
  });
  const wanted = [...changes, ...unchanged].map(({ path }) => path);
  const twins = new Map(wanted.map((path) => [foldPath(path), path]));
  const removals = remove.map(({ path, before, recorded }): Step => {
    const twin = twins.get(foldPath(path));
    const step = { path, action: "remove", staged: "", before, after: null, recorded } as const;
    return twin === undefined ? step : { ...step, twin };
  });
  await assertWritable(base, [...changes, ...remove]);
  await assertUnchanged(base, [...changes, ...remove]);
  return { steps: [...saves, ...puts, ...removals], contents };
}

/** What a person wrote must not get lost, also if the power is cut after the original was replaced. */
async function copyDurably(from: string, to: string): Promise<void> {
  const file = await open(to, "wx");
  try {
    await file.writeFile(await readFile(from));
    await file.sync();
  } finally {
    await file.close();
  }
}

async function assertWritable(base: string, files: readonly Pick<Change, "path">[]): Promise<void> {
  const looked = new Set<string>();
  for (const { path } of files) {
    for (let dir = parentOf(path); !looked.has(dir); dir = parentOf(dir)) {
      looked.add(dir);
      const mode = constants.W_OK | constants.X_OK;
      const isThere = await ignoring(
        access(join(base, dir), mode).then(() => true),
        "ENOENT",
      );
      if (isThere === true) break;
    }
  }
}

async function assertUnchanged(
  base: string,
  files: readonly Pick<Change, "path" | "stamp">[],
): Promise<void> {
  const folder = openFolder(base);
  await inBatches(files, BATCH, async ({ path, stamp }) => {
    if ((await folder.stamp(path)) === stamp) return;
    throw new DiagnosticError([
      {
        severity: "error",
        code: "changed-meanwhile",
        message: `${join(base, path)} was changed while its new content was being prepared; nothing was written`,
        cure: "generate again when nothing else writes there",
      },
    ]);
  });
}

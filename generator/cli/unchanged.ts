/** Finds the output of a client whose inputs are those that it was made from: there nothing is to be done. */

import { defaultOutputFolder, nearestOutputFolder } from "../base/output-folder.ts";
import type { ClientConfig } from "../config.ts";
import { isSameDocument, rereadInputs } from "../read/reread.ts";
import type { ReadOptions, ReadSource } from "../source.ts";
import { foldersWithRuns, type LastRun, readLastRun } from "../write/last-run.ts";

export interface Unchanged {
  /** The output folder. */
  readonly out: string;
  readonly run: LastRun;
}

export interface Surroundings {
  /** See {@link Selection}. */
  readonly root: string;
  readonly cwd: string;
  /** Of the generator that is running. */
  readonly stamp: string;
  /** Told of what was read where nothing changed. */
  readonly onRead?: ReadOptions["onRead"];
}

/** @returns undefined if anything changed, or if that cannot be told without a run. */
export async function findUnchanged(
  client: ClientConfig,
  { root, cwd, stamp, onRead }: Surroundings,
): Promise<Unchanged | undefined> {
  for (const out of foldersOf(client, root)) {
    const run = await readLastRun(out, stamp);
    if (run === undefined || (run.summary.diagnostics.length > 0 && run.summary.cwd !== cwd))
      continue;
    const { name } = run.summary;
    if (client.out === undefined && defaultOutputFolder(root, name) !== out) continue;
    const documents = Object.keys(run.inputs["document"] ?? {});
    const earlier = { folder: run.folder, documents, name };
    if (!isSameDocument(client, earlier, cwd)) continue;
    const sources: ReadSource[] = [];
    const inputs = await rereadInputs(client, earlier, {
      cwd,
      root,
      seen: run.seen,
      onRead: onRead && ((source) => void sources.push(source)),
    });
    if (inputs === undefined || !run.isMadeFrom(inputs) || !run.isIntact()) continue;
    for (const source of sources) onRead?.(source);
    return { out, run };
  }
  return undefined;
}

/** Where the output may be: the document, which may have the name, is not read for that. */
function foldersOf({ out, name }: ClientConfig, root: string): readonly string[] {
  if (out !== undefined) return [out];
  return name === undefined
    ? foldersWithRuns(nearestOutputFolder(undefined, { root }))
    : [defaultOutputFolder(root, name)];
}

/** What is on the disk against what is wanted there. Reads only. */

import { contentHash } from "../base/content-hash.ts";
import { type FileStatus, stampOf } from "../base/file-stamp.ts";
import { inBatches } from "../base/in-batches.ts";
import type { OutputFile } from "../source.ts";
import { hashesOf } from "./content.ts";
import { type Folder, type FoundFile, type Obstacle, openFolder } from "./folder.ts";
import type { Journal } from "./journal.ts";
import { isNewer, type Manifest, MANIFEST_FILE, parseManifest } from "./manifest.ts";
import { pathProblem } from "./output-path.ts";
import { isSeen, type KeptRunRecord } from "./run-record.ts";
import { caseRefusal, manifestRefusal, newerRefusal, type Refusal, refusal } from "./refusal.ts";

/** A file to be written or removed, as it is now. */
interface Present {
  readonly path: string;
  /** The hash of its content; null if there is no file. */
  readonly before: string | null;
  /** See {@link FoundFile}; undefined if there is no file. */
  readonly stamp: string | undefined;
  /** What the manifest says of it. */
  readonly recorded: string | null;
}

export interface Change extends Present {
  readonly file: OutputFile;
  readonly hash: string;
  /** Whether what is there must be saved first. */
  readonly save: boolean;
}

/** A file that is as wanted. */
export interface Same {
  readonly path: string;
  readonly hash: string;
  /** See {@link FoundFile}. */
  readonly lastingStamp: string | undefined;
}

/** Each list is sorted by path. */
export interface Comparison {
  readonly changes: readonly Change[];
  readonly unchanged: readonly Same[];
  readonly remove: readonly Present[];
  /** What an earlier run wrote, is no longer wanted, and was edited. */
  readonly kept: readonly string[];
  readonly refused: readonly Refusal[];
  /** Undefined if there is none, or one that cannot be used. */
  readonly manifest: Manifest | undefined;
  /** The text of the manifest on the disk, with the line ends that it was written with. */
  readonly manifestText: string | undefined;
}

export interface CompareOptions {
  /** The version that is running. */
  readonly generator: string;
  readonly force: boolean;
  /** Of a run that was interrupted: what it wrote is ours. */
  readonly journal?: Journal | undefined;
  /** Of the last run: what it knows to be as the manifest says, and is wanted so, is not read again. */
  readonly record?: KeptRunRecord | undefined;
}

/** A file that was looked into. */
interface HashedFile extends Omit<FoundFile, "bytes"> {
  /** See {@link hashesOf}. */
  readonly hashes: readonly string[];
}

const BATCH = 32;

export async function compare(
  base: string,
  files: readonly OutputFile[],
  { generator, force, journal, record }: CompareOptions,
): Promise<Comparison> {
  const folder = openFolder(base);
  const { manifest, manifestText, problem } = await readManifest(folder, generator);
  const refused: Refusal[] = [];
  if (problem !== undefined && !(force && problem.reason === "manifest")) refused.push(problem);
  const ours = ownHashes(manifest, journal);
  const known = manifestText !== undefined && record?.manifest === contentHash(manifestText);
  const isKnownToHave = (hash: string, path: string, found: FileStatus): boolean =>
    known && manifest?.files[path] === hash && isSeen(path, found, record);
  const lookInto = async (path: string): Promise<HashedFile | Obstacle | undefined> => {
    const found = await folder.look(path);
    if (typeof found !== "object") return found;
    const { bytes, ...stamps } = found;
    return { ...stamps, hashes: hashesOf(path, bytes) };
  };
  const isOurs = (path: string, { hashes }: HashedFile): boolean =>
    hashes.some((hash) => ours.get(path)?.has(hash) === true);
  const present = (path: string, found: HashedFile | undefined): Present => ({
    path,
    before: found?.hashes[0] ?? null,
    stamp: found?.stamp,
    recorded: manifest?.files[path] ?? null,
  });

  const changes: Change[] = [];
  const unchanged: Same[] = [];
  const missing: Change[] = [];
  await inBatches(files, BATCH, async (file) => {
    const { path, hash = contentHash(file.text) } = file;
    const status = await folder.find(path);
    if (typeof status === "object" && isKnownToHave(hash, path, status)) {
      unchanged.push({ path, hash, lastingStamp: stampOf(status) });
      return;
    }
    const found = typeof status === "object" ? await lookInto(path) : status;
    if (typeof found === "string") refused.push(refusal(path, found));
    else if (found === undefined)
      missing.push({ ...present(path, found), file, hash, save: false });
    else if (found.hashes.includes(hash))
      unchanged.push({ path, hash, lastingStamp: found.lastingStamp });
    else {
      const save = !isOurs(path, found);
      if (!save || force) changes.push({ ...present(path, found), file, hash, save });
      else refused.push(refusal(path, ours.has(path) ? "edited" : "foreign"));
    }
  });

  const wanted = new Set(files.map((file) => file.path));
  const stale = [...ours.keys()].filter(
    (path) => !wanted.has(path) && pathProblem(path) === undefined,
  );
  const remove: Present[] = [];
  const kept: string[] = [];
  await inBatches(stale, BATCH, async (path) => {
    const found = await lookInto(path);
    if (found === undefined) return;
    if (typeof found !== "string" && isOurs(path, found)) remove.push(present(path, found));
    else kept.push(path);
  });

  const gone = remove.map(({ path }) => path);
  for (const change of missing) {
    const twin = await folder.twin(change.path);
    const goes =
      twin === undefined || gone.some((path) => path === twin || path.startsWith(`${twin}/`));
    if (goes) changes.push(change);
    else refused.push(caseRefusal(change.path, twin));
  }
  for (const list of [refused, changes, unchanged, remove]) list.sort(byPath);
  kept.sort();
  return { changes, unchanged, remove, kept, refused, manifest, manifestText };
}

/** By path, what a run of the generator brought there or may have brought there. */
function ownHashes(
  manifest: Manifest | undefined,
  journal: Journal | undefined,
): ReadonlyMap<string, ReadonlySet<string>> {
  const hashes = new Map<string, Set<string>>();
  const add = (path: string, hash: string): void => {
    const known = hashes.get(path);
    if (known === undefined) hashes.set(path, new Set([hash]));
    else known.add(hash);
  };
  for (const [path, hash] of Object.entries(manifest?.files ?? {})) add(path, hash);
  for (const { action, path, after } of journal?.steps ?? [])
    if (action === "put" && after !== null) add(path, after);
  return hashes;
}

async function readManifest(
  folder: Folder,
  running: string,
): Promise<{ manifest?: Manifest; manifestText?: string; problem?: Refusal }> {
  const found = await folder.look(MANIFEST_FILE);
  if (found === undefined) return {};
  if (typeof found === "string") return { problem: refusal(MANIFEST_FILE, found) };
  const manifestText = found.bytes.toString("utf8").replaceAll("\r\n", "\n");
  const manifest = parseManifest(manifestText);
  if (typeof manifest === "string") return { manifestText, problem: manifestRefusal(manifest) };
  return isNewer(manifest.generator, running)
    ? { manifest, manifestText, problem: newerRefusal(manifest.generator, running) }
    : { manifest, manifestText };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

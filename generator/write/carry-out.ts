/**
 * Carries out a journal: renames what was staged into the output, copies of edited files first, and deletes last. A file is at
 * any moment the old one or the new one.
 */

import { lstat, mkdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { inBatches } from "../base/in-batches.ts";
import { hashesOf } from "./content.ts";
import { ignoring, patiently } from "./errno.ts";
import { type Folder, openFolder, parentOf } from "./folder.ts";
import { dropJournal, type Journal, type Pending, type Step } from "./journal.ts";
import { MANIFEST_FILE, parseManifest, printManifest } from "./manifest.ts";
import { clearWorkplace, removeEmpty, stagedFolder } from "./workplace.ts";

const BATCH = 32;

/** @returns the paths of the copies that were saved. */
export async function carryOut(
  base: string,
  { workplace, journal }: Pending,
): Promise<readonly string[]> {
  const saved: string[] = [];
  const stepsTo = (action: Step["action"]): readonly Step[] =>
    journal.steps.filter((step) => step.action === action);
  const carryOne = (step: Step): Promise<string | undefined> => carryOutStep(base, workplace, step);
  try {
    for (const step of stepsTo("save")) {
      const copy = await carryOne(step);
      if (copy !== undefined) saved.push(copy);
    }
    const puts = stepsTo("put");
    await makeFolders(base, puts);
    await inBatches(puts, BATCH, carryOne);
    for (const step of stepsTo("remove")) await carryOne(step);
  } catch (error) {
    // The journal stays if even this fails, and the next run tries again.
    await recordWhatIsThere(base, workplace, journal).then(
      () => drop(workplace),
      () => undefined,
    );
    throw error;
  }
  await putManifest(base, workplace, journal.manifest);
  await drop(workplace);
  return saved;
}

/**
 * Completes the run that was interrupted. Since then files may have been edited, restored or removed: what is neither as it
 * was before the run nor as the run wanted it stays as it is.
 *
 * @returns whether all is now as that run wanted it.
 */
export async function recover(base: string, { workplace, journal }: Pending): Promise<boolean> {
  const folder = openFolder(base);
  for (const step of journal.steps) {
    if (!(await isOpen(folder, workplace, step))) continue;
    await makeFolders(base, [step]);
    await carryOutStep(base, workplace, step);
  }
  const complete = await recordWhatIsThere(base, workplace, journal);
  await drop(workplace);
  return complete;
}

async function drop(workplace: string): Promise<void> {
  await dropJournal(workplace);
  await clearWorkplace(workplace);
}

async function makeFolders(base: string, steps: readonly Step[]): Promise<void> {
  const folders = new Set(steps.map(({ path }) => dirname(join(base, path))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
}

/** @returns the path of the copy, if one was saved. */
async function carryOutStep(
  base: string,
  workplace: string,
  { action, path, staged, twin }: Step,
): Promise<string | undefined> {
  if (action === "remove") {
    await removeFile(base, path, twin);
    return undefined;
  }
  const source = join(stagedFolder(workplace), staged);
  if (action === "save") return saveCopy(base, path, source);
  await patiently(() => rename(source, join(base, path)));
  return undefined;
}

/** Whether a step of an interrupted run is still to be done, and may be. */
async function isOpen(folder: Folder, workplace: string, step: Step): Promise<boolean> {
  const { action, path, staged, before, after } = step;
  const content = await stagedHashes(workplace, path, staged);
  if (action === "save") return content.includes(before ?? "");
  if (action === "put" && !content.includes(after ?? "")) return false;
  const found = await folder.look(path);
  if (typeof found === "string") return false;
  return found === undefined
    ? action === "put" && before === null
    : before !== null && hashesOf(path, found.bytes).includes(before);
}

/** Of what is staged, which a power cut may have damaged; none if it is not there. */
async function stagedHashes(
  workplace: string,
  path: string,
  staged: string,
): Promise<readonly string[]> {
  const found = staged === "" ? undefined : await openFolder(stagedFolder(workplace)).look(staged);
  return found === undefined || typeof found === "string" ? [] : hashesOf(path, found.bytes);
}

/**
 * Leaves a manifest that knows of each file whether it is the old one or the new one.
 *
 * @returns whether all are the new ones.
 */
async function recordWhatIsThere(
  base: string,
  workplace: string,
  journal: Journal,
): Promise<boolean> {
  const folder = openFolder(base);
  const hashes = new Map(Object.entries(await filesOnRecord(folder)));
  let complete = true;
  for (const { action, path, before, after, recorded } of journal.steps) {
    if (action === "save") continue;
    const found = await folder.look(path);
    const known =
      found === undefined || typeof found === "string" ? [] : hashesOf(path, found.bytes);
    const is = (hash: string | null): boolean =>
      hash === null ? found === undefined : known.includes(hash);
    const record = is(after) ? after : recorded;
    if (!is(after)) complete = false;
    if (record === null) hashes.delete(path);
    else if (is(after) || is(before) || !hashes.has(path)) hashes.set(path, record);
  }
  const wanted = parseManifest(journal.manifest);
  const generator = typeof wanted === "string" ? "0.0.0" : wanted.generator;
  await mkdir(base, { recursive: true });
  await putManifest(
    base,
    workplace,
    complete ? journal.manifest : printManifest(generator, hashes),
  );
  return complete;
}

async function filesOnRecord(folder: Folder): Promise<Readonly<Record<string, string>>> {
  const found = await folder.look(MANIFEST_FILE);
  if (found === undefined || typeof found === "string") return {};
  const manifest = parseManifest(found.bytes.toString("utf8"));
  return typeof manifest === "string" ? {} : manifest.files;
}

async function putManifest(base: string, workplace: string, text: string): Promise<void> {
  const staged = join(stagedFolder(workplace), "manifest");
  await mkdir(stagedFolder(workplace), { recursive: true });
  await writeFile(staged, text);
  await patiently(() => rename(staged, join(base, MANIFEST_FILE)));
}

/** As `<file>.orig`, or `<file>.orig.2` and so on: an earlier copy is never replaced, and need not be made again. */
async function saveCopy(base: string, path: string, source: string): Promise<string> {
  const content = await readFile(source);
  for (let count = 1; ; count++) {
    const name = count === 1 ? `${path}.orig` : `${path}.orig.${count}`;
    const found = await openFolder(base).look(name);
    if (found === undefined) await patiently(() => rename(source, join(base, name)));
    const isThere = typeof found === "object" && content.equals(found.bytes);
    if (found === undefined || isThere) return name;
  }
}

/** Removes a file, and the folders that it leaves empty. */
async function removeFile(base: string, path: string, twin: string | undefined): Promise<void> {
  if (twin !== undefined && (await isSameFile(join(base, path), join(base, twin)))) {
    await patiently(() => rename(join(base, path), join(base, twin)));
    return;
  }
  await patiently(() => ignoring(unlink(join(base, path)), "ENOENT"));
  for (let dir = parentOf(path); dir !== ""; dir = parentOf(dir))
    await removeEmpty(join(base, dir));
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([
    ignoring(lstat(one), "ENOENT"),
    ignoring(stat(other), "ENOENT"),
  ]);
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev;
}

/** Tells when something that was read is not as it was: files by events of the system, addresses by asking. */

import { EventEmitter, once } from "node:events";
import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChokidarOptions, FSWatcher } from "chokidar";

import { shownAddress } from "../base/address.ts";
import { inBatches } from "../base/in-batches.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { NOTHING, type ReadSource } from "../source.ts";

/** Milliseconds without a further event after which a change counts as complete: a checkout changes many files. */
const QUIET = 100;

/** The most milliseconds that events are gathered for. */
const LONGEST = 2000;

/** The most files, or servers, that are asked at once. */
const CONCURRENCY = 16;

export interface WatchOptions {
  /** Milliseconds between two questions to a server. */
  readonly pollEvery: number;
  /** What is not about a change: a server that does not answer, or does so again; a system that cannot watch files. */
  readonly onNews: (diagnostics: readonly Diagnostic[]) => void;
}

/** A folder that is watched, and for which of its entries; all that is in it where there are none. */
interface Watched {
  readonly watcher: FSWatcher;
  readonly inode: number;
  readonly paths: ReadonlySet<string> | undefined;
}

/**
 * Events of the system only say when to look. Whether something changed is told by what is there, and every `pollEvery` all of
 * it is looked at without an event, since no system tells of everything.
 */
export class SourceWatcher {
  readonly #options: WatchOptions;
  readonly #closing = new AbortController();
  readonly #events = new EventEmitter();
  readonly #watched = new Map<string, Watched>();
  readonly #answers = new Map<ReadSource, string>();
  readonly #silent = new Set<string>();
  #sources: readonly ReadSource[] = [];
  #hints = 0;
  #isBlind = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    void this.#poll();
  }

  /** Waits until some of the sources are not as they were seen. @returns those. */
  async changed(sources: readonly ReadSource[]): Promise<readonly ReadSource[]> {
    this.#sources = sources;
    for (const asked of this.#answers.keys())
      if (!sources.includes(asked)) this.#answers.delete(asked);
    for (;;) {
      this.#hints = 0;
      await this.#attach();
      if ((await this.#look()).length > 0) {
        await this.#untilQuiet();
        const changed = await this.#look();
        if (changed.length > 0) return changed;
      } else if (this.#hints === 0) await once(this.#events, "hint");
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#watched.values()].map(({ watcher }) => watcher.close()));
  }

  #hint(): void {
    this.#hints++;
    this.#events.emit("hint");
  }

  async #untilQuiet(): Promise<void> {
    const start = performance.now();
    let seen;
    do {
      seen = this.#hints;
      await sleep(QUIET);
    } while (seen !== this.#hints && performance.now() - start < LONGEST);
  }

  async #look(): Promise<readonly ReadSource[]> {
    const { signal } = this.#closing;
    const sources = this.#sources;
    const states = await inBatches(sources, CONCURRENCY, async (source) =>
      source.kind === "address"
        ? (this.#answers.get(source) ?? source.seen)
        : await source.now(signal),
    );
    return sources.filter(({ seen }, index) => states[index] !== seen);
  }

  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      await sleep(this.#options.pollEvery, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.#events.emit("hint");
      const addresses = this.#sources.filter(({ kind }) => kind === "address");
      await inBatches(addresses, CONCURRENCY, (source) => this.#ask(source));
    }
  }

  async #ask(source: ReadSource): Promise<void> {
    const { from, seen } = source;
    const { signal } = this.#closing;
    try {
      const state = await source.now(signal);
      if (signal.aborted) return;
      if (this.#silent.delete(from)) this.#options.onNews([answersAgain(from)]);
      this.#answers.set(source, state);
      if (state !== seen) this.#hint();
    } catch (error) {
      // What could not be read at all was said by the run.
      if (signal.aborted || seen === NOTHING || this.#silent.has(from)) return;
      this.#silent.add(from);
      this.#options.onNews(silenceOf(error));
    }
  }

  /** Watches the folders in which something may happen to a source, and those alone. */
  async #attach(): Promise<void> {
    const wanted = new Map<string, Set<string> | undefined>();
    for (const { kind, from } of this.#sources) {
      if (kind === "address") continue;
      if (kind === "folder" && (await inodeOf(from)) !== undefined) wanted.set(from, undefined);
      // Where the folder of a file is not there, the nearest one above it is told when it comes.
      let path = from;
      while ((await inodeOf(dirname(path))) === undefined && path !== dirname(path))
        path = dirname(path);
      const folder = dirname(path);
      if (!wanted.has(folder)) wanted.set(folder, new Set());
      wanted.get(folder)?.add(path);
    }
    for (const folder of this.#watched.keys()) if (!wanted.has(folder)) await this.#drop(folder);
    await Promise.all([...wanted].map(([folder, paths]) => this.#watch(folder, paths)));
  }

  async #watch(folder: string, paths: ReadonlySet<string> | undefined): Promise<void> {
    const inode = (await inodeOf(folder)) ?? 0;
    const before = this.#watched.get(folder);
    if (before?.inode === inode && covers(before.paths, paths)) return;
    await this.#drop(folder);
    const options: ChokidarOptions =
      paths === undefined
        ? { ignored: (path) => resolve(path) !== folder && basename(path).startsWith(".") }
        : { ignored: (path) => resolve(path) !== folder && !paths.has(resolve(path)), depth: 0 };
    // No other command needs it.
    const { watch } = await import("chokidar");
    const watcher = watch(folder, { ...options, ignoreInitial: true });
    this.#watched.set(folder, { watcher, inode, paths });
    watcher.on("all", () => this.#hint()).on("error", (error) => this.#onError(error));
    await new Promise<void>((done) => watcher.once("ready", done).once("error", () => done()));
  }

  async #drop(folder: string): Promise<void> {
    const watched = this.#watched.get(folder);
    this.#watched.delete(folder);
    await watched?.watcher.close();
  }

  #onError(error: unknown): void {
    if (this.#isBlind) return;
    this.#isBlind = true;
    const seconds = this.#options.pollEvery / 1000;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the system does not tell of all changes of files (${reason}), so that they are looked at every ${seconds} s`;
    const cure = "permit more watched files, or set CHOKIDAR_USEPOLLING=1";
    this.#options.onNews([{ severity: "warning", code: "cannot-watch", message, cure }]);
  }
}

function covers(
  before: ReadonlySet<string> | undefined,
  paths: ReadonlySet<string> | undefined,
): boolean {
  if (before === undefined || paths === undefined) return before === paths;
  return [...paths].every((path) => before.has(path));
}

/** @returns undefined if it is no folder. */
async function inodeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true ? found.ino : undefined;
}

function answersAgain(from: string): Diagnostic {
  const message = `${shownAddress(from)} answers again`;
  return { severity: "info", code: "fetch-resumed", message };
}

/** The client that was made of it is as good as before. */
function silenceOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError)
    return error.diagnostics.map((diagnostic) => ({ ...diagnostic, severity: "warning" }));
  return [{ severity: "warning", code: "fetch-failed", message: String(error) }];
}

/**
 * One run at a time. Each run puts a file of its own into a folder and then looks who else is there: whoever finds nobody
 * alive has the lock, anybody else takes its file away and tries again later. No file is ever taken over, so that runs that
 * find the file of a dead one cannot get in each other's way; they just delete it.
 */

import { randomUUID } from "node:crypto";
import { readdir, readlink, rmdir, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { kill, pid } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

import { contentHash } from "../base/content-hash.ts";
import { DiagnosticError } from "../diagnostic.ts";
import { ignoring, isErrno } from "./errno.ts";

export interface LockOptions {
  /** How long to wait for another run, in milliseconds. Default a minute. */
  readonly patience?: number;
  /** Called once if another run has to be waited for, with what is known of it: `process 123`. */
  readonly onWait?: (holder: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Lock {
  readonly folder: string;
  /** Rejects if another run took this one for dead: it was stopped for longer than {@link DEAD_AFTER}. */
  assertHeld(): Promise<void>;
  /** Never rejects. */
  release(): Promise<void>;
}

/** Milliseconds between the signs of life of a run that has the lock. */
const SIGN_OF_LIFE = 2_000;

/** Milliseconds without a sign of life after which a run counts as dead whose process cannot be looked up from here. */
const DEAD_AFTER = 10_000;

const PATIENCE = 60_000;

/**
 * @param makeFolder makes the folder if it is not there; the last run removes it.
 * @throws DiagnosticError `locked` when patience ends.
 */
export async function lock(
  makeFolder: () => Promise<string>,
  { patience = PATIENCE, onWait, signal }: LockOptions = {},
): Promise<Lock> {
  const machine = await machineId();
  const isAlive = lifeSigns(machine);
  const name = `run-${pid}-${machine}-${randomUUID()}`;
  const start = performance.now();
  let isTold = false;
  for (;;) {
    signal?.throwIfAborted();
    const folder = await makeFolder();
    if ((await others(folder, name, isAlive)).length === 0) {
      if (await enter(join(folder, name))) {
        const [rival] = await others(folder, name, isAlive);
        if (rival === undefined) return hold(folder, join(folder, name));
        await ignoring(unlink(join(folder, name)), "ENOENT");
      }
    }
    const [other] = await others(folder, name, isAlive);
    if (!isTold && other !== undefined) {
      isTold = true;
      onWait?.(holderOf(other));
    }
    if (performance.now() - start >= patience && other !== undefined)
      throw locked(other, folder, patience);
    await sleep(20 + Math.random() * 80, undefined, { signal });
  }
}

/** @returns whether it worked: another run may just have removed the folder. */
async function enter(path: string): Promise<boolean> {
  try {
    await writeFile(path, "", { flag: "wx" });
    return true;
  } catch (error) {
    if (isErrno(error, "ENOENT")) return false;
    throw error;
  }
}

function hold(folder: string, path: string): Lock {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, SIGN_OF_LIFE).unref();
  return {
    folder,
    async assertHeld() {
      if ((await ignoring(stat(path), "ENOENT")) !== undefined) return;
      const message = "another run took over, since this one had been stopped for a while";
      throw new DiagnosticError([
        { severity: "error", code: "locked", message, cure: "generate again" },
      ]);
    },
    async release() {
      clearInterval(timer);
      // Where it cannot be deleted it is that of a dead run when this process ends.
      await unlink(path).catch(() => undefined);
      await rmdir(folder).catch(() => undefined);
    },
  };
}

type IsAlive = (folder: string, name: string) => Promise<boolean>;

/** The names of the other runs. Those of dead ones are deleted. */
async function others(folder: string, own: string, isAlive: IsAlive): Promise<readonly string[]> {
  const names = (await ignoring(readdir(folder), "ENOENT")) ?? [];
  const alive: string[] = [];
  for (const name of names) {
    if (name === own || !RUN.test(name)) continue;
    if (await isAlive(folder, name)) alive.push(name);
    else await ignoring(unlink(join(folder, name)), "ENOENT");
  }
  return alive;
}

const RUN = /^run-(\d+)-([0-9a-f]+)-[0-9a-f-]+$/;

/**
 * On this machine a run is alive if there is its process. Of another machine, and of a process id that was given again, it
 * must show a sign of life while it is watched; clocks are not compared.
 */
function lifeSigns(machine: string): IsAlive {
  const seen = new Map<string, { readonly sign: number; readonly since: number }>();
  return async (folder, name) => {
    const [, id, where] = RUN.exec(name) ?? [];
    if (where === machine && !isRunning(Number(id))) return false;
    const found = await ignoring(stat(join(folder, name)), "ENOENT");
    if (found === undefined) return false;
    const before = seen.get(name);
    if (before?.sign === found.mtimeMs) return performance.now() - before.since < DEAD_AFTER;
    seen.set(name, { sign: found.mtimeMs, since: performance.now() });
    return true;
  };
}

function isRunning(id: number): boolean {
  try {
    return kill(id, 0);
  } catch (error) {
    return isErrno(error, "EPERM");
  }
}

/** Where process ids mean the same. */
async function machineId(): Promise<string> {
  const namespace = await readlink("/proc/self/ns/pid").catch(() => "");
  return contentHash(`${hostname()} ${namespace}`).slice(0, 12);
}

function holderOf(name: string): string {
  return `process ${RUN.exec(name)?.[1] ?? ""}`;
}

function locked(name: string, folder: string, patience: number): DiagnosticError {
  const message = `another run (${holderOf(name)}) has been writing to this output folder for ${Math.round(patience / 1000)} s`;
  const cure = `wait for it and generate again; if it hangs, end it; if it is on a machine that is gone, remove ${join(folder, name)}`;
  return new DiagnosticError([{ severity: "error", code: "locked", message, cure }]);
}

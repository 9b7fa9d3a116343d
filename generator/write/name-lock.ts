/** Keeps the names of a client in the name lock, where those of other clients are as well. */

import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  isNameLockProblem,
  type NameLock,
  type NameLocks,
  nameLocksInText,
  printNameLocks,
} from "../base/name-lock.ts";
import { DiagnosticError } from "../diagnostic.ts";
import { diskProblem } from "./disk-problem.ts";
import { ignoring, isErrno, patiently } from "./errno.ts";
import { lock as takeTurn, type LockOptions } from "./lock.ts";
import { makeWorkplace, workplacesOf } from "./workplace.ts";

/**
 * Runs that write to one name lock take turns, since each changes its own part of it. The file is the old one or the new one at
 * any moment.
 *
 * @param path the file of the name lock; made if it is not there.
 * @param client the name of the client in it.
 * @returns whether there was something to write.
 * @throws DiagnosticError if the disk does not permit it, the file is no name lock, or another run does not end.
 */
export async function writeNames(
  path: string,
  client: string,
  names: NameLock,
  options: LockOptions = {},
): Promise<boolean> {
  try {
    if ((await change(path, client, names)) === undefined) return false;
    const { beside } = workplacesOf(path);
    const held = await takeTurn(() => makeWorkplace({ beside, inside: beside }), options);
    const staged = join(held.folder, "names");
    try {
      const text = await change(path, client, names);
      if (text === undefined) return false;
      await writeFile(staged, text);
      await patiently(() => rename(staged, path));
      return true;
    } finally {
      await rm(staged, { force: true });
      await held.release();
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    const cure = "make its folder writable, or name another file as `lock` in the config";
    throw new DiagnosticError([{ ...diskProblem(error, path), cure }]);
  }
}

/** The new text; undefined if the file says the same, in whatever style. */
async function change(path: string, client: string, names: NameLock): Promise<string | undefined> {
  const before = await ignoring(readFile(path, "utf8"), "ENOENT");
  const locks = before === undefined ? {} : locksIn(before, path);
  const isSame =
    Object.hasOwn(locks, client) && JSON.stringify(locks[client]) === JSON.stringify(names);
  return isSame ? undefined : printNameLocks({ ...locks, [client]: names });
}

function locksIn(text: string, path: string): NameLocks {
  const locks = nameLocksInText(text);
  if (!isNameLockProblem(locks)) return locks;
  throw new DiagnosticError([
    {
      severity: "error",
      code: "bad-name-lock",
      message: `${path}, the name lock, was changed meanwhile and cannot be used: ${locks.message}`,
      cure: "restore it from version control",
    },
  ]);
}

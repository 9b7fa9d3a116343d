/** Reads the name lock, which an earlier run wrote and people merge. */

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import {
  isNameLockProblem,
  type NameLock,
  type NameLocks,
  nameLocksIn,
  nameLocksInText,
} from "../base/name-lock.ts";
import { contentHash } from "../base/content-hash.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import type { InputRecord, ReadOptions } from "../source.ts";
import { failure, isSystemError } from "./bytes.ts";
import { observed } from "./observe.ts";
import { shownPath } from "./text.ts";

/**
 * @returns no locks if there is no such file.
 * @throws DiagnosticError `bad-name-lock` if it cannot be used, for instance since a merge was not resolved.
 */
export async function readNameLocks(
  path: string,
  { cwd = ".", onRead }: Pick<ReadOptions, "cwd" | "onRead"> = {},
): Promise<NameLocks> {
  const file = resolve(cwd, path);
  const uri = shownPath(file, cwd);
  const text = await observed(
    { kind: "file", from: file },
    { onRead },
    () => readLockFile(file, uri),
    (found) => found ?? "",
  );
  if (text === undefined) return {};
  if (/^(?:<{7}|={7}|>{7})(?: |$)/m.test(text))
    throw failure(
      "bad-name-lock",
      `${uri}, the name lock, holds a merge that was not resolved`,
      "take either side, and generate again",
    );
  const known = nameLocksInText(text);
  if (!isNameLockProblem(known)) return known;
  // What it takes to say what is wrong is loaded only then.
  const { parse } = await import("../base/parse.ts");
  const { value, place } = await parse({ uri, text });
  const locks = nameLocksIn(value);
  if (!isNameLockProblem(locks)) return locks;
  const diagnostic: Diagnostic = {
    severity: "error",
    code: "bad-name-lock",
    message: `${uri}, the name lock, cannot be used: ${locks.message}`,
    cure: "restore it from version control; without it, names that clash may change",
    ...place(locks.tokens),
  };
  throw new DiagnosticError([diagnostic]);
}

async function readLockFile(file: string, uri: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT") return undefined;
    throw failure(
      "not-readable",
      `${uri}, the name lock, cannot be read: ${error.message}`,
      "make it a file that can be read, or name another as `lock`",
    );
  }
}

/**
 * The names of one client as an input. Other clients in the same file do not matter to it.
 *
 * @param lock undefined if the file has none.
 */
export function lockRecord(
  path: string,
  client: string,
  lock: NameLock | undefined,
  cwd = ".",
): InputRecord {
  const url = pathToFileURL(resolve(cwd, path));
  url.hash = client;
  const hash = lock === undefined ? "missing" : contentHash(JSON.stringify(lock));
  return { kind: "lock", name: url.href, hash };
}

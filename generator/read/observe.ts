/** What was read, so that it can be told later whether it is still the same. */

import { lstat, readFile, readlink, realpath } from "node:fs/promises";
import { dirname } from "node:path";

import { contentHash } from "../base/content-hash.ts";
import { DiagnosticError } from "../diagnostic.ts";
import { NOTHING, type ReadOptions, type ReadSource } from "../source.ts";
import { isSystemError } from "./bytes.ts";

/**
 * Reads a file or a folder and tells `onRead` of it, also of what cannot be read.
 *
 * @param textOf all of the value that matters.
 */
export async function observed<T>(
  what: Pick<ReadSource, "kind" | "from">,
  { onRead }: Pick<ReadOptions, "onRead">,
  read: () => Promise<T>,
  textOf: (value: T) => string,
): Promise<T> {
  if (onRead === undefined) return read();
  const stateOf = (reading: Promise<T>): Promise<string> =>
    reading.then((value) => contentHash(textOf(value)), stateOfError);
  const reading = read();
  onRead({ ...what, seen: await stateOf(reading), now: () => stateOf(read()) });
  return reading;
}

/** A file that something else read, or wrote a moment ago, by its text. */
export async function fileAsItIs(from: string): Promise<ReadSource> {
  const now = async (): Promise<string> => readFile(from, "utf8").then(contentHash, () => NOTHING);
  return { kind: "file", from, seen: await now(), now };
}

/** What is where a file is to be written, and keeps it from that: a file, a link, a folder, or what is above. */
export async function obstacleAt(from: string): Promise<ReadSource> {
  const now = async (): Promise<string> => {
    try {
      const folder = await realpath(dirname(from));
      return contentHash(`${folder}\n${await stateOfEntry(from)}`);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return `${error.code}`;
    }
  };
  return { kind: "file", from, seen: await now(), now };
}

async function stateOfEntry(path: string): Promise<string> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return `link to ${await readlink(path)}`;
  // Anything else may have no end.
  return found.isFile() ? contentHash(await readFile(path)) : "no file";
}

/** What a program would do about the error is no part of what was found. */
function stateOfError(error: unknown): string {
  if (!(error instanceof DiagnosticError)) return String(error);
  return error.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n");
}

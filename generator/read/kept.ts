/** The document that an output folder was last generated from. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The most that a kept document may have when it is unpacked, in bytes. */
const MOST_BYTES = 512 * 1024 * 1024;

/** @returns undefined if there is none, or one that cannot be read: it is only for information. */
export async function readKept(folder: string, file: string): Promise<Uint8Array | undefined> {
  try {
    const bytes = await readFile(join(folder, file));
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return isPacked ? await unpacked(bytes) : bytes;
  } catch {
    return undefined;
  }
}

async function unpacked(bytes: Buffer): Promise<Buffer> {
  // Imported here: a run that has nothing to do would wait for it.
  const { gunzip } = await import("node:zlib");
  return new Promise((resolve, reject) =>
    gunzip(bytes, { maxOutputLength: MOST_BYTES }, (error, content) =>
      error === null ? resolve(content) : reject(error),
    ),
  );
}

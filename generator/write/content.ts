/** Content as the manifest knows it, and as it is on the disk. */

import { getBuiltinModule } from "node:process";
import { promisify } from "node:util";
import type { AsyncGzipOptions } from "fflate";

import { contentHash } from "../base/content-hash.ts";
import type { OutputFile } from "../source.ts";

export function isCompressed(path: string): boolean {
  return path.endsWith(".gz");
}

/** The bytes of a file. One whose name ends in `.gz` is compressed. */
export async function bytesOf(file: OutputFile): Promise<Uint8Array> {
  if (file.compressed !== undefined) return file.compressed;
  const bytes = Buffer.from(file.text);
  return isCompressed(file.path) ? compressed(bytes) : bytes;
}

/** In bytes; for less another thread takes longer to start than to compress. */
const LARGE = 2 ** 20;

/**
 * By a compressor whose output is the same on every machine, which that of zlib is not; what is large, on another thread where there may
 * be one.
 */
export async function compressed(bytes: Uint8Array): Promise<Uint8Array> {
  const { gzip, gzipSync } = await import("fflate");
  const options = { level: 6, mtime: 0 } as const;
  if (bytes.length < LARGE) return gzipSync(bytes, options);
  try {
    return await promisify<Uint8Array, AsyncGzipOptions, Uint8Array>(gzip)(bytes, options);
  } catch {
    return gzipSync(bytes, options);
  }
}

/**
 * The hashes by which a file on the disk is known: that of its content, uncompressed, and that with the line ends which a checkout on
 * Windows may have changed put back.
 */
export function hashesOf(path: string, bytes: Uint8Array): readonly string[] {
  const content = isCompressed(path) ? uncompressed(bytes) : bytes;
  const asIs = contentHash(content);
  const text = asBuffer(content);
  return text.includes("\r\n")
    ? [asIs, contentHash(text.toString("utf8").replaceAll("\r\n", "\n"))]
    : [asIs];
}

/** The text in UTF-8 that {@link bytesOf} was given. */
export function contentIn(path: string, bytes: Uint8Array): Buffer {
  return asBuffer(isCompressed(path) ? uncompressed(bytes) : bytes);
}

/** Not a copy. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** What is no gzip counts as it is. */
function uncompressed(bytes: Uint8Array): Uint8Array {
  // Not imported: a run that has nothing to do would wait for it.
  const { gunzipSync } = getBuiltinModule("node:zlib");
  try {
    return gunzipSync(bytes);
  } catch {
    return bytes;
  }
}

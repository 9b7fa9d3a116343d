/**
 * The record of what was written, kept beside it as `.triptych.json`: one line per file, sorted, with no time and no
 * absolute path, so that it merges and is the same on every machine.
 */

import { createHash } from "node:crypto";

import { isRecord } from "../base/is-record.ts";

export const MANIFEST_FILE = ".triptych.json";

/** Raised when an older generator could misread what a newer one recorded. */
const MANIFEST_VERSION = 1;

export interface Manifest {
  readonly version: number;
  /** The version of the generator that wrote the files. */
  readonly generator: string;
  /** SHA-256 in hexadecimal of each file's UTF-8 bytes, by path relative to the output folder. */
  readonly files: Readonly<Record<string, string>>;
}

export function contentHash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

export function printManifest(generator: string, files: ReadonlyMap<string, string>): string {
  const sorted = [...files];
  sorted.sort(([a], [b]) => (a < b ? -1 : 1));
  const manifest: Manifest = {
    version: MANIFEST_VERSION,
    generator,
    files: Object.fromEntries(sorted),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** The manifest in `text`, or in words what is wrong with it. */
export function parseManifest(text: string): Manifest | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  if (!isRecord(value) || typeof value["version"] !== "number") return "it has no version";
  const { version, generator, files } = value;
  if (version > MANIFEST_VERSION) {
    return `a newer generator wrote it${typeof generator === "string" ? ` (${generator})` : ""}`;
  }
  if (typeof generator !== "string" || !isRecord(files)) return "it lists no files";
  const hashes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [path, hash] of Object.entries(files)) {
    if (typeof hash !== "string") return `its entry for ${path} is no hash`;
    hashes[path] = hash;
  }
  return { version, generator, files: hashes };
}

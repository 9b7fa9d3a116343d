/**
 * The record of what was written and of what it was made from, kept beside it as `.triptych.json`: one line per file, sorted,
 * with no time and no absolute path, so that it merges and is the same on every machine.
 */

import gt from "semver/functions/gt.js";
import valid from "semver/functions/valid.js";

import { isRecord } from "../base/is-record.ts";
import { sortedObject } from "../base/name-lock.ts";

export const MANIFEST_FILE = ".triptych.json";

/** Raised when an older generator could misread what a newer one recorded. */
const MANIFEST_VERSION = 1;

/** Hashes by the kind of input, such as `document`, and by the name of each: a path relative to the output folder, a URL, an option. */
export type InputHashes = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Manifest {
  readonly version: number;
  /** The version of the generator that wrote the files. */
  readonly generator: string;
  /** What the files were made from; left out where a run could not bring all of its files to the disk. */
  readonly inputs?: InputHashes;
  /** SHA-256 in hexadecimal of each file's content, by path relative to the output folder. */
  readonly files: Readonly<Record<string, string>>;
}

export function printManifest(
  generator: string,
  files: Iterable<readonly [path: string, hash: string]>,
  inputs?: InputHashes,
): string {
  const manifest: Manifest = {
    version: MANIFEST_VERSION,
    generator,
    ...(inputs === undefined ? {} : { inputs }),
    files: sortedObject(files),
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
  const { version, generator, inputs, files } = value;
  if (version > MANIFEST_VERSION) {
    return `a newer generator wrote it${typeof generator === "string" ? ` (${generator})` : ""}`;
  }
  if (typeof generator !== "string" || !isRecord(files)) return "it lists no files";
  const hashes = hashesIn(files);
  if (typeof hashes === "string") return hashes;
  if (inputs === undefined) return { version, generator, files: hashes };
  const kinds = inputsIn(inputs);
  return typeof kinds === "string" ? kinds : { version, generator, inputs: kinds, files: hashes };
}

function inputsIn(value: unknown): InputHashes | string {
  if (!isRecord(value)) return "its inputs are no object";
  const kinds: Record<string, Readonly<Record<string, string>>> = {};
  for (const [kind, entries] of Object.entries(value)) {
    const hashes = isRecord(entries) ? hashesIn(entries) : `its ${kind} is no object`;
    if (typeof hashes === "string") return hashes;
    kinds[kind] = hashes;
  }
  return kinds;
}

function hashesIn(
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | string {
  const hashes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, hash] of Object.entries(value)) {
    if (typeof hash !== "string") return `its entry for ${name} is no hash`;
    hashes[name] = hash;
  }
  return hashes;
}

/** Whether version `a` is younger than `b`, by Semantic Versioning 2.0.0, 11; false where one of them is no version. */
export function isNewer(a: string, b: string): boolean {
  return valid(a) !== null && valid(b) !== null && gt(a, b);
}

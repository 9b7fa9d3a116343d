/** What the files were made from, as the manifest has it. */

import { relative } from "node:path";
import { fileURLToPath } from "node:url";

import { shownAddress } from "../base/address.ts";
import { contentHash } from "../base/content-hash.ts";
import { sortedObject } from "../base/name-lock.ts";
import type { SeenFile } from "../base/seen-files.ts";
import type { InputRecord } from "../source.ts";
import type { InputHashes } from "./manifest.ts";

/**
 * By kind and name. The order within a kind is kept, since it means something: the document that was named comes first, and
 * overlays are applied one after the other.
 *
 * @param base the output folder, which files are named from.
 */
export function recordInputs(inputs: readonly InputRecord[], base: string): InputHashes {
  const kinds = new Map<string, Map<string, string>>();
  for (const { kind, name, hash } of inputs) {
    const entries = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, entries);
    const shown = shownName(name, base);
    const other = entries.get(shown);
    // Addresses that differ only in their query are one line.
    entries.set(shown, other === undefined ? hash : contentHash(`${other} ${hash}`));
  }
  return sortedObject([...kinds].map(([kind, entries]) => [kind, Object.fromEntries(entries)]));
}

/** By absolute path, the files that were read and need not be read again as long as they have their stamps. */
export function seenInputs(inputs: readonly InputRecord[]): Readonly<Record<string, SeenFile>> {
  return Object.fromEntries(
    inputs.flatMap(({ name, hash, stamp }) =>
      stamp === undefined ? [] : [[fileURLToPath(name), { stamp, hash }]],
    ),
  );
}

/** No absolute path, and no address with what may be a secret. */
function shownName(name: string, base: string): string {
  if (!/^(?:file|https?):/i.test(name) || !URL.canParse(name)) return name;
  const url = new URL(name);
  if (url.protocol !== "file:") return shownAddress(name);
  const path = relative(base, fileURLToPath(url)).replaceAll("\\", "/");
  const part = decodeURIComponent(url.hash);
  // On another drive of Windows there is no relative path.
  return (/^[a-z]:|^\/\//i.test(path) ? path.slice(path.lastIndexOf("/") + 1) : path) + part;
}

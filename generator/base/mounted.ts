/** Where the documents that a description refers to are in the one document that is made of all. */

import { posix } from "node:path";

/** The field of the root that holds them by their keys. */
export const FILES = "x-triptych-files";

/** The key of a document: its path from the folder of the entry, or its whole URI if it is of another host. */
export function fileKey(uri: string, entry: string): string {
  const [from, to] = [new URL(entry), new URL(uri)];
  if (from.protocol !== to.protocol || from.host !== to.host) return uri;
  const path = posix.relative(posix.dirname(from.pathname), to.pathname) + to.search;
  return decoded(path);
}

/** The name of what a whole file is about: of the file, or of the folder if that is more telling. */
export function nameOfFile(key: string): string {
  const segments = key
    .replace(/[?#].*$/, "")
    .split("/")
    .filter(Boolean);
  const names = segments.map((segment) => segment.replace(/\.(?:json|ya?ml)$/i, ""));
  const last = names.at(-1) ?? "";
  return /^_?index$/i.test(last) ? (names.at(-2) ?? last) : last;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

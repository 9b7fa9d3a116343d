/** Which documents the references of a description may lead to. */

import { realpath } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

import type { LinkNote } from "../base/links.ts";
import { shownPath } from "./text.ts";

export interface Policy {
  /** What forbids reading the document at a URI; undefined if nothing does. */
  refusal(uri: string): Promise<LinkNote | undefined>;
}

/**
 * Files are read below the folder of the entry and below the folders that are allowed, where links count as what they lead to;
 * http(s) from the origin of the entry and from the hosts and origins that are allowed.
 *
 * @param entry the URI of the entry.
 * @param allow folders, hosts such as `schemas.example.com`, and http(s) origins.
 */
export async function policyFor(
  entry: string,
  allow: readonly string[],
  cwd: string,
): Promise<Policy> {
  const folders = await allowedFolders(entry, allow, cwd);
  const refusalOfFile = async (uri: string): Promise<LinkNote | undefined> => {
    let path: string;
    try {
      path = fileURLToPath(uri);
    } catch {
      return {
        code: "ref-refused",
        message: `${uri} is no path of a file here`,
        cure: "correct it",
      };
    }
    // What is not there cannot be a link that leads out, but it must not tell by its absence what is elsewhere.
    const real = await realpath(path).catch(() => path);
    if (folders.some((folder) => real.startsWith(folder))) return undefined;
    const shown = shownPath(path, cwd);
    return {
      code: "ref-refused",
      message: `${shown} is outside the folder of the document, and is not read`,
      cure: `if you trust the document, allow it: \`--allow-ref ${dirname(shown)}\``,
    };
  };
  const origins = new Set(allow.flatMap((each) => originOf(each) ?? []));
  const entryOrigin = originOf(entry);
  return {
    async refusal(uri) {
      const { protocol, origin, host } = new URL(uri);
      if (protocol === "file:" && !entry.startsWith("http")) return refusalOfFile(uri);
      if (protocol !== "http:" && protocol !== "https:") {
        const cure = "name the document as a file or an address, or bundle it";
        const message =
          "a reference that is relative to the document leads nowhere: it has no place";
        return { code: "ref-refused", message, cure };
      }
      if (origin === entryOrigin || origins.has(origin) || allow.includes(host)) return undefined;
      return {
        code: "ref-refused",
        message: `${uri} is on another host, and is not fetched`,
        cure: `if you trust the document, allow it: \`--allow-ref ${host}\``,
      };
    },
  };
}

async function allowedFolders(
  entry: string,
  allow: readonly string[],
  cwd: string,
): Promise<readonly string[]> {
  const own = entry.startsWith("file:") ? [dirname(fileURLToPath(entry))] : [];
  const folders = [...own, ...allow.map((folder) => resolve(cwd, folder))];
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  return real.flatMap((folder) =>
    folder === undefined ? [] : folder.endsWith(sep) ? folder : folder + sep,
  );
}

function originOf(text: string): string | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).origin : undefined;
}

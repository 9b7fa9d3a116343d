/** Which documents the references of a description may lead to. */

import { realpath } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { isFolder } from "../base/allowed.ts";
import type { LinkNote } from "../base/links.ts";
import type { ReferencesConfig } from "../config.ts";
import { DiagnosticError } from "../diagnostic.ts";
import { failure } from "./bytes.ts";
import type { HttpPolicy } from "./http.ts";
import { shownPath } from "./text.ts";

export interface Policy {
  /** What forbids reading the document at a URI; undefined if nothing does. */
  refusal(uri: string): Promise<LinkNote | undefined>;
  /** For the entry, if it is an address. */
  readonly entry: HttpPolicy;
  /** For what references lead to. */
  readonly references: HttpPolicy;
}

/**
 * Files are read below the folder of the entry and below the folders that are allowed, where links count as what they lead to;
 * http(s) from the origin of the entry and from the hosts and origins that are allowed. A host has a private address only if it
 * is allowed by its full name.
 *
 * @param spec the entry: a file, an address, or `-`, which has no folder.
 */
export async function policyFor(
  spec: string,
  { allow = [], headers = {} }: ReferencesConfig,
  cwd: string,
): Promise<Policy> {
  const ownOrigin = originOf(spec);
  const ownFolder = spec === "-" || ownOrigin !== undefined ? [] : [dirname(resolve(cwd, spec))];
  const folders = await realFolders([...ownFolder, ...allow.filter(isFolder)], cwd);
  const hosts = allow.filter((each) => !isFolder(each));

  const isAllowed = (url: URL): boolean =>
    url.origin === ownOrigin || hosts.some((host) => isNamed(url, host) || isBelow(url, host));
  const refusalOf = (url: URL): LinkNote | undefined => {
    if (isAllowed(url)) return undefined;
    const cure = `if you trust the document, allow it: \`--allow-ref ${url.host}\``;
    return {
      code: "ref-refused",
      message: `${url.href} is not fetched: its host is not allowed`,
      cure,
    };
  };
  const headersFor = (url: URL): Readonly<Record<string, string>> => {
    for (const name of [url.host, url.hostname])
      if (Object.hasOwn(headers, name)) return headers[name] ?? {};
    return {};
  };
  return {
    async refusal(uri) {
      const url = new URL(uri);
      if (/^https?:$/.test(url.protocol)) return refusalOf(url);
      if (url.protocol === "file:" && ownOrigin === undefined)
        return refusalOfFile(url, folders, cwd);
      const message = `${url.protocol} is no place where a document can be read`;
      return { code: "ref-refused", message, cure: "refer to a file or to an http(s) address" };
    },
    references: {
      check(url) {
        const refusal = refusalOf(url);
        if (refusal !== undefined) throw new DiagnosticError([{ severity: "error", ...refusal }]);
      },
      allowsPrivate: (url) => url.origin === ownOrigin || hosts.some((host) => isNamed(url, host)),
      headersFor,
    },
    entry: {
      check(url) {
        if (isAllowed(url)) return;
        const message = `${spec} redirects to another host: ${url.href}`;
        throw failure("redirect-refused", message, "name that address yourself if you trust it");
      },
      allowsPrivate: (url) => url.origin === ownOrigin || hosts.some((host) => isNamed(url, host)),
      headersFor,
    },
  };
}

function isNamed(url: URL, host: string): boolean {
  const origin = originOf(host);
  return origin === undefined
    ? [url.host, url.hostname].includes(host.toLowerCase())
    : origin === url.origin;
}

/** `*.example.com` stands for all hosts below. */
function isBelow(url: URL, host: string): boolean {
  return host.startsWith("*.") && url.hostname.endsWith(host.slice(1).toLowerCase());
}

async function refusalOfFile(
  url: URL,
  folders: readonly string[],
  cwd: string,
): Promise<LinkNote | undefined> {
  let path: string;
  try {
    path = fileURLToPath(url);
  } catch {
    const message = `${url.href} is no path of a file here`;
    return { code: "ref-refused", message, cure: "correct it" };
  }
  // Without a file there is no link to follow, but the folder may be one.
  const real = await realpath(path).catch(async () =>
    resolve(await realpath(dirname(path)).catch(() => dirname(path)), "x"),
  );
  if (folders.some((folder) => real.startsWith(folder))) return undefined;
  const shown = shownPath(path, cwd);
  return {
    code: "ref-refused",
    message: `${shown} is outside the folder of the document, and is not read`,
    cure: `if you trust the document, allow the folder: \`--allow-ref ${dirname(shown)}/\``,
  };
}

async function realFolders(folders: readonly string[], cwd: string): Promise<readonly string[]> {
  const real = await Promise.all(
    folders.map((folder) => realpath(resolve(cwd, folder)).catch(() => undefined)),
  );
  return real.flatMap((folder) =>
    folder === undefined ? [] : folder.endsWith(sep) ? folder : folder + sep,
  );
}

function originOf(text: string): string | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).origin : undefined;
}

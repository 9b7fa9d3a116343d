/** Reads one text: from a file, an http(s) address or standard input. */

import { isUtf8 } from "node:buffer";
import type { Stats } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";

import type { DiagnosticError } from "../diagnostic.ts";
import type { ReadOptions, SourceText } from "../source.ts";
import { isAddress } from "../base/address.ts";
import { contentHash, textHash } from "../base/content-hash.ts";
import { lastingStampOf } from "../base/file-stamp.ts";
import type { SeenFiles } from "../base/seen-files.ts";
import { didYouMean } from "../base/suggest.ts";
import { collect, decode, failure, isSystemError, tooLarge } from "./bytes.ts";
import type { HttpLimits, HttpPolicy } from "./http.ts";
import { observed } from "./observe.ts";

const DEFAULT_TIMEOUT = 30_000;
const DEFAULT_MAX_BYTES = 64 * 2 ** 20;

/**
 * @param policy of an address; by default redirects stay within its origin.
 * @param signal ends a download.
 * @throws DiagnosticError `not-found`, `not-readable`, `not-text`, `too-large`, `fetch-failed`, `redirect-refused`, or what the
 *   policy throws.
 */
export async function readText(
  from: string,
  options: ReadOptions = {},
  policy?: HttpPolicy,
  signal?: AbortSignal,
): Promise<SourceText> {
  if (from === "-") return readStdin(options);
  if (!isAddress(from)) {
    const file = { kind: "file", from: resolve(options.cwd ?? ".", from) } as const;
    return observed(file, options, () => readFileText(from, options), hashOf);
  }
  const { timeout = DEFAULT_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES } = options;
  const limits: HttpLimits = { timeout, maxBytes, signal };
  const { observedFetch } = await import("./observe-address.ts");
  const { url, bytes } = await observedFetch(from, policy ?? sameOrigin(from), limits, options);
  return { uri: from, text: decode(bytes, from), ...(url === from ? {} : { base: url }) };
}

/** For an address that the user named. */
function sameOrigin(from: string): HttpPolicy {
  return {
    check(url) {
      if (url.origin === new URL(from).origin) return;
      const message = `${from} redirects to another host: ${url.href}`;
      throw failure("redirect-refused", message, "name that address yourself if you trust it");
    },
    allowsPrivate: () => true,
    headersFor: () => ({}),
  };
}

/** The path as the user would write it: relative to the current folder if it is below it, with slashes. */
export function shownPath(path: string, cwd = "."): string {
  const short = relative(resolve(cwd), resolve(cwd, path));
  const shown = short === "" ? "." : short.startsWith("..") ? path : short;
  return shown.replaceAll(sep, "/");
}

/** Of a text, without the text: that costs several times as much. */
export interface HashedText {
  readonly hash: string;
  /** See {@link SourceText}. */
  readonly base?: string | undefined;
  /** See {@link SourceText}. */
  readonly stamp?: string | undefined;
}

export interface HashOptions extends ReadOptions {
  /** Files that need not be read; told of those that were. */
  readonly seen?: SeenFiles;
}

/**
 * The hash that the text has which `readText` reads, and reads for who is told of it.
 *
 * @throws DiagnosticError as `readText` does.
 */
export async function hashText(
  from: string,
  options: HashOptions = {},
  policy?: HttpPolicy,
): Promise<HashedText> {
  if (from === "-" || isAddress(from) || options.onRead !== undefined) {
    const source = await readText(from, options, policy);
    return { hash: hashOf(source), base: source.base };
  }
  return withFile(from, options, async ({ file, uri, status }) => {
    const known = options.seen?.hashOf(file, status);
    if (known !== undefined) return { hash: known };
    const bytes = await readFile(file);
    const hash = hashOfPlain(bytes) ?? textHash(decode(bytes, uri));
    options.seen?.note(file, status, hash);
    return { hash };
  });
}

/** Of a text, which is decoded only if its hash is not known. */
export function hashOf(source: SourceText): string {
  return source.hash ?? textHash(source.text);
}

/** The hash of the text of bytes that are UTF-8 without a byte order mark, and have no line ends to be made alike. */
function hashOfPlain(bytes: Buffer): string | undefined {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const isPlain = !hasMark && isUtf8(bytes) && !bytes.includes("\r\n");
  return isPlain ? contentHash(bytes) : undefined;
}

function readFileText(path: string, options: ReadOptions): Promise<SourceText> {
  return withFile(path, options, async ({ file, uri, status }) => {
    const stamp = lastingStampOf(status);
    const bytes = await readFile(file);
    const hash = hashOfPlain(bytes);
    if (hash === undefined) return { uri, text: decode(bytes, uri), stamp };
    return {
      uri,
      get text() {
        return decode(bytes, uri);
      },
      bytes,
      hash,
      stamp,
    };
  });
}

interface NamedFile {
  /** The absolute path. */
  readonly file: string;
  readonly uri: string;
  readonly status: Stats;
}

/** @throws DiagnosticError if the file is too large, or `use` meets what the system does not allow. */
async function withFile<T>(
  path: string,
  { cwd = ".", maxBytes = DEFAULT_MAX_BYTES }: ReadOptions,
  use: (file: NamedFile) => Promise<T>,
): Promise<T> {
  const file = resolve(cwd, path);
  const uri = shownPath(path, cwd);
  try {
    const status = await stat(file);
    if (status.size > maxBytes) throw tooLarge(uri, maxBytes);
    return await use({ file, uri, status });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT" || error.code === "ENOTDIR") throw await notFound(file, uri);
    const reason = error.code === "EISDIR" ? "it is a folder" : error.message;
    throw failure(
      "not-readable",
      `${uri} cannot be read: ${reason}`,
      "name a file that can be read",
    );
  }
}

async function notFound(file: string, uri: string): Promise<DiagnosticError> {
  const siblings = await readdir(dirname(file)).catch((): string[] => []);
  return failure(
    "not-found",
    `there is no file ${uri}`,
    didYouMean(basename(file), siblings, "check the path"),
  );
}

async function readStdin({
  stdin,
  maxBytes = DEFAULT_MAX_BYTES,
}: ReadOptions): Promise<SourceText> {
  const uri = "<stdin>";
  if (stdin === undefined)
    throw failure("not-readable", "there is no standard input here", "name a file or an address");
  return { uri, text: decode(await collect(stdin, uri, maxBytes), uri) };
}

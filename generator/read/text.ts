/** Reads one text: from a file, an http(s) address or standard input. */

import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";

import { DiagnosticError } from "../diagnostic.ts";
import type { ReadOptions, SourceText } from "../source.ts";
import { didYouMean } from "../base/suggest.ts";

const DEFAULT_TIMEOUT = 30_000;
const DEFAULT_MAX_BYTES = 64 * 2 ** 20;
const MAX_REDIRECTS = 5;

/** @throws DiagnosticError `not-found`, `not-readable`, `not-text`, `too-large`, `fetch-failed` or `redirect-refused`. */
export async function readText(from: string, options: ReadOptions = {}): Promise<SourceText> {
  if (from === "-") return readStdin(options);
  return /^https?:\/\//i.test(from) ? readUrl(from, options) : readFileText(from, options);
}

/** The path as the user would write it: relative to the current folder if it is below it, with slashes. */
export function shownPath(path: string, cwd = "."): string {
  const short = relative(resolve(cwd), resolve(cwd, path));
  const shown = short === "" ? "." : short.startsWith("..") ? path : short;
  return shown.replaceAll(sep, "/");
}

async function readFileText(path: string, options: ReadOptions): Promise<SourceText> {
  const { cwd = ".", maxBytes = DEFAULT_MAX_BYTES } = options;
  const file = resolve(cwd, path);
  const uri = shownPath(path, cwd);
  try {
    if ((await stat(file)).size > maxBytes) throw tooLarge(uri, maxBytes);
    return { uri, text: decode(await readFile(file), uri) };
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

async function readUrl(from: string, options: ReadOptions): Promise<SourceText> {
  const { timeout = DEFAULT_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES } = options;
  let url = parseUrl(from);
  const signal = AbortSignal.timeout(timeout);
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await fetch(url, {
        redirect: "manual",
        signal,
        headers: { accept: "application/json, application/yaml, text/yaml, */*;q=0.5" },
      });
      const location =
        response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (location === null)
        return { uri: from, text: decode(await bodyOf(response, from, maxBytes), from) };
      await response.body?.cancel();
      url = followed(url, location);
    }
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    throw failure(
      "fetch-failed",
      `${from} cannot be fetched: ${signal.aborted ? `no answer within ${timeout / 1000} s` : reasonOf(error)}`,
      "check the address and the connection, or download the document and name the file",
    );
  }
  throw failure(
    "fetch-failed",
    `${from} redirects more than ${MAX_REDIRECTS} times`,
    "use the final address",
  );
}

function parseUrl(from: string): URL {
  if (!URL.canParse(from))
    throw failure("fetch-failed", `${from} is no valid address`, "correct it");
  const url = new URL(from);
  if (url.username === "" && url.password === "") return url;
  url.username = "";
  url.password = "";
  throw failure(
    "fetch-failed",
    `the address ${url.href} was given with credentials`,
    "download the document and name the file",
  );
}

function followed(url: URL, location: string): URL {
  const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (next?.origin === url.origin) return next;
  const message = `${url.href} redirects to another host: ${next?.href ?? location}`;
  throw failure("redirect-refused", message, "name that address yourself if you trust it");
}

async function bodyOf(response: Response, uri: string, maxBytes: number): Promise<Uint8Array> {
  if (response.ok && response.body !== null) return collect(chunksOf(response.body), uri, maxBytes);
  await response.body?.cancel();
  const status = `${response.status} ${response.statusText}`.trim();
  throw failure(
    "fetch-failed",
    `${uri} answered ${status}`,
    "check the address; what needs a login must be downloaded first",
  );
}

/** Node's streams are iterable, which the types of the DOM do not say. */
function chunksOf(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  return body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>;
}

async function collect(
  chunks: AsyncIterable<Uint8Array | string>,
  uri: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const part = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += part.byteLength;
    if (size > maxBytes) throw tooLarge(uri, maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** UTF-8, a byte order mark dropped. */
export function decode(bytes: Uint8Array, uri: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw failure("not-text", `${uri} is not a text in UTF-8`, "save it as UTF-8");
  }
}

function tooLarge(uri: string, maxBytes: number): DiagnosticError {
  const size = `${Math.round(maxBytes / 2 ** 20)} MiB`;
  return failure(
    "too-large",
    `${uri} is larger than ${size}`,
    "check that this is the file you meant",
  );
}

export function failure(code: string, message: string, cure: string): DiagnosticError {
  return new DiagnosticError([{ severity: "error", code, message, cure }]);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== ""
    ? error.cause.message
    : error.message;
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

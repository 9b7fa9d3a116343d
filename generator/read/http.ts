/** Fetches one text over http(s). */

import { type ClientRequest, get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { useAgent } from "request-filtering-agent";

import { DiagnosticError } from "../diagnostic.ts";
import { collect, failure } from "./bytes.ts";

const MAX_REDIRECTS = 5;

/** What may be fetched, and how. */
export interface HttpPolicy {
  /** @throws DiagnosticError if `url`, of the request or of a redirect, must not be fetched. */
  check(url: URL): void;
  /** Whether the host may have an address that is loopback, link-local or private. */
  allowsPrivate(url: URL): boolean;
  /** Headers for the host, such as `authorization`. They are sent to no other. */
  headersFor(url: URL): Readonly<Record<string, string>>;
}

export interface HttpLimits {
  /** In milliseconds, for all redirects together. */
  readonly timeout: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Fetched {
  /** Where the redirects ended. */
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly validators: Validators;
}

/** What a server said of a text, by which it can be asked whether that is still the one. RFC 9110, 8.8. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/**
 * @param from as the user or the document gives it; named by the diagnostics. Nothing of an answer is.
 * @throws DiagnosticError `fetch-failed`, `too-large`, or what `policy.check` throws.
 */
export function fetchBytes(from: string, policy: HttpPolicy, limits: HttpLimits): Promise<Fetched>;
/** @returns undefined if the server says that there is still what is `known`: a conditional request, RFC 9110, 13. */
export function fetchBytes(
  from: string,
  policy: HttpPolicy,
  limits: HttpLimits,
  known: Omit<Fetched, "bytes"> | undefined,
): Promise<Fetched | undefined>;
export async function fetchBytes(
  from: string,
  policy: HttpPolicy,
  limits: HttpLimits,
  known?: Omit<Fetched, "bytes">,
): Promise<Fetched | undefined> {
  let url = parseUrl(from);
  const timeout = AbortSignal.timeout(limits.timeout);
  const signal = limits.signal === undefined ? timeout : AbortSignal.any([timeout, limits.signal]);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    policy.check(url);
    try {
      const conditions = known?.url === url.href ? conditionsOf(known.validators) : {};
      const response = await request(
        url,
        { ...conditions, ...policy.headersFor(url) },
        policy,
        signal,
      );
      if (response.statusCode === 304 && Object.keys(conditions).length > 0) {
        response.resume();
        return undefined;
      }
      const location = locationOf(response);
      if (location === undefined) {
        const { etag, "last-modified": lastModified } = response.headers;
        const bytes = await bodyOf(response, from, limits.maxBytes);
        return { url: url.href, bytes, validators: { etag, lastModified } };
      }
      response.destroy();
      url = parseUrl(new URL(location, url).href);
    } catch (error) {
      throw described(error, from, signal, limits);
    }
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
  const cure = "download the document and name the file, or give a header for its host";
  throw failure("fetch-failed", `the address ${url.href} was given with credentials`, cure);
}

/** Where both are sent, the entity tag counts (RFC 9110, 13.1.3). */
function conditionsOf({ etag, lastModified }: Validators): Readonly<Record<string, string>> {
  return {
    ...(etag === undefined ? {} : { "if-none-match": etag }),
    ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
  };
}

function request(
  url: URL,
  more: Readonly<Record<string, string>>,
  policy: HttpPolicy,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const get = url.protocol === "https:" ? getHttps : getHttp;
  const agent = policy.allowsPrivate(url) ? undefined : useAgent(url.href);
  const headers = {
    accept: "application/json, application/yaml, text/yaml, */*;q=0.5",
    "accept-encoding": "gzip, br",
    "user-agent": "openapi-triptych",
    ...more,
  };
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = get(
      url,
      { headers, signal, ...(agent === undefined ? {} : { agent }) },
      resolve,
    );
    sent.once("error", (error: NodeJS.ErrnoException) => {
      // A connection from before that the server gave up meanwhile says nothing about the server.
      if (sent.reusedSocket && error.code === "ECONNRESET")
        resolve(request(url, more, policy, signal));
      else reject(error);
    });
  });
}

function locationOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return statusCode >= 300 && statusCode < 400 ? headers.location : undefined;
}

async function bodyOf(
  response: IncomingMessage,
  from: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const { statusCode = 0, statusMessage = "" } = response;
  if (statusCode < 200 || statusCode > 299) {
    response.destroy();
    const cure =
      "check the address; what needs a login must be downloaded first, or take a header for its host";
    throw failure(
      "fetch-failed",
      `${from} answered ${`${statusCode} ${statusMessage}`.trim()}`,
      cure,
    );
  }
  return collect(decoded(response), from, maxBytes);
}

/** The limit of size counts for what is decompressed. */
function decoded(response: IncomingMessage): AsyncIterable<Uint8Array> {
  const pass = (to: NodeJS.ReadWriteStream): AsyncIterable<Uint8Array> => {
    response.once("error", (error) => to.emit("error", error));
    return response.pipe(to) as unknown as AsyncIterable<Uint8Array>;
  };
  switch (response.headers["content-encoding"]?.toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return pass(createGunzip());
    case "br":
      return pass(createBrotliDecompress());
    case "deflate":
      return pass(createInflate());
    default:
      return response;
  }
}

function described(
  error: unknown,
  from: string,
  signal: AbortSignal,
  { timeout, signal: outer }: HttpLimits,
): unknown {
  if (!(error instanceof Error) || error instanceof DiagnosticError) return error;
  const late =
    outer?.aborted === true
      ? "the time for all references is up"
      : `no answer within ${timeout / 1000} s`;
  const isPrivate = error.message.includes("IP address");
  const reason = signal.aborted
    ? late
    : isPrivate
      ? "its host has a private address"
      : error.message;
  const cure = isPrivate
    ? "if it is meant, allow the host by its name"
    : "check the address and the connection, or download the document and name the file";
  return failure("fetch-failed", `${from} cannot be fetched: ${reason}`, cure);
}

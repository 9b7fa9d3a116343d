import { ParameterError } from "./errors.js";
import type { Api } from "./operation.js";
import type { Timeouts } from "./options.js";
import { setHeaders } from "./request.js";
import { resolveDeadlines } from "./watchdog.js";

/** The options that clients of all call styles share. */
export interface SharedOptions {
  readonly baseUrl?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeout?: number | Timeouts | undefined;
}

/** The shared options of a client, checked and with their defaults. */
export interface Settings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number | Timeouts | undefined;
}

/**
 * Checks the options of a new client. They are copied, so that changing them later changes nothing.
 *
 * @throws {ParameterError} If one is not acceptable.
 */
export function resolveSettings(api: Api, options: SharedOptions): Settings {
  if (typeof options !== "object" || options === null) {
    throw new ParameterError("options", "options must be an object");
  }
  const { timeout } = options;
  resolveDeadlines(false, timeout, undefined);
  const headers: Record<string, string> = {};
  setHeaders(headers, options.headers);
  return {
    baseUrl: checkBaseUrl(options.baseUrl ?? api.baseUrl),
    headers,
    timeout: typeof timeout === "object" && timeout !== null ? { ...timeout } : timeout,
  };
}

function checkBaseUrl(value: unknown): string {
  if (value === undefined) throw wrongBaseUrl("is required: the document names no server");
  let url: URL;
  try {
    url = new URL(String(value));
  } catch {
    throw wrongBaseUrl("must be an absolute URL, for instance https://api.example.com");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw wrongBaseUrl("must begin with https:// or http://");
  }
  if (url.username !== "" || url.password !== "") {
    throw wrongBaseUrl("must not hold a user name or a password");
  }
  if (url.search !== "" || url.hash !== "") {
    throw wrongBaseUrl("must have neither a query nor a fragment");
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function wrongBaseUrl(rule: string): ParameterError {
  return new ParameterError("baseUrl", `baseUrl ${rule}`);
}

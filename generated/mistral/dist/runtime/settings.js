import { ParameterError } from "./errors.js";
import { setHeaders } from "./request.js";
import { resolveDeadlines } from "./watchdog.js";
/**
 * Checks the options of a new client. They are copied, so that changing them later changes nothing.
 *
 * @throws {ParameterError} If one is not acceptable.
 */
export function resolveSettings(api, options) {
  if (typeof options !== "object" || options === null) {
    throw new ParameterError("options", "options must be an object");
  }
  const { timeout } = options;
  resolveDeadlines(false, timeout, undefined);
  const headers = {};
  setHeaders(headers, options.headers);
  return {
    baseUrl: checkBaseUrl(options.baseUrl ?? api.baseUrl),
    headers,
    timeout: typeof timeout === "object" && timeout !== null ? { ...timeout } : timeout,
  };
}
function checkBaseUrl(value) {
  if (value === undefined) throw wrongBaseUrl("is required: the document names no server");
  let url;
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
function wrongBaseUrl(rule) {
  return new ParameterError("baseUrl", `baseUrl ${rule}`);
}

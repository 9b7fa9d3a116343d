import { canReplay } from "./body-sources.js";
import { redirectCode } from "./connection-failure.js";
import { ConnectionError } from "./errors.js";
import { isServer } from "./node.js";
import { redirectMode as browserMode } from "./platform-browser.js";
import { isSecretName } from "./redact.js";
import type { Reply } from "./transport.js";
import type { WireRequest } from "./wire.js";

/** How many redirects of one request are followed. */
const redirectLimit = 10;

const statuses: ReadonlySet<number> = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);

/**
 * The `redirect` that `fetch` is called with. On servers the runtime follows redirects by itself, whatever the `fetch`.
 */
export function redirectMode(request: WireRequest): RequestRedirect {
  return isServer() ? "manual" : browserMode(request);
}

/**
 * The request that follows a redirect (Fetch Standard, 4.4 HTTP-redirect fetch; RFC 9110, 15.4); undefined if the
 * response is none, or does not say where to go.
 *
 * @param request The one that was answered.
 * @param hops How many redirects were followed before.
 * @throws {ConnectionError} If the redirect is not followed.
 */
export function redirected(
  request: WireRequest,
  { status, type, headers }: Pick<Reply, "status" | "type" | "headers">,
  hops: number,
): WireRequest | undefined {
  if (type === "opaqueredirect") {
    throw refused(request, "the server redirects, and this fetch does not say where to");
  }
  const location = statuses.has(status) ? headers["location"] : undefined;
  if (location === undefined) return undefined;
  if (hops >= redirectLimit) {
    throw refused(request, `the server redirects more than ${redirectLimit} times`);
  }
  const from = new URL(request.url);
  const to = targetOf(request, location);
  if (from.protocol === "https:" && to.protocol === "http:") {
    throw refused(request, `the server redirects from https to ${to.origin}`);
  }
  const { method } = request;
  const dropsBody = status === 303 || (status <= 302 && method === "POST");
  const becomesGet = dropsBody && method !== "HEAD";
  if (!dropsBody && !canReplay(request.body)) {
    throw refused(request, "the server redirects a request whose body cannot be sent again");
  }
  const isAway = to.origin !== from.origin;
  const kept = Object.entries(request.headers).filter(
    ([name]) => !(dropsBody && describesBody(name)) && !(isAway && isBound(request, name)),
  );
  const { body, ...head } = request;
  return {
    ...head,
    method: becomesGet ? "GET" : method,
    url: to.href,
    headers: Object.fromEntries(kept),
    ...(dropsBody || body === undefined ? {} : { body }),
  };
}

function targetOf(request: WireRequest, location: string): URL {
  let url: URL;
  try {
    url = new URL(fromUtf8(location), request.url);
  } catch {
    throw refused(request, "the server redirects to something that is no URL");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refused(request, `the server redirects to a URL with the scheme ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(request, "the server redirects to a URL with a user name or a password");
  }
  url.hash = "";
  return url;
}

/** A header's value comes as Latin-1; servers that do not encode the characters of a URL mean UTF-8. */
function fromUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

function describesBody(name: string): boolean {
  return name.startsWith("content-") || name === "transfer-encoding";
}

/** Whether a header is for the origin that the request was made for, and no other. */
function isBound({ credentialHeaders = [] }: WireRequest, name: string): boolean {
  return name === "host" || credentialHeaders.includes(name) || isSecretName(name);
}

function refused({ operation }: WireRequest, message: string): ConnectionError {
  return new ConnectionError(message, { operationId: operation, causeCode: redirectCode });
}

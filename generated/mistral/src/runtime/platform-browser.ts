import { type Transport, viaFetch } from "./transport.js";
import type { WireRequest } from "./wire.js";

/** What sends the requests of a client that was given nothing for it: the global `fetch`, looked up on each request. */
export const defaultTransport: Transport = /* @__PURE__ */ viaFetch((url, init) =>
  globalThis.fetch(url, init),
);

/** Browsers keep these to their origin by themselves. */
const kept: ReadonlySet<string> = /* @__PURE__ */ new Set(["authorization", "cookie"]);

/**
 * The `redirect` that `fetch` is called with. Browsers follow redirects and hide where they lead to, so that a credential
 * which they would carry along forbids them.
 */
export function redirectMode({ credentialHeaders = [] }: WireRequest): RequestRedirect {
  return credentialHeaders.every((name) => kept.has(name)) ? "follow" : "error";
}

/** The request that follows a redirect: none, since the browser has followed. */
export function redirected(): undefined {
  return undefined;
}

import { type Transport } from "./transport.js";
import type { WireRequest } from "./wire.js";
/** What sends the requests of a client that was given nothing for it: the global `fetch`, looked up on each request. */
export declare const defaultTransport: Transport;
/**
 * The `redirect` that `fetch` is called with. Browsers follow redirects and hide where they lead to, so that a credential
 * which they would carry along forbids them.
 */
export declare function redirectMode({ credentialHeaders }: WireRequest): RequestRedirect;
/** The request that follows a redirect: none, since the browser has followed. */
export declare function redirected(): undefined;

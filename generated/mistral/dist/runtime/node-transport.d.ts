import type { Fetch } from "./options.js";
/**
 * Makes a `fetch` on `node:http` and `node:https`: half the cost of the global one, with kept connections of its own.
 * It decodes gzip, deflate and brotli. It follows no redirects; proxies and dispatchers do not apply to it.
 *
 * The response has the members of {@link NodeResponse}. Where the connection fails, the promise is rejected with Node's
 * error, whose `code` says why (`ECONNREFUSED`, `ECONNRESET`, `ENOTFOUND`, …).
 *
 * @returns Undefined in a runtime without these modules.
 */
export declare function createNodeFetch(): Fetch | undefined;

import type { Transport } from "./transport.js";
/**
 * Sends requests by `node:http` and `node:https`: at half the cost of the global `fetch`, with kept connections of its own.
 * It decodes gzip, deflate and brotli. It follows no redirects; proxies and dispatchers do not apply to it.
 *
 * Where the connection fails, the promise is rejected with Node's error, whose `code` says why (`ECONNREFUSED`,
 * `ECONNRESET`, `ENOTFOUND`, …).
 *
 * @param connectTimeout How long it may take to connect, in milliseconds.
 * @returns Undefined in a runtime without these modules.
 */
export declare function createNodeTransport(connectTimeout?: number): Transport | undefined;

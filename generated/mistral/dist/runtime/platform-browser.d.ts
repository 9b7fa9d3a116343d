import { ConnectionError } from "./errors.js";
import type { Reply } from "./transport.js";
import type { WireRequest } from "./wire.js";
/** What sends the requests of a client that was given nothing for it. */
export { globalTransport as defaultTransport } from "./transport.js";
/** Whether that sends by `fetch`, and so not what `fetch` refuses. */
export declare function goesByFetch(): boolean;
/** What `fetch` threw, as an error. Browsers do not say what went wrong, and so not how far it came either. */
export declare function connectionError(error: unknown, request: WireRequest): ConnectionError;
/** Whether the same request would fail again in the same way. */
export declare function isPermanent({ causeCode }: ConnectionError): boolean;
/**
 * The `redirect` that `fetch` is called with. Browsers follow redirects and hide where they lead to, so that a credential
 * which they would carry along forbids them. It is not `error`: that would leave no reason, and some workers at the edge
 * do not take it.
 */
export declare function redirectMode({ credentialHeaders }: WireRequest): RequestRedirect;
/**
 * The request that follows a redirect: none, since the browser has followed, or must not.
 *
 * @throws {ConnectionError} If it must not.
 */
export declare function redirected(
  { operation: operationId }: Pick<WireRequest, "operation">,
  { status, type, headers }: Pick<Reply, "status" | "type" | "headers">,
): undefined;

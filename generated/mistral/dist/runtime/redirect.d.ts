import type { Reply } from "./transport.js";
import type { WireRequest } from "./wire.js";
/**
 * The `redirect` that `fetch` is called with. On servers the runtime follows redirects by itself, whatever the `fetch`.
 */
export declare function redirectMode(request: WireRequest): RequestRedirect;
/**
 * The request that follows a redirect (Fetch Standard, 4.4 HTTP-redirect fetch; RFC 9110, 15.4); undefined if the
 * response is none, or does not say where to go.
 *
 * @param request The one that was answered.
 * @param hops How many redirects were followed before.
 * @throws {ConnectionError} If the redirect is not followed.
 */
export declare function redirected(
  request: WireRequest,
  { status, type, headers }: Pick<Reply, "status" | "type" | "headers">,
  hops: number,
): WireRequest | undefined;

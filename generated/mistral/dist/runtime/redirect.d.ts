import type { WireRequest } from "./wire.js";
/** How many redirects of one request are followed. */
export declare const redirectLimit = 10;
/** What a response says about where to go. */
export interface Redirection {
  readonly status: number;
  readonly type?: string;
  readonly headers: {
    get(name: string): string | null;
  };
}
/**
 * The `redirect` that `fetch` is called with. On servers the runtime follows redirects by itself; browsers hide where they
 * lead to, so that a credential which they would carry along forbids them.
 */
export declare function redirectMode({ credentialHeaders }: WireRequest): RequestRedirect;
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
  { status, type, headers }: Redirection,
  hops: number,
): WireRequest | undefined;

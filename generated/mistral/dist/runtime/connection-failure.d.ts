import { ConnectionError } from "./errors.js";
import type { WireRequest } from "./wire.js";
/** The `causeCode` of a redirect that is not followed. */
export declare const redirectCode = "ERR_REDIRECT";
/** The `causeCode` of a worker that hangs: another one may hang as long, and nothing is to be waited for twice. */
export declare const unresponsiveCode = "ERR_WORKER_UNRESPONSIVE";
/** The `code` and `causeCode` of a kept connection that was reset instead of an answer: another one is at hand. */
export declare const staleCode = "ERR_STALE_CONNECTION";
/** Whether the same request would fail again in the same way: a certificate, a redirect that is refused. */
export declare function isPermanent({ causeCode }: ConnectionError): boolean;
/**
 * What `fetch` threw, as an error that says why: the innermost cause has the reason. The query and the credentials are left
 * out of it.
 *
 * @param isAnswered Whether the server has answered already, if only by a redirect or by a part of its response.
 */
export declare function connectionError(
  error: unknown,
  request: WireRequest,
  isAnswered: boolean,
): ConnectionError;

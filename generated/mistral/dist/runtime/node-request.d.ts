import type { HttpModule, IncomingMessage, RequestSettings } from "./node-http.js";
import type { Watch } from "./transport.js";
/** The body of a request. */
export type NodeContent =
  | {
      readonly bytes: Uint8Array;
    }
  | {
      readonly chunks: AsyncIterable<Uint8Array>;
    };
/** How a request is sent. */
export interface SendContext {
  readonly http: HttpModule;
  /** How long it may take to connect, in ms. */
  readonly connectTimeout: number;
  readonly watch: Watch;
}
/**
 * Sends one request and returns the response as soon as its headers are there; the body of the request may still be
 * on its way then. A kept connection that turns out to be closed before anything is written is not used.
 *
 * @throws The reason of `watch`, the body's own error, or Node's error with its `code`. Its `syscall` is `connect` if the
 *   connection was never there, so that nothing of the request was written; the code is `ERR_STALE_CONNECTION` if a kept
 *   connection was reset instead of an answer.
 */
export declare function sendRequest(
  settings: RequestSettings,
  content: NodeContent | undefined,
  context: SendContext,
): Promise<IncomingMessage>;

import type { HttpModule, IncomingMessage, RequestSettings } from "./node-http.js";
import type { Watch } from "./transport.js";
/** A body that can be sent once (`chunks`), or again if need be (`bytes`). */
export type NodeContent =
  | {
      readonly bytes: Uint8Array;
    }
  | {
      readonly chunks: AsyncIterable<Uint8Array>;
    };
/**
 * Sends one request and returns the response as soon as its headers are there; the body of the request may still be
 * on its way then. A request that fails because a kept connection had been closed by the server is sent once more,
 * over a new connection, if repeating it does no harm.
 *
 * @throws The reason of `watch`, the body's own error, or Node's error with its `code`. Its `syscall` is `connect` if the
 *   connection was never there, so that nothing of the request was written.
 */
export declare function sendRequest(
  http: HttpModule,
  settings: RequestSettings,
  body: NodeContent | undefined,
  watch: Watch,
): Promise<IncomingMessage>;
/** Whether sending a request twice does no harm, and can be done. */
export declare function isRepeatable(method: string, body: NodeContent | undefined): boolean;

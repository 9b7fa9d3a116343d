import type { HttpModule, IncomingMessage, RequestSettings } from "./node-http.js";
import type { Chunk } from "./wire.js";
/** A body that can be sent once (`chunks`), or again if need be (`bytes`). */
export type NodeBody =
  | {
      readonly bytes: Chunk;
    }
  | {
      readonly chunks: AsyncIterable<Chunk> | Iterable<Chunk>;
    };
/**
 * Sends one request and returns the response as soon as its headers are there; the body of the request may still be
 * on its way then. A request that fails because a kept connection had been closed by the server is sent once more,
 * over a new connection, if repeating it does no harm.
 *
 * @throws The reason of `signal`, the body's own error, or Node's error with its `code`. Its `syscall` is `connect` if the
 *   connection was never there, so that nothing of the request was written.
 */
export declare function sendRequest(
  http: HttpModule,
  settings: RequestSettings,
  body: NodeBody | undefined,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage>;
/** Whether sending a request twice does no harm, and can be done. */
export declare function isRepeatable(method: string, body: NodeBody | undefined): boolean;

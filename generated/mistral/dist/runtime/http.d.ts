import type { Fetch } from "./options.js";
/** Sends one request as it is. The body of the response is left unread, whatever the status. */
export declare function send(
  fetch: Fetch,
  request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly redirect: RequestRedirect;
  },
  body: string | Uint8Array | Blob | ReadableStream<Uint8Array> | undefined,
  signal: AbortSignal,
): Promise<Response>;

import type { Fetch } from "./options.js";
/** A response whose body is unread. */
export interface Reply {
  readonly status: number;
  readonly type: ResponseType | undefined;
  readonly url: string;
  /** By lower-case name; values of a repeated header are joined by a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Response["body"];
}
/** Puts a header beside those that are there already. */
export declare function addHeader(
  headers: Record<string, string>,
  name: string,
  value: string,
): void;
/** Sends one request as it is. The body of the response is left unread, whatever the status. */
export declare function send(
  fetch: Fetch,
  request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly redirect: RequestRedirect;
  },
  content: string | Uint8Array | Blob | ReadableStream<Uint8Array> | undefined,
  signal: AbortSignal,
): Promise<Reply>;

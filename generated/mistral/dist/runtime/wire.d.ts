import type { ReplyHeaders } from "./transport.js";
/** A piece of a body: bytes, or text that is sent as UTF-8. */
export type Chunk = Uint8Array | string;
/** A file on disk, read when the request is sent. Needs a runtime with `node:fs`. */
export interface FilePath {
  readonly path: string;
}
/** Where the bytes of a body, or of a part of it, come from. */
export type BodySource =
  | Chunk
  | Blob
  | FilePath
  | ReadableStream<Chunk>
  | Iterable<Chunk>
  | AsyncIterable<Chunk>;
/** A request ready to be sent: nothing is left to decide, and nothing in it is specific to a layer. */
export interface WireRequest {
  /** The operation's id, for errors. */
  readonly operation: string;
  /** Which request of its call it is, counted from 1, for errors. */
  readonly attempt?: number;
  readonly method: string;
  readonly url: string;
  /** By lower-case name. Includes `content-type`; `content-length` is added when the body is opened. */
  readonly headers: Readonly<Record<string, string>>;
  /** The sources whose bytes, one after the other, are the body. Absent: no body. */
  readonly body?: readonly BodySource[];
  /** What no error may show: the credentials, as they were given and as they stand in the request. */
  readonly secrets?: readonly string[];
  /** Lower-case names of the headers that carry a credential, and must not reach another origin. */
  readonly credentialHeaders?: readonly string[];
}
/** Deadlines in milliseconds; `Infinity` means none. */
export interface Deadlines {
  /** From the start, or the last piece of the request's body that left, until the response's headers are there. */
  readonly headers: number;
  /** The longest silence between two chunks of the response's body. */
  readonly idle: number;
  /** From the start until the last byte of the body. */
  readonly total: number;
  /** How much of `total` was over when the request began. Default: 0. */
  readonly elapsed?: number;
}
export interface WireResponse extends ReplyHeaders {
  /** Of the request: what no error may show, although the response may repeat it. */
  readonly secrets: readonly string[] | undefined;
  readonly status: number;
  /** Where the response came from, after redirects. */
  readonly url: string;
  /** All bytes of the body; or, where a stream was asked for and the status is 2xx, its chunks as they arrive. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

import type { BodySource, Chunk, FilePath } from "./wire.js";
/** What a file is called and what it holds, where its source does not say so itself. */
interface FileLabel {
  readonly name?: string | undefined;
  /** The media type. Default: by the name's extension, else `application/octet-stream`. */
  readonly type?: string | undefined;
  /** Further headers of the file's part, if it is sent in a multipart body. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
/**
 * What an upload can be made of. A string is content; a file on disk is `{ path }`, and is read when it is sent. A
 * stream or an iterator can be sent once.
 */
export type Uploadable =
  | (FilePath & FileLabel)
  | Blob
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Chunk>
  | Iterable<Chunk>
  | AsyncIterable<Chunk>
  | ({
      readonly content: BodySource | ArrayBuffer;
    } & FileLabel);
/** An upload in one form. */
export interface Upload {
  readonly source: BodySource;
  readonly name: string | undefined;
  /** The media type that the caller or the source itself gave. */
  readonly type: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
/** The media type that goes with a file name's extension, from a short list of common ones. */
export declare function typeByName(name: string | undefined): string | undefined;
/**
 * Brings what the caller gave into one form. Nothing is read.
 *
 * @throws {ParameterError} If it is nothing that can be uploaded.
 */
export declare function toUpload(value: unknown, parameter: string, operationId: string): Upload;
export {};

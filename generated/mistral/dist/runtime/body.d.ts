import type { BodySource, FilePath } from "./wire.js";
/** A request's body, opened for one request. */
export interface OpenBody {
  readonly content: string | Uint8Array | Blob | ReadableStream<Uint8Array>;
  /** The number of bytes of a stream, if it is known before it is read. */
  readonly length?: number | undefined;
  /** Why a source could not be read, once that has happened. */
  error?: BodyError | undefined;
  /** Stops reading the sources. */
  release(): void;
}
/** A source of the body could not be read; `cause` is its own error. */
export declare class BodyError extends Error {}
/**
 * Opens a body. What is small and in memory becomes one string or array; all else is a stream that holds one piece
 * at a time. Where `fetch` cannot be relied on to send a stream (in browsers) the pieces are collected in a `Blob`.
 *
 * @param onPiece Called whenever a piece of a stream leaves.
 * @throws {BodyError} If a file cannot be found, or a source cannot be read.
 */
export declare function openBody(
  sources: readonly BodySource[],
  onPiece: () => void,
): OpenBody | Promise<OpenBody>;
/**
 * Takes the iterator of a source. One that is its own source, as that of a generator, is taken once: later it would
 * give nothing, or what is left, as if that were all.
 *
 * @throws {BodyError} If it has been taken already.
 */
export declare function begin<Iterator extends object>(
  source: object,
  iterator: Iterator,
): Iterator;
/** Whether a body can be read once more, after it was sent or begun to be. */
export declare function canReplay(sources?: readonly BodySource[]): boolean;
/**
 * A piece of a body as bytes.
 *
 * @throws {TypeError} If it is neither bytes nor text.
 */
export declare function toBytes(chunk: unknown): Uint8Array;
/** Whether a value is a `Blob`, of whichever realm. */
export declare function isBlob(value: unknown): value is Blob;
/** Whether a value names a file on disk. */
export declare function isFilePath(value: unknown): value is FilePath;

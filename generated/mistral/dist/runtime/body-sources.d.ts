import type { BodySource, FilePath } from "./wire.js";
/** A source of the body could not be read; `cause` is its own error. */
export declare class BodyError extends Error {}
/**
 * The number of bytes of a source, if it is known before it is read.
 *
 * @throws {BodyError} If it is a file that cannot be found.
 */
export declare function sizeOf(source: Exclude<BodySource, string>): Promise<number | undefined>;
/**
 * The bytes of the sources, one after the other.
 *
 * @param end - Aborts when no more is wanted.
 * @throws {BodyError} If one of them cannot be read, or has another size than it had.
 */
export declare function readAll(
  sources: readonly Exclude<BodySource, string>[],
  sizes: readonly (number | undefined)[],
  end: AbortSignal,
): AsyncGenerator<Uint8Array, void>;
/**
 * Takes the iterator of a source. That of a stream, and one that is its own source, as that of a generator, is taken
 * once: later it would give nothing, or what is left, as if that were all.
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
/** What went wrong with a source, as a `BodyError`. */
export declare function unreadable(error: unknown): BodyError;
/** Text as UTF-8. */
export declare function encode(text: string): Uint8Array;
/** Whether a source is an array of bytes. */
export declare function isBytes(source: BodySource | undefined): source is Uint8Array;
/** Whether a value is a `Blob`, of whichever realm. */
export declare function isBlob(value: unknown): value is Blob;
/** Whether a value names a file on disk. */
export declare function isFilePath(value: unknown): value is FilePath;

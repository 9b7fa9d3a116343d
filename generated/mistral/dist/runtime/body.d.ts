import { type BodyError } from "./body-sources.js";
import type { BodySource } from "./wire.js";
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
/** Is told how the stream of a body flows. */
export interface BodyFlow {
  /** The next piece is wanted, and the source is asked for it. */
  onPull?(): void;
  /** A piece has left; undefined at the end of the stream. */
  onPiece?(piece: Uint8Array | undefined): void;
}
/**
 * Opens a body. What is small and in memory becomes one string or array; all else is a stream that holds one piece
 * at a time. Where `fetch` cannot be relied on to send a stream (in browsers) the pieces are collected in a `Blob`.
 *
 * @throws {BodyError} If a file cannot be found, or a source cannot be read.
 */
export declare function openBody(
  sources: readonly BodySource[],
  flow: BodyFlow,
): OpenBody | Promise<OpenBody>;
/** The number of bytes of a body that is sent in one piece; undefined for a stream. */
export declare function contentSize(content: OpenBody["content"]): number | undefined;

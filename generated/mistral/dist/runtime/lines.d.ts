import { ResponseParseError } from "./errors.js";
/** Makes something of chunks as they come; what is wrong with a piece is thrown when its turn comes. */
export interface PieceReader<T> {
  /** The pieces that a chunk completes. */
  push(chunk: Uint8Array): Iterable<T>;
  /** What follows when there are no more chunks. */
  end(): Iterable<T>;
  /** Whether nothing can follow, whatever chunks there are. */
  readonly isDone?: boolean;
}
/** The pieces of chunks. It holds those of one chunk at a time. Whoever leaves gives the chunks up, also while one is awaited. */
export declare function piecesOf<T>(
  chunks: AsyncIterable<Uint8Array>,
  reader: PieceReader<T>,
): AsyncIterableIterator<T>;
/**
 * The lines of UTF-8 text, without their ends (`\n` or `\r\n`) and without a byte order mark. The last line needs no end.
 * A line that is too long is a `ResponseParseError`.
 */
export declare class LineReader implements PieceReader<string> {
  #private;
  constructor(source: ItemSource);
  /** The number of the last line, counted from 1. */
  get count(): number;
  push(chunk: Uint8Array): Generator<string, void, undefined>;
  end(): Generator<string, void, undefined>;
}
/** The value of each line that is not blank. A line that is not JSON is a `ResponseParseError`. */
export declare class JsonLineReader<T> implements PieceReader<T> {
  #private;
  constructor(source: ItemSource);
  push(chunk: Uint8Array): Generator<T, void, undefined>;
  end(): Generator<T, void, undefined>;
}
/** What the error about an item tells about the response that it is from. */
export interface ItemSource {
  readonly status: number;
  readonly operationId: string;
  readonly requestId?: string | undefined;
  /** How long an item may be, in characters. */
  readonly longest: number;
}
/** The longest string of V8 is 2^29 - 24 characters; what is put together of chunks must stay below it. */
export declare const longestText = 535822336;
/**
 * Refuses a text that is too long, complete or not.
 *
 * @param length - If `text` is but the beginning.
 * @throws {ResponseParseError} It names the text and the limit.
 */
export declare function checkLength(
  text: string,
  name: string,
  source: ItemSource,
  length?: number,
): string;
/**
 * Parses one item.
 *
 * @param name - What the item is called in the error, for instance `line 3`.
 * @throws {ResponseParseError} If it is not JSON.
 */
export declare function parseItem(text: string, name: string, source: ItemSource): unknown;
/** The error about an item. */
export declare function badItem(
  message: string,
  text: string,
  source: ItemSource,
  cause?: unknown,
): ResponseParseError;

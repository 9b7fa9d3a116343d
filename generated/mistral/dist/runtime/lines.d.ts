import { ResponseParseError } from "./errors.js";
/**
 * The lines of UTF-8 text that comes in chunks, without their ends (`\n` or `\r\n`) and without a byte order mark. It
 * holds the lines of one chunk at a time. The last line needs no end.
 */
export declare function linesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined>;
/**
 * The value of each line that is not blank.
 *
 * @throws {ResponseParseError} If a line is not JSON; it names the line, counted from 1.
 */
export declare function jsonLinesOf<T>(
  lines: AsyncIterable<string>,
  status: number,
  operationId: string,
): AsyncGenerator<T, void, undefined>;
/** What the error about an item tells about the response that it is from. */
export interface ItemSource {
  readonly status: number;
  readonly operationId: string;
  readonly requestId?: string | undefined;
}
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

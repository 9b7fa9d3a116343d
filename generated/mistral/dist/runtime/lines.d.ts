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
/** Parses one line; see `jsonLinesOf`. */
export declare function parseLine(
  line: string,
  number: number,
  status: number,
  operationId: string,
): unknown;

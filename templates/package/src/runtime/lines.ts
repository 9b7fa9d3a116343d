import { ResponseParseError } from "./errors.js";
import { excerpt } from "./error-body.js";
import { LineSplitter } from "./line-splitter.js";

/**
 * The lines of UTF-8 text that comes in chunks, without their ends (`\n` or `\r\n`) and without a byte order mark. It
 * holds the lines of one chunk at a time. The last line needs no end.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const splitter = new LineSplitter();
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

/**
 * The value of each line that is not blank.
 *
 * @throws {ResponseParseError} If a line is not JSON; it names the line, counted from 1.
 */
export async function* jsonLinesOf<T>(
  lines: AsyncIterable<string>,
  status: number,
  operationId: string,
): AsyncGenerator<T, void, undefined> {
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() !== "") yield parseLine(line, number, status, operationId) as T;
  }
}

/** Parses one line; see `jsonLinesOf`. */
export function parseLine(
  line: string,
  number: number,
  status: number,
  operationId: string,
): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new ResponseParseError(`line ${number} is not JSON`, {
      status,
      excerpt: excerpt(line),
      operationId,
      cause,
    });
  }
}

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
    if (line.trim() !== "") yield parseItem(line, `line ${number}`, { status, operationId }) as T;
  }
}

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
export function parseItem(text: string, name: string, source: ItemSource): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badItem(`${name} is not JSON`, text, source, cause);
  }
}

/** The error about an item. */
export function badItem(
  message: string,
  text: string,
  source: ItemSource,
  cause?: unknown,
): ResponseParseError {
  return new ResponseParseError(message, { ...source, excerpt: excerpt(text), cause });
}

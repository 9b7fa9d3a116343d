import { ResponseParseError } from "./errors.js";
import { excerpt } from "./error-body.js";

/**
 * The lines of UTF-8 text that comes in chunks, without their ends (`\n` or `\r\n`) and without a byte order mark. It
 * holds one line at a time. The last line needs no end.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      yield withoutReturn(rest + text.slice(start, end));
      rest = "";
      start = end + 1;
    }
    rest += text.slice(start);
  }
  rest += decoder.decode();
  if (rest !== "") yield withoutReturn(rest);
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

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

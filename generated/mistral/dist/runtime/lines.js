import { ResponseParseError } from "./errors.js";
import { excerpt } from "./error-body.js";
import { LineSplitter } from "./line-splitter.js";
/** The pieces of chunks. It holds those of one chunk at a time. Whoever leaves gives the chunks up, also while one is awaited. */
export function piecesOf(chunks, reader) {
  const source = chunks[Symbol.asyncIterator]();
  let isLeft = false;
  const pieces = read();
  return {
    next: () => pieces.next(),
    // The generator would wait until it has its next chunk.
    return: async () => {
      isLeft = true;
      await source.return?.();
      return pieces.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  async function* read() {
    for await (const chunk of { [Symbol.asyncIterator]: () => source }) {
      for (const piece of reader.push(chunk)) yield piece;
      if (reader.isDone === true) return undefined;
    }
    // Where the reader has left, the chunks are not all of them.
    if (!isLeft) for (const piece of reader.end()) yield piece;
    return undefined;
  }
}
/**
 * The lines of UTF-8 text, without their ends (`\n` or `\r\n`) and without a byte order mark. The last line needs no end.
 * A line that is too long is a `ResponseParseError`.
 */
export class LineReader {
  #splitter = new LineSplitter();
  #source;
  #count = 0;
  constructor(source) {
    this.#source = source;
  }
  /** The number of the last line, counted from 1. */
  get count() {
    return this.#count;
  }
  *push(chunk) {
    for (const line of this.#splitter.push(chunk)) yield this.#check(line);
    checkLength(this.#splitter.rest, `line ${this.#count + 1}`, this.#source);
  }
  *end() {
    for (const line of this.#splitter.end()) yield this.#check(line);
  }
  #check(line) {
    return checkLength(line, `line ${++this.#count}`, this.#source);
  }
}
/** The value of each line that is not blank. A line that is not JSON is a `ResponseParseError`. */
export class JsonLineReader {
  #lines;
  #source;
  constructor(source) {
    this.#lines = new LineReader(source);
    this.#source = source;
  }
  push(chunk) {
    return this.#parse(this.#lines.push(chunk));
  }
  end() {
    return this.#parse(this.#lines.end());
  }
  *#parse(lines) {
    for (const line of lines)
      if (line.trim() !== "") yield parseItem(line, `line ${this.#lines.count}`, this.#source);
  }
}
/** The longest string of V8 is 2^29 - 24 characters; what is put together of chunks must stay below it. */
const longestText = 535822336;
/**
 * Refuses a text that is too long, complete or not.
 *
 * @param length - If `text` is but the beginning.
 * @throws {ResponseParseError} It names the text and the limit.
 */
export function checkLength(text, name, source, length = text.length) {
  const longest = Math.min(source.longest, longestText);
  if (length <= longest) return text;
  throw badItem(`${name} is longer than ${longest} characters`, text, source);
}
/**
 * Parses one item.
 *
 * @param name - What the item is called in the error, for instance `line 3`.
 * @throws {ResponseParseError} If it is not JSON.
 */
export function parseItem(text, name, source) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badItem(`${name} is not JSON`, text, source, cause);
  }
}
/** The error about an item. */
export function badItem(message, text, source, cause) {
  const { status, operationId, requestId } = source;
  return new ResponseParseError(message, {
    status,
    operationId,
    requestId,
    excerpt: excerpt(text),
    cause,
  });
}

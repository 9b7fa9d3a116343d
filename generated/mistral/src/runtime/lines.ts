import { ResponseParseError } from "./errors.js";
import { excerpt } from "./error-body.js";
import { LineSplitter } from "./line-splitter.js";

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
export function piecesOf<T>(
  chunks: AsyncIterable<Uint8Array>,
  reader: PieceReader<T>,
): AsyncIterableIterator<T> {
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

  async function* read(): AsyncGenerator<T, undefined, undefined> {
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
export class LineReader implements PieceReader<string> {
  readonly #splitter: LineSplitter = new LineSplitter();
  readonly #source: ItemSource;
  #count = 0;

  constructor(source: ItemSource) {
    this.#source = source;
  }

  /** The number of the last line, counted from 1. */
  get count(): number {
    return this.#count;
  }

  *push(chunk: Uint8Array): Generator<string, void, undefined> {
    for (const line of this.#splitter.push(chunk)) yield this.#check(line);
    checkLength(this.#splitter.rest, `line ${this.#count + 1}`, this.#source);
  }

  *end(): Generator<string, void, undefined> {
    for (const line of this.#splitter.end()) yield this.#check(line);
  }

  #check(line: string): string {
    return checkLength(line, `line ${++this.#count}`, this.#source);
  }
}

/** The value of each line that is not blank. A line that is not JSON is a `ResponseParseError`. */
export class JsonLineReader<T> implements PieceReader<T> {
  readonly #lines: LineReader;
  readonly #source: ItemSource;

  constructor(source: ItemSource) {
    this.#lines = new LineReader(source);
    this.#source = source;
  }

  push(chunk: Uint8Array): Generator<T, void, undefined> {
    return this.#parse(this.#lines.push(chunk));
  }

  end(): Generator<T, void, undefined> {
    return this.#parse(this.#lines.end());
  }

  *#parse(lines: Iterable<string>): Generator<T, void, undefined> {
    for (const line of lines)
      if (line.trim() !== "") yield parseItem(line, `line ${this.#lines.count}`, this.#source) as T;
  }
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
export const longestText = 535_822_336;

/**
 * Refuses a text that is too long, complete or not.
 *
 * @param length - If `text` is but the beginning.
 * @throws {ResponseParseError} It names the text and the limit.
 */
export function checkLength(
  text: string,
  name: string,
  source: ItemSource,
  length: number = text.length,
): string {
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
  const { status, operationId, requestId } = source;
  return new ResponseParseError(message, {
    status,
    operationId,
    requestId,
    excerpt: excerpt(text),
    cause,
  });
}

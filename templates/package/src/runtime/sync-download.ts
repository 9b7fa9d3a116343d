import { fileNameOf } from "./download.js";
import { CancelledError } from "./errors.js";
import {
  type ItemSource,
  JsonLineReader,
  LineReader,
  longestText,
  type PieceReader,
} from "./lines.js";
import { bodySize } from "./progress.js";
import type { SaveOptions } from "./save.js";
import type { BridgeResponse } from "./sync-bridge.js";
import type { RemoteBody } from "./sync-remote-body.js";

/**
 * A response's body that is read as it arrives, by calls that block until there is more. It can be read once, in one of
 * the ways below; what is not read to its end should be given up with `cancel`, so that the connection is free again.
 * Leaving a loop over it does so as well.
 *
 * Whoever reads gets a `ConnectionError` if the connection breaks before the last byte, a `TimeoutError` if the server
 * falls silent or the call's total time is over, and a `CancelledError` after `cancel`: what was read by then is never
 * taken for the whole.
 */
export class SyncDownload implements Iterable<Uint8Array> {
  /** The number of bytes, if the server said so. */
  readonly size: number | undefined;
  readonly contentType: string | undefined;
  /** The file name that the server proposes: a bare name, never a path. */
  readonly filename: string | undefined;
  /** How long a line may be, in characters: the `maxResponseSize` of the call. */
  readonly maxLineLength: number;
  readonly #body: RemoteBody;
  readonly #source: ItemSource;
  readonly #operationId: string;
  #isUsed = false;
  #isCancelled = false;

  /** What errors about the items of a download say. */
  static sourceOf(download: SyncDownload): ItemSource {
    return download.#source;
  }

  constructor(
    response: BridgeResponse,
    body: RemoteBody,
    operationId: string,
    maxLineLength: number,
  ) {
    const { headers, status } = response;
    this.size = bodySize(headers);
    this.contentType = headers["content-type"];
    this.filename = fileNameOf(headers["content-disposition"]);
    this.maxLineLength = Math.min(maxLineLength, longestText);
    this.#body = body;
    this.#source = { status, operationId, longest: this.maxLineLength };
    this.#operationId = operationId;
  }

  /** All bytes, in memory. */
  bytes(): Uint8Array {
    return this.#open().readAll();
  }

  /** All of it as UTF-8 text, in memory. */
  text(): string {
    return new TextDecoder().decode(this.bytes());
  }

  /**
   * The lines of UTF-8 text, without `\n` or `\r\n`; a byte order mark is left out. A line that is longer than
   * `maxResponseSize` is a `ResponseParseError`.
   */
  lines(): IterableIterator<string> {
    return piecesOf(this[Symbol.iterator](), new LineReader(this.#source));
  }

  /**
   * The JSON values of the lines; blank ones are left out. A line that is not JSON is a `ResponseParseError` that names
   * it.
   */
  jsonl<T = unknown>(): IterableIterator<T> {
    return piecesOf(this[Symbol.iterator](), new JsonLineReader<T>(this.#source));
  }

  /**
   * Saves it as a file, in constant memory. The file appears when it is complete; one that is there already is left
   * alone, and a `ParameterError`, unless `overwrite` is true. The download can then be saved under another name.
   *
   * @returns The number of bytes written.
   */
  saveTo(path: string, options: SaveOptions = {}): number {
    const body = this.#open();
    try {
      return body.save(path, options);
    } catch (error) {
      this.#isUsed = body.isDone;
      throw error;
    }
  }

  /** Gives up what has not been read. */
  cancel(): void {
    this.#isUsed = true;
    this.#isCancelled = true;
    this.#body.cancel();
  }

  /** The chunks as they arrive. */
  [Symbol.iterator](): IterableIterator<Uint8Array> {
    const body = this.#open();
    return {
      next: () => {
        if (this.#isCancelled)
          throw new CancelledError(undefined, { operationId: this.#operationId });
        const value = body.read();
        return value === undefined ? { done: true, value } : { done: false, value };
      },
      return: () => {
        body.cancel();
        return { done: true, value: undefined };
      },
      [Symbol.iterator]() {
        return this;
      },
    };
  }

  /** Calls a function when there is nothing more to read: it has been read, given up, or has failed. For the runtime. */
  whenOver(listener: () => void): void {
    this.#body.whenDone(listener);
  }

  #open(): RemoteBody {
    if (this.#isUsed)
      throw new TypeError(`${this.#operationId}: the download has been read or cancelled already`);
    this.#isUsed = true;
    return this.#body;
  }
}

function* piecesOf<T>(
  chunks: Iterable<Uint8Array>,
  reader: PieceReader<T>,
): Generator<T, void, undefined> {
  for (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}

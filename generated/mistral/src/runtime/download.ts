import { CancelledError } from "./errors.js";
import { collect } from "./bytes.js";
import { type ItemSource, JsonLineReader, LineReader, longestText, piecesOf } from "./lines.js";
import { bodySize } from "./progress.js";
import { saveChunks, type SaveOptions } from "./save.js";
import type { WireResponse } from "./wire.js";

/** Gives up downloads that nobody holds any more, so that their connections are free again. */
const abandoned = /* @__PURE__ */ new FinalizationRegistry<AsyncIterator<Uint8Array>>((chunks) => {
  chunks.return?.().catch(() => {});
});

/**
 * A response's body that is read as it arrives. It can be read once, in one of the ways below; what is not read to its
 * end should be given up with `cancel`, so that the connection is free again.
 *
 * Whoever reads gets a `ConnectionError` if the connection breaks before the last byte, a `TimeoutError` if the server
 * falls silent or the call's total time is over, and a `CancelledError` if the call's signal aborts or `cancel` is called
 * meanwhile: what was read by then is never taken for the whole.
 */
export class Download implements AsyncIterable<Uint8Array> {
  /** The number of bytes, if the server said so. */
  readonly size: number | undefined;
  readonly contentType: string | undefined;
  /** The file name that the server proposes: a bare name, never a path. */
  readonly filename: string | undefined;
  /** How long a line may be, in characters: the `maxResponseSize` of the call. */
  readonly maxLineLength: number;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #source: ItemSource;
  readonly #operationId: string;
  #isUsed = false;
  #isCancelled = false;

  /** What errors about the items of a download say. */
  static sourceOf(download: Download): ItemSource {
    return download.#source;
  }

  constructor(response: WireResponse, operationId: string, maxLineLength: number) {
    const { headers, body, status } = response;
    this.size = bodySize(headers);
    this.contentType = headers["content-type"];
    this.filename = fileNameOf(headers["content-disposition"]);
    this.maxLineLength = Math.min(maxLineLength, longestText);
    this.#chunks = (body instanceof Uint8Array ? single(body) : body)[Symbol.asyncIterator]();
    this.#source = { status, operationId, longest: this.maxLineLength };
    this.#operationId = operationId;
    abandoned.register(this, this.#chunks);
  }

  /** All bytes, in memory. */
  async bytes(): Promise<Uint8Array> {
    return collect(this.#open());
  }

  /** All of it as UTF-8 text, in memory. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** The chunks as a stream. Cancelling it gives the download up. */
  stream(): ReadableStream<Uint8Array> {
    const chunks = this.#open()[Symbol.asyncIterator]();
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const next = await chunks.next();
          if (next.done === true) controller.close();
          else controller.enqueue(next.value);
        },
        cancel: () => this.cancel(),
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * The lines of UTF-8 text, without `\n` or `\r\n`; a byte order mark is left out. A line that is longer than
   * `maxResponseSize` is a `ResponseParseError`.
   */
  lines(): AsyncIterableIterator<string> {
    return piecesOf(this.#open(), new LineReader(this.#source));
  }

  /**
   * The JSON values of the lines; blank ones are left out. A line that is not JSON is a `ResponseParseError` that names
   * it.
   */
  jsonl<T = unknown>(): AsyncIterableIterator<T> {
    return piecesOf(this.#open(), new JsonLineReader<T>(this.#source));
  }

  /**
   * Saves it as a file, in constant memory. The file appears when it is complete; one that is there already is left
   * alone, and a `ParameterError`, unless `overwrite` is true. The download can then be saved under another name.
   * Needs a runtime with `node:fs`.
   *
   * @returns The number of bytes written.
   */
  async saveTo(path: string, options: SaveOptions = {}): Promise<number> {
    this.#refuseUsed();
    const open = (): AsyncIterable<Uint8Array> => {
      // Cancelled while the file was being opened.
      if (this.#isCancelled)
        throw new CancelledError(undefined, { operationId: this.#operationId });
      return this.#open();
    };
    return saveChunks(open, path, options, this.#operationId);
  }

  /** Gives up what has not been read. */
  async cancel(): Promise<void> {
    this.#isUsed = true;
    this.#isCancelled = true;
    await this.#chunks.return?.();
  }

  /** The chunks as they arrive. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#open()[Symbol.asyncIterator]();
  }

  #open(): AsyncIterable<Uint8Array> {
    this.#refuseUsed();
    this.#isUsed = true;
    const chunks: AsyncIterator<Uint8Array> = {
      next: async () => {
        const next = await this.#chunks.next();
        if (!this.#isCancelled) return next;
        throw new CancelledError(undefined, { operationId: this.#operationId });
      },
      return: async () => (await this.#chunks.return?.()) ?? { done: true, value: undefined },
    };
    return { [Symbol.asyncIterator]: () => chunks };
  }

  #refuseUsed(): void {
    if (this.#isUsed)
      throw new TypeError(`${this.#operationId}: the download has been read or cancelled already`);
  }
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

/** The file name in `content-disposition` (RFC 6266), reduced to a bare name that is safe in a folder, also of Windows. */
export function fileNameOf(disposition: string | undefined): string | undefined {
  const value = disposition ?? "";
  const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(value)?.[1];
  const quoted = /;\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i
    .exec(value)?.[1]
    ?.replace(/\\(.)/g, "$1");
  const plain = /;\s*filename\s*=\s*([^;"\s]+)/i.exec(value)?.[1];
  const name = (decoded(extended) ?? quoted ?? plain ?? "")
    .replace(/^.*[/\\]/s, "")
    .replace(/[\p{Cc}\p{Bidi_Control}<>:"|?*]/gu, "_")
    .replace(/[. ]+$/, "")
    .replace(/^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, "_$&");
  return name === "" ? undefined : name;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

import { CancelledError } from "./errors.js";
import { collect } from "./response-body.js";
import { JsonLineReader, LineReader, piecesOf } from "./lines.js";
import { bodySize } from "./progress.js";
import { saveChunks } from "./save.js";
/**
 * A response's body that is read as it arrives. It can be read once, in one of the ways below; what is not read to its
 * end should be given up with `cancel`, so that the connection is free again.
 *
 * Whoever reads gets a `ConnectionError` if the connection breaks before the last byte, a `TimeoutError` if the server
 * falls silent or the call's total time is over, and a `CancelledError` if the call's signal aborts or `cancel` is called
 * meanwhile: what was read by then is never taken for the whole.
 */
export class Download {
  /** The number of bytes, if the server said so. */
  size;
  contentType;
  /** The file name that the server proposes: a bare name, never a path. */
  filename;
  /** How long a line may be, in characters: the `maxResponseSize` of the call. */
  maxLineLength;
  #chunks;
  #source;
  #operationId;
  #isUsed = false;
  #isCancelled = false;
  /** What errors about the items of a download say. */
  static sourceOf(download) {
    return download.#source;
  }
  constructor(response, operationId, maxLineLength) {
    const { headers, body, status } = response;
    this.size = bodySize(headers);
    this.contentType = headers["content-type"];
    this.filename = fileNameOf(headers["content-disposition"]);
    this.maxLineLength = maxLineLength;
    this.#chunks = (body instanceof Uint8Array ? single(body) : body)[Symbol.asyncIterator]();
    this.#source = {
      status,
      operationId,
      longest: maxLineLength,
    };
    this.#operationId = operationId;
  }
  /** All bytes, in memory. */
  async bytes() {
    return collect(this.#open());
  }
  /** All of it as UTF-8 text, in memory. */
  async text() {
    return new TextDecoder().decode(await this.bytes());
  }
  /** The chunks as a stream. Cancelling it gives the download up. */
  stream() {
    const chunks = this.#open()[Symbol.asyncIterator]();
    return new ReadableStream(
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
  lines() {
    return piecesOf(this.#open(), new LineReader(this.#source));
  }
  /**
   * The JSON values of the lines; blank ones are left out. A line that is not JSON is a `ResponseParseError` that names
   * it.
   */
  jsonl() {
    return piecesOf(this.#open(), new JsonLineReader(this.#source));
  }
  /**
   * Saves it as a file, in constant memory. The file appears when it is complete; one that is there already is left
   * alone, and a `ParameterError`, unless `overwrite` is true. The download can then be saved under another name.
   * Needs a runtime with `node:fs`.
   *
   * @returns The number of bytes written.
   */
  async saveTo(path, options = {}) {
    this.#refuseUsed();
    const open = () => {
      // Cancelled while the file was being opened.
      if (this.#isCancelled)
        throw new CancelledError(undefined, { operationId: this.#operationId });
      return this.#open();
    };
    return saveChunks(open, path, options, this.#operationId);
  }
  /** Gives up what has not been read. */
  async cancel() {
    this.#isUsed = true;
    this.#isCancelled = true;
    await this.#chunks.return?.();
  }
  /** The chunks as they arrive. */
  [Symbol.asyncIterator]() {
    return this.#open()[Symbol.asyncIterator]();
  }
  #open() {
    this.#refuseUsed();
    this.#isUsed = true;
    const chunks = {
      next: async () => {
        const next = await this.#chunks.next();
        if (!this.#isCancelled) return next;
        throw new CancelledError(undefined, { operationId: this.#operationId });
      },
      return: async () =>
        (await this.#chunks.return?.()) ?? {
          done: true,
          value: undefined,
        },
    };
    return { [Symbol.asyncIterator]: () => chunks };
  }
  #refuseUsed() {
    if (this.#isUsed)
      throw new TypeError(`${this.#operationId}: the download has been read or cancelled already`);
  }
}
async function* single(bytes) {
  yield bytes;
}
/** The file name in `content-disposition` (RFC 6266), reduced to a bare name that is safe in a folder, also of Windows. */
export function fileNameOf(disposition) {
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
function decoded(text) {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

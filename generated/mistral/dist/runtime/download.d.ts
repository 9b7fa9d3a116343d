import { type ItemSource } from "./lines.js";
import { type SaveOptions } from "./save.js";
import type { WireResponse } from "./wire.js";
/**
 * A response's body that is read as it arrives. It can be read once, in one of the ways below; what is not read to its
 * end should be given up with `cancel`, so that the connection is free again.
 *
 * Whoever reads gets a `ConnectionError` if the connection breaks before the last byte, a `TimeoutError` if the server
 * falls silent or the call's total time is over, and a `CancelledError` if the call's signal aborts or `cancel` is called
 * meanwhile: what was read by then is never taken for the whole.
 */
export declare class Download implements AsyncIterable<Uint8Array> {
  #private;
  /** The number of bytes, if the server said so. */
  readonly size: number | undefined;
  readonly contentType: string | undefined;
  /** The file name that the server proposes: a bare name, never a path. */
  readonly filename: string | undefined;
  /** How long a line may be, in characters: the `maxResponseSize` of the call. */
  readonly maxLineLength: number;
  /** What errors about the items of a download say. */
  static sourceOf(download: Download): ItemSource;
  constructor(response: WireResponse, operationId: string, maxLineLength: number);
  /** All bytes, in memory. */
  bytes(): Promise<Uint8Array>;
  /** All of it as UTF-8 text, in memory. */
  text(): Promise<string>;
  /** The chunks as a stream. Cancelling it gives the download up. */
  stream(): ReadableStream<Uint8Array>;
  /**
   * The lines of UTF-8 text, without `\n` or `\r\n`; a byte order mark is left out. A line that is longer than
   * `maxResponseSize` is a `ResponseParseError`.
   */
  lines(): AsyncIterableIterator<string>;
  /**
   * The JSON values of the lines; blank ones are left out. A line that is not JSON is a `ResponseParseError` that names
   * it.
   */
  jsonl<T = unknown>(): AsyncIterableIterator<T>;
  /**
   * Saves it as a file, in constant memory. The file appears when it is complete; one that is there already is left
   * alone, and a `ParameterError`, unless `overwrite` is true. The download can then be saved under another name.
   * Needs a runtime with `node:fs`.
   *
   * @returns The number of bytes written.
   */
  saveTo(path: string, options?: SaveOptions): Promise<number>;
  /** Gives up what has not been read. */
  cancel(): Promise<void>;
  /** The chunks as they arrive. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array>;
}
/** The file name in `content-disposition` (RFC 6266), reduced to a bare name that is safe in a folder, also of Windows. */
export declare function fileNameOf(disposition: string | undefined): string | undefined;

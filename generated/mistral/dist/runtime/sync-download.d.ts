import { type ItemSource } from "./lines.js";
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
export declare class SyncDownload implements Iterable<Uint8Array> {
  #private;
  /** The number of bytes, if the server said so. */
  readonly size: number | undefined;
  readonly contentType: string | undefined;
  /** The file name that the server proposes: a bare name, never a path. */
  readonly filename: string | undefined;
  /** How long a line may be, in characters: the `maxResponseSize` of the call. */
  readonly maxLineLength: number;
  /** What errors about the items of a download say. */
  static sourceOf(download: SyncDownload): ItemSource;
  constructor(
    response: BridgeResponse,
    body: RemoteBody,
    operationId: string,
    maxLineLength: number,
  );
  /** All bytes, in memory. */
  bytes(): Uint8Array;
  /** All of it as UTF-8 text, in memory. */
  text(): string;
  /**
   * The lines of UTF-8 text, without `\n` or `\r\n`; a byte order mark is left out. A line that is longer than
   * `maxResponseSize` is a `ResponseParseError`.
   */
  lines(): IterableIterator<string>;
  /**
   * The JSON values of the lines; blank ones are left out. A line that is not JSON is a `ResponseParseError` that names
   * it.
   */
  jsonl<T = unknown>(): IterableIterator<T>;
  /**
   * Saves it as a file, in constant memory. The file appears when it is complete; one that is there already is left
   * alone, and a `ParameterError`, unless `overwrite` is true. The download can then be saved under another name.
   *
   * @returns The number of bytes written.
   */
  saveTo(path: string, options?: SaveOptions): number;
  /** Gives up what has not been read. */
  cancel(): void;
  /** The chunks as they arrive. */
  [Symbol.iterator](): IterableIterator<Uint8Array>;
  /** Calls a function when there is nothing more to read: it has been read, given up, or has failed. For the runtime. */
  whenOver(listener: () => void): void;
}

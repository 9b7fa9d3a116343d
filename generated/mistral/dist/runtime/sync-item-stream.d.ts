import { ItemReader } from "./item-reader.js";
import type { Operation } from "./uses.js";
import type { SyncOptions } from "./options.js";
import type { SyncCore } from "./sync-core.js";
import { SyncDownload } from "./sync-download.js";
/**
 * The items of a response, each as soon as it has arrived: a loop blocks until there is one more. They can be read once;
 * leaving the loop early gives the response up, and so does `cancel`.
 *
 * Whoever reads gets a `ResponseParseError` for an item that is not what it should be, a `ConnectionError` if the
 * connection breaks before the last byte, and a `TimeoutError` if the server falls silent.
 */
export declare class SyncItemStream<T> implements Iterable<T> {
  #private;
  /** @param download - Undefined if there is no body. */
  constructor(download: SyncDownload | undefined, reader: ItemReader, operationId: string);
  /** Gives up what has not been read. */
  cancel(): void;
  /** The items as they arrive. */
  [Symbol.iterator](): IterableIterator<T>;
}
/**
 * Sends an operation whose response is a stream of items, and blocks until its headers are there; see `SyncCore.send`.
 *
 * @throws {ResponseParseError} If the response is of another type.
 */
export declare function sendSyncStream<T>(
  core: SyncCore,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: SyncOptions,
): SyncItemStream<T>;

import { ApiPromise } from "./api-promise.js";
import type { Core } from "./core.js";
import { Download } from "./download.js";
import { ItemReader } from "./item-reader.js";
import type { Operation } from "./uses.js";
import type { RequestOptions, ResponseMeta } from "./options.js";
/**
 * The items of a response, as they arrive. They can be read once; leaving the loop early gives the response up, and so
 * does `cancel`.
 *
 * Whoever reads gets a `ResponseParseError` for an item that is not what it should be, a `ConnectionError` if the
 * connection breaks before the last byte, a `TimeoutError` if the server falls silent, and a `CancelledError` if the
 * call's signal aborts or `cancel` is called meanwhile.
 */
export declare class ItemStream<T> implements AsyncIterable<T> {
  #private;
  /** @param download - Undefined if there is no body. */
  constructor(download: Download | undefined, reader: ItemReader, operationId: string);
  /** Gives up what has not been read. */
  cancel(): Promise<void>;
  /** The items as they arrive. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T>;
}
/** The promise of a stream of items, which is also the items. */
export declare class StreamPromise<T>
  extends ApiPromise<ItemStream<T>>
  implements AsyncIterable<T>
{
  /** The items as they arrive. They can be read once, from here or from the stream. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T>;
}
/** Sends an operation whose response is a stream of items; see `Core.send`. */
export declare function sendStream<T>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: RequestOptions,
): StreamPromise<T>;
/**
 * The items of a response.
 *
 * @throws {ResponseParseError} If the response is of another type.
 */
export declare function openStream<T>(
  { id, items }: Operation,
  download: Download | undefined,
  { status, requestId }: ResponseMeta,
): Promise<ItemStream<T>>;

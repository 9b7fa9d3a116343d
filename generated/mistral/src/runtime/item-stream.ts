import { ApiPromise, markHandled, type Result } from "./api-promise.js";
import type { Core } from "./core.js";
import { Download } from "./download.js";
import { holdsItems, ItemReader, notItems } from "./item-reader.js";
import { type PieceReader, piecesOf } from "./lines.js";
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
export class ItemStream<T> implements AsyncIterable<T> {
  readonly #download: Download | undefined;
  readonly #reader: ItemReader;
  readonly #operationId: string;
  #isUsed = false;

  /** @param download - Undefined if there is no body. */
  constructor(download: Download | undefined, reader: ItemReader, operationId: string) {
    this.#download = download;
    this.#reader = reader;
    this.#operationId = operationId;
  }

  /** Gives up what has not been read. */
  async cancel(): Promise<void> {
    this.#isUsed = true;
    await this.#download?.cancel();
  }

  /** The items as they arrive. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    if (this.#isUsed)
      throw new TypeError(`${this.#operationId}: the items have been read or cancelled already`);
    this.#isUsed = true;
    if (this.#download === undefined) return nothing();
    return piecesOf(this.#download, this.#reader as PieceReader<T>);
  }
}

async function* nothing(): AsyncGenerator<never, void, undefined> {}

/** The promise of a stream of items, which is also the items. */
export class StreamPromise<T> extends ApiPromise<ItemStream<T>> implements AsyncIterable<T> {
  /** The items as they arrive. They can be read once, from here or from the stream. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    markHandled(this);
    const items = this.then((stream) => stream[Symbol.asyncIterator]());
    markHandled(items);
    return {
      next: async () => (await items).next(),
      return: async () => {
        await items.then(
          (iterator) => iterator.return?.(),
          () => undefined,
        );
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

/** Sends an operation whose response is a stream of items; see `Core.send`. */
export function sendStream<T>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: RequestOptions,
): StreamPromise<T> {
  const sent = core.send<Download | undefined>(operation, path, params, options).withResponse();
  const opened = sent.then(async ({ data, ...meta }): Promise<Result<ItemStream<T>>> => ({
    data: await openStream<T>(operation, data, meta),
    meta,
  }));
  return new StreamPromise<T>(opened);
}

/**
 * The items of a response.
 *
 * @throws {ResponseParseError} If the response is of another type.
 */
export async function openStream<T>(
  { id, items }: Operation,
  download: Download | undefined,
  { status, requestId }: ResponseMeta,
): Promise<ItemStream<T>> {
  if (items === undefined) throw new TypeError(`${id} has no items`);
  const known = download && Download.sourceOf(download);
  const source = { longest: Infinity, ...known, status, requestId, operationId: id };
  if (download !== undefined && !holdsItems(items, download.contentType)) {
    const chunks = download[Symbol.asyncIterator]();
    const { value } = await chunks.next();
    await chunks.return?.();
    throw notItems(items, download.contentType, value, source);
  }
  return new ItemStream<T>(download, new ItemReader(items, source), id);
}

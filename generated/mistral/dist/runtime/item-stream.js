import { ApiPromise, markHandled } from "./api-promise.js";
import { Download } from "./download.js";
import { holdsItems, ItemReader, notItems } from "./item-reader.js";
import { piecesOf } from "./lines.js";
/**
 * The items of a response, as they arrive. They can be read once; leaving the loop early gives the response up, and so
 * does `cancel`.
 *
 * Whoever reads gets a `ResponseParseError` for an item that is not what it should be, a `ConnectionError` if the
 * connection breaks before the last byte, a `TimeoutError` if the server falls silent, and a `CancelledError` if the
 * call's signal aborts or `cancel` is called meanwhile.
 */
export class ItemStream {
  #download;
  #reader;
  #operationId;
  #isUsed = false;
  /** @param download - Undefined if there is no body. */
  constructor(download, reader, operationId) {
    this.#download = download;
    this.#reader = reader;
    this.#operationId = operationId;
  }
  /** Gives up what has not been read. */
  async cancel() {
    this.#isUsed = true;
    await this.#download?.cancel();
  }
  /** The items as they arrive. */
  [Symbol.asyncIterator]() {
    if (this.#isUsed)
      throw new TypeError(`${this.#operationId}: the items have been read or cancelled already`);
    this.#isUsed = true;
    if (this.#download === undefined) return nothing();
    return piecesOf(this.#download, this.#reader);
  }
}
async function* nothing() {}
/** The promise of a stream of items, which is also the items. */
export class StreamPromise extends ApiPromise {
  /** The items as they arrive. They can be read once, from here or from the stream. */
  [Symbol.asyncIterator]() {
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
        return {
          done: true,
          value: undefined,
        };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
/** Sends an operation whose response is a stream of items; see `Core.send`. */
export function sendStream(core, operation, path, params, options) {
  const sent = core.send(operation, path, params, options).withResponse();
  const opened = sent.then(async ({ data, ...meta }) => ({
    data: await openStream(operation, data, meta),
    meta,
  }));
  return new StreamPromise(opened);
}
/**
 * The items of a response.
 *
 * @throws {ResponseParseError} If the response is of another type.
 */
export async function openStream({ id, items }, download, { status, requestId }) {
  if (items === undefined) throw new TypeError(`${id} has no items`);
  const known = download && Download.sourceOf(download);
  const source = {
    longest: Infinity,
    ...known,
    status,
    requestId,
    operationId: id,
  };
  if (download !== undefined && !holdsItems(items, download.contentType)) {
    const chunks = download[Symbol.asyncIterator]();
    const { value } = await chunks.next();
    await chunks.return?.();
    throw notItems(items, download.contentType, value, source);
  }
  return new ItemStream(download, new ItemReader(items, source), id);
}

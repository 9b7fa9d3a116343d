import { holdsItems, ItemReader, notItems } from "./item-reader.js";
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
export class SyncItemStream<T> implements Iterable<T> {
  readonly #download: SyncDownload | undefined;
  readonly #reader: ItemReader;
  readonly #operationId: string;
  #isUsed = false;

  /** @param download - Undefined if there is no body. */
  constructor(download: SyncDownload | undefined, reader: ItemReader, operationId: string) {
    this.#download = download;
    this.#reader = reader;
    this.#operationId = operationId;
  }

  /** Gives up what has not been read. */
  cancel(): void {
    this.#isUsed = true;
    this.#download?.cancel();
  }

  /** The items as they arrive. */
  [Symbol.iterator](): IterableIterator<T> {
    if (this.#isUsed)
      throw new TypeError(`${this.#operationId}: the items have been read or cancelled already`);
    this.#isUsed = true;
    return readItems<T>(this.#download ?? [], this.#reader);
  }
}

function* readItems<T>(
  chunks: Iterable<Uint8Array>,
  reader: ItemReader,
): Generator<T, undefined, undefined> {
  for (const chunk of chunks) {
    yield* reader.push(chunk) as Iterable<T>;
    if (reader.isDone) return undefined;
  }
  yield* reader.end() as Iterable<T>;
  return undefined;
}

/**
 * Sends an operation whose response is a stream of items, and blocks until its headers are there; see `SyncCore.send`.
 *
 * @throws {ResponseParseError} If the response is of another type.
 */
export function sendSyncStream<T>(
  core: SyncCore,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: SyncOptions,
): SyncItemStream<T> {
  const { id, items } = operation;
  if (items === undefined) throw new TypeError(`${id} has no items`);
  const sent = core.sendForResponse<SyncDownload | undefined>(operation, path, params, options);
  const { data: download, meta } = sent;
  const { status, requestId } = meta;
  const known = download && SyncDownload.sourceOf(download);
  const source = { longest: Infinity, ...known, status, requestId, operationId: id };
  if (download !== undefined && !holdsItems(items, download.contentType)) {
    const [start] = download;
    throw notItems(items, download.contentType, start, source);
  }
  return new SyncItemStream<T>(download, new ItemReader(items, source), id);
}

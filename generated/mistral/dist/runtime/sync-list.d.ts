import type { SyncListOptions } from "./options.js";
import { type ListPage } from "./page-walk.js";
import type { SyncCore } from "./sync-core.js";
import type { Operation } from "./uses.js";
/**
 * The items of all pages of a list. Nothing is sent before a loop asks for the first of them, and each loop begins anew. It
 * blocks when it comes to the next page, and throws what the call of that page would throw.
 */
export declare class SyncList<P, I> implements Iterable<I> {
  #private;
  /** @param walk - Goes from page to page, anew each time. */
  constructor(walk: () => Iterable<ListPage<P>>);
  /** The pages from the one that was asked for to the last, or to the one that completes the `limit`. */
  pages(): Generator<P, void, undefined>;
  /** The items of all pages, or as many of them as the `limit` allows. */
  [Symbol.iterator](): Generator<I, void, undefined>;
}
/** The items of all pages of an operation, each page sent when it is asked for; see `SyncCore.send`. */
export declare function sendSyncList<P, I>(
  core: SyncCore,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: SyncListOptions,
): SyncList<P, I>;

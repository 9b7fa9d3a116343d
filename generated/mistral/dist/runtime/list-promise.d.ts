import { ApiPromise, type Result } from "./api-promise.js";
import type { CallOptions, Core } from "./core.js";
import type { ListOptions } from "./options.js";
import { type ListPage } from "./page-walk.js";
import type { Operation } from "./uses.js";
/** The promise of the first page of a list, which is also all items of this and the following pages. */
export declare class ListPromise<P, I> extends ApiPromise<P> implements AsyncIterable<I> {
  #private;
  /**
   * @param walk - Goes from page to page, anew each time.
   * @param checkGoing - Throws if the call has been cancelled.
   */
  constructor(
    result: Promise<Result<P>>,
    walk: () => AsyncIterable<ListPage<P>>,
    checkGoing: () => void,
  );
  /**
   * The pages from the one that was asked for to the last, or to the one that completes the `limit`. The call that is under
   * way brings the first of them; the others are asked for one by one.
   */
  pages(): AsyncIterableIterator<P>;
  /** The items of all pages, or as many of them as the `limit` allows. */
  [Symbol.asyncIterator](): AsyncIterableIterator<I>;
}
/** Sends an operation that has pages; the pages after the first are sent when they are asked for. See `Core.send`. */
export declare function sendList<P, I>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: ListOptions,
): ListPromise<P, I>;
/** Sends the request for a page. */
export type SendPage<P> = (params: object, options: CallOptions | undefined) => Promise<Result<P>>;
/** Goes from page to page; see `walkPages`. The first page is that of a call that is under way. */
export declare function followPages<P>(
  operation: Operation,
  params: object,
  options: ListCallOptions | undefined,
  first: Promise<Result<P>>,
  send: SendPage<P>,
): AsyncGenerator<ListPage<P>, void, undefined>;
type ListCallOptions = CallOptions & ListOptions;
export {};

import { ApiPromise, type Result, type WithResponse } from "./api-promise.js";
import type { CallOptions, Core } from "./core.js";
import type { Operation } from "./uses.js";
import type { ListOptions } from "./options.js";
/** A page with those of its items that are wanted. */
interface Page<P> {
  readonly value: P;
  readonly items: readonly unknown[];
}
/** The promise of the first page of a list, which is also all items of this and the following pages. */
export declare class ListPromise<P, I> extends ApiPromise<P> implements AsyncIterable<I> {
  #private;
  /**
   * @param walk - Goes from page to page, anew each time.
   * @param checkGoing - Throws if the call has been cancelled.
   */
  constructor(
    result: Promise<Result<P>>,
    walk: () => AsyncIterable<Page<P>>,
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
export type SendPage<P> = (
  params: object,
  options: CallOptions | undefined,
) => Promise<WithResponse<P>>;
/**
 * Goes from page to page. Each page after the first is sent when it is asked for.
 *
 * @param params - Of the first page; the others have them too.
 * @param first - The call of the first page.
 */
export declare function walkPages<P>(
  operation: Operation,
  params: object,
  options: (CallOptions & ListOptions) | undefined,
  first: Promise<WithResponse<P>>,
  send: SendPage<P>,
): AsyncGenerator<Page<P>, void, undefined>;
export {};

import type { Result } from "./api-promise.js";
import type { Give } from "./steps.js";
import type { Operation } from "./uses.js";
/** A page with those of its items that are wanted. */
export interface ListPage<P> {
  readonly value: P;
  readonly items: readonly unknown[];
}
/** What a list cannot go on without: the `Result` of the operation with these params and options. */
export interface PageRequest<Options> {
  readonly kind: "page";
  readonly params: object;
  readonly options: Options | undefined;
}
/** The steps of a list, which gives its pages. */
export type PageRequests<P, Options> = Generator<
  PageRequest<Options> | Give<ListPage<P>>,
  void,
  Result<P>
>;
/**
 * Goes from page to page of a list, step by step, and without any I/O of its own. Each page after the first is asked for when the
 * one before it has been used.
 *
 * @param params - Of the first page; the others have them too.
 */
export declare function walkPages<
  P,
  Options extends {
    readonly limit?: number | undefined;
  },
>(operation: Operation, params: object, options: Options | undefined): PageRequests<P, Options>;

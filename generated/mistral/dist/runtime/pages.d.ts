import type { ResponseMeta } from "./options.js";
import type { NextPage } from "./page-styles.js";
import type { Operation } from "./uses.js";
/** What a page has, and how it goes on. */
export interface PageStep {
  /** Its items, no more of them than are wanted. */
  readonly items: readonly unknown[];
  /** Undefined after the last page, and when there are as many items as are wanted. */
  readonly next: NextPage | undefined;
}
/**
 * The way from page to page of one list, without any I/O. A page after which nothing can follow is the last: an empty one
 * where pages are counted, a short one, the one that completes the total, and one that gives no cursor or link, or one that
 * was followed before. A page of objects that is the one before once more ends the list as well: the server does not know what
 * it was asked for.
 */
export declare class Pages {
  #private;
  /**
   * @param params - Of the first page.
   * @param limit - How many items are wanted; undefined if all.
   */
  constructor(operation: Operation, params: object | undefined, limit: number | undefined);
  /**
   * Takes in the next page.
   *
   * @returns undefined if it is the one before once more, after which nothing follows.
   * @throws {ResponseParseError} If its link is none, or it is one of too many pages without items.
   */
  take(page: unknown, meta: ResponseMeta): PageStep | undefined;
}

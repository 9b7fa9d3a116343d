import type { ResponseMeta } from "./options.js";
import type { Operation } from "./uses.js";
/** How the next page is asked for: by params over those of the first, or at a URL that a page named. */
export interface NextPage {
  readonly params?: Readonly<Record<string, unknown>>;
  /** Absolute. */
  readonly url?: string;
}
type Items = readonly unknown[];
type Params = Readonly<Record<string, unknown>>;
/** How the pages of one list follow each other. */
export interface PageOrder {
  /**
   * How the page after this one is asked for; undefined if this is the last.
   *
   * @param more Whether there are more, if the page says so.
   * @throws {ResponseParseError} If its link is none.
   */
  next(page: unknown, items: Items, meta: ResponseMeta, more: unknown): NextPage | undefined;
  /** Whether the end is not yet reached, as far as something else says so than the items. */
  isShortOf(page: unknown): boolean;
}
/** One of the ways in which the pages of lists follow each other. */
export interface PageStyle {
  /** @param params Of the first page. */
  begin(operation: Operation, params: Params): PageOrder;
  /** Where the page is to which there was a link; `own` is the URL that the operation would have. */
  urlOf?(link: string, own: string, operationId: string): string;
}
export declare const numberedPages: PageStyle;
export declare const offsetPages: PageStyle;
export declare const cursorPages: PageStyle;
export declare const linkedPages: PageStyle;
export {};

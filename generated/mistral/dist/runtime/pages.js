import { ResponseParseError } from "./errors.js";
import { part } from "./part.js";
import { at } from "./property.js";
/** How many pages with nothing new may follow each other before the server is taken for broken. */
const MOST_USELESS_PAGES = 100;
/**
 * The way from page to page of one list, without any I/O. A page after which nothing can follow is the last: an empty one
 * where pages are counted, a short one, the one that completes the total, and one that gives no cursor or link, or one that
 * was followed before. A page of objects that is the one before once more ends the list as well: the server does not know what
 * it was asked for.
 */
export class Pages {
  #operation;
  #order;
  /** How many more items are wanted. */
  #wanted;
  #uselessPages = 0;
  #last;
  /**
   * @param params - Of the first page.
   * @param limit - How many items are wanted; undefined if all.
   */
  constructor(operation, params, limit) {
    const { id, uses } = operation;
    this.#operation = operation;
    this.#order = part(uses?.pages, "pages", id).begin(operation, { ...params });
    this.#wanted = limit ?? Infinity;
  }
  /**
   * Takes in the next page.
   *
   * @returns undefined if it is the one before once more, after which nothing follows.
   * @throws {ResponseParseError} If its link is none, or it is one of too many pages without items.
   */
  take(page, meta) {
    const { pagination } = this.#operation;
    const all = itemsOf(page, pagination);
    const isRepeated = isSame(all, this.#last);
    // Values can be the same once more, where something else says that the end is not yet reached.
    if (isRepeated && (isObject(all[0]) || !this.#order.isShortOf(page))) return undefined;
    const items = all.slice(0, this.#wanted);
    this.#wanted -= items.length;
    this.#last = all;
    this.#countUseless(isRepeated || all.length === 0, all, meta);
    const more = at(page, pagination?.hasMore);
    const isOver = this.#wanted === 0 || more === false;
    return {
      items,
      next: isOver ? undefined : this.#order.next(page, all, meta, more),
    };
  }
  #countUseless(isUseless, { length }, { status, requestId }) {
    this.#uselessPages = isUseless ? this.#uselessPages + 1 : 0;
    if (this.#uselessPages < MOST_USELESS_PAGES) return;
    const what = length === 0 ? "pages without items" : "times the same page";
    const message = `${MOST_USELESS_PAGES} ${what}, one after the other`;
    const { id: operationId } = this.#operation;
    throw new ResponseParseError(message, {
      status,
      excerpt: "",
      requestId,
      operationId,
    });
  }
}
function itemsOf(page, pagination) {
  const found = pagination?.items === undefined ? page : at(page, pagination.items);
  return Array.isArray(found) ? found : [];
}
function isObject(value) {
  return typeof value === "object" && value !== null;
}
/** Servers that do not know the page that is asked for may give the last one again, or all of them the only one. */
function isSame(items, before) {
  if (before === undefined || items.length === 0 || items.length !== before.length) return false;
  return (
    JSON.stringify(items[0]) === JSON.stringify(before[0]) &&
    JSON.stringify(items) === JSON.stringify(before)
  );
}

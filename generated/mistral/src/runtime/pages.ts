import { ResponseParseError } from "./errors.js";
import { Followed } from "./followed.js";
import type { Pagination } from "./operation.js";
import type { Operation } from "./uses.js";
import type { ResponseMeta } from "./options.js";
import { at } from "./property.js";

/** How the next page is asked for: by params over those of the first, or at a URL that a page named. */
export interface NextPage {
  readonly params?: Readonly<Record<string, unknown>>;
  /** Absolute. */
  readonly url?: string;
}

/** What a page has, and how it goes on. */
export interface PageStep {
  /** Its items, no more of them than are wanted. */
  readonly items: readonly unknown[];
  /** Undefined after the last page, and when there are as many items as are wanted. */
  readonly next: NextPage | undefined;
}

/** How many pages with nothing new may follow each other before the server is taken for broken. */
const MOST_USELESS_PAGES = 100;

/**
 * The way from page to page of one list, without any I/O. A page after which nothing can follow is the last: an empty one
 * where pages are counted, a short one, the one that completes the total, and one that gives no cursor or link, or one that
 * was followed before. A page of objects that is the one before once more ends the list as well: the server does not know what
 * it was asked for.
 */
export class Pages {
  readonly #operation: Operation;
  readonly #pagination: Pagination;
  readonly #params: Readonly<Record<string, unknown>>;
  /** How many more items are wanted. */
  #wanted: number;
  /** The number of the page that comes next, or of the items before it. */
  #position: number;
  /** Of numbered pages: how many items there were, those of pages before the first included. */
  #seen = 0;
  /** How many items a full page has; undefined before the first. */
  #size: number | undefined;
  #isFirst = true;
  #uselessPages = 0;
  #last: readonly unknown[] = [];
  readonly #followed: Followed = new Followed();

  /**
   * @param params - Of the first page.
   * @param limit - How many items are wanted; undefined if all.
   */
  constructor(operation: Operation, params: object | undefined, limit: number | undefined) {
    const { id, pagination } = operation;
    if (pagination === undefined) throw new TypeError(`${id} has no pages`);
    this.#operation = operation;
    this.#pagination = pagination;
    this.#params = { ...params };
    this.#wanted = limit ?? Infinity;
    this.#position = this.#start();
    if (pagination.style === "cursor") this.#follow(this.#params[pagination.cursor]);
  }

  /**
   * Takes in the next page.
   *
   * @returns undefined if it is the one before once more, after which nothing follows.
   * @throws {ResponseParseError} If its link is none, or it is one of too many pages without items.
   */
  take(page: unknown, meta: ResponseMeta): PageStep | undefined {
    const all = itemsOf(page, this.#pagination);
    const isRepeated = !this.#isFirst && isSame(all, this.#last);
    if (isRepeated && !this.#mayRepeat(page, all)) return undefined;
    const items = all.slice(0, this.#wanted);
    this.#wanted -= items.length;
    this.#last = all;
    this.#countUseless(isRepeated || all.length === 0, meta);
    const next = this.#wanted === 0 ? undefined : this.#next(page, all, meta);
    this.#isFirst = false;
    return { items, next };
  }

  /** Whether a page may equal the one before: values can, where something else says that the end is not yet reached. */
  #mayRepeat(page: unknown, [item]: readonly unknown[]): boolean {
    if (typeof item === "object" && item !== null) return false;
    const pagination = this.#pagination;
    if (pagination.style === "cursor" || pagination.style === "link") return true;
    const total = numberOf(at(page, pagination.total)) ?? 0;
    if (pagination.style === "offset")
      return total > this.#position - (pagination.firstOffset ?? 0);
    const pages = numberOf(at(page, pagination.totalPages)) ?? 0;
    return total > this.#seen || pages > this.#position - pagination.firstPage;
  }

  #start(): number {
    const pagination = this.#pagination;
    if (pagination.style === "page")
      return numberOf(this.#params[pagination.page]) ?? pagination.firstPage;
    if (pagination.style === "offset")
      return numberOf(this.#params[pagination.offset]) ?? pagination.firstOffset ?? 0;
    return 0;
  }

  #next(page: unknown, items: readonly unknown[], meta: ResponseMeta): NextPage | undefined {
    const pagination = this.#pagination;
    const more = at(page, pagination.hasMore);
    if (more === false) return undefined;
    switch (pagination.style) {
      case "page": {
        const { page: name, firstPage, pageSize, total, totalPages } = pagination;
        const isFull = this.#isFull(items, pageSize);
        // Of a list that is not begun at its first page: no more than there can be, so that none is missed.
        if (this.#isFirst) this.#seen = (this.#position - firstPage) * items.length;
        this.#seen += items.length;
        this.#position += 1;
        const isOver =
          isReached(at(page, totalPages), this.#position - firstPage) ??
          isReached(at(page, total), this.#seen);
        if (this.#isOver(items, isOver, isFull, more)) return undefined;
        return { params: { [name]: this.#position } };
      }
      case "offset": {
        const { offset, firstOffset = 0, limit, total } = pagination;
        const isFull = this.#isFull(items, limit);
        this.#position += items.length;
        const isOver = isReached(at(page, total), this.#position - firstOffset);
        if (this.#isOver(items, isOver, isFull, more)) return undefined;
        return { params: { [offset]: this.#position } };
      }
      case "cursor": {
        const { cursor, next, lastId, limit } = pagination;
        const isLastId = next === undefined;
        if (isLastId && more !== true && !this.#isFull(items, limit)) return undefined;
        const value = isLastId ? at(items.at(-1), lastId) : at(page, next);
        // Where cursors count, they begin with 0, and nothing before it comes next.
        if (!isLastId && numberOf(value) === 0) return undefined;
        return this.#follow(value) ? { params: { [cursor]: value } } : undefined;
      }
      default: {
        const link = pagination.next === undefined ? linkIn(meta) : at(page, pagination.next);
        if (typeof link !== "string" || link === "") return undefined;
        const url = this.#resolve(link, meta);
        return this.#follow(url) ? { url } : undefined;
      }
    }
  }

  /**
   * Whether a page has as many items as a page can have. The size is the one that was asked for, where the document says
   * how much may be asked for; else a server may give less than that, and it is what the first page has.
   */
  #isFull(items: readonly unknown[], sizeName: string | undefined): boolean {
    if (this.#size === undefined) {
      const asked = sizeName === undefined ? undefined : numberOf(this.#params[sizeName]);
      const parameter = this.#operation.parameters?.find(
        ({ name, key = name }) => key === sizeName,
      );
      const isKept = parameter?.limits?.maximum !== undefined || (asked ?? 0) <= items.length;
      this.#size = asked !== undefined && isKept ? asked : items.length;
    }
    return items.length >= this.#size;
  }

  /** Where the server says neither that there is more nor how much there is, a short page is the end. */
  #isOver(
    items: readonly unknown[],
    isOver: boolean | undefined,
    isFull: boolean,
    more: unknown,
  ): boolean {
    return items.length === 0 || (more !== true && (isOver ?? !isFull));
  }

  /** Whether a cursor or a URL leads to a page that was not asked for before. */
  #follow(value: unknown): boolean {
    if (typeof value !== "number" && (typeof value !== "string" || value === "")) return false;
    return this.#followed.add(String(value));
  }

  #resolve(link: string, meta: ResponseMeta): string {
    if (this.#isFirst) this.#follow(meta.url);
    try {
      const url = new URL(link, meta.url);
      url.hash = "";
      return url.href;
    } catch (error) {
      throw this.#broken("the link to the next page is no URL", link, meta, error);
    }
  }

  #countUseless(isUseless: boolean, meta: ResponseMeta): void {
    this.#uselessPages = isUseless ? this.#uselessPages + 1 : 0;
    if (this.#uselessPages < MOST_USELESS_PAGES) return;
    const what = this.#last.length === 0 ? "pages without items" : "times the same page";
    throw this.#broken(`${MOST_USELESS_PAGES} ${what}, one after the other`, "", meta);
  }

  #broken(
    message: string,
    excerpt: string,
    { status, requestId }: ResponseMeta,
    cause?: unknown,
  ): ResponseParseError {
    const operationId = this.#operation.id;
    return new ResponseParseError(message, {
      status,
      excerpt: excerpt.slice(0, 200),
      requestId,
      operationId,
      cause,
    });
  }
}

function itemsOf(page: unknown, { items }: Pagination): readonly unknown[] {
  const found = items === undefined ? page : at(page, items);
  return Array.isArray(found) ? found : [];
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "string" && /^\d+$/.test(value)) return Number(value);
  return typeof value === "number" ? value : undefined;
}

/** Undefined where there is no total, or one that cannot be: servers say 0 or -1 where they do not count. */
function isReached(total: unknown, seen: number): boolean | undefined {
  const number = numberOf(total);
  return number === undefined || number < seen ? undefined : seen === number;
}

/** Servers that do not know the page that is asked for may give the last one again, or all of them the only one. */
function isSame(items: readonly unknown[], before: readonly unknown[]): boolean {
  if (items.length === 0 || items.length !== before.length) return false;
  return (
    JSON.stringify(items[0]) === JSON.stringify(before[0]) &&
    JSON.stringify(items) === JSON.stringify(before)
  );
}

const LINK = /<([^<>]*)>((?:\s*;\s*[^\s"=;,]+(?:\s*=\s*(?:"(?:\\.|[^"\\])*"|[^",;\s]+))?)*)/g;
const LINK_PARAMETER = /;\s*([^\s"=;,]+)(?:\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^",;\s]+)))?/g;

/** The target with the relation `next` in the `Link` header (RFC 8288, 3). */
function linkIn({ headers }: ResponseMeta): string | undefined {
  for (const [, target, parameters = ""] of (headers.get("link") ?? "").matchAll(LINK)) {
    for (const [, name = "", quoted, token] of parameters.matchAll(LINK_PARAMETER)) {
      if (name.toLowerCase() !== "rel") continue;
      if ((quoted ?? token ?? "").toLowerCase().split(/\s+/).includes("next")) return target;
      break;
    }
  }
  return undefined;
}

import { excerpt } from "./error-body.js";
import { ConnectionError, ResponseParseError } from "./errors.js";
import { Followed } from "./followed.js";
import type { Pagination } from "./operation.js";
import type { ResponseMeta } from "./options.js";
import { at } from "./property.js";
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

export const numberedPages: PageStyle = {
  begin(operation, params) {
    const { page: name, firstPage, ...rest } = paginationOf(operation, "page");
    const { pageSize, total, totalPages } = rest;
    const isFull = fullness(operation, params, pageSize);
    /** The number of the page that comes next. */
    let position = numberOf(params[name]) ?? firstPage;
    /** How many items there were, those of pages before the first included. */
    let seen: number | undefined;
    return {
      isShortOf: (page) =>
        (numberOf(at(page, total)) ?? 0) > (seen ?? 0) ||
        (numberOf(at(page, totalPages)) ?? 0) > position - firstPage,
      next(page, items, _meta, more) {
        // Of a list that is not begun at its first page: no more than there can be, so that none is missed.
        seen = (seen ?? (position - firstPage) * items.length) + items.length;
        position += 1;
        const isOver =
          isReached(at(page, totalPages), position - firstPage) ?? isReached(at(page, total), seen);
        return isLast(items, isOver, isFull(items), more)
          ? undefined
          : { params: { [name]: position } };
      },
    };
  },
};

export const offsetPages: PageStyle = {
  begin(operation, params) {
    const { offset, firstOffset = 0, limit, total } = paginationOf(operation, "offset");
    const isFull = fullness(operation, params, limit);
    /** The number of items before the page that comes next. */
    let position = numberOf(params[offset]) ?? firstOffset;
    return {
      isShortOf: (page) => (numberOf(at(page, total)) ?? 0) > position - firstOffset,
      next(page, items, _meta, more) {
        position += items.length;
        const isOver = isReached(at(page, total), position - firstOffset);
        return isLast(items, isOver, isFull(items), more)
          ? undefined
          : { params: { [offset]: position } };
      },
    };
  },
};

export const cursorPages: PageStyle = {
  begin(operation, params) {
    const { cursor, next, lastId, limit } = paginationOf(operation, "cursor");
    const isFull = fullness(operation, params, limit);
    const followed = new Followed();
    follow(followed, params[cursor]);
    return {
      isShortOf: () => true,
      next(page, items, _meta, more) {
        const isLastId = next === undefined;
        if (isLastId && more !== true && !isFull(items)) return undefined;
        const value = isLastId ? at(items.at(-1), lastId) : at(page, next);
        // Where cursors count, they begin with 0, and nothing before it comes next.
        if (!isLastId && numberOf(value) === 0) return undefined;
        return follow(followed, value) ? { params: { [cursor]: value } } : undefined;
      },
    };
  },
};

export const linkedPages: PageStyle = {
  begin(operation) {
    const { next } = paginationOf(operation, "link");
    const followed = new Followed();
    let isFirst = true;
    return {
      isShortOf: () => true,
      next(page, _items, meta) {
        const link = next === undefined ? linkIn(meta) : at(page, next);
        if (typeof link !== "string" || link === "") return undefined;
        if (isFirst) follow(followed, meta.url);
        isFirst = false;
        const url = resolve(link, meta, operation.id);
        return follow(followed, url) ? { url } : undefined;
      },
    };
  },
  urlOf: urlOfPage,
};

function paginationOf<Style extends Pagination["style"]>(
  { id, pagination }: Operation,
  style: Style,
): Extract<Pagination, { readonly style: Style }> {
  if (pagination?.style !== style) throw new TypeError(`${id} has no pages of the style ${style}`);
  return pagination as Extract<Pagination, { readonly style: Style }>;
}

/**
 * Makes the function that says whether a page has as many items as a page can have. The size is the one that was asked for,
 * where the document says how much may be asked for; else a server may give less than that, and it is what the first page
 * has.
 */
function fullness(
  { parameters = [] }: Operation,
  params: Params,
  sizeName: string | undefined,
): (items: Items) => boolean {
  const asked = sizeName === undefined ? undefined : numberOf(params[sizeName]);
  const parameter = parameters.find(({ name, key = name }) => key === sizeName);
  let size: number | undefined;
  return ({ length }) => {
    const isKept = parameter?.limits?.maximum !== undefined || (asked ?? 0) <= length;
    size ??= asked !== undefined && isKept ? asked : length;
    return length >= size;
  };
}

/** Where the server says neither that there is more nor how much there is, a short page is the end. */
function isLast(
  items: Items,
  isOver: boolean | undefined,
  isFull: boolean,
  more: unknown,
): boolean {
  return items.length === 0 || (more !== true && (isOver ?? !isFull));
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

/** Whether a cursor or a URL leads to a page that was not asked for before. */
function follow(followed: Followed, value: unknown): boolean {
  if (typeof value !== "number" && (typeof value !== "string" || value === "")) return false;
  return followed.add(String(value));
}

function resolve(
  link: string,
  { url: base, status, requestId }: ResponseMeta,
  operationId: string,
): string {
  try {
    const url = new URL(link, base);
    url.hash = "";
    return url.href;
  } catch (cause) {
    const details = { status, excerpt: excerpt(link), requestId, operationId, cause };
    throw new ResponseParseError("the link to the next page is no URL", details);
  }
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

/**
 * The URL of a page to which the one before it had a link. The request has the credentials of the call, so it must go where
 * the call itself goes.
 *
 * @throws {ConnectionError} If the link leads to another origin.
 */
function urlOfPage(link: string, own: string, operationId: string): string {
  const [target, base] = [new URL(link), new URL(own)];
  // Behind a proxy that ends TLS, servers take themselves for plain HTTP.
  if (base.protocol === "https:" && target.protocol === "http:" && target.host === base.host)
    target.protocol = "https:";
  if (target.origin !== base.origin) {
    throw new ConnectionError(
      `the next page is at ${target.origin}, and the credentials for ${base.origin} are not sent there`,
      { operationId, mayHaveArrived: false },
    );
  }
  target.username = "";
  target.password = "";
  return target.href;
}

/**
 * How the pages of a list follow each other, guessed from what its parameters and properties are called. Whoever follows
 * pages wrongly loses items without noticing, so in doubt there are none.
 */

import type { Pagination } from "../../templates/package/src/runtime/operation.ts";
import type { OperationFact } from "../model.ts";
import type { SchemaLookup } from "../base/schema.ts";
import { findItems } from "./find-items.ts";
import { type Leaf, leavesOf, isUrl } from "./page-leaves.ts";
import { PARAMETERS, PROPERTIES, wordOf } from "./page-names.ts";
import { firstOf, isPeriod, isToken, isWhole } from "./page-parameters.ts";
import type { Pages } from "./pagination.ts";
import type { NamedParameter } from "./parameters.ts";
import { compact, type PlacedSchema, propertiesOf, valueTypes } from "./properties.ts";

/** The pages, or why it is not clear how they follow each other. */
export type Inferred = { readonly pages: Pages } | { readonly doubt: string };

/** @returns undefined if it is no list with pages. */
export function inferPages(
  lookup: SchemaLookup,
  fact: OperationFact,
  parameters: readonly NamedParameter[],
  response: PlacedSchema,
): Inferred | undefined {
  if (fact.method.toLowerCase() !== "get") return undefined;
  const page = new PageWords(lookup, fact, parameters, response);
  if (!page.isPaged) return undefined;
  const items = findItems(lookup, fact.path, response);
  if (items === undefined || "doubt" in items) return items;
  const { path, element } = items;
  const cursors = page.cursors(element);
  const links = page.links();
  const counted = page.counters() ?? page.numbers() ?? page.offsets();
  const style = cursors ?? links ?? counted;
  if (style === undefined) return { doubt: page.doubt ?? "it does not say which page comes next" };
  if (cursors !== undefined && links === undefined && counted !== undefined)
    return { doubt: "there is a cursor, and pages are counted as well" };
  const facts: Pagination = {
    ...style,
    ...(path.length === 0 ? {} : { items: compact(path) }),
    ...page.body(style),
  };
  return { pages: { facts, item: element } };
}

/** What an operation has of the words that lists are made of. */
class PageWords {
  /** Why no style applies, although one nearly does. */
  doubt: string | undefined;
  readonly #lookup: SchemaLookup;
  readonly #parameters: readonly NamedParameter[];
  readonly #leaves: readonly Leaf[];
  readonly #hasLinkHeader: boolean;
  readonly #page: NamedParameter | undefined;
  readonly #size: NamedParameter | undefined;
  readonly #offset: NamedParameter | undefined;
  readonly #cursor: NamedParameter | undefined;
  readonly #nextUrl: Leaf | undefined;

  constructor(
    lookup: SchemaLookup,
    fact: OperationFact,
    parameters: readonly NamedParameter[],
    response: PlacedSchema,
  ) {
    this.#lookup = lookup;
    this.#parameters = parameters.filter(({ fact: { in: place } }) => place === "query");
    this.#leaves = leavesOf(lookup, response);
    this.#hasLinkHeader = fact.responses.some(
      ({ status, headers }) => status.startsWith("2") && headers.includes("link"),
    );
    this.#page = this.#parameter("page", isWhole);
    this.#size = this.#parameter("pageSize", isWhole);
    this.#offset = this.#parameter("offset", isWhole);
    this.#cursor = this.#parameter("cursor", isToken);
    this.#nextUrl = this.#leaves.find((leaf) => isUrl(leaf));
  }

  /** Whether anything says that there is more than one page. */
  get isPaged(): boolean {
    const parameter = this.#page ?? this.#offset ?? this.#cursor;
    return parameter !== undefined || this.#nextUrl !== undefined || this.#hasLinkHeader;
  }

  cursors(element: PlacedSchema): Pagination | undefined {
    const cursor = this.#cursor;
    if (cursor === undefined) return undefined;
    const style = "cursor";
    const limit = this.#size === undefined ? {} : { limit: this.#size.key };
    const { next, doubt } = this.#nextCursor(cursor);
    this.doubt ??= doubt;
    if (next !== undefined)
      return { style, cursor: cursor.key, next: compact(next.path), ...limit };
    const { name, description = "" } = cursor.fact;
    const word = wordOf(name);
    const hasMore = this.#leaf(PROPERTIES.hasMore, ["boolean"]);
    if (doubt === undefined && hasMore !== undefined && PARAMETERS.lastId.includes(word)) {
      const last = this.#leaf(PROPERTIES.lastId, ["string", "integer"]);
      if (last !== undefined)
        return { style, cursor: cursor.key, next: compact(last.path), ...limit };
      const isId = word !== "after" || /\bid(?:entifier)?\b/i.test(description);
      if (isId && propertiesOf(this.#lookup, element).has("id"))
        return { style, cursor: cursor.key, lastId: "id", ...limit };
    }
    this.doubt ??= `nothing says what \`${name}\` is for the next page`;
    return undefined;
  }

  /** The next number, where the page says it. */
  counters(): Pagination | undefined {
    const counter = this.#page ?? this.#offset;
    const next = this.#leaf(PROPERTIES.nextNumber, ["integer", "number"]);
    if (counter === undefined || next === undefined) return undefined;
    if ((next.word === "nextoffset") !== (counter === this.#offset)) return undefined;
    const limit = this.#size === undefined ? {} : { limit: this.#size.key };
    return { style: "cursor", cursor: counter.key, next: compact(next.path), ...limit };
  }

  links(): Pagination | undefined {
    if (this.#hasLinkHeader) return { style: "link" };
    const next = this.#nextUrl;
    return next && { style: "link", next: compact(next.path) };
  }

  numbers(): Pagination | undefined {
    const page = this.#page;
    if (page === undefined) return undefined;
    const { name } = page.fact;
    if (this.#size !== undefined && isPeriod(this.#size) && !this.#isCounted()) {
      this.doubt ??= `\`${this.#size.fact.name}\` does not say how many items a page has, but how long a time it covers`;
      return undefined;
    }
    if (this.#size === undefined && !this.#isCounted()) {
      this.doubt ??= `there is \`${name}\`, and nothing that says how large a page is or how many there are`;
      return undefined;
    }
    const firstPage = firstOf(page);
    if (firstPage === undefined) {
      this.doubt ??= `nothing says which number \`${name}\` begins with`;
      return undefined;
    }
    const pageSize = this.#size === undefined ? {} : { pageSize: this.#size.key };
    return { style: "page", page: page.key, firstPage, ...pageSize };
  }

  offsets(): Pagination | undefined {
    const offset = this.#offset;
    if (offset === undefined || this.#page !== undefined) return undefined;
    const word = wordOf(offset.fact.name);
    // A `start` may begin a range of something else.
    const hasEnd = this.#parameters.some(({ fact }) => wordOf(fact.name).startsWith("end"));
    if (this.#size === undefined || (word === "start" && hasEnd)) {
      this.doubt ??= `nothing says how large the pages are that \`${offset.fact.name}\` counts`;
      return undefined;
    }
    const first = firstOf(offset);
    if (first === undefined && word === "startindex") {
      this.doubt ??= `nothing says which number \`${offset.fact.name}\` begins with`;
      return undefined;
    }
    const firstOffset = first === undefined || first === 0 ? {} : { firstOffset: first };
    return { style: "offset", offset: offset.key, ...firstOffset, limit: this.#size.key };
  }

  /** What the body says beside the items. */
  body(pagination: Pagination): object {
    const { style } = pagination;
    const more = this.#leaf(PROPERTIES.hasMore, ["boolean"]);
    const hasMore = more === undefined ? {} : { hasMore: compact(more.path) };
    if (style === "cursor" || style === "link") return style === "cursor" ? hasMore : {};
    const total = this.#leaf(PROPERTIES.total, ["integer", "number"]);
    const pages = this.#totalPages(pagination);
    return {
      ...hasMore,
      ...(total === undefined ? {} : { total: compact(total.path) }),
      ...(pages === undefined ? {} : { totalPages: compact(pages.path) }),
    };
  }

  /** The number of the last page is how many there are only if the first is 1. */
  #totalPages(pagination: Pagination): Leaf | undefined {
    if (pagination.style !== "page") return undefined;
    const words = PROPERTIES.totalPages.filter(
      (word) => word !== "lastpage" || pagination.firstPage === 1,
    );
    return this.#leaf(words, ["integer", "number"]);
  }

  #isCounted(): boolean {
    const counts = [...PROPERTIES.total, ...PROPERTIES.totalPages];
    return (
      this.#leaf(counts, ["integer", "number"]) !== undefined ||
      this.#leaf(PROPERTIES.hasMore, ["boolean"]) !== undefined
    );
  }

  #nextCursor(cursor: NamedParameter): { readonly next?: Leaf; readonly doubt?: string } {
    const own = wordOf(cursor.fact.name);
    const isNext = ({ word, above, types }: Leaf): boolean => {
      const around = above.at(-1) ?? "";
      if (types.length > 0 && !types.includes("string") && !types.includes("integer")) return false;
      if (/^(?:cursors|next|nextpage)$/.test(around) && /^(?:after|next)$/.test(word)) return true;
      if (/^next(?:page)?$/.test(around) && word === own) return true;
      if (around !== "links" && word === "next" && types.includes("string")) return true;
      return PROPERTIES.nextCursor.includes(word) || word === `next${own}`;
    };
    const found = this.#leaves.filter((leaf) => !isUrl(leaf) && isNext(leaf));
    const [first, second] = found;
    if (second === undefined) return first === undefined ? {} : { next: first };
    const exact = found.filter(({ word }) => word === `next${own}`);
    if (exact.length === 1) return { next: exact[0]! };
    const all = found.map(({ path }) => `\`${path.join(".")}\``).join(" and ");
    return { doubt: `each of ${all} could be the next \`${cursor.fact.name}\`` };
  }

  #parameter(
    kind: "page" | "pageSize" | "offset" | "cursor",
    fits: (types: readonly string[], parameter: NamedParameter) => boolean,
  ): NamedParameter | undefined {
    for (const name of PARAMETERS[kind]) {
      const found = this.#parameters.find(
        (each) =>
          wordOf(each.fact.name) === name && fits(valueTypes(this.#lookup, each.fact.schema), each),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The first in the order of the names. */
  #leaf(words: readonly string[], types: readonly string[]): Leaf | undefined {
    for (const word of words) {
      const found = this.#leaves.find(
        (leaf) => leaf.word === word && leaf.types.some((type) => types.includes(type)),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

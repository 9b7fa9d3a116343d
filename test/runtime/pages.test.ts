import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Pagination } from "../../templates/package/src/runtime/operation.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import type { ResponseMeta } from "../../templates/package/src/runtime/options.ts";
import { Pages } from "../../templates/package/src/runtime/pages.ts";
import { listUses } from "./uses.ts";

const numbered: Pagination = {
  style: "page",
  page: "page",
  firstPage: 1,
  pageSize: "size",
  items: "data",
  total: "total",
  totalPages: ["meta", "pages"],
  hasMore: "more",
};
const counted: Pagination = {
  style: "offset",
  offset: "skip",
  limit: "take",
  items: "data",
  total: "total",
  hasMore: "more",
};
const cursors: Pagination = {
  style: "cursor",
  cursor: "after",
  next: ["paging", "next"],
  items: "data",
  hasMore: "more",
};
const lastIds: Pagination = {
  style: "cursor",
  cursor: "after",
  lastId: "id",
  limit: "take",
  items: "data",
  hasMore: "more",
};
const linked: Pagination = { style: "link", next: "next", items: "data" };
const headers: Pagination = { style: "link" };

const URL_OF_FIRST = "https://api.example.com/v1/things?status=new";

function meta(link?: string): ResponseMeta {
  return {
    status: 200,
    headers: new Headers(link === undefined ? {} : { link }),
    requestId: "r1",
    url: URL_OF_FIRST,
    attempts: 1,
  };
}

function pagesOf(
  pagination: Pagination,
  { params = {}, limit, maximum }: { params?: object; limit?: number; maximum?: number } = {},
): Pages {
  const size = ["size", "take"].map((name) => ({
    name,
    in: "query" as const,
    ...(maximum === undefined ? {} : { limits: { maximum } }),
  }));
  const operation: Operation = {
    id: "things.list",
    method: "GET",
    path: "/v1/things",
    parameters: size,
    response: "json",
    retry: "safe",
    pagination,
    uses: listUses(pagination),
  };
  return new Pages(operation, params, limit);
}

/** How each page but the last is followed, and what the last one says. */
function walk(pages: Pages, bodies: readonly unknown[], link?: readonly string[]): unknown[] {
  const followed: unknown[] = [];
  for (const [index, body] of bodies.entries()) {
    const step = pages.take(body, meta(link?.[index]));
    if (step === undefined) return [...followed, "the same"];
    if (step.next === undefined) return [...followed, "end"];
    followed.push(step.next.url ?? step.next.params);
  }
  return followed;
}

const two = { data: [1, 2] };

describe("pages by number", () => {
  test.each([
    ["an empty page", {}, [two, { data: [] }], [{ page: 2 }, "end"]],
    ["a short page", {}, [two, { data: [3] }], [{ page: 2 }, "end"]],
    [
      "a page shorter than asked for, if a full one came",
      { size: 2 },
      [two, { data: [3] }],
      [{ page: 2 }, "end"],
    ],
    [
      "the total",
      {},
      [
        { ...two, total: 4 },
        { data: [3, 4], total: 4 },
      ],
      [{ page: 2 }, "end"],
    ],
    ["the total, as a text", {}, [{ ...two, total: "2" }], ["end"]],
    [
      "the number of pages",
      {},
      [
        { ...two, meta: { pages: 2 } },
        { data: [3, 4], meta: { pages: 2 } },
      ],
      [{ page: 2 }, "end"],
    ],
    [
      "what says that there is no more",
      {},
      [
        { ...two, more: true },
        { data: [3, 4], more: false },
      ],
      [{ page: 2 }, "end"],
    ],
    ["no items at all", {}, [{ data: null, total: null }], ["end"]],
    ["something that is no page", {}, ["nothing"], ["end"]],
    ["the same page once more", {}, [two, two], [{ page: 2 }, "the same"]],
  ])("end with %s", (_, params, bodies, expected) => {
    expect(walk(pagesOf(numbered, { params }), bodies)).toEqual(expected);
  });

  test.each([
    [
      "a short page before the total",
      {},
      [
        { ...two, total: 5 },
        { data: [3], total: 5 },
      ],
      [{ page: 2 }, { page: 3 }],
    ],
    [
      "a short page of which there is more",
      {},
      [two, { data: [3], more: true }],
      [{ page: 2 }, { page: 3 }],
    ],
    [
      "the same page, where there is a total",
      {},
      [
        { ...two, total: 9 },
        { ...two, total: 9 },
      ],
      [{ page: 2 }, { page: 3 }],
    ],
    [
      "a full page whose total is -1, which is no total",
      {},
      [
        { ...two, total: -1 },
        { data: [3], total: -1 },
      ],
      [{ page: 2 }, "end"],
    ],
    ["a full page beside a total of 0", {}, [{ ...two, total: 0 }], [{ page: 2 }]],
    ["a full page beside no pages at all", {}, [{ ...two, meta: { pages: 0 } }], [{ page: 2 }]],
    [
      "a full page that completes the total, if there is more",
      {},
      [{ ...two, total: 2, more: true }],
      [{ page: 2 }],
    ],
    ["a first page shorter than asked for", { size: 100 }, [two], [{ page: 2 }]],
  ])("go on after %s", (_, params, bodies, expected) => {
    expect(walk(pagesOf(numbered, { params }), bodies)).toEqual(expected);
  });

  test("a first page shorter than asked for is the last where the document says how much may be asked for", () => {
    const pages = pagesOf(numbered, { params: { size: 100 }, maximum: 100 });
    expect(walk(pages, [two])).toEqual(["end"]);
  });

  test.each([
    [3, [{ ...two, total: 6 }], ["end"]],
    [
      "3",
      [
        { ...two, total: 7 },
        { data: [7], total: 7 },
      ],
      [{ page: 4 }, "end"],
    ],
    [2, [two, { data: [] }], [{ page: 3 }, "end"]],
  ])("begin with page %j if that is asked for", (page, bodies, expected) => {
    expect(walk(pagesOf(numbered, { params: { page } }), bodies)).toEqual(expected);
  });
});

describe("pages by offset", () => {
  test.each([
    ["what came", {}, [two, { data: [3] }], [{ skip: 2 }, "end"]],
    ["what came, whatever was asked for", { take: 50 }, [two, two], [{ skip: 2 }, "the same"]],
    ["what came after the first", { skip: 10 }, [two, { data: [] }], [{ skip: 12 }, "end"]],
    ["the total", { skip: 10 }, [{ ...two, total: 12 }], ["end"]],
    [
      "the total, although a page is short",
      {},
      [
        { data: [1], total: 3 },
        { data: [2], total: 3 },
      ],
      [{ skip: 1 }, { skip: 2 }],
    ],
    [
      "what says that there is more",
      {},
      [
        { ...two, more: true },
        { data: [3], more: true },
      ],
      [{ skip: 2 }, { skip: 3 }],
    ],
  ])("are counted by %s", (_, params, bodies, expected) => {
    expect(walk(pagesOf(counted, { params }), bodies)).toEqual(expected);
  });

  test("may begin with 1", () => {
    const pages = pagesOf({ ...counted, firstOffset: 1 });
    expect(
      walk(pages, [
        { ...two, total: 4 },
        { data: [3, 4], total: 4 },
      ]),
    ).toEqual([{ skip: 3 }, "end"]);
  });
});

describe("pages by cursor", () => {
  const to = (next: unknown, more: object = {}) => ({ ...two, paging: { next }, ...more });

  test.each([
    ["no cursor", [to("a"), to(null)], [{ after: "a" }, "end"]],
    ["an empty one", [to("a"), to("")], [{ after: "a" }, "end"]],
    ["0, with which cursors begin", [to(2), to(0)], [{ after: 2 }, "end"]],
    ["0, as a text", [to("2"), to("0")], [{ after: "2" }, "end"]],
    ["one that is no text", [to("a"), to({})], [{ after: "a" }, "end"]],
    ["the cursor before", [to("a"), to("a")], [{ after: "a" }, "end"]],
    ["a circle", [to("a"), to("b"), to("a")], [{ after: "a" }, { after: "b" }, "end"]],
    ["what says that there is no more", [to("a", { more: false })], ["end"]],
  ])("end with %s", (_, bodies, expected) => {
    expect(walk(pagesOf(cursors), bodies)).toEqual(expected);
  });

  test("go on after an empty page, and are numbers as well", () => {
    const pages = pagesOf(cursors);
    expect(walk(pages, [to(7), { data: [], paging: { next: 8 } }])).toEqual([
      { after: 7 },
      { after: 8 },
    ]);
  });

  test("end where they began", () => {
    expect(walk(pagesOf(cursors, { params: { after: "a" } }), [to("a")])).toEqual(["end"]);
  });

  test("are an error after many empty pages", () => {
    const pages = pagesOf(cursors);
    const empty = Array.from({ length: 100 }, (_, index) => ({
      data: [],
      paging: { next: `c${index}` },
    }));
    expect(() => walk(pages, empty)).toThrow(
      expect.objectContaining({
        name: "ResponseParseError",
        message: "things.list: 100 pages without items, one after the other",
        requestId: "r1",
      }),
    );
  });

  test("are an error after many times the same values", () => {
    const same = Array.from({ length: 101 }, (_, index) => to(`c${index}`));
    expect(() => walk(pagesOf(cursors), same)).toThrow(
      "things.list: 100 times the same page, one after the other",
    );
    const others = same.map((page, index) => ({ ...page, data: [index >> 1] }));
    expect(walk(pagesOf(cursors), others)).toHaveLength(101);
  });

  test("may end with an item whose id is 0", () => {
    const data = [{ id: 1 }, { id: 0 }];
    expect(walk(pagesOf(lastIds), [{ data, more: true }])).toEqual([{ after: 0 }]);
  });

  const ids = { data: [{ id: "a" }, { id: "b" }] };
  test.each([
    [
      "there is no more",
      {},
      [
        { ...ids, more: true },
        { data: [{ id: "c" }], more: false },
      ],
      [{ after: "b" }, "end"],
    ],
    [
      "there is more, on a short page",
      {},
      [
        { ...ids, more: true },
        { data: [{ id: "c" }], more: true },
      ],
      [{ after: "b" }, { after: "c" }],
    ],
    ["a page is short", {}, [ids, { data: [{ id: "c" }] }], [{ after: "b" }, "end"]],
    ["there is no item", {}, [ids, { data: [], more: true }], [{ after: "b" }, "end"]],
    ["the last item has no id", {}, [{ data: [{ id: "a" }, {}] }], ["end"]],
  ])("that are the last item's id follow until %s", (_, params, bodies, expected) => {
    expect(walk(pagesOf(lastIds, { params }), bodies)).toEqual(expected);
  });
});

describe("linked pages", () => {
  test.each([
    ["an absolute URL", "https://api.example.com/x?a=1#part", "https://api.example.com/x?a=1"],
    ["a path", "/v2/things?p=2", "https://api.example.com/v2/things?p=2"],
    ["a query", "?p=2", "https://api.example.com/v1/things?p=2"],
    [
      "another origin, of which the call decides",
      "https://evil.example/x",
      "https://evil.example/x",
    ],
  ])("are followed by %s", (_, next, url) => {
    expect(walk(pagesOf(linked), [{ ...two, next }])).toEqual([url]);
  });

  test.each([
    ["none", [{ ...two, next: null }]],
    ["an empty one", [{ ...two, next: "" }]],
    ["that to the first page", [{ ...two, next: URL_OF_FIRST }]],
  ])("end with %s", (_, bodies) => {
    expect(walk(pagesOf(linked), bodies)).toEqual(["end"]);
  });

  test("end with the same link once more", () => {
    const body = { ...two, next: "/v2" };
    expect(walk(pagesOf(linked), [body, body])).toEqual(["https://api.example.com/v2", "end"]);
  });

  test("whose link is no URL are an error", () => {
    expect(() => walk(pagesOf(linked), [{ ...two, next: "http://[" }])).toThrow(
      expect.objectContaining({ name: "ResponseParseError", status: 200, excerpt: "http://[" }),
    );
  });

  test.each([
    ['<https://api.example.com/a?page=2>; rel="next"', "https://api.example.com/a?page=2"],
    ["</a>; rel=next", "https://api.example.com/a"],
    ['</a>; rel="prev", </b>; rel="next", </c>; rel="last"', "https://api.example.com/b"],
    ['</a>; rel="first next"', "https://api.example.com/a"],
    ['</a>; REL="NEXT"', "https://api.example.com/a"],
    ['</a,b;c>; title="x, \\"y\\"; rel=prev"; rel=next', "https://api.example.com/a,b;c"],
    ["</a> ; rel = next", "https://api.example.com/a"],
    ["</a>; crossorigin; rel=next", "https://api.example.com/a"],
    ["</a>; rel=prev; rel=next", "end"],
    ['</a>; title="rel=next"', "end"],
    ["</a>; rel=nextish", "end"],
    ["/a; rel=next", "end"],
    ["</a; rel=next", "end"],
    ["", "end"],
  ])("are followed by the header %j", (link, expected) => {
    expect(walk(pagesOf(headers), [[1]], [link])).toEqual([expected]);
  });

  test("a header of any text ends soon", () => {
    for (const text of [
      "<".repeat(20_000),
      "<a>".repeat(6_000),
      `<a>${";a".repeat(10_000)}`,
      `<a>;a${" ".repeat(20_000)}`,
      `<a>;a="${"\\".repeat(20_000)}`,
    ])
      expect(walk(pagesOf(headers), [[1]], [text])).toEqual(["end"]);
  });
});

test("items that are no more than wanted", () => {
  const pages = pagesOf(numbered, { limit: 3 });
  expect(pages.take(two, meta())).toEqual({ items: [1, 2], next: { params: { page: 2 } } });
  expect(pages.take({ data: [3, 4] }, meta())).toEqual({ items: [3], next: undefined });
  expect(pagesOf(numbered, { limit: 0 }).take(two, meta())).toEqual({ items: [], next: undefined });
  expect(pagesOf(numbered, { limit: Infinity }).take(two, meta())?.next).toBeDefined();
});

test("only own properties count", () => {
  const pages = pagesOf({ ...cursors, next: ["constructor", "name"], items: "data" });
  expect(walk(pages, [two])).toEqual(["end"]);
  const own = JSON.parse('{"data":[1],"__proto__":{"next":"x"}}') as object;
  expect(walk(pagesOf({ ...cursors, next: ["__proto__", "next"] }), [own])).toEqual([
    { after: "x" },
  ]);
});

/** A server that has `count` items, and gives them in pages of its own choice. */
interface Server {
  readonly pagination: Pagination;
  answer(
    params: Record<string, unknown>,
    all: readonly number[],
    sizes: readonly number[],
  ): unknown;
}

const servers: Record<string, Server> = {
  "numbers and a total": {
    pagination: numbered,
    answer({ page = 1 }, all, sizes) {
      const size = sizes[0] ?? 1;
      const start = (Number(page) - 1) * size;
      return { data: all.slice(start, start + size), total: all.length };
    },
  },
  "numbers alone": {
    pagination: { style: "page", page: "page", firstPage: 1, items: "data" },
    answer: ({ page = 1 }, all, sizes) => ({
      data: all.slice((Number(page) - 1) * (sizes[0] ?? 1), Number(page) * (sizes[0] ?? 1)),
    }),
  },
  "offsets, a total, and pages of any size": {
    pagination: counted,
    answer({ skip = 0 }, all, sizes) {
      const start = Number(skip);
      const size = sizes[start % sizes.length] ?? 1;
      return { data: all.slice(start, start + size), total: all.length };
    },
  },
  "cursors and pages of any size": {
    pagination: cursors,
    answer({ after = "0" }, all, sizes) {
      const start = Number(after);
      const end = start + (sizes[start % sizes.length] ?? 1);
      return { data: all.slice(start, end), paging: end < all.length ? { next: `${end}` } : {} };
    },
  },
  "links and pages of any size": {
    pagination: linked,
    answer({ page = "0" }, all, sizes) {
      const start = Number(page);
      const end = start + (sizes[start % sizes.length] ?? 1);
      return { data: all.slice(start, end), next: end < all.length ? `?page=${end}` : null };
    },
  },
};

test.each(Object.entries(servers))(
  "%s: however the items are split, each comes once and in order",
  (_, { pagination, answer }) => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        fc.option(fc.nat(45), { nil: undefined }),
        (count, sizes, limit) => {
          const all = Array.from({ length: count }, (__, index) => index);
          const pages = pagesOf(pagination, limit === undefined ? {} : { limit });
          const items: unknown[] = [];
          let params: Readonly<Record<string, unknown>> | undefined = {};
          for (let requests = 0; params !== undefined; requests++) {
            expect(requests).toBeLessThanOrEqual(count + 1);
            const step = pages.take(answer(params, all, sizes), meta());
            items.push(...(step?.items ?? []));
            const url = step?.next?.url;
            params =
              url === undefined
                ? step?.next?.params
                : Object.fromEntries(new URL(url).searchParams);
          }
          expect(items).toEqual(all.slice(0, limit));
        },
      ),
    );
  },
);

test.each<[string, Pagination, (request: number) => object]>([
  ["numbers", numbered, () => ({})],
  ["numbers and a total", numbered, () => ({ total: 99 })],
  ["numbers, a total and more", numbered, () => ({ total: 99, more: true })],
  ["numbers and more", numbered, () => ({ more: true })],
  ["numbers and a count of pages", numbered, () => ({ meta: { pages: 9 } })],
  ["offsets", counted, () => ({})],
  ["offsets and a total", counted, () => ({ total: 99 })],
  ["offsets, a total and more", counted, () => ({ total: 99, more: true })],
  ["a new cursor each time", cursors, (request) => ({ paging: { next: `c${request}` } })],
  ["the same cursor", cursors, () => ({ paging: { next: "c" } })],
  ["the id of the last item", lastIds, () => ({ more: true })],
  ["a new link each time", linked, (request) => ({ next: `?p=${request}` })],
  ["the same link", linked, () => ({ next: "?p=1" })],
])("a server that ignores what it is asked for gives each object once: %s", (_, style, more) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), (count) => {
      const data = Array.from({ length: count }, (__, id) => ({ id }));
      const pages = pagesOf(style);
      const items: unknown[] = [];
      for (let request = 0, goesOn = true; goesOn; request++) {
        expect(request).toBeLessThanOrEqual(2);
        const step = pages.take({ data, ...more(request) }, meta());
        items.push(...(step?.items ?? []));
        goesOn = step?.next !== undefined;
      }
      expect(items).toEqual(data);
    }),
  );
});

test("a server that ignores the number of the page gives no more values than its total", () => {
  const pages = Array.from({ length: 9 }, () => ({ ...two, total: 6, more: true }));
  expect(walk(pagesOf(numbered), pages)).toEqual([
    { page: 2 },
    { page: 3 },
    { page: 4 },
    "the same",
  ]);
});

import { describe, expect, test } from "vitest";
import { codes, json, operationOf, planned } from "./stage-helpers.ts";

const whole = { type: "integer" };
const text = { type: "string" };
const flag = { type: "boolean" };
const thing = { type: "object", properties: { id: text, name: text } };
const things = { type: "array", items: thing };
const object = (properties: object) => ({ type: "object", properties });
const parametersOf = (params: Record<string, object>) =>
  Object.entries(params).map(([name, schema]) => {
    const { description, ...rest } = schema as { description?: string };
    return {
      name,
      in: "query",
      schema: rest,
      ...(description === undefined ? {} : { description }),
    };
  });

interface Parts {
  readonly params?: Record<string, object>;
  readonly body: object;
  readonly headers?: object;
  readonly pagination?: unknown;
  readonly more?: object;
}

function pagesOf({ params = {}, body, headers, pagination, more = {} }: Parts) {
  const responses = json(body) as Record<string, object>;
  if (headers !== undefined) responses["200"] = { ...responses["200"], headers };
  const { operations, diagnostics } = planned(
    operationOf({
      parameters: parametersOf(params),
      responses,
      "x-triptych": { stem: "things.list", ...(pagination === undefined ? {} : { pagination }) },
      ...more,
    }),
  );
  const [operation] = Object.values(operations);
  return { facts: operation?.facts.pagination, page: operation?.page, diagnostics };
}

describe("pages are inferred", () => {
  test.each<[string, Parts, object]>([
    [
      "by number, where there is a size and the document says which is the first",
      { params: { page: { ...whole, default: 1 }, per_page: whole }, body: things },
      { style: "page", page: "page", firstPage: 1, pageSize: "per_page" },
    ],
    [
      "by number, with what the body says beside the items",
      {
        params: { pageNumber: { ...whole, minimum: 1 }, pageSize: whole },
        body: object({
          items: things,
          meta: object({ totalCount: whole, totalPages: whole, hasMore: flag }),
        }),
      },
      {
        style: "page",
        page: "pageNumber",
        firstPage: 1,
        pageSize: "pageSize",
        items: "items",
        hasMore: ["meta", "hasMore"],
        total: ["meta", "totalCount"],
        totalPages: ["meta", "totalPages"],
      },
    ],
    [
      "by number from 0, as its description says",
      { params: { page: { ...whole, description: "Zero-based." }, size: whole }, body: things },
      { style: "page", page: "page", firstPage: 0, pageSize: "size" },
    ],
    [
      "by number from 1, with the number of the last page",
      {
        params: { page: { ...whole, default: 1 } },
        body: object({ data: things, last_page: whole }),
      },
      { style: "page", page: "page", firstPage: 1, items: "data", totalPages: "last_page" },
    ],
    [
      "by number from 0, of which the number of the last page is not how many there are",
      {
        params: { page: { ...whole, default: 0 } },
        body: object({ data: things, last_page: whole }),
      },
      { style: "page", page: "page", firstPage: 0, items: "data" },
    ],
    [
      "by the number that a page gives of the next",
      {
        params: { page: whole, per_page: whole },
        body: object({ users: things, meta: object({ next_page: { type: ["integer", "null"] } }) }),
      },
      {
        style: "cursor",
        cursor: "page",
        next: ["meta", "next_page"],
        limit: "per_page",
        items: "users",
      },
    ],
    [
      "by the cursor that the next page is called by, although it is called a page",
      {
        params: { page: text, limit: whole },
        body: object({ data: things, has_more: flag, next_page: { type: ["string", "null"] } }),
      },
      {
        style: "cursor",
        cursor: "page",
        next: "next_page",
        limit: "limit",
        items: "data",
        hasMore: "has_more",
      },
    ],
    [
      "by number, of days of which the body says how many pages there are",
      {
        params: {
          page: { ...whole, default: 1 },
          limit: { ...whole, description: "Number of days per page." },
        },
        body: object({ data: things, total_pages: whole }),
      },
      {
        style: "page",
        page: "page",
        firstPage: 1,
        pageSize: "limit",
        items: "data",
        totalPages: "total_pages",
      },
    ],
    [
      "by offset",
      { params: { offset: whole, limit: whole }, body: object({ data: things, total: whole }) },
      { style: "offset", offset: "offset", limit: "limit", items: "data", total: "total" },
    ],
    [
      "by offset from 1",
      {
        params: { startIndex: { ...whole, default: 1 }, count: whole },
        body: object({ Resources: things, totalResults: whole }),
      },
      {
        style: "offset",
        offset: "startIndex",
        firstOffset: 1,
        limit: "count",
        items: "Resources",
        total: "totalResults",
      },
    ],
    [
      "by cursor",
      {
        params: { cursor: text, limit: whole },
        body: object({ things, next_cursor: { anyOf: [text, { type: "null" }] }, has_more: flag }),
      },
      {
        style: "cursor",
        cursor: "cursor",
        next: "next_cursor",
        limit: "limit",
        items: "things",
        hasMore: "has_more",
      },
    ],
    [
      "by a cursor inside of other objects",
      {
        params: { after: text },
        body: object({
          results: things,
          paging: object({ next: object({ after: text, link: text }) }),
        }),
      },
      { style: "cursor", cursor: "after", next: ["paging", "next", "after"], items: "results" },
    ],
    [
      "by the id of the last item, where the body says it",
      {
        params: { after: text, before: text, limit: whole },
        body: object({ data: things, first_id: text, last_id: text, has_more: flag }),
      },
      {
        style: "cursor",
        cursor: "after",
        next: "last_id",
        limit: "limit",
        items: "data",
        hasMore: "has_more",
      },
    ],
    [
      "by the id of the last item, where the item says it",
      { params: { starting_after: text }, body: object({ data: things, has_more: flag }) },
      {
        style: "cursor",
        cursor: "starting_after",
        lastId: "id",
        items: "data",
        hasMore: "has_more",
      },
    ],
    [
      "by the header Link",
      { params: { page: whole }, body: things, headers: { link: { schema: text } } },
      { style: "link" },
    ],
    [
      "by a URL",
      {
        params: { page: whole },
        body: object({ results: things, next: { ...text, format: "uri" } }),
      },
      { style: "link", items: "results", next: "next" },
    ],
    [
      "by the link of OData, whose name has a dot",
      { body: object({ value: things, "@odata.nextLink": text }) },
      { style: "link", items: "value", next: "@odata.nextLink" },
    ],
    [
      "by the link of HAL",
      {
        body: object({
          _links: object({ next: object({ href: text }) }),
          _embedded: object({ things }),
        }),
      },
      { style: "link", items: ["_embedded", "things"], next: ["_links", "next", "href"] },
    ],
  ])("%s", (_, parts, expected) => {
    const { facts, page, diagnostics } = pagesOf(parts);
    expect(facts).toEqual(expected);
    expect(page).toEqual({
      itemType: "ThingsListItem",
      uses: ["ThingsListItem"],
      method: "listAll",
    });
    expect(codes(diagnostics)).toEqual(["info pagination-inferred"]);
  });

  test("and it is said how", () => {
    const { diagnostics } = pagesOf({
      params: { after: text, limit: whole },
      body: object({ data: things, next_after: text }),
    });
    expect(diagnostics).toMatchObject([
      {
        message:
          "the pages of `GET /thing` are followed by cursor: `after` is the `next_after` of the page before; the items are `data`",
        pointer: "#/paths/~1thing/get",
        cure: "if that is wrong, say it in an overlay: `x-triptych: { pagination: … }`, or `pagination: false`",
      },
    ]);
  });
});

describe("in doubt there are no pages, and it is said why", () => {
  test.each<[string, Parts]>([
    [
      "nothing says which number `page` begins with",
      { params: { page: whole, size: whole }, body: things },
    ],
    [
      "there is `page`, and nothing that says how large a page is or how many there are",
      { params: { page: { ...whole, default: 1 } }, body: things },
    ],
    [
      "nothing says which number `page` begins with",
      { params: { page: { ...whole, default: "" }, size: whole }, body: things },
    ],
    ["nothing says what `after` is for the next page", { params: { after: text }, body: things }],
    ["nothing says what `page` is for the next page", { params: { page: text }, body: things }],
    [
      "`limit` does not say how many items a page has, but how long a time it covers",
      {
        params: {
          page: { ...whole, default: 1 },
          limit: { ...whole, description: "Number of days per page." },
        },
        body: things,
      },
    ],
    [
      "it is not clear which of `commits`, `files` are the items",
      {
        params: { page: { ...whole, default: 1 }, per_page: whole },
        body: object({ commits: things, files: things }),
      },
    ],
    [
      "it has an `id`, as one thing has, beside `tags`",
      {
        params: { page: { ...whole, default: 1 }, per_page: whole },
        body: object({ id: text, tags: things }),
      },
    ],
    [
      "there is a cursor, and pages are counted as well",
      {
        params: { marker: text, offset: whole, limit: whole },
        body: object({ entries: things, next_marker: text, total_count: whole }),
      },
    ],
    [
      "each of `next_token` and `next_page_token` could be the next `cursor`",
      {
        params: { cursor: text },
        body: object({ data: things, next_token: text, next_page_token: text }),
      },
    ],
    [
      "nothing says how large the pages are that `start` counts",
      { params: { start: whole, end: whole, limit: whole }, body: things },
    ],
  ])("%s", (doubt, parts) => {
    const { facts, page, diagnostics } = pagesOf(parts);
    expect([facts, page]).toEqual([undefined, undefined]);
    expect(diagnostics).toMatchObject([
      {
        severity: "info",
        code: "pagination-unclear",
        message: `the pages of \`GET /thing\` are not followed: ${doubt}`,
      },
    ]);
  });
});

test("what comes beside the items elsewhere is the items where the path is called so", () => {
  const body = object({ messages: things, next_page_uri: text });
  const paths = Object.fromEntries(
    ["/accounts/{id}/Messages.json", "/accounts/{id}/calls"].map((path) => [
      path,
      {
        parameters: [{ name: "id", in: "path", required: true, schema: text }],
        get: { responses: json(body) },
      },
    ]),
  );
  const { operations } = planned({ paths });
  expect(Object.values(operations).map(({ facts }) => facts.pagination)).toEqual([
    { style: "link", next: "next_page_uri", items: "messages" },
    undefined,
  ]);
});

test("a path whose name has no letter of ASCII is not like each such property", () => {
  const { operations, diagnostics } = planned({
    paths: {
      "/записи": {
        get: {
          parameters: parametersOf({ page: { ...whole, default: 1 }, per_page: whole }),
          responses: json(object({ ошибки: things, files: things })),
        },
      },
    },
  });
  expect(Object.values(operations).map(({ facts }) => facts.pagination)).toEqual([undefined]);
  expect(diagnostics.map(({ message }) => message)).toContain(
    "the pages of `GET /записи` are not followed: it is not clear which of `ошибки`, `files` are the items",
  );
});

describe("no pages, and nothing to say", () => {
  test.each<[string, Parts]>([
    ["a list of which nothing says that there is more", { params: { limit: whole }, body: things }],
    ["one thing", { params: { page: whole }, body: thing }],
    ["a time is no cursor", { params: { after: { ...text, format: "date-time" } }, body: things }],
    [
      "the overlay says so",
      { params: { page: { ...whole, default: 1 }, size: whole }, body: things, pagination: false },
    ],
  ])("%s", (_, parts) => {
    const { facts, diagnostics } = pagesOf(parts);
    expect([facts, diagnostics]).toEqual([undefined, []]);
  });

  test("what is no GET", () => {
    const parameters = parametersOf({ offset: whole, limit: whole });
    const { operations, diagnostics } = planned({
      paths: { "/thing": { post: { parameters, responses: json(things) } } },
    });
    expect(Object.values(operations)[0]?.page).toBeUndefined();
    expect(diagnostics).toEqual([]);
  });
});

describe("an overlay says how pages are followed", () => {
  test.each<[string, Parts, object]>([
    [
      "by number",
      {
        params: { p: whole, n: whole },
        body: object({ list: object({ of: things, count: whole, pages: whole }) }),
        pagination: {
          style: "page",
          page: "p",
          firstPage: 1,
          pageSize: "n",
          items: "list.of",
          total: ["list", "count"],
          totalPages: "list.pages",
        },
      },
      {
        style: "page",
        page: "p",
        firstPage: 1,
        pageSize: "n",
        items: ["list", "of"],
        total: ["list", "count"],
        totalPages: ["list", "pages"],
      },
    ],
    [
      "by offset, in an array",
      {
        params: { o: whole },
        body: things,
        pagination: { style: "offset", offset: "o", items: "" },
      },
      { style: "offset", offset: "o" },
    ],
    [
      "by cursor",
      {
        params: { c: text },
        body: object({ "a.b": things, go: flag, c: text }),
        pagination: { style: "cursor", cursor: "c", next: "c", items: "a.b", hasMore: "go" },
      },
      { style: "cursor", cursor: "c", next: "c", items: "a.b", hasMore: "go" },
    ],
    [
      "by the last item",
      {
        params: { c: text },
        body: things,
        pagination: { style: "cursor", cursor: "c", lastId: "name" },
      },
      { style: "cursor", cursor: "c", lastId: "name" },
    ],
    [
      "by header",
      { body: things, pagination: { style: "link", next: "header" } },
      { style: "link" },
    ],
    [
      "by link",
      {
        body: object({ data: things, url: text }),
        pagination: { style: "link", next: "url", items: "data" },
      },
      { style: "link", next: "url", items: "data" },
    ],
  ])("%s", (_, parts, expected) => {
    const { facts, page, diagnostics } = pagesOf(parts);
    expect(facts).toEqual(expected);
    expect(page?.itemType).toBe("ThingsListItem");
    expect(diagnostics).toEqual([]);
  });

  test("by a property of the body", () => {
    const { operations, diagnostics } = planned({
      paths: {
        "/search": {
          post: {
            requestBody: {
              required: true,
              content: { "application/json": { schema: object({ query: text, start: text }) } },
            },
            responses: json(object({ found: things, next: text })),
            "x-triptych": {
              pagination: { style: "cursor", cursor: "start", next: "next", items: "found" },
            },
          },
        },
      },
    });
    expect(Object.values(operations)[0]?.facts.pagination).toEqual({
      style: "cursor",
      cursor: "start",
      next: "next",
      items: "found",
    });
    expect(diagnostics).toEqual([]);
  });

  test.each<[string, Parts]>([
    [
      "there is no query parameter `c`",
      {
        body: object({ data: things, next: text }),
        pagination: { style: "cursor", cursor: "c", next: "next", items: "data" },
      },
    ],
    [
      "the response has no `nxt.id`",
      {
        params: { c: text },
        body: object({ data: things }),
        pagination: { style: "cursor", cursor: "c", next: "nxt.id", items: "data" },
      },
    ],
    [
      "an item has no `key`",
      {
        params: { c: text },
        body: things,
        pagination: { style: "cursor", cursor: "c", lastId: "key" },
      },
    ],
    [
      "it says neither `next` nor `lastId`",
      { params: { c: text }, body: things, pagination: { style: "cursor", cursor: "c" } },
    ],
    ["the response is no array", { body: object({ data: things }), pagination: { style: "link" } }],
    [
      "the response has no array `rows`",
      { body: object({ data: things }), pagination: { style: "link", items: "rows" } },
    ],
  ])("which is not used if %s", (reason, parts) => {
    const { facts, diagnostics } = pagesOf(parts);
    expect(facts).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "bad-pagination",
        message: `the pagination of \`GET /thing\` is not used, since ${reason}`,
        pointer: "#/paths/~1thing/get/x-triptych/pagination",
      },
    ]);
  });
});

test("the method for all items has a name of its own", () => {
  const paged = (stem: string) => ({
    parameters: parametersOf({ offset: whole, limit: whole }),
    responses: json(things),
    "x-triptych": { stem },
  });
  const { operations } = planned({
    paths: {
      "/a": { get: paged("things.list") },
      "/b": { get: { ...paged("things.listAll") } },
    },
  });
  expect(Object.values(operations).map(({ method, page }) => [method, page?.method])).toEqual([
    ["list", "listAll2"],
    ["listAll", "listAllAll"],
  ]);
});

// A server of lists with pages, in a process of its own. It prints its port. Headers of the request say how many items there
// are (`x-items`), how many a page has (`x-size`), and what is wrong (`x-fault`).
import { createServer } from "node:http";

/** @type {string[]} */
let asked = [];

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "", `http://${request.headers.host}`);
  const route = url.pathname.slice(1);
  if (route === "asked") {
    response.end(JSON.stringify(asked));
    asked = [];
    return;
  }
  asked.push(`${request.url} ${request.headers.authorization ?? "anonymous"}`);
  const { "x-items": items = "5", "x-size": usual = "2", "x-fault": fault } = request.headers;
  const query = Object.fromEntries(url.searchParams);
  const size = Number(query["page_size"] ?? query["limit"] ?? query["per_page"] ?? usual);
  const list = lists[route];
  const at = list?.start(query, size) ?? 0;
  if (list === undefined || (fault === "error" && at > 0)) {
    response.writeHead(404, { "content-type": "application/json" }).end("{}");
    return;
  }
  const all = Array.from({ length: Number(items) }, (_, index) => ({ id: `i${index}` }));
  const end = Math.min(at + size, all.length);
  const isLast = end >= all.length && fault !== "loop";
  const next = list.next?.(fault === "loop" ? 0 : end, size);
  const moved = new URL(url);
  moved.searchParams.set(next?.[0] ?? "", String(next?.[1]));
  if (fault === "elsewhere") moved.hostname = "localhost";
  const link = isLast || next === undefined ? null : moved.href;
  const page = { data: all.slice(at, end), total: all.length };
  response.setHeader("content-type", "application/json");
  if (route === "headers" && link !== null) response.setHeader("link", `<${link}>; rel="next"`);
  response.end(JSON.stringify(list.body(page, isLast, next?.[1], link)));
});

/**
 * Where a page starts, which parameter leads to the one that starts at `end`, and what the body is.
 *
 * @type {Record<string, {
 *   start(query: Record<string, string>, size: number): number,
 *   next?(end: number, size: number): [string, string | number],
 *   body(page: { data: unknown[], total: number }, isLast: boolean, next: unknown, link: string | null): unknown,
 * }>}
 */
const lists = {
  numbers: {
    start: ({ page = "0" }, size) => Number(page) * size,
    body: (page) => page,
  },
  offsets: {
    start: ({ offset = "0" }) => Number(offset),
    body: ({ data }) => data,
  },
  cursors: {
    start: ({ cursor = "c0" }) => Number(cursor.slice(1)),
    next: (end) => ["cursor", `c${end}`],
    body: ({ data }, isLast, next) => ({
      results: data,
      meta: isLast ? {} : { next_cursor: next },
    }),
  },
  ids: {
    start: ({ starting_after: after }) => (after === undefined ? 0 : Number(after.slice(1)) + 1),
    body: ({ data }, isLast) => ({ data, has_more: !isLast }),
  },
  links: {
    start: ({ page = "1" }, size) => (Number(page) - 1) * size,
    next: (end, size) => ["page", end / size + 1],
    body: ({ data }, _isLast, _next, link) => ({ results: data, next: link }),
  },
  headers: {
    start: ({ page = "1" }, size) => (Number(page) - 1) * size,
    next: (end, size) => ["page", end / size + 1],
    body: ({ data }) => data,
  },
};

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.stdout.write(`${address?.port}\n`);
});
process.stdin.on("end", () => process.exit()).resume();

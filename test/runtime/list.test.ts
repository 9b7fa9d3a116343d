import { expect, test } from "vitest";
import { sendList } from "../../templates/package/src/runtime/list-promise.ts";
import { coreFor, listItems } from "./sample.ts";
import { answer, serve } from "./serve.ts";

interface Item {
  readonly id: string;
}

test("walks over pages and items", async () => {
  const all = Array.from({ length: 5 }, (_, index) => ({ id: `i${index}` }));
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? "");
    const query = new URL(request.url ?? "", "http://h").searchParams;
    const [page, size] = [Number(query.get("page")), Number(query.get("page_size") ?? 2)];
    answer(response, 200, { data: all.slice(page * size, (page + 1) * size), total: all.length });
  });
  const core = coreFor(url);
  const ids: string[] = [];
  for await (const item of sendList<{ data: Item[] }, Item>(core, listItems, [], { status: "X" }))
    ids.push(item.id);
  expect(ids).toEqual(["i0", "i1", "i2", "i3", "i4"]);
  expect(asked).toEqual([
    "/v1/items?status=X",
    "/v1/items?page=1&status=X",
    "/v1/items?page=2&status=X",
  ]);
  asked.length = 0;
  const sizes: number[] = [];
  const list = sendList<{ data: Item[] }, Item>(core, listItems, [], { page: 1, page_size: 2 });
  for await (const page of list.pages()) sizes.push(page.data.length);
  expect(sizes).toEqual([2, 1]);
  expect(asked).toEqual(["/v1/items?page=1&page_size=2", "/v1/items?page=2&page_size=2"]);
  expect((await list).data).toHaveLength(2);
  asked.length = 0;
  const rest: string[] = [];
  for await (const item of sendList<{ data: Item[] }, Item>(core, listItems, [], {
    page: 2,
    page_size: 2,
  }))
    rest.push(item.id);
  expect(rest).toEqual(["i4"]);
  asked.length = 0;
  for await (const item of sendList<{ data: Item[] }, Item>(core, listItems, []))
    if (item.id === "i1") break;
  expect(asked).toHaveLength(1);
});

test("a server that gives less per page than was asked for loses nothing", async () => {
  const url = await serve((request, response) => {
    const page = Number(new URL(request.url ?? "", "http://h").searchParams.get("page") ?? 0);
    const data = [0, 1].map((index) => page * 2 + index).filter((id) => id < 5);
    answer(response, 200, { data, total: 5 });
  });
  for (const [page, want] of [
    [0, [0, 1, 2, 3, 4]],
    [1, [2, 3, 4]],
    [2, [4]],
  ] as const) {
    const ids: number[] = [];
    const list = sendList<unknown, number>(coreFor(url), listItems, [], { page, page_size: 100 });
    for await (const id of list) ids.push(id);
    expect(ids).toEqual(want);
  }
});

test.each([
  ["an empty page", [{ data: [1] }, { data: [] }], 2],
  ["a short page", [{ data: [1, 2] }, { data: [3] }], 2],
  [
    "the total",
    [
      { data: [1, 2], total: 4 },
      { data: [3, 4], total: 4 },
    ],
    2,
  ],
  ["no items at all", [{ data: null, total: null }], 1],
])("stops at %s", async (_, pages, requests) => {
  let sent = 0;
  const url = await serve((_request, response) =>
    answer(response, 200, pages[sent++] ?? { data: [99] }),
  );
  for await (const page of sendList(coreFor(url), listItems, []).pages())
    expect(page).toBeDefined();
  expect(sent).toBe(requests);
});

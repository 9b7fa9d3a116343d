/** Lists with pages, all of them inferred: one list of cases for a generated package, put to each of its layers. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../generator/generate.ts";
import { PackageFolder } from "../corpus/projects.ts";
import { makeFolder, startServer } from "../runtime/sync/support.ts";
import { callable, methodOf } from "./entries.ts";

const things = { type: "array", items: { $ref: "#/components/schemas/Thing" } };
const text = { type: "string" };
const whole = { type: "integer" };
const page = (properties: object) => ({ type: "object", properties });
const list = (schema: object, params: Record<string, object>, headers: object = {}) => ({
  get: {
    parameters: Object.entries({ ...params, status: text }).map(([name, each]) => ({
      name,
      in: "query",
      schema: each,
    })),
    responses: { 200: { description: "", headers, content: { "application/json": { schema } } } },
  },
});
const document = {
  openapi: "3.1.0",
  info: { title: "Lists", version: "1.0.0" },
  servers: [{ url: "https://api.example.com" }],
  security: [{ key: [] }],
  paths: {
    "/numbers": list(page({ data: things, total: whole }), {
      page: { ...whole, default: 0 },
      page_size: whole,
    }),
    "/offsets": list(things, { offset: whole, limit: whole }),
    "/cursors": list(page({ results: things, meta: page({ next_cursor: text }) }), {
      cursor: text,
    }),
    "/ids": list(page({ data: things, has_more: { type: "boolean" } }), { starting_after: text }),
    "/links": list(page({ results: things, next: { ...text, format: "uri" } }), { page: whole }),
    "/headers": list(things, { page: whole, per_page: whole }, { Link: { schema: text } }),
  },
  components: {
    schemas: { Thing: page({ id: text }) },
    securitySchemes: { key: { type: "http", scheme: "bearer" } },
  },
};

/** The requests for all of five items in pages of two, without the parameter that is kept. */
const STYLES: Record<string, readonly string[]> = {
  numbers: ["", "page=1", "page=2"],
  offsets: ["", "offset=2", "offset=4"],
  cursors: ["", "cursor=c2", "cursor=c4"],
  ids: ["", "starting_after=i1", "starting_after=i3"],
  links: ["", "page=2", "page=3"],
  headers: ["", "page=2", "page=3"],
};

interface Outcome {
  readonly items: readonly unknown[];
  readonly pages?: number;
  readonly error?: unknown;
}

interface Reading {
  /** After how many items the reader has enough. */
  readonly enough?: number;
  /** Whether pages are read, and not items. */
  readonly pages?: boolean;
}

type Layer = (
  style: string,
  params: object | undefined,
  options: object,
  reading?: Reading,
) => Promise<Outcome>;

let folder: PackageFolder;
let baseUrl: string;
let client: object;
let callbackClient: object;
let sync: Disposable;
const layers: Record<string, Layer> = {};

/** Reads what a loop gives, in whatever style. */
async function read(source: () => unknown, { enough, pages }: Reading = {}): Promise<Outcome> {
  const items: unknown[] = [];
  let count = 0;
  try {
    const whole = source() as { pages(): AsyncIterable<unknown> };
    const loop = pages === true ? whole.pages() : (whole as unknown as AsyncIterable<unknown>);
    for await (const each of loop) {
      items.push(each);
      count += 1;
      if (items.length === enough) break;
    }
  } catch (error) {
    return { items, error };
  }
  return pages === true ? { items: [], pages: count } : { items };
}

beforeAll(async () => {
  baseUrl = await startServer("pages.mjs");
  const spec = join(await makeFolder(), "spec.json");
  await writeFile(spec, JSON.stringify(document));
  const { files, plan } = await generate({ spec, name: "lists", format: "none" });
  folder = await PackageFolder.create(plan.package.name, files);
  const load = async (entry: string): Promise<Record<string, unknown>> => {
    const file = join(folder.path, `package/dist/${entry}/index.js`);
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  };
  const [promises, functions, callbacks, blocking] = await Promise.all(
    ["promise", "operations", "callback", "sync"].map(load),
  );
  const create = (entry: Record<string, unknown> | undefined, name: string): object =>
    callable(entry?.[name], name)({ baseUrl, key: "secret" }) as object;
  client = create(promises, "createClient");
  const core = create(functions, "createCore");
  callbackClient = create(callbacks, "createCallbackClient");
  sync = create(blocking, "createSyncClient") as Disposable;
  Object.assign(layers, {
    promise: (style, params, options, reading) =>
      read(() => methodOf(client, `${style}.list`)(params, options), reading),
    operations: (style, params, options, reading) =>
      read(
        () => callable(functions?.[`${style}List`], `${style}List`)(core, params, options),
        reading,
      ),
    sync: (style, params, options, reading) =>
      read(() => {
        const all = methodOf(sync, `${style}.listAll`)(params, options) as Iterable<unknown> & {
          pages(): Iterable<unknown>;
        };
        // An async loop accepts a plain iterable as well, so this says that it is one.
        if (Symbol.asyncIterator in all) throw new TypeError("it is no plain iterable");
        return all;
      }, reading),
    callback: (style, params, options, { enough, pages } = {}) =>
      new Promise((resolve) => {
        const items: unknown[] = [];
        const seen: unknown[] = [];
        const end = (error?: unknown): void => {
          const counted = pages === true ? { items: [], pages: seen.length } : { items };
          resolve({ ...counted, ...(error === undefined ? {} : { error }) });
        };
        const handle = methodOf(callbackClient, `${style}.list`)(
          params,
          {
            onPage: (each: unknown) => seen.push(each),
            onItem: (item: unknown) => {
              items.push(item);
              if (items.length === enough) handle.cancel();
            },
            onSuccess: (value: unknown) => {
              end(value === seen[0] ? undefined : new Error("onSuccess has another page"));
            },
            onError: end,
            onCancel: () => end(),
          },
          options,
        ) as { cancel(): boolean };
      }),
  } satisfies Record<string, Layer>);
});

afterAll(async () => {
  sync[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

/** The requests since the last time. */
async function asked(): Promise<readonly string[]> {
  return (await (await fetch(`${baseUrl}/asked`)).json()) as readonly string[];
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `i${index}` }));
const having = (headers: Record<string, string>) => ({ headers });

describe.each(["promise", "operations", "callback", "sync"])("%s", (layer) => {
  const run: Layer = (...args) => layers[layer]!(...args);

  describe.each(Object.keys(STYLES))("%s", (style) => {
    test("all items come in order, and the other params are kept", async () => {
      expect(await run(style, { status: "new" }, {})).toEqual({ items: ids(5) });
      const queries = (await asked()).map((line) => {
        const [path = "", credential] = line.split(" B");
        expect(credential).toBe("earer secret");
        const url = new URL(path, baseUrl);
        expect([url.pathname, url.searchParams.get("status")]).toEqual([`/${style}`, "new"]);
        url.searchParams.delete("status");
        return url.search.slice(1);
      });
      expect(queries).toEqual(STYLES[style]);
    });

    test("however they are split", async () => {
      for (const [items, size] of [
        [0, 2],
        [1, 2],
        [4, 2],
        [6, 3],
        [7, 3],
        [5, 1],
        [5, 9],
      ]) {
        const options = having({ "x-items": `${items}`, "x-size": `${size}` });
        expect(await run(style, undefined, options)).toEqual({ items: ids(items ?? 0) });
      }
      await asked();
    });

    test("pages", async () => {
      expect(await run(style, undefined, {}, { pages: true })).toEqual({ items: [], pages: 3 });
      await asked();
    });

    test("no more items than wanted, and no page more than that takes", async () => {
      for (const [limit, requests] of [
        [1, 1],
        [2, 1],
        [3, 2],
        [9, 3],
      ] as const) {
        expect(await run(style, undefined, { limit })).toEqual({ items: ids(Math.min(limit, 5)) });
        expect(await asked()).toHaveLength(requests);
      }
    });

    test("who has enough sends nothing more", async () => {
      expect(await run(style, undefined, {}, { enough: 1 })).toEqual({ items: ids(1) });
      expect(await asked()).toHaveLength(1);
    });

    test("an error on the way, after the items before it", async () => {
      const outcome = await run(style, undefined, having({ "x-fault": "error" }));
      expect(outcome).toMatchObject({
        items: ids(2),
        error: { name: "NotFoundError", operationId: `${style}.list` },
      });
      await asked();
    });
  });

  test.each(["cursors", "links", "headers"])(
    "%s that lead back are followed once",
    async (style) => {
      const { items, error } = await run(style, undefined, having({ "x-fault": "loop" }));
      expect(error).toBeUndefined();
      expect(items.length).toBeLessThanOrEqual(4);
      expect((await asked()).length).toBeLessThanOrEqual(2);
    },
  );

  test.each(["links", "headers"])("%s to another origin are refused", async (style) => {
    const outcome = await run(style, undefined, having({ "x-fault": "elsewhere" }));
    expect(outcome.items).toEqual(ids(2));
    expect(outcome.error).toMatchObject({
      name: "ConnectionError",
      mayHaveArrived: false,
      message: expect.stringMatching(
        /^\w+\.list: the next page is at http:\/\/localhost:\d+, and the credentials for http:\/\/127\.0\.0\.1:\d+ are not sent there$/,
      ),
    });
    expect(await asked()).toHaveLength(1);
  });

  test.each([-1, 0.5, Number.NaN, "3"])("a limit of %j is refused", async (limit) => {
    expect(await run("numbers", undefined, { limit })).toMatchObject({
      items: [],
      error: { name: "ParameterError", parameter: "limit" },
    });
    expect(await asked()).toEqual([]);
  });
});

test.each([1, 2])("a promise that is aborted after item %i gives no more", async (count) => {
  const controller = new AbortController();
  const { signal } = controller;
  const list = methodOf(client, "numbers.list")(undefined, { signal }) as AsyncIterable<unknown>;
  const items: unknown[] = [];
  const loop = async (): Promise<void> => {
    for await (const item of list) {
      items.push(item);
      if (items.length === count) controller.abort("enough");
    }
  };
  await expect(loop()).rejects.toMatchObject({ name: "CancelledError", reason: "enough" });
  expect(items).toEqual(ids(count));
  expect(await asked()).toHaveLength(1);
});

test("callbacks without items and pages, and one function, are one request", async () => {
  const list = methodOf(callbackClient, "numbers.list");
  for (const report of [
    (done: (page: unknown) => void) => ({ onSuccess: done }),
    (done: (page: unknown) => void) => (_error: unknown, value: unknown) => done(value),
  ]) {
    const first = await new Promise((resolve) => list(undefined, report(resolve)));
    expect(first).toEqual({ data: ids(2), total: 5 });
    expect(await asked()).toHaveLength(1);
  }
});

test("a blocking list sends nothing before it is read, and begins anew with each loop", async () => {
  const all = methodOf(sync, "numbers.listAll")() as Iterable<unknown>;
  expect(await asked()).toEqual([]);
  expect([[...all], [...all]]).toEqual([ids(5), ids(5)]);
  expect(await asked()).toHaveLength(6);
});

test("the promise of a list is that of its first page, which is not asked for twice", async () => {
  const list = methodOf(client, "numbers.list")() as Promise<unknown> & AsyncIterable<unknown>;
  expect(await list).toEqual({ data: ids(2), total: 5 });
  const items: unknown[] = [];
  for await (const item of list) items.push(item);
  for await (const item of list) items.push(item);
  expect(items).toEqual([...ids(5), ...ids(5)]);
  expect(await asked()).toHaveLength(5);
});

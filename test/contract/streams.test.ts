/** Streams of items: one list of cases for a generated package, put to each of its layers. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../generator/generate.ts";
import { PackageFolder } from "../corpus/projects.ts";
import { makeFolder, startServer } from "../runtime/sync/support.ts";
import { callable, methodOf } from "./entries.ts";

const text = { type: "string" };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const operation = (operationId: string, content: object, more: object = {}) => ({
  tags: ["feed"],
  operationId,
  responses: { 200: { description: "", content } },
  ...more,
});
const inJson = (schema: object) => ({
  required: true,
  content: { "application/json": { schema } },
});
const document = {
  openapi: "3.2.0",
  info: { title: "Streams", version: "1.0.0" },
  servers: [{ url: "https://api.example.com" }],
  paths: {
    "/say": {
      post: operation(
        "say",
        {
          "application/json": { schema: ref("Answer") },
          "text/event-stream": { schema: ref("Delta") },
        },
        { requestBody: inJson(ref("Question")) },
      ),
    },
    "/sayWhole": {
      post: operation(
        "sayWhole",
        { "application/json": {}, "text/event-stream": { schema: ref("Delta") } },
        { requestBody: inJson({ oneOf: [ref("Question"), { type: "array", items: text }] }) },
      ),
    },
    "/events": { get: operation("follow", { "text/event-stream": {} }) },
    "/named": {
      get: operation("named", {
        "text/event-stream": {
          itemSchema: {
            type: "object",
            properties: { event: text, data: text },
            oneOf: [
              { properties: { event: { const: "say" } } },
              {
                properties: {
                  event: { const: "count" },
                  data: {
                    contentMediaType: "application/json",
                    contentSchema: { type: "object", properties: { n: { type: "integer" } } },
                  },
                },
              },
            ],
          },
        },
      }),
    },
    "/lines": { get: operation("lines", { "application/jsonl": { itemSchema: ref("Delta") } }) },
    "/records": {
      get: operation("records", { "application/json-seq": { itemSchema: ref("Delta") } }),
    },
  },
  components: {
    schemas: {
      Question: {
        type: "object",
        required: ["text"],
        properties: { text, stream: { type: "boolean" } },
      },
      Answer: { type: "object", properties: { text } },
      Delta: { type: "object", properties: { delta: text } },
    },
  },
};

interface Outcome {
  readonly items?: readonly unknown[];
  readonly error?: unknown;
}

type Layer = (stem: string, args: readonly unknown[], options: object) => Promise<Outcome>;

let folder: PackageFolder;
const layers: Record<string, Layer> = {};
let preview: object;
let sync: Disposable;

async function settle(read: () => Promise<unknown[]>): Promise<Outcome> {
  try {
    return { items: await read() };
  } catch (error) {
    return { error };
  }
}

beforeAll(async () => {
  const baseUrl = await startServer();
  const spec = join(await makeFolder(), "spec.json");
  await writeFile(spec, JSON.stringify(document));
  const { files, plan } = await generate({ spec, name: "streams", format: "none" });
  folder = await PackageFolder.create(plan.package.name, files);
  const load = async (entry: string): Promise<Record<string, unknown>> => {
    const file = join(folder.path, `package/dist/${entry}/index.js`);
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  };
  const [promises, functions, callbacks, blocking, previews] = await Promise.all(
    ["promise", "operations", "callback", "sync", "preview"].map(load),
  );
  const create = (entry: Record<string, unknown> | undefined, name: string): object =>
    callable(entry?.[name], name)({ baseUrl }) as object;
  const client = create(promises, "createClient");
  const core = create(functions, "createCore");
  const callbackClient = create(callbacks, "createCallbackClient");
  sync = create(blocking, "createSyncClient") as Disposable;
  preview = create(previews, "createPreviewClient");

  const collect = async (items: unknown): Promise<unknown[]> => {
    const found: unknown[] = [];
    for await (const item of items as AsyncIterable<unknown>) found.push(item);
    return found;
  };
  Object.assign(layers, {
    promise: (stem, args, options) =>
      settle(() => collect(methodOf(client, stem)(...args, options))),
    "promise, awaited": (stem, args, options) =>
      settle(async () => collect(await methodOf(client, stem)(...args, options))),
    operations: (stem, args, options) => {
      const name = stem.replace(/\.(.)/, (_match, letter: string) => letter.toUpperCase());
      return settle(() => collect(callable(functions?.[name], name)(core, ...args, options)));
    },
    callback: (stem, args, options) =>
      new Promise((resolve) => {
        const items: unknown[] = [];
        methodOf(callbackClient, stem)(
          ...args,
          {
            onItem: (item: unknown) => items.push(item),
            onSuccess: () => resolve({ items }),
            onError: (error: unknown) => resolve({ error }),
          },
          options,
        );
      }),
    errback: (stem, args, options) =>
      new Promise((resolve) => {
        const report = (error: unknown, items: unknown[]): void =>
          resolve(error === null ? { items } : { error });
        methodOf(callbackClient, stem)(...args, report, options);
      }),
    sync: (stem, args, options) =>
      settle(async () => [...(methodOf(sync, stem)(...args, options) as Iterable<unknown>)]),
  } satisfies Record<string, Layer>);
});

afterAll(async () => {
  sync[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

const LAYERS = ["promise", "promise, awaited", "operations", "callback", "errback", "sync"];
const EVENTS = "text/event-stream";

function scripted(type: string, steps: readonly unknown[], status = 200): object {
  return { headers: { "x-script": encodeURIComponent(JSON.stringify({ type, status, steps })) } };
}

describe.each(LAYERS)("%s", (layer) => {
  test.each<[string, string, readonly unknown[], object, readonly unknown[]]>([
    [
      "the data of events, of an operation that may return a value as well",
      "feed.sayStream",
      [{ text: "hi", stream: false }],
      scripted(EVENTS, [{ echo: "data: *\n\n" }, 10, "data: [DONE]\n\n"]),
      [{ method: "POST", url: "/say", accept: EVENTS, body: '{"text":"hi","stream":true}' }],
    ],
    [
      "the same, where the body is one param",
      "feed.sayWholeStream",
      [{ body: { text: "hi" } }],
      scripted(EVENTS, [{ echo: "data: *\n\n" }]),
      [{ method: "POST", url: "/sayWhole", accept: EVENTS, body: '{"text":"hi","stream":true}' }],
    ],
    [
      "events of which the document says nothing",
      "feed.follow",
      [undefined],
      scripted(EVENTS, [": hello\n\nevent: a\nid: 1\nda", 10, "ta: 1\n\ndata: 2\n\n"]),
      [{ event: "a", data: "1", id: "1" }, { data: "2" }],
    ],
    [
      "events of which some have JSON",
      "feed.named",
      [undefined],
      scripted(EVENTS, ['event: say\ndata: 1\n\nevent: count\ndata: {"n":1}\n\n']),
      [
        { event: "say", data: "1" },
        { event: "count", data: { n: 1 } },
      ],
    ],
    [
      "lines",
      "feed.lines",
      [undefined],
      scripted("application/jsonl", ['{"delta":"a"}\n{"del', 10, 'ta":"b"}']),
      [{ delta: "a" }, { delta: "b" }],
    ],
    [
      "records",
      "feed.records",
      [undefined],
      scripted("application/json-seq", ['\u001E{"delta":\n"a"}\n']),
      [{ delta: "a" }],
    ],
  ])("%s", async (_what, stem, args, options, items) => {
    expect(await layers[layer]?.(stem, args, options)).toEqual({ items });
  });

  test("a bad item", async () => {
    const options = scripted(EVENTS, ["data: {oops\n\n"]);
    const outcome = await layers[layer]?.("feed.sayStream", [{ text: "hi" }], options);
    expect(outcome?.error).toMatchObject({
      name: "ResponseParseError",
      message: "feed.sayStream: event 1 is not JSON: {oops",
    });
  });

  test("an error instead of a stream", async () => {
    const options = scripted("application/json", ['{"message":"no"}'], 400);
    const outcome = await layers[layer]?.("feed.follow", [undefined], options);
    expect(outcome?.error).toMatchObject({ name: "BadRequestError", status: 400 });
  });
});

test("a preview shows what asks for the stream", () => {
  expect(methodOf(preview, "feed.sayStream")({ text: "hi" })).toMatchObject({
    method: "POST",
    headers: { accept: EVENTS, "content-type": "application/json" },
    body: '{"text":"hi","stream":true}',
  });
  expect(methodOf(preview, "feed.say")({ text: "hi" })).toMatchObject({
    headers: { accept: "application/json" },
    body: '{"text":"hi"}',
  });
});

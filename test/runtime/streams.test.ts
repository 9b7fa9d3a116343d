import { getEventListeners } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallHandle } from "../../templates/package/src/runtime/callback.ts";
import { callStream } from "../../templates/package/src/runtime/callback-stream.ts";
import { Core } from "../../templates/package/src/runtime/core.ts";
import {
  ItemStream,
  sendStream,
  StreamPromise,
} from "../../templates/package/src/runtime/item-stream.ts";
import type { Items } from "../../templates/package/src/runtime/operation.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import type { ResponseMeta } from "../../templates/package/src/runtime/options.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import { sendSyncStream } from "../../templates/package/src/runtime/sync-item-stream.ts";
import { rejection } from "./serve.ts";
import { api, bundle, get, makeFolder, startServer, thrown } from "./sync/support.ts";

type Step = string | number | { readonly hex: string };

interface Script {
  readonly type?: string;
  readonly status?: number;
  readonly steps: readonly Step[];
  readonly end?: "stall" | "reset";
}

const EVENTS = "text/event-stream; charset=utf-8";
const json: Items = { format: "events", json: true };

let baseUrl: string;
let core: Core;
let syncCore: SyncCore;

beforeAll(async () => {
  baseUrl = await startServer();
  const worker = await bundle("sync-worker.ts", join(await makeFolder(), "worker.mjs"));
  core = new Core(api, { baseUrl, retry: 0 });
  syncCore = new SyncCore(api, { baseUrl, worker, retry: 0 });
});

afterAll(() => syncCore.close());

function operationOf(
  script: Script,
  items: Items = json,
  more: Partial<Operation> = {},
): Operation {
  const path = `/script?${encodeURIComponent(JSON.stringify(script))}`;
  return {
    ...get(path, { response: "binary", accept: "text/event-stream", items, ...more }),
    id: "s",
  };
}

/** Resolves once the server is sending no more scripts. */
async function nothingOpen(): Promise<void> {
  for (;;) {
    if ((await core.send<number>(get("/open"), [])) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

interface Outcome {
  readonly items: readonly unknown[];
  readonly error?: unknown;
  readonly response?: ResponseMeta | undefined;
}

interface Reading {
  readonly timeout?: { readonly idle: number };
  /** How many items are read before the reader leaves. */
  readonly leaveAfter?: number;
}

type Layer = (operation: Operation, reading: Reading) => Promise<Outcome>;

async function readAsync(
  open: (
    onResponse: (meta: ResponseMeta) => void,
  ) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>,
  { leaveAfter }: Reading,
): Promise<Outcome> {
  const items: unknown[] = [];
  let response: ResponseMeta | undefined;
  try {
    for await (const item of await open((meta) => (response = meta))) {
      items.push(item);
      if (items.length === leaveAfter) break;
    }
    return { items, response };
  } catch (error) {
    return { items, error, response };
  }
}

const layers: Readonly<Record<string, Layer>> = {
  /** A loop over the promise itself. */
  promise: (operation, reading) =>
    readAsync((onResponse) => {
      const promise = sendStream(core, operation, [], {}, { ...reading, onResponse });
      return { [Symbol.asyncIterator]: () => promise[Symbol.asyncIterator]() };
    }, reading),
  /** A loop over what is awaited. */
  stream: (operation, reading) =>
    readAsync(
      (onResponse) => sendStream(core, operation, [], {}, { ...reading, onResponse }),
      reading,
    ),
  callback: async (operation, { leaveAfter, ...options }) => {
    const items: unknown[] = [];
    let outcome: Outcome | undefined;
    const handle: CallHandle = callStream(
      core,
      operation,
      [],
      {},
      {
        onItem(item, ctx) {
          expect(ctx.response?.status).toBe(200);
          items.push(item);
          if (items.length === leaveAfter) handle.cancel();
        },
        onSuccess: (value, ctx) => (outcome = { items, error: value, response: ctx.response }),
        onError: (error, ctx) => (outcome = { items, error, response: ctx.response }),
        onCancel: (_reason, ctx) => (outcome = { items, response: ctx.response }),
      },
      options,
    );
    await handle.done;
    return outcome!;
  },
  sync: async (operation, { leaveAfter, ...options }) => {
    const items: unknown[] = [];
    let response: ResponseMeta | undefined;
    try {
      const onResponse = (meta: ResponseMeta): void => void (response = meta);
      for (const item of sendSyncStream(syncCore, operation, [], {}, { ...options, onResponse })) {
        items.push(item);
        if (items.length === leaveAfter) break;
      }
      return { items, response };
    } catch (error) {
      return { items, error, response };
    }
  },
};

describe.each(Object.entries(layers))("%s", (_name, read) => {
  test.each<[string, Script, Items, readonly unknown[]]>([
    [
      "events that come slowly, cut in the middle of lines and characters",
      {
        type: EVENTS,
        steps: [
          ": hello\n\n",
          'data: {"n":1,',
          20,
          { hex: Buffer.from('"s":"ä').toString("hex").slice(0, -2) },
          20,
          { hex: Buffer.from("ä").toString("hex").slice(-2) },
          '"}\r\n\r',
          20,
          "\nevent: x\r\ndata: 2\r\n\r\ndata: cut o",
        ],
      },
      json,
      [{ n: 1, s: "ä" }, 2],
    ],
    [
      "events with names and ids",
      { type: "text/event-stream", steps: ["event: a\nid: 1\ndata: x\n\n", "data: y\n\n"] },
      { format: "events", whole: true },
      [{ event: "a", data: "x", id: "1" }, { data: "y" }],
    ],
    [
      "nothing after `[DONE]`, although the server stays",
      { type: EVENTS, steps: ["data: 1\n\ndata: [DONE]\n\n", "data: 2\n\n"], end: "stall" },
      json,
      [1],
    ],
    [
      "lines",
      { type: "application/x-ndjson", steps: ['\uFEFF{"a":1}\n{"a"', 20, ":2}\r\n\n3"] },
      { format: "json-lines" },
      [{ a: 1 }, { a: 2 }, 3],
    ],
    [
      "records",
      { type: "application/json-seq", steps: ['\x1E{"a":\n1}\n\x1E', 20, "2\n"] },
      { format: "json-seq" },
      [{ a: 1 }, 2],
    ],
    ["a server that says no type", { steps: ["data: 1\n\n"] }, json, [1]],
    ["an empty stream", { type: EVENTS, steps: [] }, json, []],
  ])("%s", async (_what, script, items, expected) => {
    const outcome = await read(operationOf(script, items), {});
    expect(outcome.error).toBeUndefined();
    expect(outcome.items).toEqual(expected);
    expect(outcome.response).toMatchObject({ status: 200, requestId: "r-3" });
    await nothingOpen();
  });

  test.each<[string, Script, Reading, readonly unknown[], object]>([
    [
      "a bad item",
      { type: EVENTS, steps: ["data: 1\n\ndata: 2\n\ndata: {oops\n\ndata: 4\n\n"], end: "stall" },
      {},
      [1, 2],
      {
        name: "ResponseParseError",
        message: "s: event 3 is not JSON: {oops",
        status: 200,
        requestId: "r-3",
        operationId: "s",
      },
    ],
    [
      "another type",
      { type: "application/json", steps: ['{"no":"stream"}', 20, "and more"], end: "stall" },
      {},
      [],
      {
        name: "ResponseParseError",
        // On a slow machine the second piece has come as well.
        message: expect.stringMatching(
          /^s: HTTP 200 with application\/json instead of text\/event-stream: \{"no":"stream"\}/,
        ) as string,
        requestId: "r-3",
      },
    ],
    [
      "an error status",
      { type: "application/json", status: 429, steps: ['{"message":"slow down"}'] },
      {},
      [],
      { name: "RateLimitError", status: 429, message: "s: HTTP 429: slow down (request r-3)" },
    ],
    [
      "silence",
      { type: EVENTS, steps: ["data: 1\n\n"], end: "stall" },
      { timeout: { idle: 1_000 } },
      [1],
      { name: "TimeoutError", phase: "idle", timeoutMs: 1_000 },
    ],
    [
      "a connection that breaks",
      { type: EVENTS, steps: ["data: 1\n\n", 50], end: "reset" },
      {},
      [1],
      { name: "ConnectionError", operationId: "s" },
    ],
  ])("%s is an error", async (_what, script, reading, items, error) => {
    const outcome = await read(operationOf(script), reading);
    expect(outcome.items).toEqual(items);
    expect(outcome.error).toMatchObject(error);
    await nothingOpen();
  });

  test("who leaves early gives the connection up", async () => {
    const steps = ["data: 1\n\ndata: 2\n\n", "data: 3\n\n"];
    const outcome = await read(operationOf({ type: EVENTS, steps, end: "stall" }), {
      leaveAfter: 2,
    });
    expect(outcome).toMatchObject({ items: [1, 2] });
    expect(outcome.error).toBeUndefined();
    await nothingOpen();
  });

  test("a response without a body has no items", async () => {
    const operation = operationOf({ status: 202, steps: [] }, json, {
      responses: [{ status: "202", response: "none" }],
    });
    expect((await read(operation, {})).items).toEqual([]);
  });
});

describe("promises", () => {
  const twice = operationOf({ type: EVENTS, steps: ["data: 1\n\ndata: 2\n\n"] });
  const stalled = operationOf({ type: EVENTS, steps: ["data: 1\n\n"], end: "stall" });

  test("come to a stream, which is read once", async () => {
    const promise = sendStream<number>(core, twice, []);
    expect(promise).toBeInstanceOf(StreamPromise);
    const { data, ...meta } = await promise.withResponse();
    expect(data).toBeInstanceOf(ItemStream);
    expect(meta).toMatchObject({ status: 200, requestId: "r-3", attempts: 1 });
    expect(await promise).toBe(data);
    const items: number[] = [];
    for await (const item of data) items.push(item);
    expect(items).toEqual([1, 2]);
    expect(() => data[Symbol.asyncIterator]()).toThrow(
      "s: the items have been read or cancelled already",
    );
  });

  test("a failure of a stream that is only looped over is reported once", async () => {
    const promise = sendStream(core, operationOf({ status: 404, steps: [] }), []);
    await expect(promise[Symbol.asyncIterator]().next()).rejects.toMatchObject({ status: 404 });
  });

  test("an abort ends a loop, also while it waits, and leaves nothing on the signal", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = sendStream(core, stalled, [], {}, { signal })[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    const waiting = iterator.next();
    controller.abort("enough");
    await expect(waiting).rejects.toMatchObject({ name: "CancelledError", reason: "enough" });
    expect(getEventListeners(signal, "abort")).toEqual([]);
    await nothingOpen();
  });

  test("cancel ends a loop that waits, and a stream that nobody reads", async () => {
    const stream = await sendStream(core, stalled, []);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = rejection(iterator.next());
    await stream.cancel();
    expect(await waiting).toMatchObject({ name: "CancelledError" });
    await (await sendStream(core, stalled, [])).cancel();
    await nothingOpen();
  });

  test("an iterator that is told to return does so at once, whatever waits", async () => {
    const iterator = sendStream(core, stalled, [])[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    const unread = sendStream(core, stalled, [])[Symbol.asyncIterator]();
    await unread.return?.();
    await nothingOpen();
  });
});

describe("callbacks", () => {
  const script = { type: EVENTS, steps: ["data: 1\n\ndata: 2\n\n", 20, "data: 3\n\n"] };

  test("a function gets all items at once", async () => {
    const calls: unknown[] = [];
    await callStream(core, operationOf(script), [], {}, (error, items, ctx) =>
      calls.push([error, items, ctx.response?.status]),
    ).done;
    expect(calls).toEqual([[null, [1, 2, 3], 200]]);
  });

  test("items come between start and success, with the sender", async () => {
    const events: unknown[] = [];
    const handle = callStream<number, string>(
      core,
      operationOf(script),
      [],
      {},
      {
        sender: "me",
        onStart: () => events.push("start"),
        onItem: (item, ctx) => events.push([item, ctx.sender, handle.state]),
        onSuccess: (value) => events.push(["success", value]),
        onSettled: () => events.push("settled"),
      },
    );
    await handle.done;
    expect(events).toEqual([
      "start",
      [1, "me", "pending"],
      [2, "me", "pending"],
      [3, "me", "pending"],
      ["success", undefined],
      "settled",
    ]);
  });

  test("without callbacks there is no call", () => {
    const none = undefined as unknown as object;
    expect(thrown(() => callStream(core, operationOf(script), [], {}, none))).toMatchObject({
      name: "ParameterError",
      parameter: "callbacks",
    });
  });

  test("a signal that aborts between items cancels the call", async () => {
    const controller = new AbortController();
    const events: unknown[] = [];
    await callStream(
      core,
      operationOf({ ...script, end: "stall" }),
      [],
      {},
      {
        onItem(item) {
          events.push(item);
          if (item === 1) controller.abort("stop");
        },
        onCancel: (reason) => events.push(["cancel", reason]),
        onError: (error) => events.push(error),
        onSuccess: () => events.push("success"),
      },
      { signal: controller.signal },
    ).done;
    expect(events).toEqual([1, ["cancel", "stop"]]);
    await nothingOpen();
  });
});

describe("blocking calls", () => {
  test("a stream is read once, and can be given up", async () => {
    const stalled = operationOf({ type: EVENTS, steps: ["data: 1\n\n"], end: "stall" });
    const stream = sendSyncStream<number>(syncCore, stalled, []);
    for (const item of stream) {
      expect(item).toBe(1);
      stream.cancel();
      break;
    }
    expect(thrown(() => [...stream])).toMatchObject({
      message: "s: the items have been read or cancelled already",
    });
    sendSyncStream(syncCore, stalled, []).cancel();
    await nothingOpen();
  });

  test("a stream that is cancelled within its loop says so", () => {
    const steps = ["data: 1\n\n", 20, "data: 2\n\n"];
    const stream = sendSyncStream<number>(syncCore, operationOf({ type: EVENTS, steps }), []);
    expect(
      thrown(() => {
        for (const _item of stream) stream.cancel();
      }),
    ).toMatchObject({ name: "CancelledError" });
  });
});

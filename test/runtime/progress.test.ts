import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { call, type CallHandle } from "../../templates/package/src/runtime/callback.ts";
import { Core } from "../../templates/package/src/runtime/core.ts";
import type { Download } from "../../templates/package/src/runtime/download.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import type { Progress } from "../../templates/package/src/runtime/options.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import type { SyncDownload } from "../../templates/package/src/runtime/sync-download.ts";
import { rejection } from "./serve.ts";
import {
  api,
  bundle,
  download,
  get,
  makeFolder,
  startServer,
  thrown,
  upload,
} from "./sync/support.ts";

let folder: string;
let baseUrl: string;
let core: Core;
let syncCore: SyncCore;
let file: string;

const size = 200_000;

beforeAll(async () => {
  baseUrl = await startServer();
  folder = await makeFolder();
  file = join(folder, "input");
  writeFileSync(file, Buffer.alloc(size, 1));
  const worker = await bundle("sync-worker.ts", join(folder, "worker.mjs"));
  core = new Core(api, { baseUrl });
  syncCore = new SyncCore(api, { baseUrl, worker });
});

afterAll(() => syncCore.close());

/** How a download is read, by the names of the methods that all styles have. */
type Reading = "chunks" | "bytes" | "text" | "lines" | "saveTo";

interface Input {
  readonly operation: Operation;
  readonly params?: object;
  readonly read?: Reading;
  onProgress(progress: Progress): void;
}

/** Makes a call and reads what comes. It ends, or is rejected, as the call does. */
type Layer = (input: Input) => Promise<unknown>;

async function read(opened: Download, reading: Reading): Promise<void> {
  if (reading === "chunks")
    for await (const chunk of opened) expect(chunk.length).toBeGreaterThan(0);
  else if (reading === "lines") for await (const _ of opened.lines());
  else if (reading === "saveTo") await opened.saveTo(join(folder, crypto.randomUUID()));
  else await opened[reading]();
}

function readSync(opened: SyncDownload, reading: Reading): void {
  if (reading === "chunks") for (const chunk of opened) expect(chunk.length).toBeGreaterThan(0);
  else if (reading === "lines") for (const _ of opened.lines());
  else if (reading === "saveTo") opened.saveTo(join(folder, crypto.randomUUID()));
  else opened[reading]();
}

const layers: Readonly<Record<string, Layer>> = {
  promise: async ({ operation, params, onProgress, read: reading }) => {
    const value = await core.send(operation, [], params, { onProgress });
    if (reading !== undefined) await read(value as Download, reading);
  },
  callback: ({ operation, params, onProgress, read: reading }) =>
    new Promise((resolve, reject) => {
      call<unknown, string>(core, operation, [], params, {
        sender: "me",
        onProgress(progress, ctx) {
          expect(ctx.sender).toBe("me");
          onProgress(progress);
        },
        onError: reject,
        onSuccess: (value) =>
          resolve(reading === undefined ? undefined : read(value as Download, reading)),
      });
    }),
  sync: async ({ operation, params, onProgress, read: reading }) => {
    const value = syncCore.send(operation, [], params, { onProgress });
    if (reading !== undefined) readSync(value as SyncDownload, reading);
  },
};

function* pieces(): Generator<Uint8Array> {
  for (let at = 0; at < 4; at++) yield new Uint8Array(50_000);
}

/** The runs of one phase, each from 0 to its end. */
function runsOf(events: readonly Progress[]): Progress[][] {
  const runs: Progress[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (last?.phase === event.phase && event.loaded >= last.loaded) run?.push(event);
    else runs.push([event]);
  }
  return runs;
}

describe.each(Object.entries(layers))("%s", (layer, run) => {
  async function eventsOf(input: Omit<Input, "onProgress">): Promise<Progress[]> {
    const events: Progress[] = [];
    await run({ ...input, onProgress: (progress) => events.push(progress) }).catch(() => {});
    return events;
  }

  test.each([
    ["a file on disk", () => ({ path: file }), size],
    ["a Blob", () => new Blob([new Uint8Array(2_000_000)]), 2_000_000],
    ["large bytes", () => new Uint8Array(2_000_000), 2_000_000],
    ["an iterable", () => pieces(), undefined],
  ])("an upload of %s is reported piece by piece", async (_, body, total) => {
    const events = await eventsOf({ operation: upload("/size"), params: { body: body() } });
    const [sent = [], received = [], ...more] = runsOf(events);
    expect(more).toEqual([]);
    const loaded = total ?? size;
    expect(sent.at(-1)).toEqual({ phase: "upload", loaded, total: loaded });
    expect(new Set(sent.slice(0, -1).map((event) => event.total))).toEqual(new Set([total]));
    expect(new Set(sent.slice(0, -1).map((event) => event.loaded)).size).toBe(sent.length - 1);
    const json = JSON.stringify({ size: loaded }).length;
    expect(received).toEqual([{ phase: "download", loaded: json, total: json }]);
  });

  test("what is sent in one piece is reported once, in bytes", async () => {
    const events = await eventsOf({ operation: upload("/size"), params: { body: "ä".repeat(10) } });
    expect(events).toEqual([
      { phase: "upload", loaded: 20, total: 20 },
      { phase: "download", loaded: 11, total: 11 },
    ]);
  });

  test("an empty body is reported too; where there is none, nothing is", async () => {
    const events = await eventsOf({
      operation: download("/bytes/0"),
      read: "bytes",
    });
    expect(events).toEqual([{ phase: "download", loaded: 0, total: 0 }]);
  });

  test.each<Reading>(["chunks", "bytes", "text", "lines", "saveTo"])(
    "a download is reported as it is read: %s",
    async (reading) => {
      const events = await eventsOf({ operation: download(`/bytes/${size}`), read: reading });
      const [received = [], ...more] = runsOf(events);
      expect(more).toEqual([]);
      expect(received.at(-1)).toEqual({ phase: "download", loaded: size, total: size });
      expect(received.slice(0, -1).every(({ total }) => total === undefined)).toBe(true);
    },
  );

  test("an encoded body is counted as it is read, not as it travels", async () => {
    const events = await eventsOf({ operation: download("/gzip/100000"), read: "chunks" });
    expect(events.at(-1)).toEqual({ phase: "download", loaded: 100_000, total: 100_000 });
    expect(events[0]?.total).toBeUndefined();
  });

  test("the body of an error is not reported", async () => {
    const operation = { ...upload("/status/404"), id: "x" };
    const events = await eventsOf({ operation, params: { body: "abc" } });
    expect(events).toEqual([{ phase: "upload", loaded: 3, total: 3 }]);
  });

  test("what a handler throws ends the call, or whoever reads; with callbacks it is uncaught", async () => {
    const uncaught: unknown[] = [];
    const catchIt = (error: unknown): void => void uncaught.push(error);
    if (layer === "callback") {
      const own = process.listeners("uncaughtException");
      process.removeAllListeners("uncaughtException");
      process.on("uncaughtException", catchIt);
      onTestFinished(() => {
        process.removeAllListeners("uncaughtException");
        for (const listener of own) process.on("uncaughtException", listener);
      });
    }
    for (const input of [
      { operation: upload("/size"), params: { body: { path: file } } },
      { operation: upload("/size"), params: { body: "abc" } },
      { operation: get("/echo") },
      { operation: download("/bytes/100000"), read: "chunks" as const },
      { operation: download("/bytes/100000"), read: "saveTo" as const },
    ]) {
      const failure = new RangeError("enough");
      let count = 0;
      const throwOnce = (): void => {
        if (count++ === 0) throw failure;
      };
      const outcome = run({ ...input, onProgress: throwOnce });
      if (layer === "callback") {
        await outcome;
        await new Promise((resolve) => setTimeout(resolve));
        expect(uncaught.splice(0)).toEqual([failure]);
      } else {
        expect(await rejection(outcome)).toBe(failure);
        expect(count).toBe(1);
      }
    }
  });
});

test("each request for a call begins at 0", async () => {
  const renewed = { ...upload("/status/401"), security: [["apiKey"]] };
  let key = 0;
  const options = { baseUrl, apiKey: () => `key ${key++}` };
  const events: Progress[] = [];
  await rejection(
    new Core(api, options).send(
      renewed,
      [],
      { body: { path: file } },
      {
        onProgress: (progress) => void events.push(progress),
      },
    ),
  );
  const first = { phase: "upload", loaded: 65_536, total: size };
  // The answer may come when no more than the first piece is sent.
  expect(events[0]).toEqual(first);
  expect(events.filter(({ loaded }) => loaded === first.loaded)).toEqual([first, first]);
});

test("after cancel nothing is reported", async () => {
  const events: Progress[] = [];
  let handle: CallHandle | undefined;
  await new Promise<void>((resolve) => {
    handle = call(
      core,
      upload("/size"),
      [],
      { body: { path: file } },
      {
        onProgress(progress) {
          events.push(progress);
          handle?.cancel();
        },
        onSettled: () => resolve(),
      },
    );
  });
  expect(handle?.state).toBe("cancelled");
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(events).toHaveLength(1);
});

test("a blocking call runs the handler on the caller's thread, which may call the client itself", () => {
  const sizes: number[] = [];
  syncCore.send(
    upload("/size"),
    [],
    { body: { path: file } },
    {
      onProgress({ loaded }) {
        sizes.push(loaded);
        syncCore.send(get("/delayed/5"), []);
      },
    },
  );
  expect(sizes.length).toBeGreaterThan(1);
});

test("a file that a handler's exception interrupts is not there", () => {
  const path = join(folder, "partial");
  const opened = syncCore.send<SyncDownload>(
    download("/bytes/1000000"),
    [],
    {},
    {
      onProgress() {
        throw new RangeError("enough");
      },
    },
  );
  expect(thrown(() => opened.saveTo(path))).toBeInstanceOf(RangeError);
  expect(() => readFileSync(path)).toThrow("ENOENT");
});

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Core } from "../../templates/package/src/runtime/core.ts";
import type { Download } from "../../templates/package/src/runtime/download.ts";
import { ResponseParseError } from "../../templates/package/src/runtime/errors.ts";
import { sendStream } from "../../templates/package/src/runtime/item-stream.ts";
import type { Items } from "../../templates/package/src/runtime/operation.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import type { SyncDownload } from "../../templates/package/src/runtime/sync-download.ts";
import { sendSyncStream } from "../../templates/package/src/runtime/sync-item-stream.ts";
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

let baseUrl: string;
let core: Core;
let syncCore: SyncCore;

beforeAll(async () => {
  baseUrl = await startServer();
  const worker = await bundle("sync-worker.ts", join(await makeFolder(), "worker.mjs"));
  core = new Core(api, { baseUrl, maxResponseSize: 20 });
  syncCore = new SyncCore(api, { baseUrl, worker, maxResponseSize: 20 });
});

afterAll(() => syncCore.close());

type Way = "lines" | "jsonl" | "items";

interface Outcome {
  readonly values: unknown[];
  readonly error: unknown;
}

const options = (maxResponseSize: number | undefined): { maxResponseSize?: number } =>
  maxResponseSize === undefined ? {} : { maxResponseSize };

const layers: Readonly<
  Record<string, (operation: Operation, way: Way, max?: number) => Promise<Outcome>>
> = {
  async promise(operation, way, max) {
    const values: unknown[] = [];
    const error = await rejection(
      (async () => {
        const opened: AsyncIterable<unknown> =
          way === "items"
            ? await sendStream(core, operation, [], {}, options(max))
            : (await core.send<Download>(operation, [], {}, options(max)))[way]();
        for await (const value of opened) values.push(value);
      })(),
    );
    return { values, error };
  },
  async sync(operation, way, max) {
    const values: unknown[] = [];
    const error = thrown(() => {
      const opened: Iterable<unknown> =
        way === "items"
          ? sendSyncStream(syncCore, operation, [], {}, options(max))
          : syncCore.send<SyncDownload>(operation, [], {}, options(max))[way]();
      for (const value of opened) values.push(value);
    });
    return { values, error };
  },
};

function script(steps: readonly string[], items?: Items): Operation {
  const path = `/script?${encodeURIComponent(JSON.stringify({ type: "text/plain", steps, end: "stall" }))}`;
  return { ...download(path), id: "s", ...(items === undefined ? {} : { items }) };
}

describe.each(Object.entries(layers))("%s: a limit to the length of", (_, read) => {
  test.each<[Way, string[], Items | undefined, unknown[], string]>([
    ["lines", ["one\ntwo\n", "x".repeat(21)], undefined, ["one", "two"], "line 3"],
    ["lines", [`one\n${"x".repeat(21)}\nthree\n`], undefined, ["one"], "line 2"],
    ["jsonl", ["1\n\n", `"${"x".repeat(20)}`], undefined, [1], "line 3"],
    ["items", [`1\n"${"x".repeat(20)}"\n`], { format: "json-lines", json: true }, [1], "line 2"],
    [
      "items",
      [`data: 1\n\ndata: ${"1".repeat(21)}`],
      { format: "events", json: true },
      [1],
      "event 2",
    ],
    [
      "items",
      ["data: 1\n\n", "data:12345\n".repeat(5)],
      { format: "events", json: true },
      [1],
      "event 2",
    ],
    ["items", ["\x1E1\n\x1E", "2".repeat(21)], { format: "json-seq", json: true }, [1], "record 2"],
  ])("%s, at %j", async (way, steps, items, values, name) => {
    const outcome = await read(script(steps, items), way);
    expect(outcome).toMatchObject({
      values,
      error: {
        name: "ResponseParseError",
        message: expect.stringContaining(`s: ${name} is longer than 20 characters: `) as string,
        status: 200,
      },
    });
  });

  test("a line without end, which ends the connection", async () => {
    const { error } = await read({ ...download("/endless"), id: "s" }, "lines", 200_000);
    expect(error).toBeInstanceOf(ResponseParseError);
    for (;;) {
      if ((await core.send<number>(get("/open"), [])) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
});

test.each([0, -1, Number.NaN, "1"])("maxResponseSize cannot be %s", async (value) => {
  const wanted = {
    name: "ParameterError",
    parameter: "maxResponseSize",
    message: "maxResponseSize must be a number of bytes greater than 0",
  };
  const maxResponseSize = value as number;
  expect(thrown(() => new Core(api, { baseUrl, maxResponseSize }))).toMatchObject(wanted);
  expect(thrown(() => new SyncCore(api, { baseUrl, maxResponseSize }))).toMatchObject(wanted);
  const sent = core.send(upload(), [], { body: "a" }, { maxResponseSize });
  expect(await rejection(sent)).toMatchObject(wanted);
  expect(
    thrown(() => syncCore.send(upload(), [], { body: "a" }, { maxResponseSize })),
  ).toMatchObject(wanted);
});

import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Core } from "../../templates/package/src/runtime/core.ts";
import type { Download } from "../../templates/package/src/runtime/download.ts";
import { TimeoutError } from "../../templates/package/src/runtime/errors.ts";
import type { Fetch } from "../../templates/package/src/runtime/options.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import type { SyncDownload } from "../../templates/package/src/runtime/sync-download.ts";
import { rejection } from "./serve.ts";
import { api, bundle, download, get, makeFolder, startServer, upload } from "./sync/support.ts";

let folder: string;
let core: Core;
let fetchCore: Core;
let syncCore: SyncCore;

const byFetch: Fetch = (url, init) => fetch(url, init);

beforeAll(async () => {
  const baseUrl = await startServer();
  folder = await makeFolder();
  const worker = await bundle("sync-worker.ts", join(folder, "worker.mjs"));
  core = new Core(api, { baseUrl });
  fetchCore = new Core(api, { baseUrl, fetch: byFetch });
  syncCore = new SyncCore(api, { baseUrl, worker });
});

afterAll(() => syncCore.close());

/** More than what lies in the buffers of sockets, and far less than what passes in the same time. */
const much = 48 * 2 ** 20;
const timeout = { headers: 500 };

describe("a server that does not read", () => {
  let pulled = 0;

  function* endless(): Generator<Uint8Array> {
    for (pulled = 0; ; pulled += 65_536) yield new Uint8Array(65_536);
  }

  async function* endlessAsync(): AsyncGenerator<Uint8Array> {
    yield* endless();
  }

  const silent = upload("/silent");
  const streamOf = (pieces: Iterable<Uint8Array>): unknown => Readable.toWeb(Readable.from(pieces));

  test.each<[string, () => Promise<unknown>]>([
    ["promise, iterable", () => core.send(silent, [], { body: endless() }, { timeout })],
    ["promise, async iterable", () => core.send(silent, [], { body: endlessAsync() }, { timeout })],
    ["promise, stream", () => core.send(silent, [], { body: streamOf(endless()) }, { timeout })],
    ["fetch, iterable", () => fetchCore.send(silent, [], { body: endless() }, { timeout })],
    ["sync, iterable", async () => syncCore.send(silent, [], { body: endless() }, { timeout })],
  ])("stops the source: %s", async (_, send) => {
    const error = await rejection(send());
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase: "headers" });
    expect(pulled).toBeGreaterThan(0);
    expect(pulled).toBeLessThan(much);
  });
});

describe("a reader that pauses", () => {
  // In this time the server would write some hundred MiB.
  const pause = 300;
  const nap = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);

  /** What the server writes during a pause, beyond what it had written when it began. */
  async function during(act: () => void | Promise<void>): Promise<number> {
    const before = await core.send<number>(get("/written"), []);
    await act();
    return (await core.send<number>(get("/written"), [])) - before;
  }

  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pause));

  test.each([
    ["promise", () => core],
    ["fetch", () => fetchCore],
  ])("stops the server: %s", async (_, coreOf) => {
    const chunks = (await coreOf().send<Download>(download("/endless"), []))[
      Symbol.asyncIterator
    ]();
    await chunks.next();
    expect(await during(wait)).toBeLessThan(much);
    await chunks.return?.();
  });

  test("stops the server: sync", async () => {
    const opened = syncCore.send<SyncDownload>(download("/endless"), []);
    const chunks = opened[Symbol.iterator]();
    chunks.next();
    expect(await during(nap)).toBeLessThan(much);
    chunks.return?.();
  });

  test("stops the server: a stream that is piped to a slow one", async () => {
    const opened = await core.send<Download>(download("/endless"), []);
    let count = 0;
    const slow = new WritableStream<Uint8Array>({
      async write() {
        if (++count === 2) throw new RangeError("enough");
        await wait();
      },
    });
    const written = await during(async () => {
      expect(await rejection(opened.stream().pipeTo(slow))).toBeInstanceOf(RangeError);
    });
    expect(written).toBeLessThan(much);
  });
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import {
  CancelledError,
  ConnectionError,
  NotFoundError,
  ParameterError,
  ResponseParseError,
  TimeoutError,
} from "../../templates/package/src/runtime/errors.ts";
import type { SyncOptions } from "../../templates/package/src/runtime/options.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import { SyncDownload } from "../../templates/package/src/runtime/sync-download.ts";
import { api, bundle, download, get, makeFolder, startServer, thrown } from "./sync/support.ts";

let baseUrl: string;
let folder: string;
let worker: string;
let core: SyncCore;

beforeAll(async () => {
  baseUrl = await startServer();
  folder = await makeFolder();
  worker = await bundle("sync-worker.ts", join(folder, "worker.mjs"));
});

beforeEach(() => {
  core = new SyncCore(api, { baseUrl, worker, retry: 0 });
  return () => core.close();
});

function fetchFile(path: string, options?: SyncOptions): SyncDownload {
  return core.send<SyncDownload>(download(path), [], undefined, options);
}

/** The number of endless responses that the server is sending, once it is as expected. */
function openResponses(expected: number): number {
  let open = -1;
  for (let i = 0; i < 40 && open !== expected; i++) {
    open = core.send<number>(get("/open"), []);
    if (open !== expected) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
  }
  return open;
}

const size = 1_000_000;
const content = new Uint8Array(size).map((_, i) => i % 251);

test("all bytes at once", () => {
  const got = fetchFile(`/bytes/${size}`);
  expect(got).toBeInstanceOf(SyncDownload);
  const bytes = got.bytes();
  expect(bytes).toBeInstanceOf(Uint8Array);
  expect(Buffer.compare(bytes, content)).toBe(0);
  expect(fetchFile("/bytes/0").bytes()).toEqual(new Uint8Array());
});

test("what may be a download and is a value is read as one", () => {
  const operation = get("/echo", {
    response: "binary",
    responses: [{ mediaType: "application/json", response: "json" }],
  });
  expect(core.send(operation, [])).toMatchObject({ method: "GET", url: "/echo" });
  expect(core.send({ ...operation, responses: [] }, [])).toBeInstanceOf(SyncDownload);
});

test("chunk by chunk", () => {
  const chunks = [...fetchFile(`/bytes/${size}`)];
  expect(chunks.length).toBeGreaterThan(5);
  expect(Buffer.compare(Buffer.concat(chunks), content)).toBe(0);
  expect(chunks[0]).not.toBeInstanceOf(Buffer);
  expect([...fetchFile("/bytes/0")]).toEqual([]);
});

test("a large download is no faster than its reader and never in memory as a whole", () => {
  const before = process.memoryUsage().arrayBuffers;
  let length = 0;
  let most = 0;
  for (const chunk of fetchFile("/bytes/300000000")) {
    length += chunk.byteLength;
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(length).toBe(300_000_000);
  expect(most).toBeLessThan(150_000_000);
});

test("text, lines and values of lines", () => {
  expect(fetchFile("/lines").text()).toBe('{"n":1}\n{"n":2,"s":"ä"}\r\n\n{"n":3}');
  expect([...fetchFile("/lines").lines()]).toEqual(['{"n":1}', '{"n":2,"s":"ä"}', "", '{"n":3}']);
  expect([...fetchFile("/lines").jsonl<{ n: number }>()]).toEqual([
    { n: 1 },
    { n: 2, s: "ä" },
    { n: 3 },
  ]);
});

test("a line that is not JSON is a ResponseParseError that names it", () => {
  const lines = fetchFile("/bytes/100").jsonl();
  const error = thrown(() => [...lines]);
  expect(error).toBeInstanceOf(ResponseParseError);
  expect(error).toMatchObject({
    operationId: "test.bytes",
    message: expect.stringContaining("line 1"),
  });
});

test("an error status is thrown by the call", () => {
  expect(thrown(() => fetchFile("/status/404"))).toBeInstanceOf(NotFoundError);
});

test("what is known before reading", () => {
  const got = core.send<SyncDownload>(get("/status/200", { response: "binary" }), []);
  expect(got).toMatchObject({ contentType: "application/json", filename: undefined });
  got.cancel();
});

test("a download can be read once", () => {
  const got = fetchFile("/bytes/10");
  got.bytes();
  for (const again of [
    () => got.bytes(),
    () => got.text(),
    () => [...got],
    () => got.saveTo(join(folder, "again")),
  ]) {
    expect(thrown(again)).toMatchObject({
      message: expect.stringContaining("read or cancelled already"),
    });
  }
});

test("leaving a loop, and cancel, close the connection", () => {
  for (const chunk of fetchFile("/endless")) {
    expect(chunk.byteLength).toBeGreaterThan(0);
    expect(openResponses(1)).toBe(1);
    break;
  }
  expect(openResponses(0)).toBe(0);
  const unread = fetchFile("/endless");
  expect(openResponses(1)).toBe(1);
  unread.cancel();
  unread.cancel();
  expect(openResponses(0)).toBe(0);
  const cancelled = fetchFile("/endless");
  const chunks = cancelled[Symbol.iterator]();
  chunks.next();
  cancelled.cancel();
  expect(thrown(() => chunks.next())).toBeInstanceOf(CancelledError);
  const lines = fetchFile("/dripping-lines").lines();
  expect(lines.next().value).toBe("line");
  lines.return?.();
  expect(openResponses(0)).toBe(0);
});

test("closing the client ends its downloads", () => {
  const chunks = fetchFile("/endless")[Symbol.iterator]();
  chunks.next();
  core.close();
  expect(thrown(() => chunks.next())).toBeInstanceOf(ConnectionError);
  core = new SyncCore(api, { baseUrl, worker, retry: 0 });
  expect(openResponses(0)).toBe(0);
});

test("other calls can be made while a download is read, and two can be read in turns", () => {
  const one = fetchFile(`/bytes/${size}`)[Symbol.iterator]();
  const two = fetchFile(`/bytes/${size}`)[Symbol.iterator]();
  const parts: [Uint8Array[], Uint8Array[]] = [[], []];
  for (let open = 2; open > 0;) {
    open = 0;
    for (const [index, chunks] of [one, two].entries()) {
      const next = chunks.next();
      if (next.done === true) continue;
      open++;
      parts[index]?.push(next.value);
    }
    expect(core.send(get("/open"), [])).toBe(0);
  }
  for (const part of parts) expect(Buffer.compare(Buffer.concat(part), content)).toBe(0);
});

test("a connection that breaks is an error where it breaks, and only there", () => {
  const chunks = fetchFile("/broken")[Symbol.iterator]();
  expect(Buffer.from(chunks.next().value ?? []).toString()).toBe("abc");
  const error = thrown(() => chunks.next());
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ causeCode: "ECONNRESET", operationId: "test.broken" });
  expect(chunks.next().done).toBe(true);
  expect(thrown(() => fetchFile("/broken").bytes())).toBeInstanceOf(ConnectionError);
});

test("silence of the server is a missed deadline; slowness of the reader is not", () => {
  const chunks = fetchFile("/stalled", { timeout: { idle: 500 } })[Symbol.iterator]();
  chunks.next();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
  const start = performance.now();
  const error = thrown(() => chunks.next());
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ phase: "idle", timeoutMs: 500 });
  expect(performance.now() - start).toBeGreaterThan(450);
  expect(thrown(() => fetchFile("/stalled", { timeout: { idle: 80 } }).bytes())).toBeInstanceOf(
    TimeoutError,
  );
  expect(thrown(() => fetchFile("/dripping", { timeout: { total: 200 } }).text())).toMatchObject({
    phase: "total",
  });
});

test("a file is complete or not there", () => {
  const path = join(folder, "saved.bin");
  expect(fetchFile(`/bytes/${size}`).saveTo(path)).toBe(size);
  expect(Buffer.compare(readFileSync(path), content)).toBe(0);

  const broken = join(folder, "broken.bin");
  expect(thrown(() => fetchFile("/broken").saveTo(broken))).toBeInstanceOf(ConnectionError);
  expect(existsSync(broken)).toBe(false);
  expect(
    thrown(() => fetchFile("/stalled", { timeout: { idle: 60 } }).saveTo(broken)),
  ).toBeInstanceOf(TimeoutError);
  expect(existsSync(broken)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("a file that is there is replaced only if that is wanted", () => {
  const path = join(folder, "there.bin");
  writeFileSync(path, "mine");
  const refused = fetchFile("/bytes/5");
  const error = thrown(() => refused.saveTo(path));
  expect(error).toBeInstanceOf(ParameterError);
  expect(error).toMatchObject({ parameter: "path", cause: { code: "EEXIST" } });
  expect(readFileSync(path, "utf8")).toBe("mine");
  expect(refused.saveTo(path, { overwrite: true })).toBe(5);
  expect(openResponses(0)).toBe(0);
  expect(readFileSync(path)).toEqual(Buffer.from([0, 1, 2, 3, 4]));
  expect(thrown(() => fetchFile("/bytes/5").saveTo(join(folder, "no", "such")))).toBeInstanceOf(
    ParameterError,
  );
});

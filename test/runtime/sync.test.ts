import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test } from "vitest";
import {
  ClientError,
  ConnectionError,
  InternalServerError,
  NotFoundError,
  ParameterError,
  RateLimitError,
  ResponseParseError,
  TimeoutError,
} from "../../templates/package/src/runtime/errors.ts";
import type { ResponseMeta, SyncBaseOptions } from "../../templates/package/src/runtime/options.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import { api, bundle, get, makeFolder, startServer, thrown } from "./sync/support.ts";

let baseUrl: string;
let worker: string;
const cores: SyncCore[] = [];

beforeAll(async () => {
  baseUrl = await startServer();
  worker = await bundle("sync-worker.ts", join(await makeFolder(), "worker.mjs"));
});

afterEach(() => {
  for (const core of cores.splice(0)) core.close();
});

function open(options: SyncBaseOptions & { apiKey?: unknown } = {}): SyncCore {
  const core = new SyncCore(api, { baseUrl, worker, retry: 0, ...options });
  cores.push(core);
  return core;
}

interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

const echo = get("/echo", { security: [["apiKey"]] });

test("a call returns the operation's value", () => {
  const core = open({ apiKey: "k", headers: { "x-mine": "1" } });
  const value = core.send<Echo>(echo, [], undefined, { headers: { "x-call": "2" } });
  expect(value).toMatchObject({
    method: "GET",
    url: "/echo",
    headers: {
      authorization: "Bearer k",
      "x-mine": "1",
      "x-call": "2",
      accept: "application/json",
    },
    body: "",
  });
});

test("nothing of the caller's event loop runs while a call blocks", async () => {
  const core = open();
  const ran: string[] = [];
  setTimeout(() => ran.push("timer"), 0);
  setImmediate(() => ran.push("immediate"));
  process.nextTick(() => ran.push("tick"));
  queueMicrotask(() => ran.push("microtask"));
  const start = performance.now();
  core.send(get("/delayed/150"), []);
  expect(performance.now() - start).toBeGreaterThan(140);
  thrown(() => core.send(get("/silent"), [], undefined, { timeout: 50 }));
  expect(ran).toEqual([]);
  await expect
    .poll(() => new Set(ran))
    .toEqual(new Set(["timer", "immediate", "tick", "microtask"]));
});

test("an error has its class, status, headers, body and operation on the caller's side", () => {
  const core = open();
  const error = thrown(() => core.send(get("/status/404"), []));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({
    code: "not_found",
    status: 404,
    operationId: "test.status",
    requestId: "r-2",
    body: { message: "because", detail: "404" },
  });
  expect((error as NotFoundError).headers.get("retry-after")).toBe("3");
  expect((error as NotFoundError).stack).toContain("sync.test.ts");
  expect(thrown(() => core.send(get("/status/429"), []))).toMatchObject({ retryAfterMs: 3000 });
  expect(thrown(() => core.send(get("/status/429"), []))).toBeInstanceOf(RateLimitError);
  expect(thrown(() => core.send(get("/status/503"), []))).toBeInstanceOf(InternalServerError);
});

test("a body that is not JSON is a ResponseParseError", () => {
  const error = thrown(() => open().send(get("/malformed"), []));
  expect(error).toBeInstanceOf(ResponseParseError);
  expect(error).toMatchObject({ status: 200, excerpt: '{"a":', cause: { name: "SyntaxError" } });
});

test("a broken connection is a ConnectionError with its code and cause", () => {
  const reset = thrown(() => open().send(get("/reset"), []));
  expect(reset).toBeInstanceOf(ConnectionError);
  expect(reset).toMatchObject({
    causeCode: "ECONNRESET",
    cause: { code: "ECONNRESET" },
    operationId: "test.reset",
  });
  const refused = thrown(() => open({ baseUrl: "http://127.0.0.1:9" }).send(get("/echo"), []));
  expect(refused).toBeInstanceOf(ConnectionError);
  expect(refused).toMatchObject({ causeCode: "ECONNREFUSED" });
});

const deadlines: [phase: string, path: string, timeout: SyncBaseOptions["timeout"]][] = [
  ["headers", "/silent", { headers: 80 }],
  ["idle", "/stalled", { idle: 80 }],
  ["total", "/dripping", { total: 80 }],
  ["total", "/silent", 80],
];

test.each(deadlines)("a missed deadline names its phase: %s of %s", (phase, path, timeout) => {
  const core = open();
  const start = performance.now();
  const error = thrown(() => core.send(get(path), [], undefined, { timeout }));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ phase, timeoutMs: 80 });
  expect(performance.now() - start).toBeLessThan(20_000);
});

test("the late answer of a call that timed out is not taken for the answer of the next one", async () => {
  const core = open();
  core.send(get("/echo"), []);
  expect(
    thrown(() => core.send(get("/delayed/120"), [], undefined, { timeout: 60 })),
  ).toBeInstanceOf(TimeoutError);
  expect(core.send(get("/delayed/121"), [])).toEqual({ ms: "121" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(core.send(get("/delayed/1"), [])).toEqual({ ms: "1" });
});

test("onResponse is called before the outcome, also for an error", () => {
  const core = open();
  const metas: ResponseMeta[] = [];
  const onResponse = (meta: ResponseMeta) => void metas.push(meta);
  core.send(get("/echo"), [], undefined, { onResponse });
  thrown(() => core.send(get("/status/404"), [], undefined, { onResponse }));
  expect(metas).toMatchObject([
    { status: 200, requestId: "r-1", url: `${baseUrl}/echo`, attempts: 1 },
    { status: 404, requestId: "r-2" },
  ]);
  expect(metas[0]?.headers.get("content-type")).toBe("application/json");
});

test("a credential is a text or a synchronous function", () => {
  let calls = 0;
  const core = open({ apiKey: () => `k${++calls}` });
  expect(core.send<Echo>(echo, []).headers["authorization"]).toBe("Bearer k1");
  expect(core.send<Echo>(echo, []).headers["authorization"]).toBe("Bearer k2");

  const cause = new Error("locked");
  const failing = open({
    apiKey: () => {
      throw cause;
    },
  });
  const error = thrown(() => failing.send(echo, []));
  expect(error).toBeInstanceOf(ParameterError);
  expect(error).toMatchObject({ parameter: "apiKey", cause });
});

test.each([
  ["a promise", () => Promise.resolve("k")],
  ["a promise that is rejected", () => Promise.reject(new Error("no"))],
])("a credential function that returns %s is refused", (_, apiKey) => {
  const error = thrown(() => open({ apiKey }).send(echo, []));
  expect(error).toBeInstanceOf(ParameterError);
  expect(error).toMatchObject({
    parameter: "apiKey",
    message: expect.stringContaining("promise client"),
  });
});

test("what only other call styles can do is refused, with what to do instead", () => {
  const fetch = globalThis.fetch;
  const signal = new AbortController().signal;
  const core = open();
  const errors = [
    thrown(() => open({ fetch } as SyncBaseOptions)),
    thrown(() => core.send(get("/echo"), [], undefined, { fetch } as object)),
    thrown(() => core.send(get("/echo"), [], undefined, { signal } as object)),
  ];
  for (const error of errors) expect(error).toBeInstanceOf(ParameterError);
  expect(errors).toMatchObject([
    { parameter: "fetch", message: expect.stringContaining("transport") },
    { parameter: "fetch", message: expect.stringContaining("transport") },
    { parameter: "signal", message: expect.stringContaining("timeout") },
  ]);
  expect(core.send(get("/echo"), [], undefined, { signal: undefined } as object)).toBeDefined();
});

test("wrong options are refused at once", () => {
  expect(thrown(() => open({ baseUrl: "nowhere" }))).toBeInstanceOf(ParameterError);
  expect(thrown(() => open({ apiKey: "" }))).toBeInstanceOf(ParameterError);
  expect(thrown(() => open({ timeout: -1 }))).toBeInstanceOf(ParameterError);
});

test("a closed client refuses calls; closing it again does nothing", () => {
  const core = open();
  core.send(get("/echo"), []);
  core.close();
  core[Symbol.dispose]();
  const error = thrown(() => core.send(get("/echo"), []));
  expect(error).toBeInstanceOf(ClientError);
  expect(error).toMatchObject({ message: "test.echo: the client is closed" });
});

test("a client neither shows its secret nor changes with its options", () => {
  const headers = { "x-mine": "1" };
  const core = open({ apiKey: "secret-key", headers });
  headers["x-mine"] = "2";
  expect(core.send<Echo>(echo, []).headers["x-mine"]).toBe("1");
  expect(JSON.stringify(core)).toBe("{}");
});

test("large results arrive whole", () => {
  const size = 50_000_000;
  const text = open().send<string>(get(`/bytes/${size}`, { response: "text" }), []);
  expect(text.length).toBeGreaterThan(size / 2);
});

test("the worker's program needs no other file", () => {
  expect(readFileSync(worker, "utf8")).not.toMatch(/\bfrom "(?!node:)/);
});

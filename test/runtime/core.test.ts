import { inspect } from "node:util";
import { getEventListeners } from "node:events";
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { ApiPromise } from "../../templates/package/src/runtime/api-promise.ts";
import { Core } from "../../templates/package/src/runtime/core.ts";
import {
  ApiError,
  CancelledError,
  ConnectionError,
  NotFoundError,
  ParameterError,
  ResponseParseError,
  TimeoutError,
  UnprocessableEntityError,
} from "../../templates/package/src/runtime/errors.ts";
import type { Api } from "../../templates/package/src/runtime/operation.ts";
import type { BaseOptions, Fetch, ResponseMeta } from "../../templates/package/src/runtime/options.ts";
import { api, coreFor, createItem, downloadFile, getItem, listItems, ping, secret } from "./sample.ts";
import { answer, bodyOf, rejection, serve, serveTcp, unusedUrl } from "./serve.ts";

interface Item {
  readonly id: string;
}

test("sends a request and returns its value", async () => {
  let seen: unknown;
  const url = await serve(async (request, response) => {
    seen = { method: request.method, url: request.url, headers: request.headers, body: String(await bodyOf(request)) };
    answer(response, 200, { id: "i1" }, { "x-request-id": "r1" });
  });
  const core = coreFor(url, { headers: { "x-app": "1" } });
  const params = { endpoint: "/é", requests: [{ body: {} }] };
  const promise = core.send<Item>(createItem, [], params, { headers: { "x-call": "2" } });
  expect(promise).toBeInstanceOf(ApiPromise);
  expect(promise).toBeInstanceOf(Promise);
  expect(await promise).toEqual({ id: "i1" });
  const text = '{"endpoint":"/é","requests":[{"body":{}}]}';
  expect(seen).toMatchObject({
    method: "POST",
    url: "/v1/items",
    headers: {
      accept: "application/json",
      authorization: `Bearer ${secret}`,
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(text)),
      "x-app": "1",
      "x-call": "2",
    },
    body: text,
  });
});

test("gives out what is known about the response", async () => {
  const url = await serve((_, response) => answer(response, 201, { id: "i1" }, { "x-request-id": "r1" }));
  const seen: ResponseMeta[] = [];
  const promise = coreFor(url).send<Item>(getItem, ["a b"], {}, { onResponse: (meta) => seen.push(meta) });
  const { data, status, headers, requestId, attempts, url: from } = await promise.withResponse();
  expect({ data, status, requestId, attempts, from }).toEqual({
    data: { id: "i1" },
    status: 201,
    requestId: "r1",
    attempts: 1,
    from: `${url}/v1/items/a%20b`,
  });
  expect(headers.get("content-type")).toBe("application/json");
  expect(seen).toEqual([expect.objectContaining({ status: 201, requestId: "r1" })]);
  expect(await promise).toBe(data);
});

test("has native promise semantics", async () => {
  const url = await serve((_, response) => answer(response, 200, { id: "i1" }));
  const promise = coreFor(url).send<Item>(getItem, ["a"]);
  const derived = promise.then((item) => item.id);
  expect(derived.constructor).toBe(Promise);
  expect(promise.finally(() => {}).constructor).toBe(Promise);
  expect(await Promise.all([promise, derived])).toEqual([{ id: "i1" }, "i1"]);
  expect(await promise.then(() => Promise.reject(new Error("x"))).catch(() => "recovered")).toBe("recovered");
});

test("returns a value that has a `then` and a `__proto__`", async () => {
  const text = '{"then":{"a":1},"__proto__":{"polluted":true},"constructor":null}';
  const url = await serve((_, response) => response.writeHead(200, { "content-type": "application/json" }).end(text));
  const value = await coreFor(url).send<Record<string, unknown>>(getItem, ["a"]);
  expect(JSON.stringify(value)).toBe(text);
  expect(value["polluted"]).toBeUndefined();
});

test("a wrong argument rejects; nothing is sent", async () => {
  const fetch = vi.fn<Fetch>();
  const core = coreFor("https://h", { fetch });
  for (const promise of [
    core.send(getItem, [".."]),
    core.send(getItem, ["a"], { nope: 1 }),
    core.send(getItem, ["a"], {}, { timeout: -1 }),
    core.list(listItems, [], { page: -1 }),
  ]) {
    expect(await rejection(promise)).toBeInstanceOf(ParameterError);
  }
  expect(fetch).not.toHaveBeenCalled();
});

test("a view takes the failure over from the promise", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  try {
    const core = coreFor("https://h");
    await rejection(core.send(getItem, [""]).withResponse());
    const list = core.list<unknown, Item>(listItems, [], { page: -1 });
    await rejection(list[Symbol.asyncIterator]().next());
    await rejection(core.list(listItems, [], { page: -1 }).pages()[Symbol.asyncIterator]().next());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled).not.toHaveBeenCalled();
  } finally {
    process.off("unhandledRejection", unhandled);
  }
});

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
  for await (const item of core.list<{ data: Item[] }, Item>(listItems, [], { status: "X" })) ids.push(item.id);
  expect(ids).toEqual(["i0", "i1", "i2", "i3", "i4"]);
  expect(asked).toEqual(["/v1/items?status=X", "/v1/items?page=1&status=X", "/v1/items?page=2&status=X"]);
  asked.length = 0;
  const sizes: number[] = [];
  const list = core.list<{ data: Item[] }, Item>(listItems, [], { page: 1, page_size: 2 });
  for await (const page of list.pages()) sizes.push(page.data.length);
  expect(sizes).toEqual([2, 1]);
  expect(asked).toEqual(["/v1/items?page=1&page_size=2", "/v1/items?page=2&page_size=2"]);
  expect((await list).data).toHaveLength(2);
  asked.length = 0;
  for await (const item of core.list<{ data: Item[] }, Item>(listItems, [])) if (item.id === "i1") break;
  expect(asked).toHaveLength(1);
});

test.each([
  ["an empty page", [{ data: [1] }, { data: [] }], 2],
  ["a short page", [{ data: [1, 2] }, { data: [3] }], 2],
  ["the total", [{ data: [1, 2], total: 4 }, { data: [3, 4], total: 4 }], 2],
  ["no items at all", [{ data: null, total: null }], 1],
])("stops at %s", async (_, pages, requests) => {
  let sent = 0;
  const url = await serve((_request, response) => answer(response, 200, pages[sent++] ?? { data: [99] }));
  for await (const page of coreFor(url).list(listItems, []).pages()) expect(page).toBeDefined();
  expect(sent).toBe(requests);
});

test("turns a status into its error", async () => {
  const detail = [{ loc: ["body", "endpoint"], msg: "bad", type: "enum" }];
  const url = await serve((request, response) => {
    if (request.url === "/v1/items/html") response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
    else if (request.url === "/v1/items/teapot") response.writeHead(418).end();
    else if (request.method === "POST") answer(response, 422, { detail });
    else answer(response, 404, { message: "no", request_id: "r9" });
  });
  const core = coreFor(url);
  expect(await rejection(core.send(getItem, ["x"]))).toSatisfy(NotFoundError.is);
  expect(await rejection(core.send(getItem, ["x"]))).toMatchObject({ status: 404, requestId: "r9", operationId: "items.get", attempt: 1 });
  expect(await rejection(core.send(downloadFile, ["x"]))).toMatchObject({ status: 404, body: { message: "no", request_id: "r9" } });
  expect(await rejection(core.send(createItem, [], { endpoint: "e", input_files: ["f"] }))).toSatisfy(UnprocessableEntityError.is);
  expect(await rejection(core.send(getItem, ["html"]))).toMatchObject({ status: 502, body: "<h1>Bad gateway</h1>" });
  const teapot = await rejection(core.send(getItem, ["teapot"]));
  expect(teapot).toMatchObject({ name: "ApiError", status: 418, body: undefined });
  expect((teapot as ApiError).headers.get("connection")).toBe("keep-alive");
});

test.each([
  ["malformed JSON", 200, "application/json", '{"id": ', /^items.get: HTTP 200 with malformed JSON: \{"id":$/],
  ["HTML", 200, "text/html; charset=utf-8", "<p>Hi\n</p>", /HTTP 200 with text\/html; charset=utf-8 instead of JSON: <p>Hi <\/p>$/],
  ["nothing", 200, "application/json", "", /HTTP 200 with an empty body instead of JSON$/],
])("refuses %s", async (_, status, type, body, message) => {
  const url = await serve((_request, response) => response.writeHead(status, { "content-type": type }).end(body));
  const error = await rejection(coreFor(url).send(getItem, ["a"]));
  expect(error).toBeInstanceOf(ResponseParseError);
  expect(error).toMatchObject({ status, message: expect.stringMatching(message) });
});

test("reads what is a value without being `application/json`", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/v1/items/204") response.writeHead(204).end();
    else if (request.url === "/v1/items/bom") response.writeHead(200, { "content-type": "application/x+json" }).end("\uFEFF[1]");
    else if (request.url === "/v1/items/gzip") {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":"ü"}'));
    } else response.writeHead(200, { "content-type": "text/html" }).end("pong");
  });
  const core = coreFor(url);
  expect(await core.send(getItem, ["204"])).toBeUndefined();
  expect(await core.send(getItem, ["bom"])).toEqual([1]);
  expect(await core.send(getItem, ["gzip"])).toEqual({ a: "ü" });
  expect(await core.send(ping, [])).toBeUndefined();
  expect(await core.send({ ...ping, response: "text" }, [])).toBe("pong");
});

test("says why a connection failed", async () => {
  const refused = await rejection(coreFor(await unusedUrl()).send(getItem, ["a"]));
  expect(refused).toSatisfy(ConnectionError.is);
  expect(refused).toMatchObject({
    causeCode: "ECONNREFUSED",
    cause: expect.any(TypeError),
    message: expect.stringMatching(/^items.get: the connection failed: connect ECONNREFUSED 127\.0\.0\.1:\d+$/),
  });
  const closed = await serveTcp((socket) => socket.resetAndDestroy());
  const reset = await rejection(coreFor(closed).send(getItem, ["a"]));
  expect(reset).toMatchObject({ name: "ConnectionError", causeCode: "ECONNRESET", message: expect.stringContaining("ECONNRESET") });
  const cut = await serveTcp((socket) => {
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a":');
  });
  expect(await rejection(coreFor(cut).send(getItem, ["a"]))).toSatisfy(ConnectionError.is);
});

test.each([
  ["headers", { headers: 40 }],
  ["total", 40],
  ["total", { total: 40, headers: 1000 }],
] as const)("misses the deadline for %s while waiting for an answer: %j", async (phase, timeout) => {
  const url = await serve(() => {});
  const error = await rejection(coreFor(url).send(getItem, ["a"], {}, { timeout }));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ phase, timeoutMs: 40, operationId: "items.get" });
});

test.each([
  ["idle", { idle: 40 }],
  ["total", { total: 60 }],
] as const)("misses the deadline for %s while reading: %j", async (phase, timeout) => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("[");
    if (phase === "idle") return;
    const timer = setInterval(() => response.write("1,"), 10);
    response.on("close", () => clearInterval(timer));
  });
  const error = await rejection(coreFor(url, { timeout }).send(getItem, ["a"]));
  expect(error).toMatchObject({ name: "TimeoutError", phase });
});

test("a slow answer in many pieces keeps the idle deadline", async () => {
  const url = await serve(async (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    for (const piece of ["[1", ",2", ",3", "]"]) {
      response.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    response.end();
  });
  expect(await coreFor(url).send(getItem, ["a"], {}, { timeout: { idle: 300, headers: 300 } })).toEqual([1, 2, 3]);
});

test("is cancelled before, during and after", async () => {
  const before = vi.fn<Fetch>();
  const error = await rejection(
    coreFor("https://h", { fetch: before }).send(getItem, ["a"], {}, { signal: AbortSignal.abort("enough") }),
  );
  expect(error).toMatchObject({ name: "CancelledError", reason: "enough", message: "items.get: cancelled: enough" });
  expect(before).not.toHaveBeenCalled();

  const controller = new AbortController();
  const closed = vi.fn();
  const silent = await serve((request) => {
    request.socket.on("close", closed);
    controller.abort("stop");
  });
  const during = coreFor(silent).send(getItem, ["a"], {}, { signal: controller.signal });
  expect(await rejection(during)).toSatisfy(CancelledError.is);
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());

  const late = new AbortController();
  const url = await serve((_, response) => answer(response, 200, 1));
  expect(await coreFor(url).send(getItem, ["a"], {}, { signal: late.signal })).toBe(1);
  late.abort();
});

test("is cancelled while the body is being read", async () => {
  const controller = new AbortController();
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("[");
    setTimeout(() => controller.abort(), 30);
  });
  expect(await rejection(coreFor(url).send(getItem, ["a"], {}, { signal: controller.signal }))).toSatisfy(CancelledError.is);
});

test("a deadline and a signal end a call whose fetch knows neither", async () => {
  const cancelled = vi.fn();
  let respond: (response: Response) => void = () => {};
  const deaf = coreFor("https://h", { fetch: () => new Promise((resolve) => (respond = resolve)) });
  expect(await rejection(deaf.send(getItem, ["a"], {}, { timeout: 20 }))).toMatchObject({ phase: "total" });
  respond(new Response(new ReadableStream({ cancel: cancelled })));
  await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
  const mute = coreFor("https://h", { fetch: async () => new Response(new ReadableStream()) });
  expect(await rejection(mute.send(getItem, ["a"], {}, { timeout: { idle: 20 } }))).toMatchObject({ phase: "idle" });
});

test("leaves no listener and no timer behind", async () => {
  const url = await serve((_, response) => answer(response, 200, 1));
  const core = coreFor(url);
  const { signal } = new AbortController();
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  for (let call = 0; call < 20; call++) await core.send(getItem, ["a"], {}, { signal });
  await rejection(core.send(getItem, [""], {}, { signal }));
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).toBeLessThanOrEqual(before + 1);
});

test("calls the user's fetch with a URL and standard options", async () => {
  const fetch = vi.fn<Fetch>(async () => Response.json({ ok: true }));
  const core = coreFor("https://h/base/", { fetch });
  expect(await core.send(createItem, [], { endpoint: "e", input_files: ["f"] })).toEqual({ ok: true });
  expect(fetch).toHaveBeenCalledTimes(1);
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("https://h/base/v1/items");
  expect(init).toMatchObject({ method: "POST", body: '{"endpoint":"e","input_files":["f"]}', signal: expect.any(AbortSignal) });
  expect(new Request("https://h", init).headers.get("authorization")).toBe(`Bearer ${secret}`);
});

test("uses the global fetch of the moment", async () => {
  const core = coreFor("https://h");
  const spy = vi.spyOn(globalThis, "fetch").mockResolvedValue(Response.json(7));
  try {
    expect(await core.send(getItem, ["a"])).toBe(7);
  } finally {
    spy.mockRestore();
  }
});

test("asks credentials that are functions once per request", async () => {
  const seen: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    seen.push(request.headers.authorization);
    answer(response, 200, 1);
  });
  let count = 0;
  const options: BaseOptions = { baseUrl: url };
  const core = new Core(api, { ...options, ...{ apiKey: async () => `key-${++count}` } });
  await core.send(getItem, ["a"]);
  await core.send(getItem, ["a"]);
  await core.send(ping, []).catch(() => {});
  expect(seen).toEqual(["Bearer key-1", "Bearer key-2", undefined]);
  const failing = new Core(api, { ...options, ...{ apiKey: () => Promise.reject(new Error("vault closed")) } });
  expect(await rejection(failing.send(getItem, ["a"]))).toMatchObject({
    name: "ParameterError",
    parameter: "apiKey",
    cause: expect.objectContaining({ message: "vault closed" }),
  });
  const empty = new Core(api, { ...options, ...{ apiKey: () => "" } });
  expect(await rejection(empty.send(getItem, ["a"]))).toMatchObject({ parameter: "apiKey" });
  const hanging = new Core(api, { ...options, ...{ apiKey: () => new Promise(() => {}) } });
  expect(await rejection(hanging.send(getItem, ["a"], {}, { timeout: 20 }))).toMatchObject({ phase: "total" });
  expect(await rejection(new Core(api, options).send(getItem, ["a"]))).toMatchObject({ parameter: "apiKey" });
});

test("checks its options when it is made", () => {
  expect(() => coreFor("nowhere")).toThrow(ParameterError);
  const empty = { apiKey: "" };
  expect(() => new Core(api, empty)).toThrow(expect.objectContaining({ parameter: "apiKey" }));
  const wrong = { fetch: 7 } as unknown as BaseOptions;
  expect(() => new Core(api, wrong)).toThrow(expect.objectContaining({ parameter: "fetch" }));
});

test("never shows its key", async () => {
  const inQuery: Api = { ...api, security: { apiKey: { type: "apiKey", in: "query", name: "key" } } };
  const fail: Fetch = (url) => Promise.reject(Object.assign(new TypeError(`request to ${url} failed`), { code: "EOTHER" }));
  for (const given of [api, inQuery]) {
    const options = { apiKey: secret, baseUrl: "http://127.0.0.1:1", fetch: fail };
    const core = new Core(given, options);
    const promise = core.send(getItem, ["a"]);
    const error = await rejection(promise);
    const shown = [
      inspect(core, { depth: 9, showHidden: true }),
      JSON.stringify(core),
      inspect(promise, { depth: 9 }),
      inspect(error, { depth: 9, showHidden: true }),
      JSON.stringify(error),
      (error as Error).stack,
    ].join("\n");
    expect(error).toSatisfy(ConnectionError.is);
    expect(shown).not.toContain(secret);
  }
  const fetch: Fetch = async () => Response.json(1);
  const options = { apiKey: secret, fetch };
  const { url } = await new Core(inQuery, options).send(getItem, ["a"], { inline: true }).withResponse();
  expect(url).toBe("https://api.example.com/v1/items/a?inline=true&key=***");
});

test("an exception in onResponse is the caller's own", async () => {
  const url = await serve((_, response) => answer(response, 200, 1));
  const own = new Error("mine");
  const onResponse = (): void => {
    throw own;
  };
  expect(await rejection(coreFor(url).send(getItem, ["a"], {}, { onResponse }))).toBe(own);
});

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { isPlainFetch } from "../../templates/package/src/runtime/global-fetch.ts";
import type { Fetch } from "../../templates/package/src/runtime/options.ts";
import { operation, type Send, type Servers, startServer, styles, upload } from "./layers.ts";

let servers: Servers;
let senders: Readonly<Record<string, Send>>;

beforeAll(async () => {
  servers = await startServer();
  senders = await styles();
  // From the first request on there is a dispatcher.
  await (await fetch(`${servers.url}/echo`)).text();
  before = globals[dispatcher] as object;
});

const globals = globalThis as unknown as Record<symbol, unknown>;
const dispatcher = Symbol.for("undici.globalDispatcher.1");
let before: object;

afterEach(() => {
  vi.restoreAllMocks();
  globals[dispatcher] = before;
});

/** Whether the request came by `fetch`, which says of itself what `node:http` does not. */
async function comesByFetch(): Promise<boolean> {
  const { value } = await senders["promise"]!(operation("/echo"), { baseUrl: servers.url });
  return "sec-fetch-mode" in (value as { headers: object }).headers;
}

test("node:http takes the place of Node's own fetch, also after that has been used", async () => {
  expect(await comesByFetch()).toBe(false);
  await (await fetch(`${servers.url}/echo`)).text();
  expect(await comesByFetch()).toBe(false);
});

test("a fetch that was put in the place of Node's is used, whenever that was", async () => {
  expect(await comesByFetch()).toBe(false);
  const spy = vi.spyOn(globalThis, "fetch");
  expect(await comesByFetch()).toBe(true);
  expect(spy).toHaveBeenCalledOnce();
  spy.mockRestore();
  expect(await comesByFetch()).toBe(false);
});

test("fetch is used as long as somebody observes its requests", async () => {
  const seen = vi.fn<() => void>();
  subscribe("undici:request:create", seen);
  try {
    expect(await comesByFetch()).toBe(true);
    expect(seen).toHaveBeenCalledOnce();
  } finally {
    unsubscribe("undici:request:create", seen);
  }
  expect(await comesByFetch()).toBe(false);
});

test.each([
  ["a proxy", { constructor: { name: "ProxyAgent" } }],
  ["an agent of another make", { constructor: { name: "Agent" } }],
])("fetch is used where its requests go through %s", (_, through) => {
  globals[dispatcher] = through;
  expect(isPlainFetch(fetch)).toBe(false);
});

describe("the dispatcher of Node's fetch", () => {
  test("as it is", () => {
    expect(isPlainFetch(fetch)).toBe(true);
  });

  test("with options of its own", () => {
    const { constructor } = before as { constructor: new (options: object) => object };
    globals[dispatcher] = new constructor({});
    expect(isPlainFetch(fetch)).toBe(true);
    for (const options of [
      { connect: { timeout: 1 } },
      { keepAliveTimeout: 10 },
      { pipelining: 2 },
    ]) {
      globals[dispatcher] = new constructor(options);
      expect(isPlainFetch(fetch)).toBe(false);
    }
    globals[dispatcher] = new constructor({ factory: () => before });
    expect(isPlainFetch(fetch)).toBe(false);
  });

  test("with something between", () => {
    globals[dispatcher] = new Proxy(before, {
      get: (target, key) => (key === "dispatch" ? () => true : Reflect.get(target, key)),
    });
    expect(isPlainFetch(fetch)).toBe(false);
  });
});

test("neither a function like Node's nor one that holds it is taken for it", () => {
  expect(isPlainFetch(fetch)).toBe(true);
  expect(isPlainFetch(fetch.bind(globalThis))).toBe(false);
  expect(isPlainFetch((...args: Parameters<typeof fetch>) => fetch(...args))).toBe(false);
  expect(isPlainFetch(undefined)).toBe(false);
});

const get = upload("/echo", { method: "get" });
const head = upload("/length", { method: "head", response: "none" });
const trace = operation("/echo", { method: "trace" });

describe.each(["promise", "callback", "sync"])("%s", (style) => {
  test.each([
    ["in one piece", "b", { "content-length": "1" }],
    ["as a stream", new Set([Buffer.from("b")]).values(), { "transfer-encoding": "chunked" }],
  ])("the body of a GET is sent where fetch is not needed for it: %s", async (_, body, headers) => {
    const { value } = await senders[style]!(get, { baseUrl: servers.url }, { body });
    expect(value).toMatchObject({ method: "GET", body: "b", headers });
  });

  test("so are the body of a HEAD and the method TRACE", async () => {
    const onResponse = vi.fn<(meta: { headers: Headers }) => void>();
    const client = { baseUrl: servers.url };
    await senders[style]!(head, client, { body: "body" }, { onResponse });
    expect(onResponse.mock.calls[0]?.[0].headers.get("x-length")).toBe("4");
    expect(await senders[style]!(trace, client)).toMatchObject({ value: { method: "TRACE" } });
  });

  test.each([
    ["a body", "body", upload("/echo", { method: "trace" }), {}, { body: "b" }],
    ["a credential", "authorization", { ...trace, security: [["token"]] }, { token: "t" }, {}],
    ["a credential in the query", "query", { ...trace, security: [["query"]] }, { query: "q" }, {}],
    ["a cookie", "cookie", { ...trace, method: "track" }, { headers: { cookie: "sid=c" } }, {}],
  ])("a TRACE with %s is refused", async (_, parameter, what, client, params) => {
    const fetch = vi.fn<Fetch>();
    for (const more of style === "sync" ? [{}] : [{}, { fetch }]) {
      const options = { baseUrl: servers.url, ...client, ...more };
      expect(await senders[style]!(what, options, params)).toMatchObject({
        error: { name: "ParameterError", parameter, operationId: "wire.call" },
      });
    }
    expect(fetch).not.toHaveBeenCalled();
  });

  test("CONNECT is no request", async () => {
    const connect = operation("/echo", { method: "connect" });
    expect(await senders[style]!(connect, { baseUrl: servers.url })).toMatchObject({
      error: { name: "ParameterError", parameter: "fetch", operationId: "wire.call" },
    });
  });
});

describe.each(["promise", "callback"])("%s", (style) => {
  test.each([
    ["the body of a GET", get, "body"],
    ["the body of a HEAD", head, "body"],
    ["the method TRACE", trace, "fetch"],
  ])("by fetch %s is refused at the call", async (_, what, parameter) => {
    const spy = vi.spyOn(globalThis, "fetch");
    const params = what.body === undefined ? undefined : { body: "b" };
    expect(await senders[style]!(what, { baseUrl: servers.url }, params)).toMatchObject({
      error: { name: "ParameterError", parameter, operationId: "wire.call" },
    });
    expect(spy).not.toHaveBeenCalled();
  });
});

describe.each(["promise", "callback", "sync"])("%s", (style) => {
  test.each([
    "Transfer-Encoding",
    "Connection",
    "Expect",
    "Upgrade",
    "TE",
    "Keep-Alive",
    "Trailer",
  ])("the header %s is refused at the call", async (name) => {
    const client = { baseUrl: servers.url, headers: { [name]: "close" } };
    expect(await senders[style]!(operation("/echo"), client)).toMatchObject({
      error: { name: "ParameterError", parameter: name.toLowerCase(), operationId: "wire.call" },
    });
  });
});

test("a fetch of one's own may send it", async () => {
  const fetch = vi.fn<Fetch>(async () => Response.json("sent"));
  const { value } = await senders["promise"]!(get, { baseUrl: servers.url, fetch }, { body: "b" });
  expect(value).toBe("sent");
  expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: "GET", body: "b" });
});

import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { sendList } from "../../templates/package/src/runtime/list-promise.ts";
import { ApiPromise } from "../../templates/package/src/runtime/api-promise.ts";
import { Core } from "../../templates/package/src/runtime/core.ts";
import { preview } from "../../templates/package/src/runtime/preview.ts";
import { ConnectionError, ParameterError } from "../../templates/package/src/runtime/errors.ts";
import type { Api } from "../../templates/package/src/runtime/uses.ts";
import type {
  BaseOptions,
  CredentialContext,
  Fetch,
  ResponseMeta,
} from "../../templates/package/src/runtime/options.ts";
import { api, coreFor, createItem, getItem, listItems, ping, secret } from "./sample.ts";
import { answer, bodyOf, rejection, serve } from "./serve.ts";

interface Item {
  readonly id: string;
}

const fetchOne: Fetch = async () => Response.json(1);

/** Fails with an error that shows the URL, as some implementations of `fetch` do. */
const failWithUrl: Fetch = (url) => Promise.reject(new TypeError(`request to ${url} failed`));

test("sends a request and returns its value", async () => {
  let seen: unknown;
  const url = await serve(async (request, response) => {
    seen = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: String(await bodyOf(request)),
    };
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
  const url = await serve((_, response) =>
    answer(response, 201, { id: "i1" }, { "x-request-id": "r1" }),
  );
  const seen: ResponseMeta[] = [];
  const promise = coreFor(url).send<Item>(
    getItem,
    ["a b"],
    {},
    { onResponse: (meta) => seen.push(meta) },
  );
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

test("makes the headers of a response when they are asked for", async () => {
  const url = await serve((_, response) => answer(response, 200, { id: "i1" }));
  const response = await coreFor(url).send<Item>(getItem, ["a"]).withResponse();
  expect(Object.keys(response)).toEqual([
    "data",
    "status",
    "headers",
    "requestId",
    "url",
    "attempts",
  ]);
  expect(Object.getOwnPropertyDescriptor(response, "headers")).not.toHaveProperty("value");
  expect(response.headers).toBe(response.headers);
  expect(response.headers).toBeInstanceOf(Headers);
});

test.each([
  ["r1", "r1", 0],
  [`r1 of ${secret}`, "r1 of ***", 1],
  ["r1 of SK%2dVERY%252Dsecret&#45;", "r1 of ***&#45;", 1],
])("the id %s of a response is shown as %s, with %i patterns made", async (id, shown, made) => {
  const url = await serve((_, response) =>
    answer(response, 200, { id: "i1" }, { "x-request-id": id }),
  );
  const patterns: RegExp[] = [];
  vi.stubGlobal(
    "RegExp",
    class extends RegExp {
      constructor(...args: ConstructorParameters<typeof RegExp>) {
        super(...args);
        patterns.push(this);
      }
    },
  );
  try {
    const onResponse = vi.fn<(meta: ResponseMeta) => void>();
    await coreFor(url).send(getItem, ["a"], {}, { onResponse });
    expect(inspect(onResponse.mock.calls[0]?.[0])).toContain(`requestId: '${shown}'`);
    expect(patterns.filter(({ source }) => source.includes("very"))).toHaveLength(made);
  } finally {
    vi.unstubAllGlobals();
  }
});

test.each([
  ["is read, and its connection used again", 16_384, 1],
  ["that is long is given up", 500_000, 2],
])("the body of a redirect %s", async (_, size, connections) => {
  const ports = new Set<number | undefined>();
  const url = await serve(({ socket, url: path }, response) => {
    ports.add(socket.remotePort);
    if (path === "/to") return answer(response, 200, { id: "i1" });
    response.writeHead(302, { location: "/to" }).end("m".repeat(size));
  });
  expect(await coreFor(url).send(getItem, ["a"])).toEqual({ id: "i1" });
  expect(ports.size).toBe(connections);
});

test("a connection that was closed while the process was busy is not used", async () => {
  const seen: string[] = [];
  const url = await serve(({ method = "", socket }, response) => {
    seen.push(method);
    answer(response, 200, { id: "i1" });
    socket.end();
  });
  const core = coreFor(url);
  const { attempts } = await core.send(getItem, ["a"]).withResponse();
  const next = await core.send(createItem, [], { endpoint: "e", requests: [] }).withResponse();
  expect([attempts, next.attempts]).toEqual([1, 1]);
  expect(seen).toEqual(["GET", "POST"]);
});

test("has native promise semantics", async () => {
  const url = await serve((_, response) => answer(response, 200, { id: "i1" }));
  const promise = coreFor(url).send<Item>(getItem, ["a"]);
  const derived = promise.then((item) => item.id);
  expect(derived.constructor).toBe(Promise);
  expect(promise.finally(() => {}).constructor).toBe(Promise);
  expect(await Promise.all([promise, derived])).toEqual([{ id: "i1" }, "i1"]);
  expect(await promise.then(() => Promise.reject(new Error("x"))).catch(() => "recovered")).toBe(
    "recovered",
  );
});

test("returns a value that has a `then` and a `__proto__`", async () => {
  const text = '{"then":{"a":1},"__proto__":{"polluted":true},"constructor":null}';
  const url = await serve((_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(text),
  );
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
    sendList(core, listItems, [], { page: -1 }),
  ]) {
    expect(await rejection(promise)).toBeInstanceOf(ParameterError);
  }
  expect(fetch).not.toHaveBeenCalled();
});

test("a view takes the failure over from the promise", async () => {
  const unhandled = vi.fn<() => void>();
  process.on("unhandledRejection", unhandled);
  try {
    const core = coreFor("https://h");
    await rejection(core.send(getItem, [""]).withResponse());
    const list = sendList<unknown, Item>(core, listItems, [], { page: -1 });
    await rejection(list[Symbol.asyncIterator]().next());
    await rejection(
      sendList(core, listItems, [], { page: -1 }).pages()[Symbol.asyncIterator]().next(),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled).not.toHaveBeenCalled();
  } finally {
    process.off("unhandledRejection", unhandled);
  }
});

test("calls the user's fetch with a URL and standard options", async () => {
  const fetch = vi.fn<Fetch>(async () => Response.json({ ok: true }));
  const core = coreFor("https://h/base/", { fetch });
  expect(await core.send(createItem, [], { endpoint: "e", input_files: ["f"] })).toEqual({
    ok: true,
  });
  expect(fetch).toHaveBeenCalledTimes(1);
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("https://h/base/v1/items");
  expect(init).toMatchObject({
    method: "POST",
    body: '{"endpoint":"e","input_files":["f"]}',
    signal: expect.any(AbortSignal),
  });
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
  const core = new Core(api, { ...options, apiKey: async () => `key-${++count}` });
  await core.send(getItem, ["a"]);
  await core.send(getItem, ["a"]);
  await core.send(ping, []).catch(() => {});
  expect(seen).toEqual(["Bearer key-1", "Bearer key-2", undefined]);
  const failing = new Core(api, {
    ...options,
    apiKey: () => Promise.reject(new Error("vault closed")),
  });
  expect(await rejection(failing.send(getItem, ["a"]))).toMatchObject({
    name: "ParameterError",
    parameter: "apiKey",
    cause: expect.objectContaining({ message: "vault closed" }),
  });
  const empty = new Core(api, { ...options, apiKey: () => "" });
  expect(await rejection(empty.send(getItem, ["a"]))).toMatchObject({ parameter: "apiKey" });
  const hanging = new Core(api, { ...options, apiKey: () => new Promise(() => {}) });
  expect(await rejection(hanging.send(getItem, ["a"], {}, { timeout: 20 }))).toMatchObject({
    phase: "total",
  });
  expect(await rejection(new Core(api, options).send(getItem, ["a"]))).toMatchObject({
    parameter: "apiKey",
  });
});

test("calls that are refused at the same time renew a credential once", async () => {
  const url = await serve((request, response) => {
    const isFresh = request.headers.authorization === "Bearer fresh";
    answer(response, isFresh ? 200 : 401, { isFresh });
  });
  const count = 5;
  let refused = 0;
  let renewals = 0;
  let release: () => void = () => {};
  const allRefused = new Promise<void>((resolve) => {
    release = resolve;
  });
  const apiKey = async ({ refresh }: CredentialContext): Promise<string> => {
    if (!refresh) return "stale";
    renewals++;
    await allRefused;
    return "fresh";
  };
  const core = new Core(api, { baseUrl: url, apiKey });
  const onResponse = ({ status }: ResponseMeta): void => {
    if (status === 401 && ++refused === count) setTimeout(release, 0);
  };
  const calls = Array.from({ length: count }, () =>
    core.send(getItem, ["a"], {}, { onResponse }).withResponse(),
  );
  const all = await Promise.all(calls);
  expect(all.map(({ attempts, status }) => [attempts, status])).toEqual(calls.map(() => [2, 200]));
  expect(renewals).toBe(1);
  await core.send(getItem, ["a"]);
  expect(renewals).toBe(2);
});

test("a call that is refused after a credential was renewed does not renew it again", async () => {
  const late: (() => void)[] = [];
  const url = await serve((request, response) => {
    const isFresh = request.headers.authorization !== "Bearer key 0";
    const send = (): void => answer(response, isFresh ? 200 : 401, {});
    if (request.url === "/v1/items/late" && !isFresh) late.push(send);
    else send();
  });
  let renewals = 0;
  const apiKey = ({ refresh }: CredentialContext): string =>
    `key ${refresh ? ++renewals : renewals}`;
  const core = new Core(api, { baseUrl: url, apiKey });
  const calls = ["late", "late"].map((id) => core.send(getItem, [id]));
  while (late.length < 2) await new Promise(setImmediate);
  await core.send(getItem, ["a"]);
  expect(renewals).toBe(1);
  for (const send of late) send();
  await Promise.all(calls);
  expect(renewals).toBe(1);
});

test("a renewal that fails is made again", async () => {
  const url = await serve((request, response) => {
    answer(response, request.headers.authorization === "Bearer fresh" ? 200 : 401, {});
  });
  let renewals = 0;
  const apiKey = ({ refresh }: CredentialContext): string => {
    if (!refresh) return "stale";
    if (++renewals === 1) throw new Error("vault closed");
    return "fresh";
  };
  const core = new Core(api, { baseUrl: url, apiKey });
  expect(await rejection(core.send(getItem, ["a"]))).toMatchObject({ parameter: "apiKey" });
  await core.send(getItem, ["a"]);
  expect(renewals).toBe(2);
});

test("checks its options when it is made", () => {
  expect(() => coreFor("nowhere")).toThrow(ParameterError);
  expect(() => new Core(api, { apiKey: "" })).toThrow(
    expect.objectContaining({ parameter: "apiKey" }),
  );
  const wrong = { fetch: 7 } as unknown as BaseOptions;
  expect(() => new Core(api, wrong)).toThrow(expect.objectContaining({ parameter: "fetch" }));
});

test("never shows its key", async () => {
  const inQuery: Api = {
    ...api,
    security: { apiKey: { type: "apiKey", in: "query", name: "key" } },
  };
  for (const given of [api, inQuery]) {
    const options = { apiKey: secret, baseUrl: "http://127.0.0.1:1", fetch: failWithUrl };
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
  const { url } = await new Core(inQuery, { apiKey: secret, fetch: fetchOne })
    .send(getItem, ["a"], { inline: true })
    .withResponse();
  expect(url).toBe("https://api.example.com/v1/items/a?inline=true&key=***");
});

test("a fetch that fails with what it was given does not make its key known", async () => {
  const key = "secret/1";
  const login = Buffer.from(`user:${key}`).toString("base64");
  const security: Api["security"] = {
    login: { type: "basic" },
    header: { type: "apiKey", in: "header", name: "x-own" },
    query: { type: "apiKey", in: "query", name: "k" },
    cookie: { type: "apiKey", in: "cookie", name: "sid" },
  };
  const operation = { ...ping, security: [Object.keys(security)] };
  const failures: Fetch[] = [
    (url, init) => Promise.reject(new Error(`cannot send ${url} ${JSON.stringify(init.headers)}`)),
    (url) => Promise.reject(new Error("no", { cause: new Error(new URL(url).search.slice(1)) })),
    (url) => Promise.reject(`cannot send ${url}`),
    (_, init) => Promise.reject(Object.assign(new Error("no"), { config: { init } })),
    (_, init) => Promise.reject(new Error("no", { cause: { requests: new Map([["a", init]]) } })),
    (_, init) => Promise.reject(Object.assign(new Error("no"), { [Symbol("request")]: init })),
    (url) => {
      const error = new Error(`cannot send ${url}`);
      error.message = "no";
      return Promise.reject(error);
    },
  ];
  for (const fetch of failures) {
    const options = { fetch, login: `user:${key}`, header: key, query: key, cookie: key };
    const core = new Core({ ...api, security }, options);
    const error = await rejection(core.send(operation, []));
    expect(error).toSatisfy(ConnectionError.is);
    const shown =
      inspect(error, { depth: 9, showHidden: true }) +
      JSON.stringify(error) +
      String((error as ConnectionError & { cause: Error }).cause.stack);
    for (const text of [key, encodeURIComponent(key), login]) expect(shown).not.toContain(text);
  }
  const options = { login: `user:${key}`, header: key, query: key, cookie: key };
  expect(preview(new Core({ ...api, security }, options), operation, [])).toMatchObject({
    url: "https://api.example.com/ping?k=***",
    headers: { authorization: "Basic ***", "x-own": "***", cookie: "***" },
  });
});

test("what a fetch of one's own throws is the cause, as long as it shows no secret", async () => {
  const own = Object.assign(new RangeError("no"), {
    request: { url: "https://h/", tries: [1, 2] },
  });
  const core = new Core(api, { apiKey: secret, fetch: () => Promise.reject(own), retry: 0 });
  const error = await rejection(core.send(getItem, ["a"]));
  expect((error as ConnectionError).cause).toBe(own);
});

test("an exception in onResponse is the caller's own", async () => {
  const url = await serve((_, response) => answer(response, 200, 1));
  const own = new Error("mine");
  const onResponse = (): void => {
    throw own;
  };
  expect(await rejection(coreFor(url).send(getItem, ["a"], {}, { onResponse }))).toBe(own);
});

import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { createNodeFetch } from "../../templates/package/src/runtime/node-transport.ts";
import type { Fetch } from "../../templates/package/src/runtime/options.ts";

const nodeFetch = createNodeFetch() as Fetch;
const open: (() => void)[] = [];

afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listen(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** A TCP server that answers by hand; `answer` gets each connection's number, from 1, and what arrives on it. */
async function listenRaw(
  answer: (socket: Socket, connection: number, data: Buffer) => void,
): Promise<string> {
  let connections = 0;
  const server = createTcpServer((socket) => {
    const connection = ++connections;
    socket.on("error", () => {});
    socket.on("data", (data) => answer(socket, connection, data));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function rejection(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => expect.unreachable(),
    (error) => error,
  );
}

test("a request has its method, path, headers and body, and the response its status and headers", async () => {
  const { url } = await listen(async (request, response) => {
    const body = await bodyOf(request);
    response.writeHead(201, { "x-answer": "1", "set-cookie": ["a=1", "b=2"] });
    response.end(
      JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }),
    );
  });
  const response = await nodeFetch(`${url}/a%2Fb?x=%20y`, {
    method: "post",
    headers: { "content-type": "application/json", "X-Mine": "é" },
    body: '{"ä":1}',
  });
  expect(response.status).toBe(201);
  expect(response.ok).toBe(true);
  expect(response.url).toBe(`${url}/a%2Fb?x=%20y`);
  expect(response.headers.get("x-answer")).toBe("1");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await response.json()).toMatchObject({
    method: "POST",
    url: "/a%2Fb?x=%20y",
    body: '{"ä":1}',
    headers: {
      "content-type": "application/json",
      "content-length": "8",
      accept: "*/*",
      "accept-encoding": "gzip, deflate, br",
    },
  });
});

const unsized = { "transfer-encoding": "chunked" };
const bodies: [name: string, body: unknown, headers: Record<string, string>][] = [
  ["text", "abcdef", { "content-length": "6", "content-type": "text/plain;charset=UTF-8" }],
  ["bytes", new Uint8Array([0, ...Buffer.from("abcdef")]).subarray(1), { "content-length": "6" }],
  ["an ArrayBuffer", new TextEncoder().encode("abcdef").buffer, { "content-length": "6" }],
  [
    "a Blob",
    new Blob(["abc", "def"], { type: "text/x" }),
    { "content-length": "6", "content-type": "text/x" },
  ],
  [
    "form fields",
    new URLSearchParams({ abcdef: "1" }),
    { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
  ],
  ["a stream", new Blob(["abcdef"]).stream(), unsized],
  ["an iterable", ["abc", new TextEncoder().encode("def")], unsized],
  [
    "an async iterable",
    (async function* () {
      yield "abc";
      yield "def";
    })(),
    unsized,
  ],
];

test.each(bodies)("a body is %s", async (name, body, headers) => {
  const { url } = await listen(async (request, response) => {
    const text = await bodyOf(request);
    response.end(JSON.stringify({ text, headers: request.headers }));
  });
  const response = await nodeFetch(url, { method: "POST", body: body as BodyInit });
  expect(await response.json()).toMatchObject({
    text: name === "form fields" ? "abcdef=1" : "abcdef",
    headers,
  });
});

test("an iterable of a known length is sent with content-length, and another length is an error", async () => {
  const { url } = await listen(async (request, response) => {
    await bodyOf(request);
    response.end(JSON.stringify(request.headers));
  });
  const send = (length: number) =>
    nodeFetch(url, {
      method: "POST",
      headers: { "content-length": String(length) },
      body: ["abc", "def"] as unknown as BodyInit,
    });
  const headers = await (await send(6)).json();
  expect(headers).toMatchObject({ "content-length": "6" });
  expect(headers).not.toHaveProperty("transfer-encoding");
  expect((await rejection(send(5))).message).toContain("more than the 5 bytes");
  expect((await rejection(send(7))).message).toContain("fewer than the 7 bytes");
});

test("a request without a body has none", async () => {
  const { url } = await listen((request, response) =>
    response.end(JSON.stringify(request.headers)),
  );
  const headersOf = async (method: string) => (await nodeFetch(url, { method })).json();
  expect(await headersOf("POST")).toMatchObject({ "content-length": "0" });
  for (const method of ["GET", "DELETE"]) {
    const headers = await headersOf(method);
    expect(headers).not.toHaveProperty("content-length");
    expect(headers).not.toHaveProperty("transfer-encoding");
  }
});

test("an error of the body's source is the call's error", async () => {
  const { url } = await listen((request) => request.resume());
  const body = (async function* () {
    yield "abc";
    throw new Error("the source broke");
  })();
  const error = await rejection(
    nodeFetch(url, { method: "POST", body: body as unknown as BodyInit }),
  );
  expect(error.message).toBe("the source broke");
});

test("an answer that comes before the body was sent is returned, and the source is closed", async () => {
  const { url } = await listen((_request, response) => {
    response.writeHead(413, { connection: "close" });
    response.end("too large");
  });
  let closed = false;
  const body = (async function* () {
    try {
      for (;;) {
        yield new Uint8Array(1000);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    } finally {
      closed = true;
    }
  })();
  const response = await nodeFetch(url, { method: "POST", body: body as unknown as BodyInit });
  expect(response.status).toBe(413);
  expect(await response.text()).toBe("too large");
  await expect.poll(() => closed).toBe(true);
});

const encoders: Record<string, (data: Buffer) => Buffer> = {
  gzip: gzipSync,
  "x-gzip": gzipSync,
  deflate: deflateSync,
  "Deflate ": deflateRawSync,
  br: brotliCompressSync,
  identity: (data) => data,
  "gzip, br": (data) => brotliCompressSync(gzipSync(data)),
};

test.each(Object.keys(encoders))("content-encoding %j is decoded", async (encoding) => {
  const text = "ä line\n".repeat(50_000);
  const { url } = await listen((_request, response) => {
    response.setHeader("content-encoding", encoding);
    response.end(encoders[encoding]?.(Buffer.from(text)));
  });
  expect(await (await nodeFetch(url, {})).text()).toBe(text);
  expect(await (await nodeFetch(url, { method: "HEAD" })).text()).toBe("");
});

test("an empty body with an encoding is empty, and an unknown encoding is left alone", async () => {
  const { url } = await listen((request, response) => {
    response.setHeader("content-encoding", request.url?.slice(1) ?? "");
    response.end(request.url === "/foo" ? "raw" : undefined);
  });
  expect(await (await nodeFetch(`${url}/deflate`, {})).text()).toBe("");
  expect(await (await nodeFetch(`${url}/foo`, {})).text()).toBe("raw");
});

test("a truncated encoded body is an error", async () => {
  const { url } = await listen((_request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync("abc".repeat(1000)).subarray(0, 20));
  });
  const response = await nodeFetch(url, {});
  expect(await rejection(response.text())).toMatchObject({ message: "unexpected end of file" });
});

test("a body is read chunk by chunk, no faster than its reader", async () => {
  let written = 0;
  const { url } = await listen(async (_request, response) => {
    for (let i = 0; i < 400 && !response.destroyed; i++) {
      written += 65_536;
      if (!response.write(new Uint8Array(65_536))) {
        await new Promise<void>((resolve) => response.once("drain", resolve));
      }
    }
    response.end();
  });
  const response = await nodeFetch(url, {});
  const reader = response.body!.getReader();
  const first = await reader.read();
  expect(first.value).toBeInstanceOf(Uint8Array);
  expect(first.value).not.toBeInstanceOf(Buffer);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(written).toBeLessThan(400 * 65_536);
  let length = first.value?.length ?? 0;
  for (let next = await reader.read(); !next.done; next = await reader.read())
    length += next.value.length;
  expect(length).toBe(400 * 65_536);
});

test("a cancelled body closes the connection", async () => {
  let closed = false;
  const { url } = await listen((_request, response) => {
    response.write("abc");
    response.once("close", () => (closed = true));
  });
  const response = await nodeFetch(url, {});
  const reader = response.body!.getReader();
  await reader.read();
  const pending = reader.read();
  await reader.cancel();
  expect(await pending).toEqual({ done: true, value: undefined });
  await expect.poll(() => closed).toBe(true);
});

test("a connection that closes within the body is an error", async () => {
  const { url } = await listen((_request, response) => {
    response.writeHead(200, { "content-length": "10" });
    response.write("abc");
    setTimeout(() => response.destroy(), 20);
  });
  const response = await nodeFetch(url, {});
  expect(await rejection(response.text())).toMatchObject({ code: "ECONNRESET" });
  const late = await nodeFetch(url, {});
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await rejection(late.text())).toMatchObject({ code: "ECONNRESET" });
});

test("a refused connection and an unknown host have their codes", async () => {
  const { url, server } = await listen(() => {});
  await new Promise((resolve) => server.close(resolve));
  expect(await rejection(nodeFetch(url, {}))).toMatchObject({ code: "ECONNREFUSED" });
  expect(await rejection(nodeFetch("http://host.invalid", {}))).toMatchObject({
    code: /ENOTFOUND|EAI_AGAIN/,
  });
});

test("other schemes, and credentials in the URL, are refused", async () => {
  expect((await rejection(nodeFetch("ftp://127.0.0.1/", {}))).message).toContain("ftp:");
  expect((await rejection(nodeFetch("http://me:secret@127.0.0.1/", {}))).message).not.toContain(
    "secret",
  );
});

test("aborting before, while waiting and while reading rejects with the signal's reason", async () => {
  let closed = 0;
  const { url } = await listen((request, response) => {
    response.once("close", () => closed++);
    if (request.url === "/body") response.write("abc");
  });
  const reason = new Error("enough");
  expect(await rejection(nodeFetch(url, { signal: AbortSignal.abort(reason) }))).toBe(reason);

  const waiting = new AbortController();
  const promise = nodeFetch(url, { signal: waiting.signal });
  setTimeout(() => waiting.abort(reason), 30);
  expect(await rejection(promise)).toBe(reason);
  await expect.poll(() => closed).toBe(1);

  const reading = new AbortController();
  const response = await nodeFetch(`${url}/body`, { signal: reading.signal });
  setTimeout(() => reading.abort(reason), 30);
  expect(await rejection(response.text())).toBe(reason);
  await expect.poll(() => closed).toBe(2);
});

test("connections are kept and used again", async () => {
  const ports = new Set<number | undefined>();
  const { url } = await listen((request, response) => {
    ports.add(request.socket.remotePort);
    response.end("ok");
  });
  for (let i = 0; i < 5; i++) await (await nodeFetch(url, {})).text();
  expect(ports.size).toBe(1);
});

test("a kept connection that the server has closed is replaced, if repeating does no harm", async () => {
  const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  const seen: string[] = [];
  const url = await listenRaw((socket, connection, data) => {
    seen.push(`${connection} ${data.toString().split(" ")[0]}`);
    // The first connection answers once; what comes over it later is met with a reset.
    if (seen.filter((entry) => entry.startsWith(`${connection} `)).length === 1) socket.write(ok);
    else socket.resetAndDestroy();
  });
  const send = async (method: string) =>
    (await nodeFetch(url, { method, body: method === "GET" ? null : "x" })).text();
  expect(await send("GET")).toBe("ok");
  expect(await send("GET")).toBe("ok");
  expect(seen).toEqual(["1 GET", "1 GET", "2 GET"]);

  expect(await send("PUT")).toBe("ok");
  expect(await rejection(send("POST"))).toMatchObject({ code: "ECONNRESET" });
  expect(seen.slice(3)).toEqual(["3 PUT", "3 POST"]);
});

test("a new connection that is reset is not tried again", async () => {
  let attempts = 0;
  const url = await listenRaw((socket) => {
    attempts++;
    socket.resetAndDestroy();
  });
  expect(await rejection(nodeFetch(url, {}))).toMatchObject({ code: "ECONNRESET" });
  expect(attempts).toBe(1);
});

test("a redirect is not followed", async () => {
  const { url } = await listen((_request, response) =>
    response.writeHead(307, { location: "/again" }).end("moved"),
  );
  const response = await nodeFetch(url, {});
  expect(response.status).toBe(307);
  expect(await response.text()).toBe("moved");
});

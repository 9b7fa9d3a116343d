import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { Readable } from "node:stream";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { createNodeTransport } from "../../templates/package/src/runtime/node-transport.ts";
import {
  type Outgoing,
  type Reply,
  type Transport,
  viaFetch,
} from "../../templates/package/src/runtime/transport.ts";
import { noDeadlines, Watchdog } from "../../templates/package/src/runtime/watchdog.ts";

const transport = createNodeTransport() as Transport;
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

interface Sent extends Partial<Pick<Outgoing, "method" | "headers" | "content">> {
  readonly signal?: AbortSignal;
}

/** Sends a request by the transport, a GET if nothing else is said. */
function send(url: string, { signal, ...request }: Sent = {}): Promise<Reply> {
  const outgoing = { method: "GET", headers: {}, content: undefined, redirect: "manual" as const };
  return transport({ ...outgoing, url, ...request }, watch(signal));
}

function watch(signal?: AbortSignal): Watchdog {
  return new Watchdog("test", noDeadlines, signal);
}

async function textOf({ body }: Reply): Promise<string> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const next = await body?.read();
    if (next === undefined || next.done) return Buffer.concat(chunks).toString();
    chunks.push(next.value);
  }
}

async function jsonOf(reply: Reply): Promise<unknown> {
  return JSON.parse(await textOf(reply));
}

function streamOf(chunks: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const bytes = Readable.from(chunks).map((chunk: string | Uint8Array) => Buffer.from(chunk));
  return Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
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
  const reply = await send(`${url}/a%2Fb?x=%20y`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-mine": "é" },
    content: '{"ä":1}',
  });
  expect(reply.status).toBe(201);
  expect(reply.url).toBe(`${url}/a%2Fb?x=%20y`);
  expect(reply.headers["x-answer"]).toBe("1");
  expect(reply.headers).not.toHaveProperty("set-cookie");
  expect(reply.setCookie).toEqual(["a=1", "b=2"]);
  expect(await jsonOf(reply)).toMatchObject({
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

const bodies: [name: string, content: Outgoing["content"], headers: Record<string, string>][] = [
  ["text", "abcdef", { "content-length": "6" }],
  ["bytes", new Uint8Array([0, ...Buffer.from("abcdef")]).subarray(1), { "content-length": "6" }],
  ["a Blob", new Blob(["abc", "def"]), { "content-length": "6" }],
  ["a stream", new Blob(["abcdef"]).stream(), { "transfer-encoding": "chunked" }],
];

test.each(bodies)("a body is %s", async (_name, content, headers) => {
  const { url } = await listen(async (request, response) => {
    const text = await bodyOf(request);
    response.end(JSON.stringify({ text, headers: request.headers }));
  });
  expect(await jsonOf(await send(url, { method: "POST", content }))).toMatchObject({
    text: "abcdef",
    headers,
  });
});

test("a stream of a known length is sent with content-length, and another length is an error", async () => {
  const { url } = await listen(async (request, response) => {
    // The client breaks the request off whose length is wrong.
    await bodyOf(request).catch(() => {});
    response.end(JSON.stringify(request.headers));
  });
  const sendAs = (length: number) =>
    send(url, {
      method: "POST",
      headers: { "content-length": String(length) },
      content: new Blob(["abcdef"]).stream(),
    });
  const headers = await jsonOf(await sendAs(6));
  expect(headers).toMatchObject({ "content-length": "6" });
  expect(headers).not.toHaveProperty("transfer-encoding");
  expect((await rejection(sendAs(5))).message).toContain("more than the 5 bytes");
  expect((await rejection(sendAs(7))).message).toContain("fewer than the 7 bytes");
});

test("a request without a body has none", async () => {
  const { url } = await listen((request, response) =>
    response.end(JSON.stringify(request.headers)),
  );
  const headersOf = async (method: string) => jsonOf(await send(url, { method }));
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
  const error = await rejection(send(url, { method: "POST", content: streamOf(body) }));
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
  const reply = await send(url, { method: "POST", content: streamOf(body) });
  expect(reply.status).toBe(413);
  expect(await textOf(reply)).toBe("too large");
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
  expect(await textOf(await send(url))).toBe(text);
  expect((await send(url, { method: "HEAD" })).body).toBeUndefined();
});

test("an empty body with an encoding is empty, and an unknown encoding is left alone", async () => {
  const { url } = await listen((request, response) => {
    response.setHeader("content-encoding", request.url?.slice(1) ?? "");
    response.end(request.url === "/foo" ? "raw" : undefined);
  });
  expect(await textOf(await send(`${url}/deflate`))).toBe("");
  expect(await textOf(await send(`${url}/foo`))).toBe("raw");
});

test("a truncated encoded body is an error", async () => {
  const { url } = await listen((_request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync("abc".repeat(1000)).subarray(0, 20));
  });
  const reply = await send(url);
  expect(await rejection(textOf(reply))).toMatchObject({ message: "unexpected end of file" });
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
  const reader = (await send(url)).body!;
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
  const reader = (await send(url)).body!;
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
  expect(await rejection(textOf(await send(url)))).toMatchObject({ code: "ECONNRESET" });
  const late = await send(url);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await rejection(textOf(late))).toMatchObject({ code: "ECONNRESET" });
});

test("a refused connection and an unknown host have their codes", async () => {
  const { url, server } = await listen(() => {});
  await new Promise((resolve) => server.close(resolve));
  expect(await rejection(send(url))).toMatchObject({ code: "ECONNREFUSED" });
  expect(await rejection(send("http://host.invalid"))).toMatchObject({
    code: /ENOTFOUND|EAI_AGAIN/,
  });
});

test("other schemes, and credentials in the URL, are refused", async () => {
  expect((await rejection(send("ftp://127.0.0.1/"))).message).toContain("ftp:");
  expect((await rejection(send("http://me:secret@127.0.0.1/"))).message).not.toContain("secret");
});

test("what is given up before, while waiting and while reading is rejected with the reason", async () => {
  let closed = 0;
  const { url } = await listen((request, response) => {
    response.once("close", () => closed++);
    if (request.url === "/body") response.write("abc");
  });
  const isCancelled = { name: "CancelledError", reason: "enough" };
  const waiting = new AbortController();
  const promise = send(url, { signal: waiting.signal });
  setTimeout(() => waiting.abort("enough"), 30);
  expect(await rejection(promise)).toMatchObject(isCancelled);
  await expect.poll(() => closed).toBe(1);

  const reading = new AbortController();
  const reply = await send(`${url}/body`, { signal: reading.signal });
  setTimeout(() => reading.abort("enough"), 30);
  expect(await rejection(textOf(reply))).toMatchObject(isCancelled);
  await expect.poll(() => closed).toBe(2);
});

test("what watches over a request is forgotten with it", async () => {
  const { url } = await listen((_request, response) => response.end("ok"));
  const watchdog = watch();
  const outgoing = { url, method: "GET", headers: {}, content: undefined } as const;
  await textOf(await transport({ ...outgoing, redirect: "manual" }, watchdog));
  await expect.poll(() => watchdog.onAbort).toBeUndefined();
});

test("connections are kept and used again", async () => {
  const ports = new Set<number | undefined>();
  const { url } = await listen((request, response) => {
    ports.add(request.socket.remotePort);
    response.end("ok");
  });
  for (let i = 0; i < 5; i++) await textOf(await send(url));
  expect(ports.size).toBe(1);
});

test("a kept connection that is reset instead of an answer says so, and no other kept one is used then", async () => {
  const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  const seen = new Map<number, number>();
  const url = await listenRaw((socket, connection) => {
    const requests = (seen.get(connection) ?? 0) + 1;
    seen.set(connection, requests);
    // Each connection answers once; what comes over it later is met with a reset.
    if (requests === 1) socket.write(ok);
    else socket.resetAndDestroy();
  });
  const get = async (): Promise<string> => textOf(await send(url));
  expect(await Promise.all([get(), get()])).toEqual(["ok", "ok"]);
  expect(await rejection(send(url))).toMatchObject({ code: "ERR_STALE_CONNECTION" });
  expect(await get()).toBe("ok");
  expect(await rejection(send(url, { method: "POST" }))).toMatchObject({
    code: "ERR_STALE_CONNECTION",
  });
  expect([...seen.values()]).toEqual([expect.any(Number), expect.any(Number), 2]);
});

test("a connection that is not there in time was never there", async () => {
  const url = await listenRaw(() => {});
  const hasty = createNodeTransport(50) as Transport;
  const outgoing = { url: url.replace("http:", "https:"), method: "GET", headers: {} };
  const sent = hasty({ ...outgoing, content: undefined, redirect: "manual" }, watch());
  expect(await rejection(sent)).toMatchObject({ code: "ETIMEDOUT", syscall: "connect" });
});

test("a new connection that is reset is not tried again", async () => {
  let attempts = 0;
  const url = await listenRaw((socket) => {
    attempts++;
    socket.resetAndDestroy();
  });
  expect(await rejection(send(url))).toMatchObject({ code: "ECONNRESET" });
  expect(attempts).toBe(1);
});

test("a fetch gives the same reply", async () => {
  const { url } = await listen((_request, response) => {
    response.writeHead(201, [
      ["X-Answer", "1"],
      ["x-answer", "2"],
      ["Set-Cookie", "a=1; Expires=Thu, 26 Nov 2026 05:00:00 GMT"],
      ["Set-Cookie", "b=2"],
    ] as unknown as Record<string, string>);
    response.end("ok");
  });
  const outgoing = { url, method: "GET", headers: {}, content: undefined } as const;
  const replies = [transport, viaFetch((input, init) => fetch(input, init))].map(async (by) => {
    const reply = await by({ ...outgoing, redirect: "manual" }, watch());
    const { date: _date, connection: _connection, "keep-alive": _keep, ...headers } = reply.headers;
    return { status: reply.status, headers, setCookie: reply.setCookie, text: await textOf(reply) };
  });
  const expected = {
    status: 201,
    headers: { "x-answer": "1, 2", "transfer-encoding": "chunked" },
    setCookie: ["a=1; Expires=Thu, 26 Nov 2026 05:00:00 GMT", "b=2"],
    text: "ok",
  };
  expect(await Promise.all(replies)).toEqual([expected, expected]);
});

test("a redirect is not followed", async () => {
  const { url } = await listen((_request, response) =>
    response.writeHead(307, { location: "/again" }).end("moved"),
  );
  const reply = await send(url);
  expect(reply.status).toBe(307);
  expect(await textOf(reply)).toBe("moved");
});

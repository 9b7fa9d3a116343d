import { createReadStream, openAsBlob } from "node:fs";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import busboy from "@fastify/busboy";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openBody } from "../../templates/package/src/runtime/body.ts";
import type { Fetch } from "../../templates/package/src/runtime/options.ts";
import type { BodySource } from "../../templates/package/src/runtime/wire.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import type { Uploadable } from "../../templates/package/src/runtime/upload.ts";
import { coreFor, uploadFile } from "./sample.ts";
import { answer, bodyOf, rejection, serve } from "./serve.ts";
import { uses } from "./uses.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "upload-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

interface Received {
  readonly length: string | undefined;
  readonly coding: string | undefined;
  readonly filename: string;
  readonly type: string;
  readonly content: Buffer;
  readonly fields: Record<string, string>;
}

function receive(request: IncomingMessage): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { headers } = request;
    const parser = new busboy.Busboy({
      headers: { ...headers, "content-type": headers["content-type"] ?? "" },
    });
    const fields: Record<string, string> = {};
    let file: Pick<Received, "filename" | "type"> = { filename: "", type: "" };
    const chunks: Buffer[] = [];
    parser.on("field", (name, value) => {
      fields[name] = value;
    });
    parser.on("file", (_name, stream, filename, _encoding, type) => {
      file = { filename, type };
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    });
    parser.on("error", reject);
    parser.on("finish", () => {
      const content = Buffer.concat(chunks);
      resolve({
        length: headers["content-length"],
        coding: headers["transfer-encoding"],
        ...file,
        content,
        fields,
      });
    });
    request.pipe(parser);
  });
}

const small = Buffer.from('{"custom_id":"é"}\n');
const large = Buffer.alloc(3 * 2 ** 20, "abcdefg\n");

async function* inPieces(content: Buffer): AsyncGenerator<Uint8Array | string> {
  yield content.subarray(0, 7);
  await new Promise((resolve) => setTimeout(resolve, 5));
  yield content.subarray(7);
}

function* atOnce(content: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += 1000) yield content.subarray(at, at + 1000);
}

interface Source {
  readonly make: (content: Buffer<ArrayBuffer>, path: string) => Uploadable | Promise<Uploadable>;
  readonly filename?: string;
  readonly type?: string;
  readonly sized: boolean;
}

const named = { filename: "in.jsonl", type: "application/jsonl" };

const sources: Record<string, Source> = {
  "a path": { make: (_, path) => ({ path }), ...named, sized: true },
  bytes: { make: (content) => new Uint8Array(content), sized: true },
  "an ArrayBuffer": { make: (content) => new Uint8Array(content).buffer, sized: true },
  text: { make: (content) => content.toString(), sized: true },
  "a Blob": {
    make: (content) => new Blob([content], { type: "text/csv" }),
    type: "text/csv",
    sized: true,
  },
  "a File": { make: (content) => new File([content], "in.jsonl"), ...named, sized: true },
  "a file-backed Blob": { make: (_, path) => openAsBlob(path), sized: true },
  "a stream": {
    make: (content) => new Blob([content]).stream() as ReadableStream<Uint8Array>,
    sized: false,
  },
  "a Node stream": {
    make: (_, path) => createReadStream(path) as AsyncIterable<Uint8Array>,
    sized: false,
  },
  "an async iterable": { make: inPieces, sized: false },
  "an iterable": { make: atOnce, sized: false },
  content: {
    make: (content) => ({ content: atOnce(content), name: "in.jsonl" }),
    ...named,
    sized: false,
  },
};

test.each(Object.keys(sources).flatMap((name) => [[name, small] as const, [name, large] as const]))(
  "sends %s",
  async (name, content) => {
    const source = sources[name] as Source;
    const path = join(await folder(), "in.jsonl");
    await writeFile(path, content);
    let received: Received | undefined;
    const url = await serve(async (request, response) => {
      received = await receive(request);
      answer(response, 200, { id: "f" });
    });
    const file = await source.make(content, path);
    expect(await coreFor(url).send(uploadFile, [], { file, purpose: "batch" })).toEqual({
      id: "f",
    });
    expect(received?.content.equals(content)).toBe(true);
    const { filename = "blob", type = "application/octet-stream" } = source;
    expect(received).toMatchObject({ filename, type, fields: { purpose: "batch" } });
    expect(received?.length !== undefined, "has a content-length").toBe(source.sized);
    expect(received?.coding).toBe(source.sized ? undefined : "chunked");
  },
);

test("sends the part of a file that a Node stream reads", async () => {
  const path = join(await folder(), "in.jsonl");
  await writeFile(path, "0123456789");
  const got: string[] = [];
  const url = await serve(async (request, response) => {
    got.push((await receive(request)).content.toString());
    answer(response, 200, {});
  });
  const stream = createReadStream(path, { start: 2, end: 4 }) as AsyncIterable<Uint8Array>;
  await coreFor(url).send(uploadFile, [], { file: stream });
  const content = createReadStream(path, { start: 5 }) as AsyncIterable<Uint8Array>;
  await coreFor(url).send(uploadFile, [], { file: { content, name: "in.jsonl" } });
  expect(got).toEqual(["234", "56789"]);
});

test("a generator that was sent already is refused, not sent as nothing", async () => {
  const url = await serve(async (request, response) => {
    await receive(request);
    answer(response, 200, {});
  });
  const core = coreFor(url);
  const file = inPieces(small);
  await core.send(uploadFile, [], { file });
  expect(await rejection(core.send(uploadFile, [], { file }))).toMatchObject({
    name: "ParameterError",
    message: expect.stringContaining("it has been read already") as unknown,
  });
  const again = [...atOnce(small)];
  await core.send(uploadFile, [], { file: again });
  await core.send(uploadFile, [], { file: again });
});

test("tells a source once that no more is wanted", async () => {
  const url = await serve((_, response) => answer(response, 413, { detail: "too big" }));
  const stop = vi.fn<() => Promise<IteratorResult<Uint8Array>>>(async () => ({
    done: true,
    value: undefined,
  }));
  const file: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () =>
        new Promise((resolve) => {
          setTimeout(() => resolve({ done: false, value: Buffer.alloc(65_536) }), 5);
        }),
      return: stop,
    }),
  };
  expect(await rejection(coreFor(url).send(uploadFile, [], { file }))).toMatchObject({
    status: 413,
  });
  await expect.poll(() => stop).toHaveBeenCalled();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(stop).toHaveBeenCalledTimes(1);
});

test("sends a raw body from a path", async () => {
  const path = join(await folder(), "in.bin");
  await writeFile(path, large);
  const operation: Operation = {
    id: "raw.put",
    method: "put",
    path: "/raw",
    body: { mediaType: "application/octet-stream", encoding: "binary" },
    response: "json",
    retry: "safe",
    uses,
  };
  const url = await serve(async (request, response) => {
    const { headers } = request;
    answer(response, 200, {
      length: headers["content-length"],
      type: headers["content-type"],
      count: (await bodyOf(request)).length,
    });
  });
  const core = coreFor(url);
  const want = {
    length: String(large.length),
    type: "application/octet-stream",
    count: large.length,
  };
  expect(await core.send(operation, [], { body: { path } })).toEqual(want);
  await writeFile(path, "");
  expect(await core.send(operation, [], { body: { path } })).toMatchObject({
    count: 0,
    length: "0",
  });
});

test("sends text of any length with its length", async () => {
  const url = await serve(async (request, response) => {
    answer(response, 200, [
      request.headers["content-length"],
      (await bodyOf(request)).toString("hex").length / 2,
    ]);
  });
  const operation: Operation = {
    ...uploadFile,
    body: { mediaType: "application/json", encoding: "json" },
  };
  const body = ["é".repeat(2 ** 20)];
  const length = Buffer.byteLength(JSON.stringify(body));
  expect(await coreFor(url).send(operation, [], { body })).toEqual([String(length), length]);
});

const byFetch: Fetch = (url, init) => fetch(url, init);

test.each([
  ["the default transport", {}],
  ["Node's fetch, which copies requests", { fetch: byFetch }],
])("an upload holds one piece at a time, by %s", async (_, options) => {
  const total = 400 * 2 ** 20;
  const size = 2 ** 16;
  async function* generate(): AsyncGenerator<Uint8Array> {
    for (let sent = 0; sent < total; sent += size) yield Buffer.alloc(size, 7);
  }
  let received = 0;
  let peak = 0;
  const url = await serve((request, response) => {
    request.on("data", (chunk: Buffer) => {
      received += chunk.length;
      if (received % 2 ** 22 < chunk.length)
        peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    });
    request.on("end", () => answer(response, 200, {}));
  });
  const before = process.memoryUsage().arrayBuffers;
  await coreFor(url, options).send(uploadFile, [], { file: generate() });
  expect(received).toBeGreaterThan(total);
  expect(peak - before).toBeLessThan(200 * 2 ** 20);
});

test("a copy of a body that is a stream is read from its sources", async () => {
  const path = join(await folder(), "large");
  await writeFile(path, large);
  const contentOf = async (source: BodySource): Promise<[Buffer, Promise<Buffer>]> => {
    const { content } = await openBody([source], {});
    const [copy, own] = (content as ReadableStream<Uint8Array>).tee();
    const bytes = async (stream: ReadableStream<Uint8Array>): Promise<Buffer> =>
      Buffer.from(await new Response(stream).arrayBuffer());
    return [await bytes(own), bytes(copy)];
  };
  for (const source of [{ path }, new Blob([large]), new Uint8Array(large)]) {
    const [own, copy] = await contentOf(source);
    expect(own.equals(large)).toBe(true);
    expect((await copy).equals(large)).toBe(true);
  }
  function* once(): Generator<Uint8Array> {
    yield large;
  }
  const [own, copy] = await contentOf(once());
  expect(own.equals(large)).toBe(true);
  expect(await rejection(copy)).toMatchObject({ message: "it has been read already" });
});

test("says that a body could not be read", async () => {
  const url = await serve((request, response) => {
    request.on("error", () => {});
    request.resume().on("end", () => answer(response, 200, {}));
  });
  const core = coreFor(url);
  const missing = await rejection(
    core.send(uploadFile, [], { file: { path: "/nowhere/in.jsonl" } }),
  );
  expect(missing).toMatchObject({
    name: "ParameterError",
    parameter: "body",
    message: expect.stringMatching(/^files.upload: the request's body could not be read: ENOENT/),
    cause: expect.objectContaining({ code: "ENOENT" }),
  });
  const own = new Error("my generator failed");
  async function* broken(): AsyncGenerator<string> {
    yield "a";
    throw own;
  }
  expect(await rejection(core.send(uploadFile, [], { file: broken() }))).toMatchObject({
    name: "ParameterError",
    cause: own,
  });
  const numbers = [1, 2] as unknown as string[];
  expect(await rejection(core.send(uploadFile, [], { file: numbers }))).toMatchObject({
    name: "ParameterError",
    message: expect.stringContaining("neither bytes nor text"),
  });
  const locked = new ReadableStream<string>();
  locked.getReader();
  expect(await rejection(core.send(uploadFile, [], { file: locked }))).toMatchObject({
    name: "ParameterError",
  });
  expect(await rejection(core.send(uploadFile, [], { file: { path: tmpdir() } }))).toMatchObject({
    cause: { code: "EISDIR" },
  });
});

test("notices that a file shrank while it was being sent", async () => {
  const path = join(await folder(), "in.bin");
  await writeFile(path, Buffer.alloc(2 ** 26));
  const url = await serve((request, response) => {
    request.on("error", () => {});
    request.once("data", () => {
      request.pause();
      void truncate(path, 1000).then(() => request.resume());
    });
    request.on("end", () => answer(response, 200, {}));
  });
  const error = await rejection(coreFor(url).send(uploadFile, [], { file: { path } }));
  expect(error).toMatchObject({
    name: "ParameterError",
    message: expect.stringMatching(/it has \d+ bytes now instead of 67108864/),
  });
});

test("stops reading when the call is cancelled", async () => {
  const url = await serve((request) => {
    request.on("error", () => {});
    request.resume();
  });
  const controller = new AbortController();
  const cancelled = vi.fn<() => void>();
  const stream = new ReadableStream<string>({
    start: (sink) => sink.enqueue("a"),
    pull: () => {
      controller.abort();
      return new Promise(() => {});
    },
    cancel: cancelled,
  });
  const promise = coreFor(url).send(
    uploadFile,
    [],
    { file: stream },
    { signal: controller.signal },
  );
  expect(await rejection(promise)).toMatchObject({ name: "CancelledError" });
  await expect.poll(() => cancelled).toHaveBeenCalled();
});

test("stops reading when the server answers early", async () => {
  const url = await serve((request, response) => {
    request.on("error", () => {});
    answer(response, 413, { message: "too large" }, { connection: "close" });
  });
  const finished = vi.fn<() => void>();
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        yield new Uint8Array(2 ** 16);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    } finally {
      finished();
    }
  }
  const error = await rejection(coreFor(url).send(uploadFile, [], { file: endless() }));
  expect(["ApiError", "ConnectionError"]).toContain((error as Error).name);
  await expect.poll(() => finished).toHaveBeenCalled();
});

describe("the deadline for headers", () => {
  const timeout = { headers: 60 };

  async function* slow(pause = 150, pieces = 2): AsyncGenerator<string> {
    for (let piece = 0; piece < pieces; piece++) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      yield "x";
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }

  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield new Uint8Array(2 ** 20);
  }

  test("stands still while the source of the body is waited for", async () => {
    const url = await serve((request, response) => {
      request.resume().on("end", () => answer(response, 200, {}));
    });
    const sent = coreFor(url).send(
      uploadFile,
      [],
      { file: slow(1_600, 1) },
      { timeout: { headers: 1_200 } },
    );
    expect(await sent).toEqual({});
  });

  test.each<[string, () => AsyncGenerator<string | Uint8Array>, (request: Readable) => unknown]>([
    ["when the server takes no more", endless, () => {}],
    ["when all has left, and no answer comes", slow, (request) => request.resume()],
  ])("passes %s", async (_name, source, serveRequest) => {
    const url = await serve((request) => void serveRequest(request));
    const error = await rejection(
      coreFor(url).send(uploadFile, [], { file: source() }, { timeout }),
    );
    expect(error).toMatchObject({ name: "TimeoutError", phase: "headers" });
  });
});

import { openAsBlob, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeAll, expect, test } from "vitest";
import { ParameterError, TimeoutError } from "../../templates/package/src/runtime/errors.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import type { SyncOptions } from "../../templates/package/src/runtime/options.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import type { SyncDownload } from "../../templates/package/src/runtime/sync-download.ts";
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

const text = "one\ntwo ä\nthree";
const bytes = new TextEncoder().encode(text);

let folder: string;
let core: SyncCore;
let file: string;

beforeAll(async () => {
  const baseUrl = await startServer();
  folder = await makeFolder();
  file = join(folder, "input.txt");
  writeFileSync(file, text);
  core = new SyncCore(api, {
    baseUrl,
    worker: await bundle("sync-worker.ts", join(folder, "worker.mjs")),
  });
  return () => core.close();
});

interface Echo {
  headers: Record<string, string>;
  body: string;
}

function send(body: unknown, options?: SyncOptions): Echo {
  return core.send<Echo>(upload(), [], { body }, options);
}

function* generate(): Generator<string | Uint8Array> {
  yield "one\n";
  yield new TextEncoder().encode("two ä\n");
  yield "three";
}

const sources: [name: string, source: () => unknown, length: boolean][] = [
  ["{ path }", () => ({ path: file }), true],
  ["text", () => text, true],
  ["bytes", () => bytes, true],
  ["a part of a buffer", () => new Uint8Array([0, ...bytes, 0]).subarray(1, -1), true],
  ["a Buffer", () => Buffer.from(text), true],
  ["an ArrayBuffer", () => bytes.slice().buffer, true],
  ["shared memory", () => sharedCopy(), true],
  ["a Blob", () => new Blob([text]), true],
  ["a slice of a Blob", () => new Blob(["0", text, "0"]).slice(1, -1), true],
  ["a Blob of Blobs", () => new Blob([new Blob(["one\n"]), new Blob(["two ä\nthree"])]), true],
  ["a File", () => new File([text], "input.txt"), true],
  ["a generator", generate, false],
  ["an array", () => [...generate()], false],
  ["a Set", () => new Set(generate()), false],
  ["content with a name", () => ({ content: generate(), name: "x.txt" }), false],
];

function sharedCopy(): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  copy.set(bytes);
  return copy;
}

test.each(sources)("an upload of %s", (_, source, hasLength) => {
  const { body, headers } = send(source());
  expect(body).toBe(text);
  expect(headers["content-length"]).toBe(hasLength ? String(bytes.byteLength) : undefined);
  expect(headers["transfer-encoding"]).toBe(hasLength ? undefined : "chunked");
});

test("a generator that was sent already is refused, not sent as nothing", () => {
  const once = generate();
  send(once);
  expect(thrown(() => send(once))).toMatchObject({
    name: "ParameterError",
    message: expect.stringContaining("it has been read already"),
  });
});

test("several sources are parts of one body", () => {
  const form: Operation = get("/echo", {
    method: "post",
    body: {
      mediaType: "multipart/form-data",
      encoding: "multipart",
      properties: ["file", "more", "purpose"],
      parts: { file: { file: true }, more: { file: true } },
    },
  });
  const params = {
    file: { content: generate(), name: "a.txt" },
    more: [...generate()],
    purpose: "batch",
  };
  const { body } = core.send<Echo>(form, [], params);
  expect(body.split(text)).toHaveLength(3);
  expect(body).toContain('name="file"; filename="a.txt"');
});

test("what the caller holds is neither detached nor changed", () => {
  const buffer = Buffer.from("abcdef");
  const whole = new Uint8Array(1000).fill(65);
  const shared = whole.subarray(10, 20);
  for (const source of [buffer, whole, shared, whole.buffer]) send(source);
  expect(buffer.toString()).toBe("abcdef");
  expect(whole.byteLength).toBe(1000);
  expect(whole[999]).toBe(65);
});

function* reusing(): Generator<Uint8Array> {
  const buffer = new Uint8Array(1);
  for (const code of "abcdef") {
    buffer[0] = code.charCodeAt(0);
    yield buffer;
  }
}

test("pieces that are reused by their generator arrive as they were when they were given", () => {
  expect(send(reusing()).body).toBe("abcdef");
});

test("a large iterable is pulled as it is sent, in constant memory", () => {
  let pulled = 0;
  const chunk = new Uint8Array(50_000);
  function* large(): Generator<Uint8Array> {
    for (; pulled < 6_000; pulled++) yield chunk;
  }
  const before = process.memoryUsage().arrayBuffers;
  expect(core.send(upload("/size"), [], { body: large() })).toEqual({ size: 300_000_000 });
  expect(pulled).toBe(6_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150_000_000);
});

test("many small pieces travel together", () => {
  const line = "0123456789\n";
  const start = performance.now();
  const lines = {
    *[Symbol.iterator]() {
      for (let i = 0; i < 200_000; i++) yield line;
    },
  };
  expect(core.send(upload("/size"), [], { body: lines })).toEqual({ size: 200_000 * line.length });
  expect(performance.now() - start).toBeLessThan(20_000);
});

test("an exception in the iterable ends the call and is the cause of its error", () => {
  const cause = new Error("the disk is on fire");
  let closed = false;
  function* failing(): Generator<string> {
    try {
      yield "abc";
      throw cause;
    } finally {
      closed = true;
    }
  }
  const error = thrown(() => send(failing()));
  expect(error).toBeInstanceOf(ParameterError);
  expect((error as ParameterError).cause).toBe(cause);
  expect(error).toMatchObject({
    operationId: "test.echo",
    message: expect.stringContaining("the disk is on fire"),
  });
  expect(closed).toBe(true);
  expect(send("next").body).toBe("next");
});

test("a piece that is neither text nor bytes is refused", () => {
  expect(thrown(() => send([1, 2]))).toMatchObject({
    code: "parameter",
    message: expect.stringContaining("neither bytes nor text"),
  });
});

test("an iterable that is not read to its end is closed", () => {
  let closed = 0;
  function* endless(): Generator<Uint8Array> {
    try {
      for (;;) yield new Uint8Array(100_000);
    } finally {
      closed++;
    }
  }
  const error = thrown(() =>
    core.send(upload("/silent"), [], { body: endless() }, { timeout: 300 }),
  );
  expect(error).toBeInstanceOf(TimeoutError);
  expect(closed).toBe(1);
  expect(thrown(() => core.send(upload("/reset"), [], { body: endless() }))).toMatchObject({
    code: "connection",
  });
  expect(closed).toBe(2);
});

test("an iterable can itself make calls of the same client", () => {
  function* nested(): Generator<string> {
    for (const part of ["a", "b", "c"])
      yield core.send<Echo>(upload(), [], { body: `${part}${part}` }).body;
  }
  expect(send(nested()).body).toBe("aabbcc");
  expect(
    core.send(upload("/size"), [], {
      body: core.send<SyncDownload>(download("/bytes/3000000"), []),
    }),
  ).toEqual({
    size: 3_000_000,
  });
});

const refused: [name: string, source: () => unknown][] = [
  ["a ReadableStream", () => new Blob([text]).stream()],
  ["an async iterable", () => (async function* () {})()],
  ["a stream of Node", () => Readable.from([text])],
  ["a Blob of a file", () => openAsBlob(file)],
  ["a slice of a Blob of a file", async () => (await openAsBlob(file)).slice(1, 3)],
  ["a Blob that holds one of a file", async () => new Blob(["abc", await openAsBlob(file)])],
  ["a File that holds a Blob of a file", async () => new File([await openAsBlob(file)], "f")],
];

test.each(refused)("%s is refused, with what to give instead", async (_, source) => {
  const body = await source();
  for (const value of [body, { content: body, name: "a.txt" }]) {
    const error = thrown(() => send(value));
    expect(error).toBeInstanceOf(ParameterError);
    expect(error).toMatchObject({
      parameter: "body",
      operationId: "test.echo",
      message: expect.stringContaining("{ path }"),
    });
  }
  expect(send("next").body).toBe("next");
});

test("a missing file is a ParameterError", () => {
  const error = thrown(() => send({ path: join(folder, "missing") }));
  expect(error).toBeInstanceOf(ParameterError);
  expect(error).toMatchObject({ cause: { code: "ENOENT" } });
});

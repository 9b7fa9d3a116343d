import fs from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { getEventListeners } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Download, fileNameOf } from "../../templates/package/src/runtime/download.ts";
import { LineReader, piecesOf } from "../../templates/package/src/runtime/lines.ts";
import type { RequestOptions } from "../../templates/package/src/runtime/options.ts";
import { coreFor, downloadFile } from "./sample.ts";
import { rejection, serve, serveTcp } from "./serve.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "download-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

function get(url: string, options?: RequestOptions): Promise<Download> {
  return coreFor(url).send<Download>(downloadFile, ["f"], {}, options);
}

async function serveBytes(
  content: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<string> {
  return serve((_, response) =>
    response
      .writeHead(200, { "content-type": "application/octet-stream", ...headers })
      .end(content),
  );
}

/** A server whose body begins and then stays silent; it counts the connections that were closed on it. */
async function serveSilence(closed: () => void = () => {}): Promise<string> {
  return serve((request, response) => {
    request.socket.on("close", closed);
    response.writeHead(200, { "content-length": "100" }).write("begin");
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const every = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);

function hex(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString("hex");
}

test("gives the same bytes in every way", async () => {
  const url = await serveBytes(every, { "content-disposition": 'attachment; filename="out.bin"' });
  const download = await get(url);
  const { size, contentType, filename } = download;
  expect({ size, contentType, filename }).toEqual({
    size: undefined,
    contentType: "application/octet-stream",
    filename: "out.bin",
  });
  const want = Buffer.from(every).toString("hex");
  expect(hex([await download.bytes()])).toBe(want);
  expect(hex(await all(await get(url)))).toBe(want);
  expect(hex([new Uint8Array(await new Response((await get(url)).stream()).arrayBuffer())])).toBe(
    want,
  );
});

test("knows its size unless the body is encoded", async () => {
  const plain = await serveBytes("12345", { "content-length": "5" });
  expect((await get(plain)).size).toBe(5);
  const packed = gzipSync("12345");
  const download = await get(
    await serveBytes(packed, {
      "content-length": String(packed.length),
      "content-encoding": "gzip",
    }),
  );
  expect(download.size).toBeUndefined();
  expect(await download.text()).toBe("12345");
});

test("an empty file is one", async () => {
  const url = await serveBytes("", { "content-length": "0" });
  expect(await (await get(url)).bytes()).toEqual(new Uint8Array());
  expect(await all((await get(url)).lines())).toEqual([]);
  const path = join(await folder(), "empty");
  expect(await (await get(url)).saveTo(path)).toBe(0);
  expect(await readFile(path, "utf8")).toBe("");
});

test.each([
  ["a\nb\n", ["a", "b"]],
  ["a\r\nb", ["a", "b"]],
  ["\uFEFFa\n\n b\r\n", ["a", "", " b"]],
  ["\n", [""]],
  ["a\rb", ["a\rb"]],
])("reads the lines of %j", async (text, lines) => {
  expect(await all((await get(await serveBytes(text))).lines())).toEqual(lines);
});

const source = { status: 200, operationId: "x", longest: Infinity };

test("lines do not depend on where chunks end", async () => {
  const line = fc
    .string({ unit: "grapheme" })
    .filter((text) => !/[\r\n]/.test(text) && !text.startsWith("\uFEFF"));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.constantFrom("\n", "\r\n"),
      fc.integer({ min: 1, max: 7 }),
      async (lines, end, size) => {
        const bytes = Buffer.from(lines.map((text) => text + end).join(""));
        async function* chunks(): AsyncGenerator<Uint8Array> {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        }
        expect(await all(piecesOf(chunks(), new LineReader(source)))).toEqual(lines);
      },
    ),
  );
});

test("bytes that are no UTF-8 become U+FFFD, wherever chunks end", async () => {
  const byte = fc.oneof(fc.constantFrom(0x0a, 0x0d, 0xc3, 0xa9, 0xf0, 0x9f), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.array(byte), fc.array(fc.nat(60)), async (list, cuts) => {
      const bytes = Uint8Array.from(list);
      const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].sort(
        (a, b) => a - b,
      );
      async function* chunks(): AsyncGenerator<Uint8Array> {
        for (const [index, end] of ends.entries()) yield bytes.subarray(ends[index - 1] ?? 0, end);
      }
      const lines = new TextDecoder().decode(bytes).split("\n");
      if (lines.at(-1) === "") lines.pop();
      expect(await all(piecesOf(chunks(), new LineReader(source)))).toEqual(
        lines.map((line) => line.replace(/\r$/, "")),
      );
    }),
  );
});

test("reads JSONL, and names a bad line", async () => {
  expect(await all((await get(await serveBytes('{"a":1}\r\n\n[2]\n"é"'))).jsonl())).toEqual([
    { a: 1 },
    [2],
    "é",
  ]);
  const seen: unknown[] = [];
  const error = await rejection(
    (async () => {
      for await (const value of (await get(await serveBytes("1\n\n{oops\n2\n"))).jsonl<number>())
        seen.push(value);
    })(),
  );
  expect(seen).toEqual([1]);
  expect(error).toMatchObject({
    name: "ResponseParseError",
    message: "files.download: line 3 is not JSON: {oops",
  });
});

test.each([
  ["as it is", {}, (text: string) => Buffer.from(text)],
  ["compressed", { "content-encoding": "gzip" }, (text: string) => gzipSync(text)],
])("%s, it can be asked for several chunks at once", async (_, headers, encode) => {
  const text = "line\n".repeat(50_000);
  const bytes = encode(text);
  const url = await serve(async (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain", ...headers });
    for (const at of [0, 1, 2, 3]) {
      response.write(bytes.subarray((at * bytes.length) / 4, ((at + 1) * bytes.length) / 4));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    response.end();
  });
  const chunks = (await get(url))[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  for (let isDone = false; !isDone;) {
    for (const next of await Promise.all([chunks.next(), chunks.next(), chunks.next()])) {
      if (next.done === true) isDone = true;
      else parts.push(next.value);
    }
  }
  expect(Buffer.concat(parts).toString()).toBe(text);
});

test("gives its connection up when nobody holds it any more", async () => {
  const closed = vi.fn<() => void>();
  const url = await serveSilence(closed);
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const leave = async (): Promise<void> => void (await get(url));
  await leave();
  await expect
    .poll(() => {
      collect();
      return closed.mock.calls.length;
    })
    .toBe(1);
});

test("can be read once", async () => {
  const download = await get(await serveBytes("x"));
  await download.text();
  expect(await rejection(download.text())).toBeInstanceOf(TypeError);
  expect(() => download.lines()).toThrow(TypeError);
  expect(() => download.stream()).toThrow(TypeError);
  expect(await rejection(download.saveTo(join(await folder(), "x")))).toBeInstanceOf(TypeError);
});

test("saves to a new file, and over one only if told", async () => {
  const dir = await folder();
  const url = await serveBytes(every);
  const path = join(dir, "out.bin");
  expect(await (await get(url)).saveTo(path)).toBe(every.length);
  expect((await readFile(path)).equals(every)).toBe(true);
  await writeFile(path, "mine");
  const download = await get(url);
  expect(await rejection(download.saveTo(path))).toMatchObject({
    name: "ParameterError",
    parameter: "path",
    message: `files.download: ${path} could not be saved: it exists already`,
  });
  expect(await readFile(path, "utf8")).toBe("mine");
  expect(await download.saveTo(path, { overwrite: true })).toBe(every.length);
  expect((await readFile(path)).equals(every)).toBe(true);
  await symlink("nowhere", join(dir, "link"));
  expect(await rejection((await get(url)).saveTo(join(dir, "link")))).toMatchObject({
    name: "ParameterError",
  });
  expect(await rejection((await get(url)).saveTo(join(dir, "no", "x")))).toMatchObject({
    cause: { code: "ENOENT" },
  });
  expect(new Set(await readdir(dir))).toEqual(new Set(["link", "out.bin"]));
});

test("two saves at once: the second finds the download read", async () => {
  const dir = await folder();
  const download = await get(await serveBytes(every));
  const saves = ["a", "b"].map((name) => download.saveTo(join(dir, name)));
  const [first, second] = await Promise.allSettled(saves);
  const failed = first?.status === "rejected" ? first : second;
  expect(failed).toMatchObject({ reason: { name: "TypeError" } });
  expect(await readdir(dir)).toHaveLength(1);
});

test.each([undefined, "theirs"])(
  "a file system without hard links: the file is complete from the moment it exists (there: %s)",
  async (there) => {
    const dir = await folder();
    const path = join(dir, "out.bin");
    const download = await get(await serveBytes(every));
    const noLink = Object.assign(new Error("no links here"), { code: "ENOTSUP" });
    vi.spyOn(fs.promises, "link").mockImplementation(async () => {
      if (there !== undefined) await writeFile(path, there);
      throw noLink;
    });
    const copy = vi.spyOn(fs.promises, "copyFile");
    onTestFinished(() => void vi.restoreAllMocks());
    const saved = download.saveTo(path);
    if (there === undefined) expect(await saved).toBe(every.length);
    else expect(await rejection(saved)).toMatchObject({ cause: { code: "EEXIST" } });
    const content = await readFile(path);
    expect(there === undefined ? content.equals(every) : content.toString()).toBe(there ?? true);
    expect(await readdir(dir)).toEqual(["out.bin"]);
    expect(copy).not.toHaveBeenCalled();
  },
);

test("never replaces a file that appears meanwhile", async () => {
  const dir = await folder();
  const path = join(dir, "out.bin");
  const url = await serve(async (_, response) => {
    response.writeHead(200).write("a");
    await expect.poll(() => readdir(dir)).toHaveLength(1);
    await writeFile(path, "theirs");
    response.end("b");
  });
  expect(await rejection((await get(url)).saveTo(path))).toMatchObject({
    name: "ParameterError",
    cause: { code: "EEXIST" },
  });
  expect(await readFile(path, "utf8")).toBe("theirs");
  expect(await readdir(dir)).toEqual(["out.bin"]);
});

test.each([
  ["content-length: 100\r\n\r\nbegin"],
  ["transfer-encoding: chunked\r\n\r\n5\r\nbegin\r\n"],
])("a body that is cut short is an error: %j", async (rest) => {
  const url = await serveTcp((socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`));
  const dir = await folder();
  expect(await rejection((await get(url)).bytes())).toMatchObject({
    name: "ConnectionError",
    operationId: "files.download",
  });
  expect(await rejection(all((await get(url)).lines()))).toMatchObject({ name: "ConnectionError" });
  expect(await rejection((await get(url)).saveTo(join(dir, "x")))).toMatchObject({
    name: "ConnectionError",
  });
  expect(await readdir(dir)).toEqual([]);
});

test("misses its deadlines only while somebody reads", async () => {
  const url = await serveSilence();
  const download = await get(url, { timeout: { idle: 500 } });
  await new Promise((resolve) => setTimeout(resolve, 800));
  const chunks = download[Symbol.asyncIterator]();
  expect(await chunks.next()).toMatchObject({ done: false });
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(await rejection(Promise.resolve(chunks.next()))).toMatchObject({
    name: "TimeoutError",
    phase: "idle",
  });
  expect(await rejection((await get(url, { timeout: 1_000 })).bytes())).toMatchObject({
    name: "TimeoutError",
    phase: "total",
  });
});

test("is cancelled by the call's signal, by itself, by its stream and by leaving a loop", async () => {
  const closed = vi.fn<() => void>();
  const url = await serveSilence(closed);
  const controller = new AbortController();
  const { signal } = controller;
  const reading = (await get(url, { signal })).bytes();
  setTimeout(() => controller.abort("enough"), 20);
  expect(await rejection(reading)).toMatchObject({ name: "CancelledError", reason: "enough" });
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  const other = new AbortController();
  const download = await get(url, { signal: other.signal });
  await download.cancel();
  expect(getEventListeners(other.signal, "abort")).toHaveLength(0);
  expect(await rejection(download.text())).toBeInstanceOf(TypeError);
  await (await get(url)).stream().cancel();
  for await (const chunk of await get(url)) {
    expect(Buffer.from(chunk).toString()).toBe("begin");
    break;
  }
  await expect.poll(() => closed).toHaveBeenCalledTimes(4);
});

test.each([
  ["lines", (download: Download) => download.lines(), "1"],
  ["JSONL", (download: Download) => download.jsonl(), 1],
] as const)("%s are left at once, whatever waits", async (_, read, first) => {
  const closed = vi.fn<() => void>();
  const url = await serve((request, response) => {
    request.socket.on("close", closed);
    response.writeHead(200).write("1\n2");
  });
  const iterator = read(await get(url));
  expect(await iterator.next()).toEqual({ done: false, value: first });
  const waiting = iterator.next();
  expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
  expect(await waiting).toEqual({ done: true, value: undefined });
  await expect.poll(() => closed).toHaveBeenCalledTimes(1);
  const unread = read(await get(url));
  await unread.return?.();
  expect(await unread.next()).toEqual({ done: true, value: undefined });
  await expect.poll(() => closed).toHaveBeenCalledTimes(2);
});

test("what was read until cancel is never taken for the whole", async () => {
  const url = await serveSilence();
  const dir = await folder();
  const path = join(dir, "part");
  const readers: ((download: Download) => Promise<unknown>)[] = [
    (download) => download.text(),
    (download) => download.saveTo(path),
    (download) => all(download.lines()),
    (download) => all(download),
  ];
  for (const read of readers) {
    const download = await get(url);
    const reading = rejection(read(download));
    setTimeout(() => void download.cancel(), 30);
    expect(await reading).toMatchObject({
      name: "CancelledError",
      operationId: "files.download",
    });
  }
  const download = await get(url);
  const saving = rejection(download.saveTo(path));
  await download.cancel();
  expect(await saving).toMatchObject({ name: "CancelledError" });
  expect(await readdir(dir)).toEqual([]);
});

test("a file that an abort or a deadline interrupts is not there", async () => {
  const url = await serveSilence();
  const dir = await folder();
  const path = join(dir, "part");
  const controller = new AbortController();
  const saving = (await get(url, { signal: controller.signal })).saveTo(path);
  await expect.poll(() => readdir(dir)).toHaveLength(1);
  controller.abort("enough");
  expect(await rejection(saving)).toMatchObject({ name: "CancelledError", reason: "enough" });
  const late = (await get(url, { timeout: { idle: 60 } })).saveTo(path);
  expect(await rejection(late)).toMatchObject({ name: "TimeoutError", phase: "idle" });
  expect(await readdir(dir)).toEqual([]);
});

test("holds one chunk at a time", async () => {
  const total = 150 * 2 ** 20;
  const piece = Buffer.alloc(2 ** 16, `${"x".repeat(127)}\n`);
  const url = await serve((_, response) => {
    let sent = 0;
    response.writeHead(200);
    const more = (): void => {
      while (sent < total) {
        sent += piece.length;
        if (!response.write(piece)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  const before = process.memoryUsage().arrayBuffers;
  let [count, peak] = [0, 0];
  for await (const line of (await get(url)).lines()) {
    count++;
    if (count % 10_000 === 0) peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    if (line.length !== 127) throw new Error(line);
  }
  expect(count).toBe(total / 128);
  expect(peak - before).toBeLessThan(60 * 2 ** 20);
});

test.each([
  [undefined, undefined],
  ["attachment", undefined],
  ["attachment; filename=a.txt", "a.txt"],
  ['attachment; filename="a \\"b\\".txt"', "a _b_.txt"],
  ["attachment; filename*=UTF-8''%e2%82%ac%20rates.txt; filename=x", "€ rates.txt"],
  ["attachment; filename=\"x.txt\"; filename*=UTF-8''%zz", "x.txt"],
  ['attachment; filename="../../etc/passwd"', "passwd"],
  ['attachment; filename="C:\\\\dir\\\\evil.exe"', "evil.exe"],
  ["attachment; filename*=UTF-8''..%2f..%2f", undefined],
  ['attachment; filename=".."', undefined],
  ['attachment; filename="a\0b"', "a_b"],
  ['attachment; filename="a\u202egpj.exe"', "a_gpj.exe"],
  ['attachment; filename="nul.txt"', "_nul.txt"],
  ['attachment; filename="console.txt"', "console.txt"],
])("%j proposes %s", (disposition, name) => {
  expect(fileNameOf(disposition)).toBe(name);
});

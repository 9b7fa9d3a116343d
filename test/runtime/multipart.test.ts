import { Readable } from "node:stream";
import busboy from "@fastify/busboy";
import * as fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  joinParts,
  newBoundary,
  type Part,
  toParts,
} from "../../templates/package/src/runtime/multipart.ts";
import type { RequestBody } from "../../templates/package/src/runtime/operation.ts";
import { toUpload } from "../../templates/package/src/runtime/upload.ts";
import { runs } from "../properties.ts";

interface ParsedPart {
  readonly name: string;
  readonly filename?: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Reads a body whose sources are text and bytes, with a parser that is not ours. */
async function parse(parts: readonly Part[]): Promise<ParsedPart[]> {
  const boundary = newBoundary();
  const body = Buffer.concat(
    joinParts(parts, boundary).map((source) => Buffer.from(source as Uint8Array)),
  );
  const parser = new busboy.Busboy({
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  });
  const parsed: ParsedPart[] = [];
  parser.on("field", (name, value, _n, _v, _encoding, type) => {
    parsed.push({ name, type, content: Buffer.from(value) });
  });
  parser.on("file", (name, stream, filename, _encoding, type) => {
    const index = parsed.push({ name, filename, type, content: Buffer.alloc(0) }) - 1;
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      parsed[index] = { name, filename, type, content: Buffer.concat(chunks) };
    });
  });
  await new Promise((resolve, reject) => {
    parser.on("finish", resolve);
    parser.on("error", reject);
    Readable.from([body]).pipe(parser);
  });
  return parsed;
}

const body: RequestBody = {
  mediaType: "multipart/form-data",
  encoding: "multipart",
  parts: {
    file: { file: true },
    files: { file: true, many: true },
    meta: { contentType: "application/json" },
  },
};

test("writes fields before files, byte for byte", () => {
  const file = { content: "a\n", name: "in.jsonl" };
  const parts = toParts(body, { file, purpose: "batch", skip: null, tags: ["x", 2, true] }, "op");
  expect(joinParts(parts, "B")).toEqual([
    [
      '--B\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n',
      '--B\r\ncontent-disposition: form-data; name="tags"\r\n\r\nx\r\n',
      '--B\r\ncontent-disposition: form-data; name="tags"\r\n\r\n2\r\n',
      '--B\r\ncontent-disposition: form-data; name="tags"\r\n\r\ntrue\r\n',
      '--B\r\ncontent-disposition: form-data; name="file"; filename="in.jsonl"\r\ncontent-type: application/jsonl\r\n\r\na\n\r\n',
      "--B--\r\n",
    ].join(""),
  ]);
});

test("sends objects as JSON, and each element of an array as the document says", async () => {
  const parts = toParts(body, { options: { a: 1 }, meta: ["x", "y"], when: new Date(0) }, "op");
  expect((await parse(parts)).map((part) => [part.name, part.type, String(part.content)])).toEqual([
    ["options", "application/json", '{"a":1}'],
    ["meta", "application/json", '"x"'],
    ["meta", "application/json", '"y"'],
    ["when", "text/plain", "1970-01-01T00:00:00.000Z"],
  ]);
});

test("an array is one file in pieces, or many files where the document says so", () => {
  expect(toParts(body, { file: ["a", "b"] }, "op")).toMatchObject([
    { name: "file", source: ["a", "b"] },
  ]);
  expect(toParts(body, { files: ["a", new Blob(["b"])] }, "op")).toMatchObject([
    { source: "a" },
    { name: "files" },
  ]);
});

test.each([
  ["bytes", new Uint8Array(2), "blob", "application/octet-stream"],
  ["a path", { path: "/tmp/in.JSONL" }, "in.JSONL", "application/jsonl"],
  ["a path with a label", { path: "/tmp/in", name: "x.pdf" }, "x.pdf", "application/pdf"],
  ["a path with a type", { path: "/tmp/in.json", type: "text/x" }, "in.json", "text/x"],
  ["a Blob", new Blob(["x"]), "blob", "application/octet-stream"],
  ["a Blob with a type", new Blob(["x"], { type: "text/csv" }), "blob", "text/csv"],
  ["a File", new File(["x"], "f.txt"), "f.txt", "text/plain"],
  ["a File with a type", new File(["x"], "f.txt", { type: "a/b" }), "f.txt", "a/b"],
  ["content", { content: "x", name: "n.json" }, "n.json", "application/json"],
  [
    "a Blob as content",
    { content: new File(["x"], "f.txt", { type: "a/b" }), name: "g" },
    "g",
    "a/b",
  ],
  [
    "an unknown extension",
    { content: "x", name: "n.constructor" },
    "n.constructor",
    "application/octet-stream",
  ],
])("labels %s", (_, file, filename, type) => {
  expect(toParts(body, { file }, "op")).toMatchObject([{ name: "file", filename, type }]);
});

test("the document's type is used where nothing else says one", () => {
  const declared: RequestBody = {
    ...body,
    parts: { file: { file: true, contentType: "application/pdf" } },
  };
  expect(toParts(declared, { file: "x" }, "op")).toMatchObject([{ type: "application/pdf" }]);
  expect(toParts(declared, { file: { content: "x", type: "a/b" } }, "op")).toMatchObject([
    { type: "a/b" },
  ]);
});

test.each([
  7,
  true,
  {},
  { content: 7 },
  { name: "x" },
  { content: "x", name: 7 },
  { content: "x", type: "a\r\nb" },
])("%o cannot be uploaded", (file) => {
  expect(() => toParts(body, { file }, "op")).toThrow(
    expect.objectContaining({ code: "parameter" }),
  );
});

test("shared memory is copied", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(7);
  const { source } = toUpload(shared, "file", "op");
  expect(source).toEqual(new Uint8Array([7, 7, 7]));
  expect((source as Uint8Array).buffer).toBeInstanceOf(ArrayBuffer);
});

test.each<[RequestBody["parts"] & object, object, readonly unknown[]]>([
  [
    { color: { style: "form" } },
    { color: ["blue", "a b&c"] },
    [
      { name: "color", source: "blue" },
      { name: "color", source: "a b&c" },
    ],
  ],
  [
    { color: { style: "form", explode: false } },
    { color: ["blue", "black"] },
    [{ name: "color", source: "blue,black" }],
  ],
  [
    { color: { style: "form" } },
    { color: { R: 100, G: 200 } },
    [
      { name: "R", source: "100" },
      { name: "G", source: "200" },
    ],
  ],
  [
    { color: { style: "pipeDelimited" } },
    { color: ["a b", "c"] },
    [{ name: "color", source: "a b|c" }],
  ],
  [
    { color: { style: "spaceDelimited" } },
    { color: ["a", "b"] },
    [{ name: "color", source: "a b" }],
  ],
  [
    { color: { style: "deepObject" } },
    { color: { R: 100, "é[": 1 } },
    [
      { name: "color[R]", source: "100" },
      { name: "color[é[]", source: "1" },
    ],
  ],
])("parts with a style are written as query parameters, not encoded: %j", (parts, value, want) => {
  expect(toParts({ ...body, parts }, value, "op")).toEqual(want);
});

test("parts without names keep their order, and may be multipart bodies themselves", () => {
  const mixed: RequestBody = {
    mediaType: "multipart/mixed",
    encoding: "multipart",
    prefix: [
      {},
      {
        contentType: "multipart/mixed",
        prefix: [{ contentType: "application/xml" }],
        items: { file: true },
      },
    ],
    items: { file: true, contentType: "image/png, image/jpeg" },
  };
  const value = [
    { author: "x" },
    ["<a/>", new Uint8Array([1])],
    { content: "j", name: "b.jpg", headers: { "Content-ID": "<1>" } },
    "p",
  ];
  const parts = toParts(mixed, value, "op");
  const { boundary } = parts[1]!.source as { readonly boundary: string };
  expect(joinParts(parts, "B")).toEqual([
    [
      '--B\r\ncontent-type: application/json\r\n\r\n{"author":"x"}\r\n',
      `--B\r\ncontent-type: multipart/mixed; boundary=${boundary}\r\n\r\n`,
      `--${boundary}\r\ncontent-type: application/xml\r\n\r\n<a/>\r\n`,
      `--${boundary}\r\ncontent-type: application/octet-stream\r\n\r\n`,
    ].join(""),
    new Uint8Array([1]),
    [
      `\r\n--${boundary}--\r\n\r\n`,
      '--B\r\ncontent-disposition: attachment; filename="b.jpg"\r\ncontent-type: image/jpeg\r\ncontent-id: <1>\r\n\r\nj\r\n',
      "--B\r\ncontent-type: image/png\r\n\r\np\r\n--B--\r\n",
    ].join(""),
  ]);
});

test("headers that the document fixes are sent, and those of the caller over them", () => {
  const declared: RequestBody = {
    ...body,
    parts: {
      file: { file: true, headers: { "x-kind": "a", "x-size": "1" } },
      text: { headers: { "x-t": "é" } },
    },
  };
  const file = { content: "x", name: "n", headers: { "X-Kind": "b" } };
  expect(toParts(declared, { file, text: "t" }, "op")).toMatchObject([
    { name: "text", headers: { "x-t": "é" } },
    { name: "file", headers: { "x-kind": "b", "x-size": "1" } },
  ]);
});

test.each([
  [{ "a\r\nb": "x" }, "a\r\nb"],
  [{ "a\0b": "x" }, "a\0b"],
  [{ file: { content: "x", name: "a\nb" } }, "file.name"],
  [{ file: new File(["x"], "a\0b") }, "file.name"],
  [{ file: { content: "x", name: "n", type: "a/b\nx: y" } }, "file.type"],
  [{ file: { content: "x", headers: { "x-a": "b\r\nc: d" } } }, "x-a"],
  [{ file: { content: "x", headers: { "x a": "b" } } }, "x a"],
  [{ file: { content: "x", headers: { "Content-Type": "b" } } }, "file.headers"],
  [{ file: { content: "x", headers: 7 } }, "file.headers"],
])("%o is refused", (value, parameter) => {
  expect(() => toParts(body, value, "op")).toThrow(
    expect.objectContaining({ code: "parameter", parameter }),
  );
});

test.each([
  ["image/png, image/*", { content: "x", name: "a.webp" }, "image/webp"],
  ["image/png, image/*", { content: "x", name: "a.pdf" }, "image/png"],
  ["image/*", { content: "x", name: "a" }, "application/octet-stream"],
  ["application/octet-stream", { content: "x", name: "a.pdf" }, "application/pdf"],
  ["image/png", { content: "x", name: "a.pdf", type: "x/y" }, "x/y"],
])("of the types %s a file has the one that fits: %j", (contentType, file, type) => {
  const declared = { ...body, parts: { file: { file: true, contentType } } } as const;
  expect(toParts(declared, { file }, "op")).toMatchObject([{ type }]);
});

/** Undoes the escaping of names that the WHATWG rule prescribes, which servers see as it is. */
function unescape(name: string): string {
  return name.replaceAll("%22", '"');
}

test("any names and contents come through", async () => {
  const text = fc.string({ unit: "grapheme" });
  const name = text.filter(
    (value) => value !== "" && !/[\\/\r\n\0%]/.test(value) && value.trim() === value,
  );
  const hostile = fc.constantFrom('a"b', 'x"; filename="evil', "--B--", "é");
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          name: fc.oneof(name, hostile),
          value: fc.oneof(text, hostile, fc.constant("a\r\n--B")),
        }),
        {
          maxLength: 4,
        },
      ),
      fc.array(
        fc.record({
          name: fc.oneof(name, hostile),
          filename: fc.oneof(name, hostile),
          bytes: fc.uint8Array(),
        }),
        { maxLength: 3 },
      ),
      async (fields, files) => {
        const parts: Part[] = [
          ...fields.map((field) => ({ name: field.name, source: field.value })),
          ...files.map((file) => ({
            name: file.name,
            filename: file.filename,
            type: "a/b",
            source: file.bytes,
          })),
        ];
        const parsed = await parse(parts);
        expect(parsed.map((part) => [unescape(part.name), part.content.toString("hex")])).toEqual(
          parts.map((part) => [part.name, Buffer.from(part.source as string).toString("hex")]),
        );
      },
    ),
    { numRuns: runs(60) },
  );
});

test("a boundary is made on pages without https, too", () => {
  const { crypto } = globalThis;
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal("crypto", {
    getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
  });
  expect(newBoundary()).toMatch(/^----triptych-[0-9a-f-]{36}$/);
});

import { openAsBlob, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Case, Files } from "../case.ts";
import { answers, FILE, INPUT, uploaded } from "../values.ts";

const BYTES = new TextEncoder().encode(INPUT);

/** 3 MiB that repeat with a period that no chunk size divides. */
const LARGE = Uint8Array.from(
  { length: 3 * 1024 * 1024 },
  (_, index) => (index * 17 + (index >> 9)) % 253,
);

interface Source {
  readonly name: string;
  readonly file: (files: Files) => unknown;
  readonly filename: string;
  readonly type: string;
  readonly content?: string | Uint8Array;
  /** Whether the length is known before the first byte is sent. */
  readonly length?: "unknown";
  /** Why the sync layer refuses it. */
  readonly asynchronous?: string;
}

async function* later(): AsyncGenerator<Uint8Array> {
  yield BYTES.subarray(0, 10);
  await Promise.resolve();
  yield BYTES.subarray(10);
}

function* pieces(): Generator<Uint8Array | string> {
  yield BYTES.subarray(0, 10);
  yield INPUT.slice(10);
}

function stream(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(BYTES.subarray(0, 10));
      controller.enqueue(BYTES.subarray(10));
      controller.close();
    },
  });
}

function largeFile({ folder }: Files): string {
  const path = join(folder, "large.bin");
  writeFileSync(path, LARGE);
  return path;
}

function* largePieces(): Generator<Uint8Array> {
  for (let at = 0; at < LARGE.length; at += 100_003) yield LARGE.subarray(at, at + 100_003);
}

const WAITS =
  "it gives its bytes asynchronously, and nothing asynchronous runs while the caller is blocked";

const sources: readonly Source[] = [
  {
    name: "text, which is content and no path",
    file: () => INPUT,
    filename: "blob",
    type: "application/octet-stream",
  },
  {
    name: "{ path }",
    file: ({ input }) => ({ path: input }),
    filename: "requests.jsonl",
    type: "application/jsonl",
  },
  {
    name: "{ path, name, type }",
    file: ({ input }) => ({ path: input, name: "night.txt", type: "text/plain" }),
    filename: "night.txt",
    type: "text/plain",
  },
  {
    name: "a Blob",
    file: () => new Blob([INPUT], { type: "text/csv" }),
    filename: "blob",
    type: "text/csv",
  },
  {
    name: "a File",
    file: () => new File([INPUT], "run é 履歴.jsonl", { type: "application/jsonl" }),
    filename: "run é 履歴.jsonl",
    type: "application/jsonl",
  },
  {
    name: "a Blob that is a file on disk",
    file: ({ input }) => openAsBlob(input, { type: "application/jsonl" }),
    filename: "blob",
    type: "application/jsonl",
    asynchronous: WAITS,
  },
  { name: "a Uint8Array", file: () => BYTES, filename: "blob", type: "application/octet-stream" },
  {
    name: "a view of a part of a buffer",
    file: () =>
      new Uint8Array(new TextEncoder().encode(`>>${INPUT}<<`).buffer, 2, BYTES.byteLength),
    filename: "blob",
    type: "application/octet-stream",
  },
  {
    name: "an ArrayBuffer",
    file: () => BYTES.slice().buffer,
    filename: "blob",
    type: "application/octet-stream",
  },
  {
    name: "bytes that are no UTF-8",
    file: () => Uint8Array.of(0, 255, 13, 10, 45, 45, 128, 10),
    filename: "blob",
    type: "application/octet-stream",
    content: Uint8Array.of(0, 255, 13, 10, 45, 45, 128, 10),
  },
  {
    name: "no bytes at all",
    file: () => new Uint8Array(),
    filename: "blob",
    type: "application/octet-stream",
    content: "",
  },
  {
    name: "a ReadableStream",
    file: stream,
    filename: "blob",
    type: "application/octet-stream",
    length: "unknown",
    asynchronous: WAITS,
  },
  {
    name: "an async iterable",
    file: later,
    filename: "blob",
    type: "application/octet-stream",
    length: "unknown",
    asynchronous: WAITS,
  },
  {
    name: "an iterable",
    file: pieces,
    filename: "blob",
    type: "application/octet-stream",
    length: "unknown",
  },
  {
    name: "a large file",
    file: (files) => ({ path: largeFile(files) }),
    filename: "large.bin",
    type: "application/octet-stream",
    content: LARGE,
  },
  {
    name: "a large array",
    file: () => LARGE,
    filename: "blob",
    type: "application/octet-stream",
    content: LARGE,
  },
  {
    name: "a large iterable",
    file: largePieces,
    filename: "blob",
    type: "application/octet-stream",
    content: LARGE,
    length: "unknown",
  },
  {
    name: "{ content: text, name }",
    file: () => ({ content: INPUT, name: "requests.jsonl" }),
    filename: "requests.jsonl",
    type: "application/jsonl",
  },
  {
    name: "{ content: bytes, name, type }",
    file: () => ({ content: BYTES, name: 'a "quoted" name.txt', type: "text/plain" }),
    filename: "a %22quoted%22 name.txt",
    type: "text/plain",
  },
  {
    name: "{ content: iterable, name }",
    file: () => ({ content: pieces(), name: "requests.jsonl" }),
    filename: "requests.jsonl",
    type: "application/jsonl",
    length: "unknown",
  },
  {
    name: "{ content: stream, name }",
    file: () => ({ content: stream(), name: "requests.jsonl" }),
    filename: "requests.jsonl",
    type: "application/jsonl",
    length: "unknown",
    asynchronous: WAITS,
  },
  {
    name: "{ content: { path }, name }",
    file: ({ input }) => ({ content: { path: input }, name: "other.jsonl" }),
    filename: "other.jsonl",
    type: "application/jsonl",
  },
];

const sourceCases: readonly Case[] = sources.map((source) => ({
  name: `upload from ${source.name}`,
  call: {
    stem: "files.upload",
    params: async (files) => ({ file: await source.file(files), purpose: "batch" }),
  },
  answer: answers(FILE),
  expect: {
    requests: [
      uploaded(
        [
          { name: "purpose", type: "text/plain", content: "batch" },
          {
            name: "file",
            filename: source.filename,
            type: source.type,
            content: source.content ?? INPUT,
          },
        ],
        source.length,
      ),
    ],
    value: FILE,
  },
  ...(source.asynchronous !== undefined && {
    layers: {
      sync: {
        requests: [],
        error: { class: "ParameterError", code: "parameter" },
        because: source.asynchronous,
      },
    },
  }),
}));

/** What can be uploaded, and what arrives: fields before files, and names escaped as browsers do (WHATWG HTML, 4.10.21.8). */
export const uploadCases: readonly Case[] = [
  ...sourceCases,
  {
    name: "a field of an upload with a line break and a quote",
    call: {
      stem: "files.upload",
      params: { file: BYTES, purpose: 'a"b\r\nContent-Type: text/html' },
    },
    answer: answers(FILE, { requestCheck: "skip" }),
    expect: {
      requests: [
        uploaded([
          { name: "purpose", type: "text/plain", content: 'a"b\r\nContent-Type: text/html' },
          { name: "file", filename: "blob", type: "application/octet-stream", content: INPUT },
        ]),
      ],
      value: FILE,
    },
  },
  {
    name: "a file name with quotes stays a file name",
    call: {
      stem: "files.upload",
      params: { file: { content: "x", name: 'a"; x="b.txt', type: "text/plain" }, purpose: null },
    },
    answer: answers(FILE),
    expect: {
      requests: [
        uploaded([
          { name: "file", filename: "a%22; x=%22b.txt", type: "text/plain", content: "x" },
        ]),
      ],
      value: FILE,
    },
  },
  {
    name: "a file name with a line break is refused",
    call: {
      stem: "files.upload",
      params: { file: { content: "x", name: 'a"\r\nX-Injected: 1\r\n\r\n.txt' } },
    },
    answer: "live",
    expect: {
      requests: [],
      error: { class: "ParameterError", code: "parameter", parameter: "file.name" },
    },
  },
  {
    name: "a path that does not exist",
    call: {
      stem: "files.upload",
      params: ({ folder }) => ({ file: { path: `${folder}/missing.jsonl` } }),
    },
    answer: "live",
    expect: { requests: [], error: { class: "ParameterError", code: "parameter" } },
  },
];

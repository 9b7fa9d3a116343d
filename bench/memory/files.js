// @ts-check
// Uploads and downloads of 1 GiB, in every way that there is.
/** @import { Suite } from "./suite.ts" */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createReadStream, openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { createClient } from "mistral-batch-files";
import { createCallbackClient } from "mistral-batch-files/callback";
import { createSyncClient } from "mistral-batch-files/sync";
import { contentOf, Digest, digestOf, lineOf } from "./content.js";

/**
 * @typedef {object} Context
 * @property {string} url Of the server.
 * @property {number} size In bytes.
 * @property {string} path Of a file with the content.
 * @property {string} folder Where files can be saved.
 */

const mebibyte = 2 ** 20;

/** @type {Suite} */
export const suite = {
  title: "Uploads and downloads",
  limit: 150,
  start,
  cases: {
    "promise: upload of { path }": (/** @type {Context} */ context) =>
      upload(context, { path: context.path }),
    "promise: upload of a stream": (/** @type {Context} */ context) =>
      upload(context, streamOf(contentOf("bytes", context.size))),
    "promise: upload of a Node stream": (/** @type {Context} */ context) =>
      upload(context, createReadStream(context.path)),
    "promise: upload of an iterable": (/** @type {Context} */ context) =>
      upload(context, contentOf("bytes", context.size)),
    "promise: upload of a Blob": async (/** @type {Context} */ context) =>
      upload(context, await openAsBlob(context.path)),
    "promise: upload of { path } by fetch": (/** @type {Context} */ context) =>
      upload(context, { path: context.path }, (input, init) => fetch(input, init)),
    "promise: upload of an iterable by fetch": (/** @type {Context} */ context) =>
      upload(context, contentOf("bytes", context.size), (input, init) => fetch(input, init)),
    "promise: download, chunks": async (/** @type {Context} */ context) =>
      digest(await download(context, "bytes")),
    "promise: download, stream()": async (/** @type {Context} */ context) =>
      digest(piecesOf((await download(context, "bytes")).stream())),
    "promise: download, saveTo()": async (/** @type {Context} */ context) => {
      const path = join(context.folder, "promise");
      await (await download(context, "bytes")).saveTo(path);
      return digest(createReadStream(path));
    },
    "promise: download, lines()": async (/** @type {Context} */ context) =>
      digest((await download(context, "lines")).lines(), (line) => `${line}\n`),
    "promise: download, jsonl()": async (/** @type {Context} */ context) =>
      digest((await download(context, "lines")).jsonl(), lineOf),
    "callback: upload of { path }": ({ url, path }) =>
      new Promise((resolve, reject) => {
        createCallbackClient({ apiKey: "key", baseUrl: url }).files.upload(
          { file: { path }, purpose: "batch" },
          { onSuccess: (file) => resolve(resultOf(file)), onError: reject },
        );
      }),
    "callback: download, chunks": ({ url }) =>
      new Promise((resolve, reject) => {
        createCallbackClient({ apiKey: "key", baseUrl: url }).files.download("bytes", undefined, {
          onSuccess: (chunks) => resolve(digest(chunks)),
          onError: reject,
        });
      }),
    "sync: upload of { path }": (/** @type {Context} */ context) =>
      uploadSync(context, { path: context.path }),
    "sync: upload of an iterable": (/** @type {Context} */ context) =>
      uploadSync(context, contentOf("bytes", context.size)),
    "sync: download, chunks": (/** @type {Context} */ context) =>
      digestSync(downloadSync(context, "bytes")),
    "sync: download, saveTo()": (/** @type {Context} */ context) => {
      const path = join(context.folder, "sync");
      downloadSync(context, "bytes").saveTo(path);
      return digest(createReadStream(path));
    },
    "sync: download, lines()": (/** @type {Context} */ context) =>
      digestSync(downloadSync(context, "lines").lines(), (line) => `${line}\n`),
    "sync: download, jsonl()": (/** @type {Context} */ context) =>
      digestSync(downloadSync(context, "lines").jsonl(), lineOf),
  },
};

/** @param {number} scale */
async function start(scale) {
  const size = Math.round(scale * 1024) * mebibyte;
  const folder = await mkdtemp(join(tmpdir(), "bench-memory-"));
  const path = join(folder, "content");
  await writeFile(path, contentOf("bytes", size));
  const expected = [digestOf("bytes", size), digestOf("lines", size)];
  const server = fork(fileURLToPath(new URL("server.js", import.meta.url)), [String(size)], {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const [url] = await once(server, "message");
  /** @type {Context} */
  const context = { url, size, path, folder };
  return {
    amount: `${size / mebibyte} MiB`,
    context,
    check: (/** @type {unknown} */ result) =>
      expected.some((digest) => isDeepStrictEqual(digest, result))
        ? undefined
        : `the content is another: ${JSON.stringify(result)}`,
    close: async () => {
      const exited = once(server, "exit");
      server.disconnect();
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * @param {Context} context
 * @param {import("mistral-batch-files").Uploadable} file
 * @param {import("mistral-batch-files").Fetch} [fetch]
 */
async function upload({ url }, file, fetch) {
  const client = createClient({ apiKey: "key", baseUrl: url, fetch });
  return resultOf(await client.files.upload({ file, purpose: "batch" }));
}

/**
 * @param {Context} context
 * @param {import("mistral-batch-files/sync").Uploadable} file
 */
function uploadSync({ url }, file) {
  const client = createSyncClient({ apiKey: "key", baseUrl: url });
  return resultOf(client.files.upload({ file, purpose: "batch" }));
}

/** @param {import("mistral-batch-files/types").FileObject} file The answer of `server.js`. */
function resultOf({ bytes, signature }) {
  return { bytes, sha256: signature };
}

/**
 * @param {Context} context
 * @param {string} kind
 */
function download({ url }, kind) {
  return createClient({ apiKey: "key", baseUrl: url }).files.download(kind);
}

/**
 * @param {Context} context
 * @param {string} kind
 */
function downloadSync({ url }, kind) {
  return createSyncClient({ apiKey: "key", baseUrl: url }).files.download(kind);
}

/**
 * @template {unknown} [T=Uint8Array]
 * @param {AsyncIterable<T>} pieces
 * @param {(piece: T) => Uint8Array | string} [bytesOf]
 */
async function digest(pieces, bytesOf = (piece) => /** @type {Uint8Array} */ (piece)) {
  const digest = new Digest();
  for await (const piece of pieces) digest.add(bytesOf(piece));
  return digest.result();
}

/**
 * @template {unknown} [T=Uint8Array]
 * @param {Iterable<T>} pieces
 * @param {(piece: T) => Uint8Array | string} [bytesOf]
 */
function digestSync(pieces, bytesOf = (piece) => /** @type {Uint8Array} */ (piece)) {
  const digest = new Digest();
  for (const piece of pieces) digest.add(bytesOf(piece));
  return digest.result();
}

/**
 * @param {Iterator<Uint8Array>} pieces
 * @returns {ReadableStream<Uint8Array>}
 */
function streamOf(pieces) {
  return new ReadableStream({
    pull(controller) {
      const next = pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  });
}

/** @param {ReadableStream<Uint8Array>} stream */
async function* piecesOf(stream) {
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

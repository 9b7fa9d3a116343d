import { textOf } from "./client-error.js";
import { builtin, isServer } from "./node.js";
/** A source of the body could not be read; `cause` is its own error. */
export class BodyError extends Error {}
/** Up to this many bytes (1 MiB), what is in memory is sent in one piece. */
const smallBody = 1048576;
const pieceSize = 65536;
/**
 * Opens a body. What is small and in memory becomes one string or array; all else is a stream that holds one piece
 * at a time. Where `fetch` cannot be relied on to send a stream (in browsers) the pieces are collected in a `Blob`.
 *
 * @param onPiece Called whenever a piece of a stream leaves.
 * @throws {BodyError} If a file cannot be found, or a source cannot be read.
 */
export function openBody(sources, onPiece) {
  const [first] = sources;
  if (sources.length === 1 && typeof first === "string" && first.length <= smallBody) {
    return {
      content: first,
      release: () => {},
    };
  }
  return openSources(sources, onPiece);
}
async function openSources(sources, onPiece) {
  const encoded = sources.map((source) => (typeof source === "string" ? encode(source) : source));
  const sizes = await Promise.all(encoded.map(sizeOf));
  const length = sizes.reduce(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  const end = new AbortController();
  const pieces = readAll(encoded, sizes, end.signal);
  const release = () => {
    end.abort();
    pieces.return().catch(() => {});
  };
  if (
    length !== undefined &&
    length <= smallBody &&
    encoded.every((source) => isBytes(source) || isBlob(source))
  ) {
    const [only] = encoded;
    return {
      content: encoded.length === 1 && isBytes(only) ? only : await join(pieces, length),
      release,
    };
  }
  if (isServer()) {
    const fail = (error) => {
      body.error = error;
    };
    const body = {
      content: streamOf(pieces, onPiece, fail, release),
      length,
      release,
    };
    return body;
  }
  const parts = [];
  for await (const piece of pieces) parts.push(piece);
  return {
    content: new Blob(parts),
    release,
  };
}
/** A stream of what a generator makes, each piece when it is asked for. */
function streamOf(pieces, onPiece, fail, release) {
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await pieces.next().catch((error) => {
          fail(unreadable(error));
          throw error;
        });
        onPiece();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  );
}
async function sizeOf(source) {
  if (isBytes(source)) return source.byteLength;
  if (isBlob(source)) return source.size;
  if (!isFilePath(source)) return undefined;
  const fs = builtin("node:fs");
  if (fs === undefined)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  try {
    const stats = await fs.promises.stat(source.path);
    return stats.isFile() ? stats.size : undefined;
  } catch (error) {
    throw unreadable(error);
  }
}
async function* readAll(sources, sizes, end) {
  for (const [index, source] of sources.entries()) {
    if (isBytes(source)) {
      for (let at = 0; at < source.byteLength; at += pieceSize)
        yield source.subarray(at, at + pieceSize);
      continue;
    }
    const size = sizes[index];
    let count = 0;
    for await (const piece of readOne(source, size, end)) {
      count += piece.byteLength;
      yield piece;
    }
    if (size !== undefined && count !== size && !end.aborted) {
      throw new BodyError(`it has ${count} bytes now instead of ${size}`);
    }
  }
}
async function* readOne(source, size, end) {
  if (size === 0 || end.aborted) return;
  let iterator;
  let isOver = false;
  const stop = () => {
    if (isOver) return;
    isOver = true;
    Promise.resolve(iterator?.return?.()).catch(() => {});
  };
  end.addEventListener("abort", stop, { once: true });
  try {
    iterator = iterate(source, size);
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield toBytes(next.value);
    isOver = true;
  } catch (error) {
    throw unreadable(error);
  } finally {
    end.removeEventListener("abort", stop);
    stop();
  }
}
function iterate(source, size) {
  if (isFilePath(source)) return readFile(source.path, size);
  if (isBlob(source)) return readStream(source.stream());
  if (source instanceof ReadableStream) return readStream(source);
  return begin(
    source,
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator](),
  );
}
const begun = /* @__PURE__ */ new WeakSet();
/**
 * Takes the iterator of a source. One that is its own source, as that of a generator, is taken once: later it would
 * give nothing, or what is left, as if that were all.
 *
 * @throws {BodyError} If it has been taken already.
 */
export function begin(source, iterator) {
  if (iterator !== source) return iterator;
  if (begun.has(iterator)) throw new BodyError("it has been read already");
  begun.add(iterator);
  return iterator;
}
/** Whether a body can be read once more, after it was sent or begun to be. */
export function canReplay(sources = []) {
  return sources.every(
    (source) =>
      typeof source === "string" || !(source instanceof ReadableStream || begun.has(source)),
  );
}
function readFile(path, size) {
  const fs = builtin("node:fs");
  if (fs === undefined)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  const file = fs.createReadStream(path, {
    highWaterMark: pieceSize,
    ...(size === undefined ? {} : { end: size - 1 }),
  });
  const iterator = file[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    return: () => file.destroy(),
  };
}
function readStream(stream) {
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    return: () => reader.cancel(),
  };
}
async function join(pieces, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for await (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
/**
 * A piece of a body as bytes.
 *
 * @throws {TypeError} If it is neither bytes nor text.
 */
export function toBytes(chunk) {
  if (typeof chunk === "string") return encode(chunk);
  if (ArrayBuffer.isView(chunk))
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw new TypeError("a piece of it is neither bytes nor text");
}
function unreadable(error) {
  if (error instanceof BodyError) return error;
  return new BodyError(error instanceof Error ? error.message : textOf(error), { cause: error });
}
function encode(text) {
  return new TextEncoder().encode(text);
}
function isBytes(source) {
  return source instanceof Uint8Array;
}
/** Whether a value is a `Blob`, of whichever realm. */
export function isBlob(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "stream" in value &&
    typeof value.stream === "function" &&
    "size" in value &&
    typeof value.size === "number"
  );
}
/** Whether a value names a file on disk. */
export function isFilePath(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    !(Symbol.asyncIterator in value) &&
    !isBlob(value)
  );
}

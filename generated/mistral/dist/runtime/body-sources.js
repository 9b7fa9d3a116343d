import { textOf } from "./client-error.js";
import { builtin } from "./node.js";
/** A source of the body could not be read; `cause` is its own error. */
export class BodyError extends Error {}
/** In bytes: what is read of files, Blobs and arrays at a time. */
const pieceSize = 65536;
/**
 * The number of bytes of a source, if it is known before it is read.
 *
 * @throws {BodyError} If it is a file that cannot be found.
 */
export async function sizeOf(source) {
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
/**
 * The bytes of the sources, one after the other.
 *
 * @param end - Aborts when no more is wanted.
 * @throws {BodyError} If one of them cannot be read, or has another size than it had.
 */
export async function* readAll(sources, sizes, end) {
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
  if (isBlob(source)) return readBlob(source);
  if (source instanceof ReadableStream) return readStream(source);
  return begin(
    source,
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator](),
  );
}
const begun = /* @__PURE__ */ new WeakSet();
/**
 * Takes the iterator of a source. That of a stream, and one that is its own source, as that of a generator, is taken
 * once: later it would give nothing, or what is left, as if that were all.
 *
 * @throws {BodyError} If it has been taken already.
 */
export function begin(source, iterator) {
  if (iterator !== source && !isStream(source)) return iterator;
  if (begun.has(source)) throw new BodyError("it has been read already");
  begun.add(source);
  return iterator;
}
/** Whether a body can be read once more, after it was sent or begun to be. */
export function canReplay(sources = []) {
  return sources.every(
    (source) => typeof source === "string" || !(isStream(source) || begun.has(source)),
  );
}
/** Whether a value is a stream, of the web or of Node, of whichever realm. */
function isStream(source) {
  const { getReader, pipe } = source;
  return typeof getReader === "function" || typeof pipe === "function";
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
/** Node's own stream of a Blob would give each of its parts as one chunk, however large. */
function readBlob(blob) {
  let at = 0;
  return {
    async next() {
      if (at >= blob.size)
        return {
          done: true,
          value: undefined,
        };
      const piece = await blob.slice(at, at + pieceSize).arrayBuffer();
      at += pieceSize;
      return {
        done: false,
        value: new Uint8Array(piece),
      };
    },
  };
}
function readStream(stream) {
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    return: () => reader.cancel(),
  };
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
/** What went wrong with a source, as a `BodyError`. */
export function unreadable(error) {
  if (error instanceof BodyError) return error;
  return new BodyError(error instanceof Error ? error.message : textOf(error), { cause: error });
}
/** Text as UTF-8. */
export function encode(text) {
  return new TextEncoder().encode(text);
}
/** Whether a source is an array of bytes. */
export function isBytes(source) {
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

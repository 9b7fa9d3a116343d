import { textOf } from "./errors.js";

// src/runtime/node.ts
function processOf() {
  return globalThis.process;
}
function builtin(name) {
  return processOf()?.getBuiltinModule?.(name);
}
function isServer() {
  return processOf()?.versions?.node !== void 0;
}

// src/runtime/body-sources.ts
var BodyError = class extends Error {};
var pieceSize = 65536;
async function sizeOf(source) {
  if (isBytes(source)) return source.byteLength;
  if (isBlob(source)) return source.size;
  if (!isFilePath(source)) return void 0;
  const fs = builtin("node:fs");
  if (fs === void 0)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  try {
    const stats = await fs.promises.stat(source.path);
    return stats.isFile() ? stats.size : void 0;
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
    if (size !== void 0 && count !== size && !end.aborted) {
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
var begun = /* @__PURE__ */ new WeakSet();
function begin(source, iterator) {
  if (iterator !== source && !isStream(source)) return iterator;
  if (begun.has(source)) throw new BodyError("it has been read already");
  begun.add(source);
  return iterator;
}
function canReplay(sources = []) {
  return sources.every(
    (source) => typeof source === "string" || !(isStream(source) || begun.has(source)),
  );
}
function isStream(source) {
  const { getReader, pipe } = source;
  return typeof getReader === "function" || typeof pipe === "function";
}
function readFile(path, size) {
  const fs = builtin("node:fs");
  if (fs === void 0)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  const file = fs.createReadStream(path, {
    highWaterMark: pieceSize,
    ...(size === void 0 ? {} : { end: size - 1 }),
  });
  const iterator = file[Symbol.asyncIterator]();
  return { next: () => iterator.next(), return: () => file.destroy() };
}
function readBlob(blob) {
  let at = 0;
  return {
    async next() {
      if (at >= blob.size) return { done: true, value: void 0 };
      const piece = await blob.slice(at, at + pieceSize).arrayBuffer();
      at += pieceSize;
      return { done: false, value: new Uint8Array(piece) };
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
function toBytes(chunk) {
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
function isBlob(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "stream" in value &&
    typeof value.stream === "function" &&
    "size" in value &&
    typeof value.size === "number"
  );
}
function isFilePath(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    !(Symbol.asyncIterator in value) &&
    !isBlob(value)
  );
}

export {
  builtin,
  isServer,
  sizeOf,
  readAll,
  begin,
  canReplay,
  toBytes,
  unreadable,
  encode,
  isBytes,
  isBlob,
  isFilePath,
};

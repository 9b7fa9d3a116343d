import { textOf } from "./client-error.js";
import { builtin, isServer } from "./node.js";
import type { BodySource, Chunk, FilePath } from "./wire.js";

/** A request's body, opened for one request. */
export interface OpenBody {
  readonly content: string | Uint8Array | Blob | ReadableStream<Uint8Array>;
  /** The number of bytes of a stream, if it is known before it is read. */
  readonly length?: number | undefined;
  /** Why a source could not be read, once that has happened. */
  error?: BodyError | undefined;
  /** Stops reading the sources. */
  release(): void;
}

/** A source of the body could not be read; `cause` is its own error. */
export class BodyError extends Error {}

/** Up to this many bytes (1 MiB), what is in memory is sent in one piece. */
const smallBody = 1_048_576;
const pieceSize = 65_536;

/**
 * Opens a body. What is small and in memory becomes one string or array; all else is a stream that holds one piece
 * at a time. Where `fetch` cannot be relied on to send a stream (in browsers) the pieces are collected in a `Blob`.
 *
 * @param onPiece Called whenever a piece of a stream leaves.
 * @throws {BodyError} If a file cannot be found, or a source cannot be read.
 */
export function openBody(
  sources: readonly BodySource[],
  onPiece: () => void,
): OpenBody | Promise<OpenBody> {
  const [first] = sources;
  if (sources.length === 1 && typeof first === "string" && first.length <= smallBody) {
    return { content: first, release: () => {} };
  }
  return openSources(sources, onPiece);
}

async function openSources(sources: readonly BodySource[], onPiece: () => void): Promise<OpenBody> {
  const encoded = sources.map((source) => (typeof source === "string" ? encode(source) : source));
  const sizes = await Promise.all(encoded.map(sizeOf));
  const length = sizes.reduce<number | undefined>(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  const end = new AbortController();
  const pieces = readAll(encoded, sizes, end.signal);
  const release = (): void => {
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
    const fail = (error: BodyError): void => {
      body.error = error;
    };
    const body: OpenBody = { content: streamOf(pieces, onPiece, fail, release), length, release };
    return body;
  }
  const parts: BlobPart[] = [];
  for await (const piece of pieces) parts.push(piece as BlobPart);
  return { content: new Blob(parts), release };
}

/** A stream of what a generator makes, each piece when it is asked for. */
function streamOf(
  pieces: AsyncGenerator<Uint8Array, void>,
  onPiece: () => void,
  fail: (error: BodyError) => void,
  release: () => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next().catch((error: unknown) => {
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

async function sizeOf(source: Exclude<BodySource, string>): Promise<number | undefined> {
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

async function* readAll(
  sources: readonly Exclude<BodySource, string>[],
  sizes: readonly (number | undefined)[],
  end: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
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

async function* readOne(
  source: Exclude<BodySource, Chunk>,
  size: number | undefined,
  end: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  if (size === 0 || end.aborted) return;
  let iterator: ChunkIterator | undefined;
  let isOver = false;
  const stop = (): void => {
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

interface ChunkIterator {
  next(): PromiseLike<IteratorResult<Chunk, unknown>> | IteratorResult<Chunk, unknown>;
  return?(): unknown;
}

function iterate(source: Exclude<BodySource, Chunk>, size: number | undefined): ChunkIterator {
  if (isFilePath(source)) return readFile(source.path, size);
  if (isBlob(source)) return readStream(source.stream());
  if (source instanceof ReadableStream) return readStream(source);
  return begin(
    source,
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator](),
  );
}

const begun: WeakSet<object> = /* @__PURE__ */ new WeakSet();

/**
 * Takes the iterator of a source. One that is its own source, as that of a generator, is taken once: later it would
 * give nothing, or what is left, as if that were all.
 *
 * @throws {BodyError} If it has been taken already.
 */
export function begin<Iterator extends object>(source: object, iterator: Iterator): Iterator {
  if (iterator !== source) return iterator;
  if (begun.has(iterator)) throw new BodyError("it has been read already");
  begun.add(iterator);
  return iterator;
}

/** Whether a body can be read once more, after it was sent or begun to be. */
export function canReplay(sources: readonly BodySource[] = []): boolean {
  return sources.every(
    (source) =>
      typeof source === "string" || !(source instanceof ReadableStream || begun.has(source)),
  );
}

function readFile(path: string, size: number | undefined): ChunkIterator {
  const fs = builtin("node:fs");
  if (fs === undefined)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  const file = fs.createReadStream(path, {
    highWaterMark: pieceSize,
    ...(size === undefined ? {} : { end: size - 1 }),
  });
  const iterator = file[Symbol.asyncIterator]();
  return { next: () => iterator.next(), return: () => file.destroy() };
}

function readStream(stream: ReadableStream<Chunk>): ChunkIterator {
  const reader = stream.getReader();
  return {
    next: () => reader.read() as Promise<IteratorResult<Chunk, unknown>>,
    return: () => reader.cancel(),
  };
}

async function join(pieces: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
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
export function toBytes(chunk: unknown): Uint8Array {
  if (typeof chunk === "string") return encode(chunk);
  if (ArrayBuffer.isView(chunk))
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw new TypeError("a piece of it is neither bytes nor text");
}

function unreadable(error: unknown): BodyError {
  if (error instanceof BodyError) return error;
  return new BodyError(error instanceof Error ? error.message : textOf(error), { cause: error });
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function isBytes(source: BodySource | undefined): source is Uint8Array {
  return source instanceof Uint8Array;
}

/** Whether a value is a `Blob`, of whichever realm. */
export function isBlob(value: unknown): value is Blob {
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
export function isFilePath(value: unknown): value is FilePath {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    !(Symbol.asyncIterator in value) &&
    !isBlob(value)
  );
}

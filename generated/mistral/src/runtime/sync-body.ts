import { begin, isBlob, isFilePath, toBytes } from "./body-sources.js";
import { ParameterError } from "./errors.js";
import type { PortSource } from "./sync-protocol.js";
import type { BodySource, Chunk } from "./wire.js";

/** A body as the worker gets it. */
export interface PackedBody {
  readonly sources: readonly PortSource[];
  /** The buffers of the sources; they are copies, and can be moved. */
  readonly transfer: readonly ArrayBufferLike[];
  /** The iterables among the sources, by the number that stands for each. */
  readonly pieces: readonly Pieces[];
}

/** How much of an iterable is sent to the worker at once, in bytes, and how long it is gathered at most, in ms. */
const pieceSize = 65_536;
const pieceTime = 20;

const alternatives =
  "give a file as { path }, bytes, a Blob that is in memory, or a synchronous iterable";

/**
 * Makes a body ready to cross to another thread. What the caller holds is copied, never detached.
 *
 * @param nameOf - The name of the argument that a source comes from.
 * @throws {ParameterError} If a source can be read only while the caller's event loop turns.
 */
export function packBody(
  sources: readonly BodySource[],
  operationId: string,
  nameOf: (source: BodySource) => string,
): PackedBody {
  const transfer: ArrayBufferLike[] = [];
  const pieces: Pieces[] = [];
  const pack = (source: BodySource): PortSource => {
    if (typeof source === "string") return source;
    if (source instanceof Uint8Array) {
      const copy = new Uint8Array(source);
      transfer.push(copy.buffer);
      return copy;
    }
    const refuse = (kind: string): ParameterError =>
      new ParameterError(nameOf(source), `a blocking call cannot read ${kind}; ${alternatives}`, {
        operationId,
      });
    if (isBlob(source)) {
      if (!isInMemory(source)) throw refuse("a Blob that is not in memory");
      return source;
    }
    if (source instanceof ReadableStream) throw refuse("a ReadableStream");
    if (Symbol.asyncIterator in source) throw refuse("an asynchronous iterable");
    if (isFilePath(source)) return { path: source.path };
    pieces.push(new Pieces(source));
    return { pull: pieces.length - 1 };
  };
  return { sources: sources.map(pack), transfer, pieces };
}

/** The pieces of a synchronous iterable. */
class Pieces {
  readonly #source: Iterable<Chunk>;
  #iterator: Iterator<Chunk> | undefined;
  #done = false;

  constructor(source: Iterable<Chunk>) {
    this.#source = source;
  }

  /** A copy of the next chunks of the iterable, in one; undefined at its end. Throws what the iterable throws. */
  next(): Uint8Array | undefined {
    const end = performance.now() + pieceTime;
    let piece = new Uint8Array();
    let length = 0;
    while (!this.#done && length < pieceSize && (length === 0 || performance.now() < end)) {
      const chunk = this.#step();
      if (chunk === undefined) break;
      if (length + chunk.byteLength > piece.byteLength) {
        const larger = new Uint8Array(Math.max(pieceSize, length + chunk.byteLength));
        larger.set(piece.subarray(0, length));
        piece = larger;
      }
      piece.set(chunk, length);
      length += chunk.byteLength;
    }
    if (length === 0) return undefined;
    return length === piece.byteLength ? piece : piece.slice(0, length);
  }

  /** Tells the iterable that no more is wanted. */
  close(): void {
    if (this.#iterator === undefined || this.#done) return;
    this.#done = true;
    try {
      this.#iterator.return?.();
    } catch {
      // The call's own outcome is what the caller has to know.
    }
  }

  #step(): Uint8Array | undefined {
    try {
      this.#iterator ??= begin(this.#source, this.#source[Symbol.iterator]());
      const next = this.#iterator.next();
      if (next.done !== true) return toBytes(next.value);
      this.#done = true;
      return undefined;
    } catch (error) {
      this.#done = true;
      throw error;
    }
  }
}

interface BlobHandle {
  getReader(): { pull(callback: (status: number) => void): void };
}

/**
 * Whether all bytes of a Blob are in memory. Node refuses to clone a Blob that is backed by a file, but not a slice of
 * one or a Blob that contains one; reading those in another thread ends the process (seen on Node 20, 22 and 24). Node
 * has no function that tells them apart, but its reader calls back at once for what is in memory and later for a file.
 */
function isInMemory(blob: Blob): boolean {
  try {
    if (!(structuredClone(blob) instanceof Blob)) return false;
  } catch {
    return false;
  }
  const symbol = Object.getOwnPropertySymbols(blob).find(
    ({ description }) => description === "kHandle",
  );
  const handle: unknown = symbol === undefined ? undefined : Reflect.get(blob, symbol);
  if (!isBlobHandle(handle)) return true;
  const reader = handle.getReader();
  for (;;) {
    let status: number | undefined;
    reader.pull((value) => {
      status = value;
    });
    if (status === undefined || status < 0) return false;
    if (status === 0) return true;
  }
}

function isBlobHandle(value: unknown): value is BlobHandle {
  return (
    typeof value === "object" &&
    value !== null &&
    "getReader" in value &&
    typeof value.getReader === "function"
  );
}

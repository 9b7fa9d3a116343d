import { begin, isBlob, isFilePath, toBytes } from "./body-sources.js";
import { ParameterError } from "./errors.js";
/** How much of an iterable is sent to the worker at once, in bytes, and how long it is gathered at most, in ms. */
const pieceSize = 2 ** 16;
const pieceTime = 20;
const alternatives =
  "give a file as { path }, bytes, a Blob that is in memory, or a synchronous iterable";
/**
 * Makes a body ready to cross to another thread. What the caller holds is copied, never detached.
 *
 * @param nameOf - The name of the argument that a source comes from.
 * @throws {ParameterError} If a source can be read only while the caller's event loop turns.
 */
export function packBody(sources, operationId, nameOf) {
  const transfer = [];
  const pieces = [];
  const pack = (source) => {
    if (typeof source === "string") return source;
    if (source instanceof Uint8Array) {
      const copy = new Uint8Array(source);
      transfer.push(copy.buffer);
      return copy;
    }
    const refuse = (kind) =>
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
  return {
    sources: sources.map(pack),
    transfer,
    pieces,
  };
}
/** The pieces of a synchronous iterable. */
class Pieces {
  #source;
  #iterator;
  #done = false;
  constructor(source) {
    this.#source = source;
  }
  /** A copy of the next chunks of the iterable, in one; undefined at its end. Throws what the iterable throws. */
  next() {
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
  close() {
    if (this.#iterator === undefined || this.#done) return;
    this.#done = true;
    try {
      this.#iterator.return?.();
    } catch {}
  }
  #step() {
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
/**
 * Whether all bytes of a Blob are in memory. Node refuses to clone a Blob that is backed by a file, but not a slice of
 * one or a Blob that contains one; reading those in another thread ends the process (seen on Node 20, 22 and 24). Node
 * has no function that tells them apart, but its reader calls back at once for what is in memory and later for a file.
 */
function isInMemory(blob) {
  try {
    if (!(structuredClone(blob) instanceof Blob)) return false;
  } catch {
    return false;
  }
  const symbol = Object.getOwnPropertySymbols(blob).find(
    ({ description }) => description === "kHandle",
  );
  const handle = symbol === undefined ? undefined : Reflect.get(blob, symbol);
  if (!isBlobHandle(handle)) return true;
  const reader = handle.getReader();
  for (;;) {
    let status;
    reader.pull((value) => {
      status = value;
    });
    if (status === undefined || status < 0) return false;
    if (status === 0) return true;
  }
}
function isBlobHandle(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "getReader" in value &&
    typeof value.getReader === "function"
  );
}

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
/**
 * Makes a body ready to cross to another thread. What the caller holds is copied, never detached.
 *
 * @param nameOf - The name of the argument that a source comes from.
 * @throws {ParameterError} If a source can be read only while the caller's event loop turns.
 */
export declare function packBody(
  sources: readonly BodySource[],
  operationId: string,
  nameOf: (source: BodySource) => string,
): PackedBody;
/** The pieces of a synchronous iterable. */
declare class Pieces {
  #private;
  constructor(source: Iterable<Chunk>);
  /** A copy of the next chunks of the iterable, in one; undefined at its end. Throws what the iterable throws. */
  next(): Uint8Array | undefined;
  /** Tells the iterable that no more is wanted. */
  close(): void;
}
export {};

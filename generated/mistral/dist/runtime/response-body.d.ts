import { type Meter } from "./progress.js";
import { type Reply } from "./transport.js";
import type { Watchdog } from "./watchdog.js";
import type { WireResponse } from "./wire.js";
/** What has to be done when a body has been read, or cannot be. */
interface BodyEnd {
  release(): void;
  /** The error that stands for what stopped the reading. */
  failure(error: unknown): unknown;
}
type Chunked = IteratorResult<Uint8Array, undefined>;
/** The chunks of a response's body, each awaited under the idle deadline. It can be read once. */
export declare class ResponseBody implements AsyncIterableIterator<Uint8Array> {
  #private;
  constructor(response: Reply, watchdog: Watchdog, end: BodyEnd, meter: Meter | undefined);
  /** While one call waits, later ones are queued, as those of a generator are. */
  next(): Promise<Chunked>;
  return(): Promise<Chunked>;
  [Symbol.asyncIterator](): this;
}
/**
 * Reads a response's body into memory, up to a number of bytes; then the connection is closed. What is longer and belongs
 * to an error is cut.
 *
 * @throws {ResponseParseError} If that of a 2xx response is longer.
 */
export declare function readWhole(
  { status, headers, secrets }: Omit<WireResponse, "url" | "body">,
  chunks: AsyncIterable<Uint8Array>,
  maxSize: number,
  operationId: string,
): Promise<Uint8Array>;
export {};

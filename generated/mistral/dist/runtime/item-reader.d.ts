import type { ResponseParseError } from "./errors.js";
import { type ItemSource } from "./lines.js";
import type { Items } from "./operation.js";
/** Makes items of a response's chunks, as they come. What is wrong with an item is thrown when its turn comes. */
export declare class ItemReader {
  #private;
  constructor(items: Items, source: ItemSource);
  /** Whether the server has said that nothing follows. */
  get isDone(): boolean;
  /**
   * The items that a chunk completes.
   *
   * @throws {ResponseParseError} If one of them is not what it should be.
   */
  push(chunk: Uint8Array): Generator<unknown, void, undefined>;
  /** The item that ends where the response does. */
  end(): Generator<unknown, void, undefined>;
}
/** Whether a response of this type can hold the items; one without a telling type can. */
export declare function holdsItems({ format }: Items, contentType: string | undefined): boolean;
/** The error about a response that holds none. */
export declare function notItems(
  { format }: Items,
  contentType: string | undefined,
  start: Uint8Array | undefined,
  source: ItemSource,
): ResponseParseError;

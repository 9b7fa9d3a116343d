/**
 * Requests of an iterable that can be iterated again, as those of a `Set`: each time it is asked for an iterator it gives a new
 * one, which begins with the first request. Nothing is kept of them but what one job's results have not claimed yet.
 */
export declare class Repeatable {
  #private;
  private constructor();
  /** Undefined for what is its own iterator, as generators are, or comes asynchronously. */
  static of(requests: unknown): Repeatable | undefined;
  /** The next one to be sent. */
  next(): IteratorResult<unknown>;
  /** Sends again from a number on. Returns false where that cannot be done. */
  restart(index: number): boolean;
  /** The request with a number, of those that were sent. */
  at(index: number): unknown;
  /** Forgets what was passed over. */
  forget(): void;
  close(): void;
}

import type { Pagination } from "./operation.js";
import type { ResponseMeta } from "./options.js";
/** What a call comes to. */
export interface Result<T> {
  readonly data: T;
  readonly meta: ResponseMeta;
}
/** A call's value together with what is known about its response. */
export interface WithResponse<T> extends ResponseMeta {
  readonly data: T;
}
/**
 * The promise of a call that is under way. It behaves like any promise, and what is derived from it is a plain one.
 */
export declare class ApiPromise<T> extends Promise<T> {
  #private;
  static override get [Symbol.species](): PromiseConstructor;
  constructor(result: Promise<Result<T>>);
  /** The value with the response's status, headers and request id. A failure then rejects this promise alone. */
  withResponse(): Promise<WithResponse<T>>;
}
/** The promise of the first page of a list, which is also all items of this and the following pages. */
export declare class ListPromise<P, I> extends ApiPromise<P> implements AsyncIterable<I> {
  #private;
  /** @param send Asks for another page, by its number. */
  constructor(
    result: Promise<Result<P>>,
    pagination: Pagination,
    params: object,
    send: (page: number) => Promise<P>,
  );
  /**
   * The pages from the one that was asked for to the last. The call that is under way brings the first of them; the
   * others are asked for one by one.
   */
  pages(): AsyncIterableIterator<P>;
  /** The items of all pages. */
  [Symbol.asyncIterator](): AsyncIterator<I>;
}
/** Keeps a promise's rejection from being reported as unhandled: another promise reports it. */
export declare function markHandled(promise: Promise<unknown>): void;

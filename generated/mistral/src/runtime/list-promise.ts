import { ApiPromise, markHandled, type Result } from "./api-promise.js";
import type { CallOptions, Core } from "./core.js";
import { CancelledError } from "./errors.js";
import type { ListOptions } from "./options.js";
import { type ListPage, type PageRequest, walkPages } from "./page-walk.js";
import { driveValues } from "./steps.js";
import type { Operation } from "./uses.js";

/** The promise of the first page of a list, which is also all items of this and the following pages. */
export class ListPromise<P, I> extends ApiPromise<P> implements AsyncIterable<I> {
  readonly #walk: () => AsyncIterable<ListPage<P>>;
  readonly #checkGoing: () => void;

  /**
   * @param walk - Goes from page to page, anew each time.
   * @param checkGoing - Throws if the call has been cancelled.
   */
  constructor(
    result: Promise<Result<P>>,
    walk: () => AsyncIterable<ListPage<P>>,
    checkGoing: () => void,
  ) {
    super(result);
    this.#walk = walk;
    this.#checkGoing = checkGoing;
  }

  /**
   * The pages from the one that was asked for to the last, or to the one that completes the `limit`. The call that is under
   * way brings the first of them; the others are asked for one by one.
   */
  pages(): AsyncIterableIterator<P> {
    markHandled(this);
    return this.#pages();
  }

  /** The items of all pages, or as many of them as the `limit` allows. */
  [Symbol.asyncIterator](): AsyncIterableIterator<I> {
    markHandled(this);
    return this.#items();
  }

  async *#pages(): AsyncGenerator<P, void, undefined> {
    for await (const { value } of this.#walk()) yield value;
  }

  async *#items(): AsyncGenerator<I, void, undefined> {
    for await (const { items } of this.#walk()) {
      for (const item of items) {
        this.#checkGoing();
        yield item as I;
      }
    }
  }
}

/** Sends an operation that has pages; the pages after the first are sent when they are asked for. See `Core.send`. */
export function sendList<P, I>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: ListOptions,
): ListPromise<P, I> {
  const kept = { ...params };
  const send: SendPage<P> = (page, own) => core.sendForResult<P>(operation, path, page, own);
  const first = core.sendForResult<P>(operation, path, params, options);
  const checkGoing = (): void => {
    if (options?.signal?.aborted === true)
      throw new CancelledError(options.signal.reason, { operationId: operation.id });
  };
  return new ListPromise<P, I>(
    first,
    () => followPages(operation, kept, options, first, send),
    checkGoing,
  );
}

/** Sends the request for a page. */
export type SendPage<P> = (params: object, options: CallOptions | undefined) => Promise<Result<P>>;

/** Goes from page to page; see `walkPages`. The first page is that of a call that is under way. */
export function followPages<P>(
  operation: Operation,
  params: object,
  options: ListCallOptions | undefined,
  first: Promise<Result<P>>,
  send: SendPage<P>,
): AsyncGenerator<ListPage<P>, void, undefined> {
  let isFirst = true;
  return driveValues(
    walkPages<P, ListCallOptions>(operation, params, options),
    (step: PageRequest<ListCallOptions>) => {
      if (!isFirst) return send(step.params, step.options);
      isFirst = false;
      return first;
    },
  );
}

type ListCallOptions = CallOptions & ListOptions;

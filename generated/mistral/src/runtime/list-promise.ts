import { ApiPromise, markHandled, type Result, type WithResponse } from "./api-promise.js";
import type { CallOptions, Core } from "./core.js";
import { CancelledError } from "./errors.js";
import { nextCall } from "./next-page.js";
import type { Operation } from "./uses.js";
import type { ListOptions } from "./options.js";
import { Pages } from "./pages.js";

/** A page with those of its items that are wanted. */
interface Page<P> {
  readonly value: P;
  readonly items: readonly unknown[];
}

/** The promise of the first page of a list, which is also all items of this and the following pages. */
export class ListPromise<P, I> extends ApiPromise<P> implements AsyncIterable<I> {
  readonly #walk: () => AsyncIterable<Page<P>>;
  readonly #checkGoing: () => void;

  /**
   * @param walk - Goes from page to page, anew each time.
   * @param checkGoing - Throws if the call has been cancelled.
   */
  constructor(
    result: Promise<Result<P>>,
    walk: () => AsyncIterable<Page<P>>,
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
  const first = core.send<P>(operation, path, params, options).withResponse();
  const send: SendPage<P> = (page, own) => core.send<P>(operation, path, page, own).withResponse();
  const walk = (): AsyncIterable<Page<P>> => walkPages(operation, kept, options, first, send);
  const checkGoing = (): void => {
    if (options?.signal?.aborted === true)
      throw new CancelledError(options.signal.reason, { operationId: operation.id });
  };
  const result = first.then(({ data, ...meta }) => ({ data, meta }));
  return new ListPromise<P, I>(result, walk, checkGoing);
}

/** Sends the request for a page. */
export type SendPage<P> = (
  params: object,
  options: CallOptions | undefined,
) => Promise<WithResponse<P>>;

/**
 * Goes from page to page. Each page after the first is sent when it is asked for.
 *
 * @param params - Of the first page; the others have them too.
 * @param first - The call of the first page.
 */
export async function* walkPages<P>(
  operation: Operation,
  params: object,
  options: (CallOptions & ListOptions) | undefined,
  first: Promise<WithResponse<P>>,
  send: SendPage<P>,
): AsyncGenerator<Page<P>, void, undefined> {
  const pages = new Pages(operation, params, options?.limit);
  let response = await first;
  for (;;) {
    const step = pages.take(response.data, response);
    if (step === undefined) return;
    yield { value: response.data, items: step.items };
    if (step.next === undefined) return;
    const next = nextCall(operation, step.next, params, options);
    response = await send(next.params, next.options);
  }
}

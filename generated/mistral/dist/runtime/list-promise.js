import { ApiPromise, markHandled } from "./api-promise.js";
import { CancelledError } from "./errors.js";
import { nextCall } from "./next-page.js";
import { Pages } from "./pages.js";
/** The promise of the first page of a list, which is also all items of this and the following pages. */
export class ListPromise extends ApiPromise {
  #walk;
  #checkGoing;
  /**
   * @param walk - Goes from page to page, anew each time.
   * @param checkGoing - Throws if the call has been cancelled.
   */
  constructor(result, walk, checkGoing) {
    super(result);
    this.#walk = walk;
    this.#checkGoing = checkGoing;
  }
  /**
   * The pages from the one that was asked for to the last, or to the one that completes the `limit`. The call that is under
   * way brings the first of them; the others are asked for one by one.
   */
  pages() {
    markHandled(this);
    return this.#pages();
  }
  /** The items of all pages, or as many of them as the `limit` allows. */
  [Symbol.asyncIterator]() {
    markHandled(this);
    return this.#items();
  }
  async *#pages() {
    for await (const { value } of this.#walk()) yield value;
  }
  async *#items() {
    for await (const { items } of this.#walk()) {
      for (const item of items) {
        this.#checkGoing();
        yield item;
      }
    }
  }
}
/** Sends an operation that has pages; the pages after the first are sent when they are asked for. See `Core.send`. */
export function sendList(core, operation, path, params, options) {
  const kept = { ...params };
  const first = core.send(operation, path, params, options).withResponse();
  const send = (page, own) => core.send(operation, path, page, own).withResponse();
  const walk = () => walkPages(operation, kept, options, first, send);
  const checkGoing = () => {
    if (options?.signal?.aborted === true)
      throw new CancelledError(options.signal.reason, { operationId: operation.id });
  };
  const result = first.then(({ data, ...meta }) => ({
    data,
    meta,
  }));
  return new ListPromise(result, walk, checkGoing);
}
/**
 * Goes from page to page. Each page after the first is sent when it is asked for.
 *
 * @param params - Of the first page; the others have them too.
 * @param first - The call of the first page.
 */
export async function* walkPages(operation, params, options, first, send) {
  const pages = new Pages(operation, params, options?.limit);
  let response = await first;
  for (;;) {
    const step = pages.take(response.data, response);
    if (step === undefined) return;
    yield {
      value: response.data,
      items: step.items,
    };
    if (step.next === undefined) return;
    const next = nextCall(operation, step.next, params, options);
    response = await send(next.params, next.options);
  }
}

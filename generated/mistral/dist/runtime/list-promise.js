import { ApiPromise, markHandled } from "./api-promise.js";
import { CancelledError } from "./errors.js";
import { walkPages } from "./page-walk.js";
import { driveValues } from "./steps.js";
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
  const send = (page, own) => core.sendForResult(operation, path, page, own);
  const first = core.sendForResult(operation, path, params, options);
  const checkGoing = () => {
    if (options?.signal?.aborted === true)
      throw new CancelledError(options.signal.reason, { operationId: operation.id });
  };
  return new ListPromise(
    first,
    () => followPages(operation, kept, options, first, send),
    checkGoing,
  );
}
/** Goes from page to page; see `walkPages`. The first page is that of a call that is under way. */
export function followPages(operation, params, options, first, send) {
  let isFirst = true;
  return driveValues(walkPages(operation, params, options), (step) => {
    if (!isFirst) return send(step.params, step.options);
    isFirst = false;
    return first;
  });
}

import { nextCall } from "./next-page.js";
import { Pages } from "./pages.js";
/**
 * The items of all pages of a list. Nothing is sent before a loop asks for the first of them, and each loop begins anew. It
 * blocks when it comes to the next page, and throws what the call of that page would throw.
 */
export class SyncList {
  #walk;
  /** @param walk - Goes from page to page, anew each time. */
  constructor(walk) {
    this.#walk = walk;
  }
  /** The pages from the one that was asked for to the last, or to the one that completes the `limit`. */
  *pages() {
    for (const { value } of this.#walk()) yield value;
  }
  /** The items of all pages, or as many of them as the `limit` allows. */
  *[Symbol.iterator]() {
    for (const { items } of this.#walk()) yield* items;
  }
}
/** The items of all pages of an operation, each page sent when it is asked for; see `SyncCore.send`. */
export function sendSyncList(core, operation, path, params, options) {
  const kept = { ...params };
  return new SyncList(function* walk() {
    const pages = new Pages(operation, kept, options?.limit);
    let result = core.sendForResponse(operation, path, kept, options);
    for (;;) {
      const step = pages.take(result.data, result.meta);
      if (step === undefined) return;
      yield {
        value: result.data,
        items: step.items,
      };
      if (step.next === undefined) return;
      const call = nextCall(operation, step.next, kept, options);
      result = core.sendForResponse(operation, path, call.params, call.options);
    }
  });
}

import { walkPages } from "./page-walk.js";
import { driveValuesSync } from "./steps.js";
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
  return new SyncList(() =>
    driveValuesSync(walkPages(operation, kept, options), (step) =>
      core.sendForResponse(operation, path, step.params, step.options),
    ),
  );
}

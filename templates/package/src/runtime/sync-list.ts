import type { Result } from "./api-promise.js";
import { nextCall } from "./next-page.js";
import type { Operation } from "./uses.js";
import type { SyncListOptions } from "./options.js";
import { Pages } from "./pages.js";
import type { SyncCore } from "./sync-core.js";

/** A page with those of its items that are wanted. */
interface Page<P> {
  readonly value: P;
  readonly items: readonly unknown[];
}

/**
 * The items of all pages of a list. Nothing is sent before a loop asks for the first of them, and each loop begins anew. It
 * blocks when it comes to the next page, and throws what the call of that page would throw.
 */
export class SyncList<P, I> implements Iterable<I> {
  readonly #walk: () => Iterable<Page<P>>;

  /** @param walk - Goes from page to page, anew each time. */
  constructor(walk: () => Iterable<Page<P>>) {
    this.#walk = walk;
  }

  /** The pages from the one that was asked for to the last, or to the one that completes the `limit`. */
  *pages(): Generator<P, void, undefined> {
    for (const { value } of this.#walk()) yield value;
  }

  /** The items of all pages, or as many of them as the `limit` allows. */
  *[Symbol.iterator](): Generator<I, void, undefined> {
    for (const { items } of this.#walk()) yield* items as readonly I[];
  }
}

/** The items of all pages of an operation, each page sent when it is asked for; see `SyncCore.send`. */
export function sendSyncList<P, I>(
  core: SyncCore,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: SyncListOptions,
): SyncList<P, I> {
  const kept = { ...params };
  return new SyncList<P, I>(function* walk() {
    const pages = new Pages(operation, kept, options?.limit);
    let result: Result<P> = core.sendForResponse<P>(operation, path, kept, options);
    for (;;) {
      const step = pages.take(result.data, result.meta);
      if (step === undefined) return;
      yield { value: result.data, items: step.items };
      if (step.next === undefined) return;
      const call = nextCall(operation, step.next, kept, options);
      result = core.sendForResponse<P>(operation, path, call.params, call.options);
    }
  });
}

import type { SyncListOptions } from "./options.js";
import { type ListPage, type PageRequest, walkPages } from "./page-walk.js";
import { driveValuesSync } from "./steps.js";
import type { SyncCore } from "./sync-core.js";
import type { Operation } from "./uses.js";

/**
 * The items of all pages of a list. Nothing is sent before a loop asks for the first of them, and each loop begins anew. It
 * blocks when it comes to the next page, and throws what the call of that page would throw.
 */
export class SyncList<P, I> implements Iterable<I> {
  readonly #walk: () => Iterable<ListPage<P>>;

  /** @param walk - Goes from page to page, anew each time. */
  constructor(walk: () => Iterable<ListPage<P>>) {
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
  return new SyncList<P, I>(() =>
    driveValuesSync(
      walkPages<P, SyncListOptions>(operation, kept, options),
      (step: PageRequest<SyncListOptions>) =>
        core.sendForResponse<P>(operation, path, step.params, step.options),
    ),
  );
}

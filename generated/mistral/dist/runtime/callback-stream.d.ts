import { type CallContext, type CallHandle, type Callbacks, type Errback } from "./callback.js";
import type { Core } from "./core.js";
import type { Operation } from "./uses.js";
import type { RequestOptions } from "./options.js";
/**
 * The handlers of a call whose response is a stream of items. `onItem` is called with each of them as it arrives; after
 * the last one follows `onSuccess`, without a value. After `cancel` there are no more.
 */
export interface StreamCallbacks<T, S = unknown> extends Callbacks<void, S> {
  onItem?(item: T, ctx: CallContext<S>): void;
}
/**
 * Sends an operation whose response is a stream of items, and reports to callbacks. A function instead of them gets all
 * items at once.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export declare function callStream<T, S>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  callbacks: StreamCallbacks<T, S> | Errback<T[]>,
  options?: RequestOptions,
): CallHandle;

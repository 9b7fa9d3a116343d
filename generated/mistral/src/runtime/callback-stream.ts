import {
  type CallContext,
  type CallHandle,
  type Callbacks,
  type Errback,
  startCall,
  type StartedCall,
} from "./callback.js";
import type { Core } from "./core.js";
import type { Download } from "./download.js";
import { guard } from "./guard.js";
import { type ItemStream, openStream } from "./item-stream.js";
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
export function callStream<T, S>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  callbacks: StreamCallbacks<T, S> | Errback<T[]>,
  options?: RequestOptions,
): CallHandle {
  const open = async ({ options: own }: Pick<StartedCall, "options">): Promise<ItemStream<T>> => {
    const sent = core.send<Download | undefined>(operation, path, params, own);
    const { data, ...response } = await sent.withResponse();
    return openStream<T>(operation, data, response);
  };
  if (typeof callbacks === "function") {
    return startCall<T[], undefined>(operation, callbacks, options, async (call) => {
      const items: T[] = [];
      for await (const item of await open(call)) items.push(item);
      return items;
    });
  }
  return startCall<void, S>(operation, callbacks, options, async (call) => {
    for await (const item of await open(call)) {
      if (!call.isPending()) return;
      guard(() => callbacks.onItem?.(item, call.ctx));
    }
  });
}

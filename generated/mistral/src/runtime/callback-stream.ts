import {
  callAndRead,
  type CallContext,
  type CallHandle,
  type Callbacks,
  type Errback,
  guard,
  type OpenCall,
} from "./callback.js";
import type { Core } from "./core.js";
import type { Download } from "./download.js";
import { type ItemStream, openStream } from "./item-stream.js";
import type { Operation } from "./operation.js";
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
  type Body = Download | undefined;
  const open = (body: Body, { response }: OpenCall): Promise<ItemStream<T>> =>
    openStream<T>(operation, body, response);
  if (typeof callbacks === "function") {
    return callAndRead<Body, T[], undefined>(
      core,
      operation,
      path,
      params,
      callbacks,
      options,
      async (body, call) => {
        const items: T[] = [];
        for await (const item of await open(body, call)) items.push(item);
        return items;
      },
    );
  }
  return callAndRead<Body, void, S>(
    core,
    operation,
    path,
    params,
    callbacks,
    options,
    async (body, call) => {
      for await (const item of await open(body, call)) {
        if (!call.isPending()) return;
        guard(() => callbacks.onItem?.(item, call.ctx as CallContext<S>));
      }
    },
  );
}

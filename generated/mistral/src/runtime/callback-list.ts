import {
  call,
  type CallContext,
  type CallHandle,
  type Callbacks,
  type Errback,
  startCall,
} from "./callback.js";
import type { Tracked } from "./calls.js";
import type { Core } from "./core.js";
import { guard } from "./guard.js";
import { followPages, type SendPage } from "./list-promise.js";
import type { Operation } from "./uses.js";
import type { ListOptions } from "./options.js";

/**
 * The handlers of a call that returns a page of a list. With `onItem` or `onPage` the call goes on to the last page, and
 * ends with `onSuccess`, to which the first page is given; without them it is one request. After `cancel` there are no more
 * items and pages.
 */
export interface ListCallbacks<P, I, S = unknown> extends Callbacks<P, S> {
  /** Called with each item, in order. */
  onItem?(item: I, ctx: CallContext<S>): void;
  /** Called with each page, before its items. */
  onPage?(page: P, ctx: CallContext<S>): void;
}

/**
 * Sends an operation that has pages, and reports to callbacks.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function callList<P, I, S>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  callbacks: ListCallbacks<P, I, S> | Errback<P>,
  options?: ListOptions,
): CallHandle {
  const isObject = typeof callbacks === "object" && callbacks !== null;
  if (!isObject || (callbacks.onItem === undefined && callbacks.onPage === undefined))
    return call<P, S>(core, operation, path, params, callbacks, options);
  const kept = { ...params };
  const handle: CallHandle = startCall<P, S>(
    operation,
    callbacks,
    options,
    async ({ ctx, options: own, isPending }) => {
      const inFlight = new ListInFlight(operation.id, handle);
      const send: SendPage<P> = (page, pageOptions) => {
        inFlight.attempt++;
        return core.sendForResult<P>(operation, path, page, { ...pageOptions, isPart: true });
      };
      try {
        core.calls.add(inFlight);
        const first = send(kept, own);
        for await (const page of followPages(operation, kept, own, first, send)) {
          if (!isPending()) break;
          guard(() => callbacks.onPage?.(page.value, ctx));
          for (const item of page.items) {
            if (!isPending()) break;
            guard(() => callbacks.onItem?.(item as I, ctx));
          }
        }
        return (await first).data;
      } finally {
        core.calls.delete(inFlight);
      }
    },
  );
  return handle;
}

/** A list is one call, however many pages it has. */
class ListInFlight implements Tracked {
  readonly operation: string;
  readonly start: number = performance.now();
  readonly phase = "request";
  readonly #handle: CallHandle;
  attempt = 0;

  constructor(operation: string, handle: CallHandle) {
    this.operation = operation;
    this.#handle = handle;
  }

  abort(reason: unknown): void {
    this.#handle.cancel(reason);
  }
}

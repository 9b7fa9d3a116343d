import { call, startCall } from "./callback.js";
import { guard } from "./guard.js";
import { followPages } from "./list-promise.js";
/**
 * Sends an operation that has pages, and reports to callbacks.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function callList(core, operation, path, params, callbacks, options) {
  const isObject = typeof callbacks === "object" && callbacks !== null;
  if (!isObject || (callbacks.onItem === undefined && callbacks.onPage === undefined))
    return call(core, operation, path, params, callbacks, options);
  const kept = { ...params };
  const handle = startCall(
    operation,
    callbacks,
    options,
    async ({ ctx, options: own, isPending }) => {
      const inFlight = new ListInFlight(operation.id, handle);
      const send = (page, pageOptions) => {
        inFlight.attempt++;
        return core.sendForResult(operation, path, page, {
          ...pageOptions,
          isPart: true,
        });
      };
      try {
        core.calls.add(inFlight);
        const first = send(kept, own);
        for await (const page of followPages(operation, kept, own, first, send)) {
          if (!isPending()) break;
          guard(() => callbacks.onPage?.(page.value, ctx));
          for (const item of page.items) {
            if (!isPending()) break;
            guard(() => callbacks.onItem?.(item, ctx));
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
class ListInFlight {
  operation;
  start = performance.now();
  phase = "request";
  #handle;
  attempt = 0;
  constructor(operation, handle) {
    this.operation = operation;
    this.#handle = handle;
  }
  abort(reason) {
    this.#handle.cancel(reason);
  }
}

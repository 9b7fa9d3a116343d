import { call, startCall } from "./callback.js";
import { guard } from "./guard.js";
import { walkPages } from "./list-promise.js";
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
  return startCall(operation, callbacks, options, async ({ ctx, options: own, isPending }) => {
    const first = core.send(operation, path, kept, own).withResponse();
    for await (const page of walkPages(core, operation, path, kept, own, first)) {
      if (!isPending()) break;
      guard(() => callbacks.onPage?.(page.value, ctx));
      for (const item of page.items) {
        if (!isPending()) break;
        guard(() => callbacks.onItem?.(item, ctx));
      }
    }
    return (await first).data;
  });
}

import { callAndRead, guard } from "./callback.js";
import { openStream } from "./item-stream.js";
/**
 * Sends an operation whose response is a stream of items, and reports to callbacks. A function instead of them gets all
 * items at once.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function callStream(core, operation, path, params, callbacks, options) {
  const open = (body, { response }) => openStream(operation, body, response);
  if (typeof callbacks === "function") {
    return callAndRead(core, operation, path, params, callbacks, options, async (body, call) => {
      const items = [];
      for await (const item of await open(body, call)) items.push(item);
      return items;
    });
  }
  return callAndRead(core, operation, path, params, callbacks, options, async (body, call) => {
    for await (const item of await open(body, call)) {
      if (!call.isPending()) return;
      guard(() => callbacks.onItem?.(item, call.ctx));
    }
  });
}

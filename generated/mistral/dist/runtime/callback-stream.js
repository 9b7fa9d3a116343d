import { startCall } from "./callback.js";
import { guard } from "./guard.js";
import { openStream } from "./item-stream.js";
/**
 * Sends an operation whose response is a stream of items, and reports to callbacks. A function instead of them gets all
 * items at once.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function callStream(core, operation, path, params, callbacks, options) {
  const open = async ({ options: own }) => {
    const sent = core.send(operation, path, params, own);
    const { data, ...response } = await sent.withResponse();
    return openStream(operation, data, response);
  };
  if (typeof callbacks === "function") {
    return startCall(operation, callbacks, options, async (call) => {
      const items = [];
      for await (const item of await open(call)) items.push(item);
      return items;
    });
  }
  return startCall(operation, callbacks, options, async (call) => {
    for await (const item of await open(call)) {
      if (!call.isPending()) return;
      guard(() => callbacks.onItem?.(item, call.ctx));
    }
  });
}

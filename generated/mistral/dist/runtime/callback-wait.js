import { startCall } from "./callback.js";
import { guard } from "./guard.js";
import { wait } from "./wait.js";
/**
 * Repeats an operation until the end of what it is about is there, and reports to callbacks.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function callWait(core, operation, path, callbacks, options = {}) {
  const { params, interval, deadline, onProgress: _progress, ...request } = options;
  const handlers = callbacks;
  return startCall(operation, handlers, request, (call) => {
    const onProgress = (value) => {
      if (!call.isPending()) return;
      guard(() => options.onProgress?.(value));
      if (typeof callbacks === "object") guard(() => callbacks.onProgress?.(value, call.ctx));
    };
    const own = {
      ...call.options,
      params,
      interval,
      deadline,
      onProgress,
    };
    return wait(core, operation, path, own);
  });
}

import {
  type CallContext,
  type CallHandle,
  type Callbacks,
  type Errback,
  startCall,
} from "./callback.js";
import type { Core } from "./core.js";
import { guard } from "./guard.js";
import type { Operation } from "./uses.js";
import { wait, type WaitOptions } from "./wait.js";

/**
 * The handlers of a wait for the end of something. `ctx.response` is the last one that came, and `onRetry` is of whichever
 * request.
 */
export interface WaitCallbacks<T, S = unknown> extends Omit<Callbacks<T, S>, "onProgress"> {
  /** Called with the first answer, and with each that differs from the one before it, the last one included. */
  onProgress?(value: T, ctx: CallContext<S>): void;
}

/**
 * Repeats an operation until the end of what it is about is there, and reports to callbacks.
 *
 * @throws {ParameterError} If there are no callbacks to report to.
 */
export function callWait<T, P, S>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  callbacks: WaitCallbacks<T, S> | Errback<T>,
  options: WaitOptions<T, P> = {},
): CallHandle {
  const { params, interval, deadline, onProgress: _progress, ...request } = options;
  const handlers = callbacks as Callbacks<T, S> | Errback<T>;
  return startCall<T, S>(operation, handlers, request, (call) => {
    const onProgress = (value: T): void => {
      if (!call.isPending()) return;
      guard(() => options.onProgress?.(value));
      if (typeof callbacks === "object") guard(() => callbacks.onProgress?.(value, call.ctx));
    };
    const own = { ...call.options, params, interval, deadline, onProgress };
    return wait<T, P>(core, operation, path, own);
  });
}

import type { Operation } from "./uses.js";
import type { NoParams, SyncOptions } from "./options.js";
import { polling, type PollingOptions } from "./polling.js";
import { driveSync } from "./steps.js";
import { SyncCall } from "./sync-call.js";
import type { SyncCore } from "./sync-core.js";
import { refusePromise, sleepSync } from "./sync-waiting.js";

/** How the end of something is waited for. All that is not said of waiting holds for each request, `timeout` for instance. */
export interface SyncWaitOptions<T, P = NoParams>
  extends Omit<SyncOptions, keyof PollingOptions<T>>, PollingOptions<T> {
  /** The params of each request. */
  params?: P | undefined;
}

/** Repeats an operation, and blocks until the end of what it is about is there; see `SyncCore.send`. */
export function waitSync<T, P>(
  core: SyncCore,
  operation: Operation,
  path: readonly unknown[],
  options: SyncWaitOptions<T, P> = {},
): T {
  const {
    params,
    onProgress: _progress,
    interval: _interval,
    deadline: _deadline,
    ...own
  } = options;
  const wait = new SyncCall(operation.id, performance.now());
  core.calls.add(wait);
  try {
    return driveSync(polling<T>(operation, options), (step) => {
      wait.throwIfAborted();
      if (step.kind === "await") return refusePromise(step.value, "onProgress", operation.id);
      wait.phase = step.kind === "poll" ? "request" : "wait";
      if (step.kind === "sleep") return sleepSync(step.ms);
      wait.attempt++;
      const callOptions = { ...own, timeLeft: step.timeLeft, isPart: true };
      return core.sendForResponse<T>(operation, path, params as object | undefined, callOptions);
    }).data;
  } finally {
    core.calls.delete(wait);
  }
}

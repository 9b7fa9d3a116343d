import { polling } from "./polling.js";
import { driveSync } from "./steps.js";
import { SyncCall } from "./sync-call.js";
import { refusePromise, sleepSync } from "./sync-waiting.js";
/** Repeats an operation, and blocks until the end of what it is about is there; see `SyncCore.send`. */
export function waitSync(core, operation, path, options = {}) {
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
    return driveSync(polling(operation, options), (step) => {
      wait.throwIfAborted();
      if (step.kind === "await") return refusePromise(step.value, "onProgress", operation.id);
      wait.phase = step.kind === "poll" ? "request" : "wait";
      if (step.kind === "sleep") return sleepSync(step.ms);
      wait.attempt++;
      const callOptions = {
        ...own,
        timeLeft: step.timeLeft,
        isPart: true,
      };
      return core.sendForResponse(operation, path, params, callOptions);
    }).data;
  } finally {
    core.calls.delete(wait);
  }
}

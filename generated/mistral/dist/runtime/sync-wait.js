import { polling } from "./polling.js";
import { driveSync } from "./steps.js";
/** Repeats an operation, and blocks until the end of what it is about is there; see `SyncCore.send`. */
export function waitSync(core, operation, path, options = {}) {
  const {
    params,
    onProgress: _progress,
    interval: _interval,
    deadline: _deadline,
    ...own
  } = options;
  const carryOut = (step) => {
    if (step.kind === "sleep") return sleep(step.ms);
    const { timeLeft } = step;
    return core.sendForResponse(operation, path, params, {
      ...own,
      timeLeft,
    });
  };
  return driveSync(polling(operation, options), carryOut).data;
}
function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

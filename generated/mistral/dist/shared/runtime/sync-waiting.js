import { ParameterError } from "./errors.js";

// src/runtime/sync-waiting.ts
function sleepSync(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
function refusePromise(value, option, operationId) {
  value.then(void 0, () => {});
  throw new ParameterError(
    option,
    `the function ${option} returned a promise, which a blocking call cannot wait for: let it return the value itself, or use the promise client`,
    { operationId },
  );
}

export { sleepSync, refusePromise };

import { ParameterError } from "./errors.js";
/** Blocks the thread for a time, in milliseconds. */
export function sleepSync(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
/**
 * Refuses what a function of the caller's returned.
 *
 * @param option - The name of the function.
 * @throws {ParameterError} In any case; the promise's rejection is then no longer unhandled.
 */
export function refusePromise(value, option, operationId) {
  value.then(undefined, () => {});
  throw new ParameterError(
    option,
    `the function ${option} returned a promise, which a blocking call cannot wait for: let it return the value itself, or use the promise client`,
    { operationId },
  );
}

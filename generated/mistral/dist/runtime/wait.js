import { ApiPromise } from "./api-promise.js";
import { CancelledError } from "./errors.js";
import { polling } from "./polling.js";
import { drive } from "./steps.js";
/** Repeats an operation until the end of what it is about is there; its last response is the promise's. */
export function wait(core, operation, path, options = {}) {
  const {
    params,
    onProgress: _progress,
    interval: _interval,
    deadline: _deadline,
    ...own
  } = options;
  const carryOut = async (step) => {
    if (step.kind === "sleep") return sleep(step.ms, own.signal, operation.id);
    const { timeLeft } = step;
    const sent = core.send(operation, path, params, {
      ...own,
      timeLeft,
    });
    const { data, ...meta } = await sent.withResponse();
    return {
      data,
      meta,
    };
  };
  return new ApiPromise(drive(polling(operation, options), carryOut));
}
/** The longest delay of a timer, in milliseconds; a longer one would fire at once. */
const longestTimer = 2147483647;
function sleep(ms, signal, operationId) {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(new CancelledError(signal?.reason, { operationId }));
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve(undefined);
      },
      Math.min(ms, longestTimer),
    );
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}

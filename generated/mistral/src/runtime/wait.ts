import { ApiPromise, type Result } from "./api-promise.js";
import type { CallOptions, Core } from "./core.js";
import { CancelledError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { NoParams, RequestOptions } from "./options.js";
import { polling, type PollingOptions, type PollingStep } from "./polling.js";
import { drive } from "./steps.js";

/** How the end of something is waited for. All that is not said of waiting holds for each request, `timeout` for instance. */
export interface WaitOptions<T, P = NoParams>
  extends Omit<RequestOptions, keyof PollingOptions<T>>, PollingOptions<T> {
  /** The params of each request. */
  params?: P | undefined;
}

/** Repeats an operation until the end of what it is about is there; its last response is the promise's. */
export function wait<T, P>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  options: WaitOptions<T, P> & Pick<CallOptions, "onRetry"> = {},
): ApiPromise<T> {
  const {
    params,
    onProgress: _progress,
    interval: _interval,
    deadline: _deadline,
    ...own
  } = options;
  const carryOut = async (step: PollingStep): Promise<Result<T> | undefined> => {
    if (step.kind === "sleep") return sleep(step.ms, own.signal, operation.id);
    const { timeLeft } = step;
    const sent = core.send<T>(operation, path, params as object | undefined, { ...own, timeLeft });
    const { data, ...meta } = await sent.withResponse();
    return { data, meta };
  };
  return new ApiPromise<T>(drive(polling<T>(operation, options), carryOut));
}

/** The longest delay of a timer, in milliseconds; a longer one would fire at once. */
const longestTimer = 2_147_483_647;

function sleep(
  ms: number,
  signal: AbortSignal | undefined,
  operationId: string,
): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
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

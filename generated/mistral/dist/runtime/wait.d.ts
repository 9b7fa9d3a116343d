import { ApiPromise } from "./api-promise.js";
import type { CallOptions, Core } from "./core.js";
import type { Operation } from "./uses.js";
import type { NoParams, RequestOptions } from "./options.js";
import { type PollingOptions } from "./polling.js";
/** How the end of something is waited for. All that is not said of waiting holds for each request, `timeout` for instance. */
export interface WaitOptions<T, P = NoParams>
  extends Omit<RequestOptions, keyof PollingOptions<T>>, PollingOptions<T> {
  /** The params of each request. */
  params?: P | undefined;
}
/** Repeats an operation until the end of what it is about is there; its last response is the promise's. */
export declare function wait<T, P>(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  options?: WaitOptions<T, P> & Pick<CallOptions, "onRetry">,
): ApiPromise<T>;

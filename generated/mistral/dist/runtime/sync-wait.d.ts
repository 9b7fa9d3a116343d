import type { Operation } from "./uses.js";
import type { NoParams, SyncOptions } from "./options.js";
import { type PollingOptions } from "./polling.js";
import type { SyncCore } from "./sync-core.js";
/** How the end of something is waited for. All that is not said of waiting holds for each request, `timeout` for instance. */
export interface SyncWaitOptions<T, P = NoParams>
  extends Omit<SyncOptions, keyof PollingOptions<T>>, PollingOptions<T> {
  /** The params of each request. */
  params?: P | undefined;
}
/** Repeats an operation, and blocks until the end of what it is about is there; see `SyncCore.send`. */
export declare function waitSync<T, P>(
  core: SyncCore,
  operation: Operation,
  path: readonly unknown[],
  options?: SyncWaitOptions<T, P>,
): T;

import type { RequestOptions } from "../runtime/options.js";
import { Watchdog } from "../runtime/watchdog.js";
import { type BatchClient } from "./client.js";
import type { RequestSource } from "./make.js";
import type { BatchOptions } from "./params.js";
import { type Run } from "./run.js";
import type { Action } from "./steps.js";
/** Carries out what a batch asks for, with promises. */
export declare class Performer {
  #private;
  /** @param watchdog - It aborts when the run is over before its end. */
  constructor(
    client: BatchClient,
    run: Run,
    source: RequestSource | undefined,
    options: BatchOptions,
    watchdog: Watchdog,
  );
  /** @param options - Of the requests that are sent for it. */
  perform(action: Action, options: RequestOptions): unknown;
}

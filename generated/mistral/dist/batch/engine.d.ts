import type { BatchJob } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchClient } from "./client.js";
import { type RequestSource } from "./make.js";
import type { BatchOptions } from "./params.js";
import type { BatchResult } from "./results.js";
import { type Run } from "./run.js";
/**
 * Runs a batch with promises: creates its jobs one after the other and waits for all of them at the same time, whether or
 * not results are being read; reads the results of a job when they are asked for.
 */
export declare class Engine<E extends BatchEndpoint> {
  #private;
  readonly run: Run<E>;
  /** @param source - The requests, if they come one by one. */
  constructor(
    client: BatchClient,
    run: Run<E>,
    source: RequestSource | undefined,
    options: BatchOptions,
  );
  /** Begins. The promise resolves with the jobs when all of them are over, and rejects with what ends the run before. */
  start(): Promise<readonly BatchJob[]>;
  /** Stops the run, unless it has come to its end. */
  cancel(reason?: unknown): boolean;
  /**
   * The results, as they come. Leaving the loop stops the run.
   *
   * @param done - The promise of `start`. Whoever reads is told of its rejection too.
   */
  results(done: Promise<unknown>): AsyncGenerator<BatchResult<E>, void, undefined>;
}

import type { CallInFlight, Calls } from "./calls.js";
export type { CallInFlight } from "./calls.js";
/** What is in flight of a blocking client: a call while it calls functions of the caller's, and downloads that are left open. */
export declare class SyncMonitor {
  #private;
  constructor(core: { readonly calls: Calls });
  /** Lets new calls be refused. */
  protected refuseCalls(): void;
  /** How many calls are in flight. */
  get inFlight(): number;
  /** Whether a call is in flight. */
  get isBusy(): boolean;
  /** The calls that are in flight at this moment, in the order in which they began. */
  list(): CallInFlight[];
  /**
   * Calls a function at once whenever a call has begun or ended. What the function throws is thrown again as an uncaught
   * exception.
   *
   * @returns Ends that.
   */
  onChange(listener: () => void): () => void;
  /**
   * Ends all calls that are in flight, each with a `CancelledError`.
   *
   * @param reason - Its `reason`.
   * @returns How many there were.
   */
  abortAll(reason?: unknown): number;
}
/** What is in flight of a core, and so of all clients that share it. */
export declare class Monitor extends SyncMonitor {
  /**
   * Waits until nothing is in flight.
   *
   * @param options - `timeout` is how long to wait at most, in milliseconds. Default: no limit.
   * @returns Whether nothing is in flight; false if the time was over before.
   */
  whenIdle(options?: { readonly timeout?: number | undefined }): Promise<boolean>;
  /**
   * Refuses new calls, with a `ClientError`, and waits until nothing is in flight.
   *
   * @param options - After its `timeout` what is still in flight is ended with a `CancelledError`; hooks that hear of that
   *   are waited for, but no longer than 10 seconds.
   */
  close({ timeout }?: CloseOptions): Promise<void>;
}
declare global {
  interface SymbolConstructor {
    /** What `await using` calls; declared here for projects whose `lib` does not have it. */
    readonly asyncDispose: unique symbol;
  }
}
/** How a client is closed. */
export interface CloseOptions {
  /** How long to wait for what is in flight, in milliseconds. Default: 30,000. */
  readonly timeout?: number | undefined;
}

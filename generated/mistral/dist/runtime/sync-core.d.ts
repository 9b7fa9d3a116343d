import type { Result } from "./api-promise.js";
import { Calls } from "./calls.js";
import type { Api, Operation } from "./uses.js";
import type { SyncBaseOptions, SyncOptions } from "./options.js";
declare global {
  interface SymbolConstructor {
    /** What `using` calls; declared here for projects whose `lib` does not have it. */
    readonly dispose: unique symbol;
  }
}
/** How one blocking call is sent, and how long it may take at most. */
export interface SyncCallOptions extends SyncOptions {
  timeLeft?: number | undefined;
  /** Whether it is a part of what is among the core's `calls` already. */
  isPart?: boolean | undefined;
}
/**
 * What all operations of a blocking client share: its options, and one worker thread that does the sending. The thread
 * is started by the first call and does not keep the process alive.
 */
export declare class SyncCore {
  #private;
  /**
   * @param options Also holds the credentials, by the names of `api.security`.
   * @throws {ParameterError} If an option is not acceptable, for instance a credential that is empty.
   */
  constructor(api: Api, options: SyncBaseOptions);
  /** What is in flight. */
  get calls(): Calls;
  /**
   * Sends the request of an operation, blocks until the response is there, and returns its value.
   *
   * @throws {ApiError} If the status is not 2xx; of the class that belongs to the status.
   * @throws {ResponseParseError} If the body is not what the operation promises.
   * @throws {ConnectionError} If the server cannot be reached, the connection breaks, or the worker thread ends.
   * @throws {TimeoutError} If a deadline is missed.
   * @throws {ParameterError} If an argument is not acceptable.
   * @throws {ClientError} If the client is closed, or this thread cannot block.
   */
  send<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: SyncOptions,
  ): T;
  /** The same, with what is known about the response. */
  sendForResponse<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: SyncCallOptions,
  ): Result<T>;
  /** Ends the worker thread. Downloads that are still being read fail, and calls that come later are refused. */
  close(): void;
  [Symbol.dispose](): void;
}

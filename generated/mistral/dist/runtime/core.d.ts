import { ApiPromise, type Result } from "./api-promise.js";
import { type ClientState } from "./call.js";
import { Calls } from "./calls.js";
import type { Api, Operation } from "./uses.js";
import type { BaseOptions, RequestOptions, Retry } from "./options.js";
/** What a core is made with: the options of all clients, and credentials by the names of `Api.security`. */
export type CoreOptions = BaseOptions | (BaseOptions & Readonly<Record<string, unknown>>);
/** How one call is sent, how long it may take at most, and who is told when it is sent again. */
export interface CallOptions extends RequestOptions {
  timeLeft?: number | undefined;
  /** Whether it is a part of what is among the core's `calls` already. */
  isPart?: boolean | undefined;
  onRetry?(retry: Retry): void;
  /** See `SharedCallOptions`. */
  urlFor?(url: string): string;
}
/**
 * Sends the operations of one API. It keeps its secrets to itself: neither inspection nor JSON shows them. The
 * options cannot be changed later.
 */
export declare class Core {
  #private;
  /** @throws {ParameterError} If an option is not acceptable, for instance a credential that is empty. */
  constructor(api: Api, options: CoreOptions);
  /** What a core keeps for its calls. It is no property, so that nothing shows it. */
  static stateOf(core: Core): ClientState;
  /** What is in flight. */
  get calls(): Calls;
  /** Sends an operation at once. The promise is returned in any case; what is wrong with an argument rejects it. */
  send<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: CallOptions,
  ): ApiPromise<T>;
  /** The same, for what is built on calls: the value comes together with what is known about its response. */
  sendForResult<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: CallOptions,
  ): Promise<Result<T>>;
}

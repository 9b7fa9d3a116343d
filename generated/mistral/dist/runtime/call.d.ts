import { type Credentials, type CredentialUse } from "./credentials.js";
import type { Part } from "./multipart.js";
import type { Api, Operation } from "./uses.js";
import type { Hooks, Progress, ResponseMeta, Retry, RetryOptions, Timeouts } from "./options.js";
import type { ProgressHandler } from "./progress.js";
import { RetryBudget, type RetryPolicy } from "./retry.js";
import { type Settings, type SharedOptions } from "./settings.js";
import type { Deadlines, WireRequest } from "./wire.js";
/** What a client keeps for its calls, whatever their style. */
export interface ClientState {
  readonly api: Api;
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly budget: RetryBudget;
}
/**
 * Takes what a new client keeps out of its options.
 *
 * @throws {ParameterError} If an option is not acceptable.
 */
export declare function openClient(api: Api, options: SharedOptions): ClientState;
/** How one call is sent, as far as that is the same in all styles. */
export interface SharedCallOptions {
  readonly baseUrl?: string | undefined;
  readonly timeout?: number | Timeouts | undefined;
  readonly headers?: Readonly<Record<string, string | null>> | undefined;
  readonly maxResponseSize?: number | undefined;
  /** The most that the call may take in milliseconds, whatever `timeout` says: what it is a part of has a deadline. */
  readonly timeLeft?: number | undefined;
  readonly retry?: number | RetryOptions | undefined;
  readonly hooks?: Hooks | readonly Hooks[] | undefined;
  readonly idempotencyKey?: string | undefined;
  /** How many items of a list are wanted, over all its pages. */
  readonly limit?: number | undefined;
  onResponse?(meta: ResponseMeta): void;
  onRetry?(retry: Retry): void;
  onProgress?(progress: Progress): void;
  /** Where the request goes, instead of to the URL that the operation would have. */
  urlFor?(url: string): string;
}
/** A call whose request is ready but for the credentials. */
export interface Call {
  readonly client: ClientState;
  readonly operation: Operation;
  readonly options: SharedCallOptions | undefined;
  /** The request without credentials. */
  readonly bare: WireRequest;
  /** The parts of its body if that is multipart. */
  readonly parts: readonly Part[] | undefined;
  readonly uses: readonly CredentialUse[];
  readonly deadlines: Deadlines;
  readonly retry: RetryPolicy;
  /** Those of the client, then those of the call. */
  readonly hooks: readonly Hooks[];
  /** Whether the body of a 2xx response is left as a stream. */
  readonly stream: boolean;
  /** In bytes. */
  readonly maxResponseSize: number;
  /** When it began, by `performance.now()`. */
  readonly start: number;
  /** What code of the caller's threw, or put in the place of the call's error: it ends the call as it is. */
  thrown?: {
    readonly error: unknown;
  };
}
/**
 * Begins a call: checks its arguments and makes its request.
 *
 * @throws {ParameterError} If an argument is not acceptable.
 */
export declare function openCall(
  client: ClientState,
  operation: Operation,
  path: readonly unknown[],
  params: object | undefined,
  options: SharedCallOptions | undefined,
): Call;
/** The handler of a call's progress; undefined if nobody listens. */
export declare function progressOf(call: Call): ProgressHandler | undefined;
/** The deadlines of what is left of a call. */
export declare function deadlinesNow({
  deadlines: { headers, idle, total },
  start,
}: Call): Deadlines;

import type { ClientError } from "./errors.js";

/** Sends one request: called as `fetch(url, init)`, with the semantics of the standard function. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** Deadlines in milliseconds, each greater than 0; `Infinity` means none. */
export interface Timeouts {
  /**
   * The longest wait for the response's headers. It starts with the request, and anew with each piece of the request's
   * body that leaves; it stands still while the source of the body is waited for. Default: 60,000.
   */
  headers?: number | undefined;
  /** The longest silence between two chunks of the response's body. Default: 60,000. */
  idle?: number | undefined;
  /**
   * From the start of the call until the last byte of the response. Default: 600,000; none for a response that is
   * read as a stream.
   */
  total?: number | undefined;
}

/** What the function of a credential is told. */
export interface CredentialContext {
  /** The scopes or roles that the document lists for the operation. */
  readonly scopes: readonly string[];
  /** Whether the server has just refused the function's last answer with status 401. */
  readonly refresh: boolean;
}

/** A secret, or a function that is asked for it on each request, and once more if the server answers 401. */
export type Credential = string | ((context: CredentialContext) => string | Promise<string>);

/** As `Credential`; the function is synchronous. */
export type SyncCredential = string | ((context: CredentialContext) => string);

/** `user:password`, or both by name; the user name has no colon (RFC 7617, 2). */
export type BasicLogin = string | { readonly username: string; readonly password: string };

/** A login, or a function that is asked for it on each request, and once more if the server answers 401. */
export type BasicCredential =
  BasicLogin | ((context: CredentialContext) => BasicLogin | Promise<BasicLogin>);

/** As `BasicCredential`; the function is synchronous. */
export type SyncBasicCredential = BasicLogin | ((context: CredentialContext) => BasicLogin);

/** What is known about a response beside its body. */
export interface ResponseMeta {
  readonly status: number;
  readonly headers: Headers;
  /** The id under which the server logged the request, if it sent one. */
  readonly requestId: string | undefined;
  /** Where the response came from, after redirects. */
  readonly url: string;
  /** How many requests were sent for this call. */
  readonly attempts: number;
}

/** How far the body of a request or of a response has come. */
export interface Progress {
  readonly phase: "upload" | "download";
  /** In bytes, of the decoded body. Each request that is sent for a call, and each response, begins at 0. */
  readonly loaded: number;
  /** In bytes; undefined while it is not known. */
  readonly total: number | undefined;
}

/** A request that is sent again. */
export interface Retry {
  /** The number of the request that follows, counted from 1. */
  readonly attempt: number;
  /** The wait before it, in milliseconds. */
  readonly delayMs: number;
  /** Why the one before it was in vain. */
  readonly error: ClientError;
}

/** When a request that failed is sent again. Times are in milliseconds. */
export interface RetryOptions {
  /** How many more requests one call may send. Default: 2. */
  max?: number | undefined;
  /** The statuses of a response that are worth another attempt. Default: 408, 429, 500, 502, 503 and 504. */
  statuses?: readonly number[] | undefined;
  /** The longest wait before the first retry; it doubles with each further one. Default: 500. */
  minDelay?: number | undefined;
  /** The longest wait before any retry. Default: 8,000. */
  maxDelay?: number | undefined;
  /** If the server asks for a longer wait than this (`Retry-After`), the call ends at once. Default: 60,000. */
  maxRetryAfter?: number | undefined;
}

/** As `RetryOptions`, for all calls of a client. */
export interface ClientRetryOptions extends RetryOptions {
  /**
   * How many retries the calls may be ahead of their successes: each retry takes one of them, each call that succeeds gives
   * a tenth of one back. While there is none left, a failure is final. `Infinity`: no limit. Default: 100.
   */
  budget?: number | undefined;
}

/** A request as hooks see it: without credentials, which are put into it later, and with other secrets as `***`. */
export interface HookRequest {
  /** The stem of the operation, for instance `batch.jobs.list`. */
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Which request of its call this is, counted from 1. */
  readonly attempt: number;
}

/** What a hook changes of the request that is about to be sent. */
export interface RequestChange {
  /** Over those that the request has; `null` removes one. */
  headers?: Record<string, string | null> | undefined;
}

/**
 * Functions that follow the calls of a client. A promise that one returns is awaited, one of `onError` for 10 seconds at
 * most. An exception in one ends the call with that exception.
 */
export interface Hooks {
  /** Before each request. It can change the headers, by returning them. */
  onRequest?(request: HookRequest): RequestChange | void | Promise<RequestChange | void>;
  /** After the headers of each response, whatever its status; if it is not a stream, after its body as well. */
  onResponse?(meta: ResponseMeta, request: HookRequest): void | Promise<void>;
  /** Before the wait for another attempt. */
  onRetry?(retry: Retry, request: HookRequest): void | Promise<void>;
  /** With the error that ends a call whose request was ready to be sent. It can return another one to be thrown instead. */
  onError?(error: Error, request: HookRequest): Error | void | Promise<Error | void>;
}

/** As `Hooks`; the functions are synchronous. */
export interface SyncHooks {
  /** Before each request. It can change the headers, by returning them. */
  onRequest?(request: HookRequest): RequestChange | void;
  /** After the headers of each response, whatever its status; if it is not a stream, after its body as well. */
  onResponse?(meta: ResponseMeta, request: HookRequest): void;
  /** Before the wait for another attempt. */
  onRetry?(retry: Retry, request: HookRequest): void;
  /** With the error that ends a call whose request was ready to be sent. It can return another one to be thrown instead. */
  onError?(error: Error, request: HookRequest): Error | void;
}

/** What all clients can be given. */
export interface BaseOptions {
  /**
   * An absolute http or https URL, instead of all servers that the document names. Default: the first of these, or the
   * operation's own.
   */
  baseUrl?: string | undefined;
  /** Sent with each request. */
  headers?: Record<string, string> | undefined;
  /** A number of milliseconds means `total`; what is not given keeps its default. */
  timeout?: number | Timeouts | undefined;
  /** When a request that failed is sent again; a number is `max`, and 0 means never. */
  retry?: number | ClientRetryOptions | undefined;
  /** Functions that follow each call. */
  hooks?: Hooks | readonly Hooks[] | undefined;
  /**
   * How much of a response is read into memory, in bytes of its decoded body: more is a `ResponseParseError`. For
   * downloads, how long a line or an item may be, in characters. Default: 268,435,456 (256 MiB).
   */
  maxResponseSize?: number | undefined;
  /** Default: the global `fetch`, looked up on each request. */
  fetch?: Fetch | undefined;
}

/** How one call is sent. */
export interface RequestOptions {
  /** Cancels the call, also while a streamed response is being read. */
  signal?: AbortSignal | undefined;
  /** An absolute http or https URL, instead of the client's and of any that the operation has of its own. */
  baseUrl?: string | undefined;
  /** A number of milliseconds means `total`. What is not given here is taken from the client. */
  timeout?: number | Timeouts | undefined;
  /** When a request that failed is sent again; a number is `max`. What is not given here is taken from the client. */
  retry?: number | RetryOptions | undefined;
  /**
   * A text that no other call has: the server does what is asked once, however often the request comes. So the call is
   * sent again after failures even if the operation is not safe otherwise. If the server does not know such keys, give none.
   */
  idempotencyKey?: string | undefined;
  /** Functions that follow this call, after those of the client. */
  hooks?: Hooks | readonly Hooks[] | undefined;
  /**
   * How much of a response is read into memory, in bytes of its decoded body: more is a `ResponseParseError`. For
   * downloads, how long a line or an item may be, in characters. Default: that of the client.
   */
  maxResponseSize?: number | undefined;
  /** Over the client's headers; `null` removes one. */
  headers?: Record<string, string | null> | undefined;
  /** Called once for each response, also for one that is an error, before the call's outcome is known. */
  onResponse?(meta: ResponseMeta): void;
  /**
   * Called as the request's body is handed to what sends it, and as the body of a 2xx response is read: after each
   * piece, and last with `loaded` equal to `total`. What it throws rejects the call, or
   * whoever reads the response.
   */
  onProgress?(progress: Progress): void;
}

/** How a call is sent that returns a page of a list. */
export interface ListOptions extends RequestOptions {
  /** How many items are wanted, over all pages. Default: all of them. */
  limit?: number | undefined;
}

/** What all blocking clients can be given. Functions are called on the caller's thread. */
export interface SyncBaseOptions {
  /**
   * An absolute http or https URL, instead of all servers that the document names. Default: the first of these, or the
   * operation's own.
   */
  baseUrl?: string | undefined;
  /** Sent with each request. */
  headers?: Record<string, string> | undefined;
  /** A number of milliseconds means `total`; what is not given keeps its default. */
  timeout?: number | Timeouts | undefined;
  /** When a request that failed is sent again; a number is `max`, and 0 means never. */
  retry?: number | ClientRetryOptions | undefined;
  /** Functions that follow each call. */
  hooks?: SyncHooks | readonly SyncHooks[] | undefined;
  /**
   * How much of a response is read into memory, in bytes of its decoded body: more is a `ResponseParseError`. For
   * downloads, how long a line or an item may be, in characters. Default: 268,435,456 (256 MiB).
   */
  maxResponseSize?: number | undefined;
  /** The URL of a module that exports a function `fetch`; it is loaded in the worker and does the sending. */
  transport?: URL | string | undefined;
  /** Where `sync/worker.js` of this package is, for code that was bundled. */
  worker?: URL | string | undefined;
}

/** How one blocking call is sent. */
export interface SyncOptions {
  /** An absolute http or https URL, instead of the client's and of any that the operation has of its own. */
  baseUrl?: string | undefined;
  /** A number of milliseconds means `total`. What is not given here is taken from the client. */
  timeout?: number | Timeouts | undefined;
  /** When a request that failed is sent again; a number is `max`. What is not given here is taken from the client. */
  retry?: number | RetryOptions | undefined;
  /**
   * A text that no other call has: the server does what is asked once, however often the request comes. So the call is
   * sent again after failures even if the operation is not safe otherwise. If the server does not know such keys, give none.
   */
  idempotencyKey?: string | undefined;
  /** Functions that follow this call, after those of the client. */
  hooks?: SyncHooks | readonly SyncHooks[] | undefined;
  /**
   * How much of a response is read into memory, in bytes of its decoded body: more is a `ResponseParseError`. For
   * downloads, how long a line or an item may be, in characters. Default: that of the client.
   */
  maxResponseSize?: number | undefined;
  /** Over the client's headers; `null` removes one. */
  headers?: Record<string, string | null> | undefined;
  /** Called once for each response, also for one that is an error, before the call returns or throws. */
  onResponse?(meta: ResponseMeta): void;
  /**
   * Called as the request's body is handed to what sends it, and as the body of a 2xx response is read: after each
   * piece, and last with `loaded` equal to `total`. Runs on the caller's thread; what it
   * throws is thrown by the call, or to whoever reads the response.
   */
  onProgress?(progress: Progress): void;
}

/** How the blocking calls of a list's pages are sent. */
export interface SyncListOptions extends SyncOptions {
  /** How many items are wanted, over all pages. Default: all of them. */
  limit?: number | undefined;
}

/** The params of an operation that declares none. */
export interface NoParams {
  readonly [name: string]: never;
}

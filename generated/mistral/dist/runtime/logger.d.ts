import type { HookRequest, ResponseMeta, Retry } from "./options.js";
/** Where lines are logged: `console` is one of these. */
export interface Logger {
  debug(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}
/** The hooks of a logger. They fit clients of all call styles. */
export interface LoggerHooks {
  onRequest(request: HookRequest): void;
  onResponse(meta: ResponseMeta, request: HookRequest): void;
  onRetry(retry: Retry, request: HookRequest): void;
  onError(error: Error, request: HookRequest): void;
}
/**
 * Hooks that log one line for each request and response (`debug`), each retry (`warn`) and each call that fails (`error`)
 * or is cancelled (`debug`): operation, method, URL, attempt, status, time and the server's id of the request. Headers are
 * not logged, of bodies nothing but the message that an error response has, and secrets in URLs are `***`.
 */
export declare function createLogger(logger: Logger): LoggerHooks;

/** The `code` constants of the errors that come from a response. */
export type ApiErrorCode =
  | "api"
  | "bad_request"
  | "authentication"
  | "permission_denied"
  | "not_found"
  | "conflict"
  | "unsupported_media_type"
  | "unprocessable_entity"
  | "rate_limit"
  | "internal_server";
/** The `code` constants of all errors. */
export type ErrorCode =
  | ApiErrorCode
  | "client"
  | "connection"
  | "timeout"
  | "cancelled"
  | "response_parse"
  | "parameter";
/** What every error can be made with. */
export interface ErrorDetails {
  /** The stem of the operation that failed, for instance `batch.jobs.list`. */
  readonly operationId?: string | undefined;
  /** How many requests had been sent for the call, if there were any. */
  readonly attempt?: number | undefined;
  readonly cause?: unknown;
}
/**
 * The root of all errors of a client. `code` is a constant of the class, so a `switch` over it narrows the type; `is`
 * also recognises errors that come from another copy of this module. No error holds the request's headers.
 */
export declare class ClientError extends Error {
  static readonly code: ErrorCode;
  readonly code: ErrorCode;
  /** The stem of the operation that failed; undefined if it failed before there was one. */
  readonly operationId: string | undefined;
  /** How many requests were sent for the call; undefined if there was none. */
  readonly attempt: number | undefined;
  constructor(message: string, details?: ErrorDetails);
  static is(value: unknown): value is ClientError;
  /** The name of the class: its `code` in Pascal case, since minifiers rename classes. */
  override get name(): string;
  /** The error as plain data: name, code, message, operation, the class's own fields, and the causes' messages. */
  toJSON(): Record<string, unknown>;
}
/** Says in an error how many requests were sent, unless it says so already. */
export declare function withAttempt<E extends ClientError>(error: E, attempt: number): E;
/** Whether a value is an error of this class or of one below it, whichever copy of this module made it. */
export declare function isKind(value: unknown, code: ErrorCode): boolean;
/** A cause as plain data: its name, message and code, and the same of its own cause. */
export interface CauseRecord {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly cause?: CauseRecord;
}
/** Whatever value as text, also one that cannot be converted. */
export declare function textOf(value: unknown): string;
/** Describes whatever was thrown, at most four causes deep. */
export declare function describeCause(cause: unknown, depth?: number): CauseRecord;

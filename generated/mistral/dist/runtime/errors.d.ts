import { ClientError, type ErrorDetails } from "./client-error.js";
export {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
  UnsupportedMediaTypeError,
} from "./api-error.js";
export {
  type ApiErrorCode,
  type CauseRecord,
  ClientError,
  type ErrorCode,
  type ErrorDetails,
} from "./client-error.js";
export type { Issue } from "./error-body.js";
/** The deadline that was missed: see `Timeouts`; `wait` is the `deadline` of a wait for the end of something. */
export type TimeoutPhase = "headers" | "idle" | "total" | "wait";
/** The server could not be reached, or the connection broke before the response was complete. */
export declare class ConnectionError extends ClientError {
  static override readonly code = "connection";
  readonly code: "connection";
  /** The code of the innermost cause that has one, for instance `ECONNREFUSED`. */
  readonly causeCode: string | undefined;
  /**
   * False if no byte of the request can have reached the server: its name could not be resolved, it refused the
   * connection, its certificate is not valid. The request can then be sent again without harm, whatever it does.
   */
  readonly mayHaveArrived: boolean;
  constructor(
    message: string,
    details?: ErrorDetails & {
      readonly causeCode?: string | undefined;
      readonly mayHaveArrived?: boolean | undefined;
    },
  );
  static override is(value: unknown): value is ConnectionError;
}
/** A deadline was missed. */
export declare class TimeoutError extends ClientError {
  static override readonly code = "timeout";
  readonly code: "timeout";
  readonly phase: TimeoutPhase;
  /** The length of the deadline in milliseconds. */
  readonly timeoutMs: number;
  /** Of the phase `wait`: the last answer, if there was one. It is left out where the error is shown or turned to JSON. */
  readonly lastValue: unknown;
  constructor(
    phase: TimeoutPhase,
    timeoutMs: number,
    details?: ErrorDetails & {
      readonly lastValue?: unknown;
    },
  );
  static override is(value: unknown): value is TimeoutError;
}
/** The caller cancelled the call. */
export declare class CancelledError extends ClientError {
  static override readonly code = "cancelled";
  readonly code: "cancelled";
  /** What the caller gave as the reason: the argument of `cancel`, or the signal's `reason`. */
  readonly reason: unknown;
  constructor(reason: unknown, details?: ErrorDetails);
  static override is(value: unknown): value is CancelledError;
  override toJSON(): Record<string, unknown>;
}
/** The server answered with a 2xx status, but what it sent is not what the document promises. */
export declare class ResponseParseError extends ClientError {
  static override readonly code = "response_parse";
  readonly code: "response_parse";
  readonly status: number;
  /** The beginning of what was sent, at most 200 characters. */
  readonly excerpt: string;
  /** The id under which the server logged the request, if it sent one. */
  readonly requestId: string | undefined;
  constructor(
    message: string,
    details: ErrorDetails & {
      readonly status: number;
      readonly excerpt: string;
      readonly requestId?: string | undefined;
    },
  );
  static override is(value: unknown): value is ResponseParseError;
}
/** An argument or an option is not acceptable. Nothing was sent, or the request's body could not be read to its end. */
export declare class ParameterError extends ClientError {
  static override readonly code = "parameter";
  readonly code: "parameter";
  /** The argument or option, as a path where it is a part of one, for instance `metadata.run` or `apiKey`. */
  readonly parameter: string;
  constructor(parameter: string, message: string, details?: ErrorDetails);
  static override is(value: unknown): value is ParameterError;
}

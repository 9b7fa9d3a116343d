import { ClientError, type ErrorDetails, isKind, textOf } from "./client-error.js";

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
export class ConnectionError extends ClientError {
  static override readonly code = "connection";
  declare readonly code: "connection";
  /** The code of the innermost cause that has one, for instance `ECONNREFUSED`. */
  readonly causeCode: string | undefined;
  /**
   * False if no byte of the request can have reached the server: its name could not be resolved, it refused the
   * connection, its certificate is not valid. The request can then be sent again without harm, whatever it does.
   */
  readonly mayHaveArrived: boolean;

  constructor(
    message: string,
    details: ErrorDetails & {
      readonly causeCode?: string | undefined;
      readonly mayHaveArrived?: boolean | undefined;
    } = {},
  ) {
    super(message, details);
    this.causeCode = details.causeCode;
    this.mayHaveArrived = details.mayHaveArrived ?? true;
  }

  static override is(value: unknown): value is ConnectionError {
    return isKind(value, "connection");
  }
}

/** A deadline was missed. */
export class TimeoutError extends ClientError {
  static override readonly code = "timeout";
  declare readonly code: "timeout";
  readonly phase: TimeoutPhase;
  /** The length of the deadline in milliseconds. */
  readonly timeoutMs: number;
  /** Of the phase `wait`: the last answer, if there was one. It is left out where the error is shown or turned to JSON. */
  declare readonly lastValue: unknown;

  constructor(
    phase: TimeoutPhase,
    timeoutMs: number,
    details: ErrorDetails & { readonly lastValue?: unknown } = {},
  ) {
    super(`${missed[phase]} within ${timeoutMs} ms`, details);
    this.phase = phase;
    this.timeoutMs = timeoutMs;
    Object.defineProperty(this, "lastValue", { value: details.lastValue });
  }

  static override is(value: unknown): value is TimeoutError {
    return isKind(value, "timeout");
  }
}

const missed: Readonly<Record<TimeoutPhase, string>> = {
  headers: "no response",
  idle: "nothing more of the response came",
  total: "the call was not finished",
  wait: "the end was not reached",
};

/** The caller cancelled the call. */
export class CancelledError extends ClientError {
  static override readonly code = "cancelled";
  declare readonly code: "cancelled";
  /** What the caller gave as the reason: the argument of `cancel`, or the signal's `reason`. */
  readonly reason: unknown;

  constructor(reason: unknown, details: ErrorDetails = {}) {
    super(typeof reason === "string" ? `cancelled: ${reason}` : "cancelled", details);
    this.reason = reason;
  }

  static override is(value: unknown): value is CancelledError {
    return isKind(value, "cancelled");
  }

  override toJSON(): Record<string, unknown> {
    const { reason } = this;
    return { ...super.toJSON(), reason: reason === undefined ? undefined : textOf(reason) };
  }
}

/** The server answered with a 2xx status, but what it sent is not what the document promises. */
export class ResponseParseError extends ClientError {
  static override readonly code = "response_parse";
  declare readonly code: "response_parse";
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
  ) {
    super(details.excerpt === "" ? message : `${message}: ${details.excerpt}`, details);
    this.status = details.status;
    this.excerpt = details.excerpt;
    this.requestId = details.requestId;
  }

  static override is(value: unknown): value is ResponseParseError {
    return isKind(value, "response_parse");
  }
}

/** An argument or an option is not acceptable. Nothing was sent, or the request's body could not be read to its end. */
export class ParameterError extends ClientError {
  static override readonly code = "parameter";
  declare readonly code: "parameter";
  /** The argument or option, as a path where it is a part of one, for instance `metadata.run` or `apiKey`. */
  readonly parameter: string;

  constructor(parameter: string, message: string, details: ErrorDetails = {}) {
    super(message, details);
    this.parameter = parameter;
  }

  static override is(value: unknown): value is ParameterError {
    return isKind(value, "parameter");
  }
}

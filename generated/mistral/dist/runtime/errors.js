import { ClientError, isKind, textOf } from "./client-error.js";
export {
  ApiError,
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
export { ClientError } from "./client-error.js";
/** The server could not be reached, or the connection broke before the response was complete. */
export class ConnectionError extends ClientError {
  static code = "connection";
  /** The code of the innermost cause that has one, for instance `ECONNREFUSED`. */
  causeCode;
  /**
   * False if no byte of the request can have reached the server: its name could not be resolved, it refused the
   * connection, its certificate is not valid. The request can then be sent again without harm, whatever it does.
   */
  mayHaveArrived;
  constructor(message, details = {}) {
    super(message, details);
    this.causeCode = details.causeCode;
    this.mayHaveArrived = details.mayHaveArrived ?? true;
  }
  static is(value) {
    return isKind(value, "connection");
  }
  get name() {
    return "ConnectionError";
  }
}
/** A deadline was missed. */
export class TimeoutError extends ClientError {
  static code = "timeout";
  phase;
  /** The length of the deadline in milliseconds. */
  timeoutMs;
  constructor(phase, timeoutMs, details = {}) {
    super(`${missed[phase]} within ${timeoutMs} ms`, details);
    this.phase = phase;
    this.timeoutMs = timeoutMs;
    Object.defineProperty(this, "lastValue", { value: details.lastValue });
  }
  static is(value) {
    return isKind(value, "timeout");
  }
  get name() {
    return "TimeoutError";
  }
}
const missed = {
  headers: "no response",
  idle: "nothing more of the response came",
  total: "the call was not finished",
  wait: "the end was not reached",
};
/** The caller cancelled the call. */
export class CancelledError extends ClientError {
  static code = "cancelled";
  /** What the caller gave as the reason: the argument of `cancel`, or the signal's `reason`. */
  reason;
  constructor(reason, details = {}) {
    super(typeof reason === "string" ? `cancelled: ${reason}` : "cancelled", details);
    this.reason = reason;
  }
  static is(value) {
    return isKind(value, "cancelled");
  }
  get name() {
    return "CancelledError";
  }
  toJSON() {
    const { reason } = this;
    return {
      ...super.toJSON(),
      reason: reason === undefined ? undefined : textOf(reason),
    };
  }
}
/** The server answered with a 2xx status, but what it sent is not what the document promises. */
export class ResponseParseError extends ClientError {
  static code = "response_parse";
  status;
  /** The beginning of what was sent, at most 200 characters. */
  excerpt;
  /** The id under which the server logged the request, if it sent one. */
  requestId;
  constructor(message, details) {
    super(details.excerpt === "" ? message : `${message}: ${details.excerpt}`, details);
    this.status = details.status;
    this.excerpt = details.excerpt;
    this.requestId = details.requestId;
  }
  static is(value) {
    return isKind(value, "response_parse");
  }
  get name() {
    return "ResponseParseError";
  }
}
/** An argument or an option is not acceptable. Nothing was sent, or the request's body could not be read to its end. */
export class ParameterError extends ClientError {
  static code = "parameter";
  /** The argument or option, as a path where it is a part of one, for instance `metadata.run` or `apiKey`. */
  parameter;
  constructor(parameter, message, details = {}) {
    super(message, details);
    this.parameter = parameter;
  }
  static is(value) {
    return isKind(value, "parameter");
  }
  get name() {
    return "ParameterError";
  }
}

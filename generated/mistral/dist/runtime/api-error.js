import { ClientError, isKind } from "./client-error.js";
import { messageOf, readErrorBody } from "./error-body.js";
/** The server answered with a status that is not 2xx. */
export class ApiError extends ClientError {
  static code = "api";
  status;
  /** The body's own `code`, beside the constant `code` of this class. */
  apiCode;
  /** The body's `type`, for instance `invalid_request_error`. */
  type;
  /** The parameter that the server complains about, if it names a single one. */
  param;
  /** The id under which the server logged the request, from the headers or the body. */
  requestId;
  /** The complaints of a validation error, one for each field. */
  issues;
  /** How long the server asks to wait before the next request, in milliseconds, from `Retry-After`. */
  retryAfterMs;
  /** The body: parsed if it is JSON, else its text; undefined if it was empty. */
  body;
  #headers;
  constructor(details) {
    const { status, headers, body, operationId, attempt = 1 } = details;
    const facts = readErrorBody(body, headers);
    super(messageOf(status, facts), {
      operationId,
      attempt,
    });
    this.status = status;
    this.apiCode = facts.code;
    this.type = facts.type;
    this.param = facts.param;
    this.requestId = facts.requestId;
    this.issues = facts.issues;
    this.retryAfterMs = facts.retryAfterMs;
    this.body = body;
    this.#headers = headers;
  }
  static is(value) {
    return isKind(value, "api");
  }
  /** Makes the error of the class that belongs to the status. */
  static from(details) {
    return new (classOf(details.status))(details);
  }
  get name() {
    return "ApiError";
  }
  /** The response's headers. */
  get headers() {
    return this.#headers;
  }
  toJSON() {
    const headers = Object.fromEntries(this.#headers);
    delete headers["set-cookie"];
    return {
      ...super.toJSON(),
      headers,
    };
  }
}
/** 400: the request is malformed. */
export class BadRequestError extends ApiError {
  static code = "bad_request";
  static is(value) {
    return isKind(value, "bad_request");
  }
  get name() {
    return "BadRequestError";
  }
}
/** 401: the credential is missing or wrong. */
export class AuthenticationError extends ApiError {
  static code = "authentication";
  static is(value) {
    return isKind(value, "authentication");
  }
  get name() {
    return "AuthenticationError";
  }
}
/** 403: the credential does not allow this. */
export class PermissionDeniedError extends ApiError {
  static code = "permission_denied";
  static is(value) {
    return isKind(value, "permission_denied");
  }
  get name() {
    return "PermissionDeniedError";
  }
}
/** 404: there is no such thing, or it is not visible to the credential. */
export class NotFoundError extends ApiError {
  static code = "not_found";
  static is(value) {
    return isKind(value, "not_found");
  }
  get name() {
    return "NotFoundError";
  }
}
/** 409: the request does not fit the present state of the thing. */
export class ConflictError extends ApiError {
  static code = "conflict";
  static is(value) {
    return isKind(value, "conflict");
  }
  get name() {
    return "ConflictError";
  }
}
/** 415: the server does not take a body of this media type. */
export class UnsupportedMediaTypeError extends ApiError {
  static code = "unsupported_media_type";
  static is(value) {
    return isKind(value, "unsupported_media_type");
  }
  get name() {
    return "UnsupportedMediaTypeError";
  }
}
/** 422: the request is well formed but its values are not acceptable; `issues` has one entry for each field. */
export class UnprocessableEntityError extends ApiError {
  static code = "unprocessable_entity";
  static is(value) {
    return isKind(value, "unprocessable_entity");
  }
  get name() {
    return "UnprocessableEntityError";
  }
}
/** 429: too many requests; `retryAfterMs` is how long to wait, if the server said so. */
export class RateLimitError extends ApiError {
  static code = "rate_limit";
  static is(value) {
    return isKind(value, "rate_limit");
  }
  get name() {
    return "RateLimitError";
  }
}
/** 500 and above: the server failed. */
export class InternalServerError extends ApiError {
  static code = "internal_server";
  static is(value) {
    return isKind(value, "internal_server");
  }
  get name() {
    return "InternalServerError";
  }
}
function classOf(status) {
  switch (status) {
    case 400:
      return BadRequestError;
    case 401:
      return AuthenticationError;
    case 403:
      return PermissionDeniedError;
    case 404:
      return NotFoundError;
    case 409:
      return ConflictError;
    case 415:
      return UnsupportedMediaTypeError;
    case 422:
      return UnprocessableEntityError;
    case 429:
      return RateLimitError;
    default:
      return status >= 500 ? InternalServerError : ApiError;
  }
}

import { ClientError, type ApiErrorCode } from "./client-error.js";
import { type Issue } from "./error-body.js";
/** What an `ApiError` is made from. */
export interface ApiErrorDetails {
  readonly status: number;
  readonly headers: Headers;
  /** The response's body: parsed if it is JSON, else its text; undefined if it was empty. */
  readonly body: unknown;
  readonly operationId?: string | undefined;
  /** Which request of the call this response answers, counted from 1. */
  readonly attempt?: number | undefined;
}
/** The server answered with a status that is not 2xx. */
export declare class ApiError extends ClientError {
  #private;
  static override readonly code: ApiErrorCode;
  readonly code: ApiErrorCode;
  readonly status: number;
  /** The body's own `code`, beside the constant `code` of this class. */
  readonly apiCode: string | undefined;
  /** The body's `type`, for instance `invalid_request_error`. */
  readonly type: string | undefined;
  /** The parameter that the server complains about, if it names a single one. */
  readonly param: string | undefined;
  /** The id under which the server logged the request, from the headers or the body. */
  readonly requestId: string | undefined;
  /** The complaints of a validation error, one for each field. */
  readonly issues: readonly Issue[];
  /** How long the server asks to wait before the next request, in milliseconds, from `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  /** Which request of the call was answered like this, counted from 1. */
  readonly attempt: number;
  /** The body: parsed if it is JSON, else its text; undefined if it was empty. */
  readonly body: unknown;
  constructor(details: ApiErrorDetails);
  static override is(value: unknown): value is ApiError;
  /** Makes the error of the class that belongs to the status. */
  static from(details: ApiErrorDetails): ApiError;
  /** The response's headers. */
  get headers(): Headers;
  override toJSON(): Record<string, unknown>;
}
/** 400: the request is malformed. */
export declare class BadRequestError extends ApiError {
  static override readonly code = "bad_request";
  readonly code: "bad_request";
  static override is(value: unknown): value is BadRequestError;
}
/** 401: the credential is missing or wrong. */
export declare class AuthenticationError extends ApiError {
  static override readonly code = "authentication";
  readonly code: "authentication";
  static override is(value: unknown): value is AuthenticationError;
}
/** 403: the credential does not allow this. */
export declare class PermissionDeniedError extends ApiError {
  static override readonly code = "permission_denied";
  readonly code: "permission_denied";
  static override is(value: unknown): value is PermissionDeniedError;
}
/** 404: there is no such thing, or it is not visible to the credential. */
export declare class NotFoundError extends ApiError {
  static override readonly code = "not_found";
  readonly code: "not_found";
  static override is(value: unknown): value is NotFoundError;
}
/** 409: the request does not fit the present state of the thing. */
export declare class ConflictError extends ApiError {
  static override readonly code = "conflict";
  readonly code: "conflict";
  static override is(value: unknown): value is ConflictError;
}
/** 415: the server does not take a body of this media type. */
export declare class UnsupportedMediaTypeError extends ApiError {
  static override readonly code = "unsupported_media_type";
  readonly code: "unsupported_media_type";
  static override is(value: unknown): value is UnsupportedMediaTypeError;
}
/** 422: the request is well formed but its values are not acceptable; `issues` has one entry for each field. */
export declare class UnprocessableEntityError extends ApiError {
  static override readonly code = "unprocessable_entity";
  readonly code: "unprocessable_entity";
  static override is(value: unknown): value is UnprocessableEntityError;
}
/** 429: too many requests; `retryAfterMs` is how long to wait, if the server said so. */
export declare class RateLimitError extends ApiError {
  static override readonly code = "rate_limit";
  readonly code: "rate_limit";
  static override is(value: unknown): value is RateLimitError;
}
/** 500 and above: the server failed. */
export declare class InternalServerError extends ApiError {
  static override readonly code = "internal_server";
  readonly code: "internal_server";
  static override is(value: unknown): value is InternalServerError;
}

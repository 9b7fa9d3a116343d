import { ClientError, type ApiErrorCode, isKind } from "./client-error.js";
import { type Issue, messageOf, readErrorBody } from "./error-body.js";

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
export class ApiError extends ClientError {
  static override readonly code: ApiErrorCode = "api";
  declare readonly code: ApiErrorCode;
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
  declare readonly attempt: number;
  /** The body: parsed if it is JSON, else its text; undefined if it was empty. */
  readonly body: unknown;
  readonly #headers: Headers;

  constructor(details: ApiErrorDetails) {
    const { status, headers, body, operationId, attempt = 1 } = details;
    const facts = readErrorBody(body, headers);
    super(messageOf(status, facts), { operationId, attempt });
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

  static override is(value: unknown): value is ApiError {
    return isKind(value, "api");
  }

  /** Makes the error of the class that belongs to the status. */
  static from(details: ApiErrorDetails): ApiError {
    const { status } = details;
    const kind = classes[status] ?? (status >= 500 ? InternalServerError : ApiError);
    return new kind(details);
  }

  /** The response's headers. */
  get headers(): Headers {
    return this.#headers;
  }

  override toJSON(): Record<string, unknown> {
    const headers = Object.fromEntries(this.#headers);
    delete headers["set-cookie"];
    return { ...super.toJSON(), headers };
  }
}

/** 400: the request is malformed. */
export class BadRequestError extends ApiError {
  static override readonly code = "bad_request";
  declare readonly code: "bad_request";

  static override is(value: unknown): value is BadRequestError {
    return isKind(value, "bad_request");
  }
}

/** 401: the credential is missing or wrong. */
export class AuthenticationError extends ApiError {
  static override readonly code = "authentication";
  declare readonly code: "authentication";

  static override is(value: unknown): value is AuthenticationError {
    return isKind(value, "authentication");
  }
}

/** 403: the credential does not allow this. */
export class PermissionDeniedError extends ApiError {
  static override readonly code = "permission_denied";
  declare readonly code: "permission_denied";

  static override is(value: unknown): value is PermissionDeniedError {
    return isKind(value, "permission_denied");
  }
}

/** 404: there is no such thing, or it is not visible to the credential. */
export class NotFoundError extends ApiError {
  static override readonly code = "not_found";
  declare readonly code: "not_found";

  static override is(value: unknown): value is NotFoundError {
    return isKind(value, "not_found");
  }
}

/** 409: the request does not fit the present state of the thing. */
export class ConflictError extends ApiError {
  static override readonly code = "conflict";
  declare readonly code: "conflict";

  static override is(value: unknown): value is ConflictError {
    return isKind(value, "conflict");
  }
}

/** 415: the server does not take a body of this media type. */
export class UnsupportedMediaTypeError extends ApiError {
  static override readonly code = "unsupported_media_type";
  declare readonly code: "unsupported_media_type";

  static override is(value: unknown): value is UnsupportedMediaTypeError {
    return isKind(value, "unsupported_media_type");
  }
}

/** 422: the request is well formed but its values are not acceptable; `issues` has one entry for each field. */
export class UnprocessableEntityError extends ApiError {
  static override readonly code = "unprocessable_entity";
  declare readonly code: "unprocessable_entity";

  static override is(value: unknown): value is UnprocessableEntityError {
    return isKind(value, "unprocessable_entity");
  }
}

/** 429: too many requests; `retryAfterMs` is how long to wait, if the server said so. */
export class RateLimitError extends ApiError {
  static override readonly code = "rate_limit";
  declare readonly code: "rate_limit";

  static override is(value: unknown): value is RateLimitError {
    return isKind(value, "rate_limit");
  }
}

/** 500 and above: the server failed. */
export class InternalServerError extends ApiError {
  static override readonly code = "internal_server";
  declare readonly code: "internal_server";

  static override is(value: unknown): value is InternalServerError {
    return isKind(value, "internal_server");
  }
}

/** The classes of statuses below 500 that have one. */
const classes: { readonly [status: number]: typeof ApiError } = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  415: UnsupportedMediaTypeError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

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
  ApiErrorCode | "client" | "connection" | "timeout" | "cancelled" | "response_parse" | "parameter";

/** What every error can be made with. */
export interface ErrorDetails {
  /** The stem of the operation that failed, for instance `batch.jobs.list`. */
  readonly operationId?: string | undefined;
  /** How many requests had been sent for the call, if there were any. */
  readonly attempt?: number | undefined;
  readonly cause?: unknown;
}

const brand: unique symbol = /* @__PURE__ */ Symbol.for("openapi-triptych.error");

/**
 * The root of all errors of a client. `code` is a constant of the class, so a `switch` over it narrows the type; `is`
 * also recognises errors that come from another copy of this module. No error holds the request's headers.
 */
export class ClientError extends Error {
  static readonly code: ErrorCode = "client";
  declare readonly code: ErrorCode;
  /** The stem of the operation that failed; undefined if it failed before there was one. */
  readonly operationId: string | undefined;
  /** How many requests were sent for the call; undefined if there was none. */
  readonly attempt: number | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    const { operationId, attempt, cause } = details;
    super(
      operationId === undefined ? message : `${operationId}: ${message}`,
      cause === undefined ? {} : { cause },
    );
    this.code = new.target.code;
    this.operationId = operationId;
    this.attempt = attempt;
    const kinds: string[] = [];
    for (let kind = new.target; typeof kind.code === "string"; kind = Object.getPrototypeOf(kind))
      kinds.push(kind.code);
    Object.defineProperty(this, brand, { value: kinds });
  }

  static is(value: unknown): value is ClientError {
    return isKind(value, "client");
  }

  /** The name of the class: its `code` in Pascal case, since minifiers rename classes. */
  override get name(): string {
    const { code } = this.constructor as typeof ClientError;
    return `${code.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase())}Error`;
  }

  /** The error as plain data: name, code, message, operation, the class's own fields, and the causes' messages. */
  toJSON(): Record<string, unknown> {
    const { name, message, cause, ...rest } = {
      ...this,
      name: this.name,
      message: this.message,
      cause: this.cause,
    };
    return {
      name,
      message,
      ...rest,
      ...(cause === undefined ? {} : { cause: describeCause(cause) }),
    };
  }
}

/** Says in an error how many requests were sent, unless it says so already. */
export function withAttempt<E extends ClientError>(error: E, attempt: number): E {
  return error.attempt === undefined ? Object.assign(error, { attempt }) : error;
}

/** Whether a value is an error of this class or of one below it, whichever copy of this module made it. */
export function isKind(value: unknown, code: ErrorCode): boolean {
  if (typeof value !== "object" || value === null || !(brand in value)) return false;
  const kinds: unknown = (value as { readonly [brand]?: unknown })[brand];
  return Array.isArray(kinds) && kinds.includes(code);
}

/** A cause as plain data: its name, message and code, and the same of its own cause. */
export interface CauseRecord {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly cause?: CauseRecord;
}

/** Whatever value as text, also one that cannot be converted. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Describes whatever was thrown, at most four causes deep. */
export function describeCause(cause: unknown, depth = 3): CauseRecord {
  if (!(cause instanceof Error)) return { name: "Error", message: textOf(cause) };
  const code: unknown = "code" in cause ? cause.code : undefined;
  return {
    name: cause.name,
    message: cause.message,
    ...(typeof code === "string" ? { code } : {}),
    ...(cause.cause === undefined || depth === 0
      ? {}
      : { cause: describeCause(cause.cause, depth - 1) }),
  };
}

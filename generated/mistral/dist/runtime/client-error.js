const brand = /* @__PURE__ */ Symbol.for("openapi-triptych.error");
/**
 * The root of all errors of a client. `code` is a constant of the class, so a `switch` over it narrows the type; `is`
 * also recognises errors that come from another copy of this module. No error holds the request's headers.
 */
export class ClientError extends Error {
  static code = "client";
  /** The stem of the operation that failed; undefined if it failed before there was one. */
  operationId;
  /** How many requests were sent for the call; undefined if there was none. */
  attempt;
  constructor(message, details = {}) {
    const { operationId, attempt, cause } = details;
    super(
      operationId === undefined ? message : `${operationId}: ${message}`,
      cause === undefined ? {} : { cause },
    );
    this.code = new.target.code;
    this.operationId = operationId;
    this.attempt = attempt;
    const kinds = [];
    for (let kind = new.target; typeof kind.code === "string"; kind = Object.getPrototypeOf(kind))
      kinds.push(kind.code);
    Object.defineProperty(this, brand, { value: kinds });
  }
  static is(value) {
    return isKind(value, "client");
  }
  get name() {
    return "ClientError";
  }
  /** The error as plain data: name, code, message, operation, the class's own fields, and the causes' messages. */
  toJSON() {
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
export function withAttempt(error, attempt) {
  return error.attempt === undefined ? Object.assign(error, { attempt }) : error;
}
/** Whether a value is an error of this class or of one below it, whichever copy of this module made it. */
export function isKind(value, code) {
  if (typeof value !== "object" || value === null || !(brand in value)) return false;
  const kinds = value[brand];
  return Array.isArray(kinds) && kinds.includes(code);
}
/** Whatever value as text, also one that cannot be converted. */
export function textOf(value) {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
/** Describes whatever was thrown, at most four causes deep. */
export function describeCause(cause, depth = 3) {
  if (!(cause instanceof Error))
    return {
      name: "Error",
      message: textOf(cause),
    };
  const code = "code" in cause ? cause.code : undefined;
  return {
    name: cause.name,
    message: cause.message,
    ...(typeof code === "string" ? { code } : {}),
    ...(cause.cause === undefined || depth === 0
      ? {}
      : { cause: describeCause(cause.cause, depth - 1) }),
  };
}

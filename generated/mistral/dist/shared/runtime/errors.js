// src/runtime/client-error.ts
var brand = /* @__PURE__ */ Symbol.for("openapi-triptych.error");
var ClientError = class extends Error {
  static code = "client";
  /** The stem of the operation that failed; undefined if it failed before there was one. */
  operationId;
  /** How many requests were sent for the call; undefined if there was none. */
  attempt;
  constructor(message, details = {}) {
    const { operationId, attempt, cause } = details;
    super(
      operationId === void 0 ? message : `${operationId}: ${message}`,
      cause === void 0 ? {} : { cause },
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
  /** The name of the class: its `code` in Pascal case, since minifiers rename classes. */
  get name() {
    const { code } = this.constructor;
    return `${code.replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase())}Error`;
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
      ...(cause === void 0 ? {} : { cause: describeCause(cause) }),
    };
  }
};
function withAttempt(error, attempt) {
  return error.attempt === void 0 ? Object.assign(error, { attempt }) : error;
}
function isKind(value, code) {
  if (typeof value !== "object" || value === null || !(brand in value)) return false;
  const kinds = value[brand];
  return Array.isArray(kinds) && kinds.includes(code);
}
function textOf(value) {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
function describeCause(cause, depth = 3) {
  if (!(cause instanceof Error)) return { name: "Error", message: textOf(cause) };
  const code = "code" in cause ? cause.code : void 0;
  return {
    name: cause.name,
    message: cause.message,
    ...(typeof code === "string" ? { code } : {}),
    ...(cause.cause === void 0 || depth === 0
      ? {}
      : { cause: describeCause(cause.cause, depth - 1) }),
  };
}

// src/runtime/property.ts
function at(value, path) {
  if (path === void 0) return void 0;
  let found = value;
  for (const name of typeof path === "string" ? [path] : path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return void 0;
    found = found[name];
  }
  return found;
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/runtime/error-body.ts
var excerptLength = 200;
var issuesInMessage = 5;
var requestParts = /* @__PURE__ */ new Set(["body", "query", "path", "header", "cookie"]);
function readErrorBody(body, headers) {
  const inner = field(body, "error");
  const source = isObject(inner) ? inner : body;
  const message = field(source, "message");
  const code = field(source, "code");
  const detail = field(source, "detail") ?? field(message, "detail");
  return {
    message:
      text(message) ??
      text(detail) ??
      text(inner) ??
      text(field(source, "error_description")) ??
      text(field(source, "title")) ??
      text(typeof body === "string" ? excerpt(body) : void 0),
    code: typeof code === "number" ? String(code) : text(code),
    type: text(field(source, "type")),
    param: text(field(source, "param")),
    requestId: requestIdOf(headers) ?? text(field(body, "request_id")),
    issues: Array.isArray(detail) ? detail.filter(isObject).map(readIssue) : [],
    retryAfterMs: retryAfter(headers),
  };
}
function messageOf(status, facts) {
  const shown = facts.issues
    .slice(0, issuesInMessage)
    .map((issue) => join(issue.path, issue.message));
  if (facts.issues.length > issuesInMessage)
    shown.push(`and ${facts.issues.length - issuesInMessage} more`);
  const said = shown.length > 0 ? shown.join("; ") : facts.message;
  const request = facts.requestId === void 0 ? "" : ` (request ${facts.requestId})`;
  return `HTTP ${status}${said === void 0 ? "" : `: ${said}`}${request}`;
}
function requestIdOf(headers) {
  return requestIdBy((name) => headers.get(name) ?? void 0);
}
function requestIdIn(headers) {
  return requestIdBy((name) => headers[name]);
}
function requestIdBy(valueOf) {
  return ["x-request-id", "request-id", "x-correlation-id"].map(valueOf).find((value) => value);
}
function excerpt(value) {
  const line = value
    .slice(0, 4 * excerptLength)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length > excerptLength ? `${line.slice(0, excerptLength - 1)}…` : line;
}
function retryAfter(headers) {
  const ms = headers.get("retry-after-ms")?.trim() ?? "";
  if (isNumber.test(ms)) return Number(ms);
  const value = headers.get("retry-after")?.trim() ?? "";
  if (isNumber.test(value)) return Number(value) * 1e3;
  const date = isDate.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? void 0 : Math.max(0, date - Date.now());
}
var isNumber = /^\d+(?:\.\d+)?$/;
var isDate = /^[a-z]{3}, \d{2} [a-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/i;
function readIssue(issue) {
  const raw = field(issue, "loc");
  const loc = (Array.isArray(raw) ? raw : []).filter(
    (step) => typeof step === "string" || typeof step === "number",
  );
  return {
    path: (requestParts.has(loc[0]) ? loc.slice(1) : loc).join("."),
    loc,
    message: text(field(issue, "msg")) ?? text(field(issue, "message")) ?? "not acceptable",
    type: text(field(issue, "type")),
    input: field(issue, "input"),
    ctx: field(issue, "ctx"),
  };
}
function join(path, message) {
  return path === "" ? message : `${path}: ${message}`;
}
function field(value, name) {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : void 0;
}
function text(value) {
  return typeof value === "string" && value !== "" ? value : void 0;
}

// src/runtime/api-error.ts
var ApiError = class ApiError extends ClientError {
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
  static is(value) {
    return isKind(value, "api");
  }
  /** Makes the error of the class that belongs to the status. */
  static from(details) {
    const { status } = details;
    const kind = classes[status] ?? (status >= 500 ? InternalServerError : ApiError);
    return new kind(details);
  }
  /** The response's headers. */
  get headers() {
    return this.#headers;
  }
  toJSON() {
    const headers = Object.fromEntries(this.#headers);
    delete headers["set-cookie"];
    return { ...super.toJSON(), headers };
  }
};
var BadRequestError = class extends ApiError {
  static code = "bad_request";
  static is(value) {
    return isKind(value, "bad_request");
  }
};
var AuthenticationError = class extends ApiError {
  static code = "authentication";
  static is(value) {
    return isKind(value, "authentication");
  }
};
var PermissionDeniedError = class extends ApiError {
  static code = "permission_denied";
  static is(value) {
    return isKind(value, "permission_denied");
  }
};
var NotFoundError = class extends ApiError {
  static code = "not_found";
  static is(value) {
    return isKind(value, "not_found");
  }
};
var ConflictError = class extends ApiError {
  static code = "conflict";
  static is(value) {
    return isKind(value, "conflict");
  }
};
var UnsupportedMediaTypeError = class extends ApiError {
  static code = "unsupported_media_type";
  static is(value) {
    return isKind(value, "unsupported_media_type");
  }
};
var UnprocessableEntityError = class extends ApiError {
  static code = "unprocessable_entity";
  static is(value) {
    return isKind(value, "unprocessable_entity");
  }
};
var RateLimitError = class extends ApiError {
  static code = "rate_limit";
  static is(value) {
    return isKind(value, "rate_limit");
  }
};
var InternalServerError = class extends ApiError {
  static code = "internal_server";
  static is(value) {
    return isKind(value, "internal_server");
  }
};
var classes = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  415: UnsupportedMediaTypeError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

// src/runtime/errors.ts
var ConnectionError = class extends ClientError {
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
};
var TimeoutError = class extends ClientError {
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
};
var missed = {
  headers: "no response",
  idle: "nothing more of the response came",
  total: "the call was not finished",
  wait: "the end was not reached",
};
var CancelledError = class extends ClientError {
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
  toJSON() {
    const { reason } = this;
    return { ...super.toJSON(), reason: reason === void 0 ? void 0 : textOf(reason) };
  }
};
var ResponseParseError = class extends ClientError {
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
};
var ParameterError = class extends ClientError {
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
};

export {
  ClientError,
  withAttempt,
  textOf,
  at,
  isObject,
  readErrorBody,
  requestIdIn,
  excerpt,
  retryAfter,
  ApiError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  ConflictError,
  UnsupportedMediaTypeError,
  UnprocessableEntityError,
  RateLimitError,
  InternalServerError,
  ConnectionError,
  TimeoutError,
  CancelledError,
  ResponseParseError,
  ParameterError,
};

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
    return { name, message, ...rest, ...(cause === void 0 ? {} : { cause: describeCause(cause) }) };
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

// src/runtime/node.ts
function processOf() {
  return globalThis.process;
}
function builtin(name) {
  return processOf()?.getBuiltinModule?.(name);
}
function isServer() {
  return processOf()?.versions?.node !== void 0;
}

// src/runtime/body-sources.ts
var BodyError = class extends Error {};
var pieceSize = 65536;
async function sizeOf(source) {
  if (isBytes(source)) return source.byteLength;
  if (isBlob(source)) return source.size;
  if (!isFilePath(source)) return void 0;
  const fs = builtin("node:fs");
  if (fs === void 0)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  try {
    const stats = await fs.promises.stat(source.path);
    return stats.isFile() ? stats.size : void 0;
  } catch (error) {
    throw unreadable(error);
  }
}
async function* readAll(sources, sizes, end) {
  for (const [index, source] of sources.entries()) {
    if (isBytes(source)) {
      for (let at2 = 0; at2 < source.byteLength; at2 += pieceSize)
        yield source.subarray(at2, at2 + pieceSize);
      continue;
    }
    const size = sizes[index];
    let count = 0;
    for await (const piece of readOne(source, size, end)) {
      count += piece.byteLength;
      yield piece;
    }
    if (size !== void 0 && count !== size && !end.aborted) {
      throw new BodyError(`it has ${count} bytes now instead of ${size}`);
    }
  }
}
async function* readOne(source, size, end) {
  if (size === 0 || end.aborted) return;
  let iterator;
  let isOver = false;
  const stop = () => {
    if (isOver) return;
    isOver = true;
    Promise.resolve(iterator?.return?.()).catch(() => {});
  };
  end.addEventListener("abort", stop, { once: true });
  try {
    iterator = iterate(source, size);
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield toBytes(next.value);
    isOver = true;
  } catch (error) {
    throw unreadable(error);
  } finally {
    end.removeEventListener("abort", stop);
    stop();
  }
}
function iterate(source, size) {
  if (isFilePath(source)) return readFile(source.path, size);
  if (isBlob(source)) return readBlob(source);
  if (source instanceof ReadableStream) return readStream(source);
  return begin(
    source,
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator](),
  );
}
var begun = /* @__PURE__ */ new WeakSet();
function begin(source, iterator) {
  if (iterator !== source && !isStream(source)) return iterator;
  if (begun.has(source)) throw new BodyError("it has been read already");
  begun.add(source);
  return iterator;
}
function canReplay(sources = []) {
  return sources.every(
    (source) => typeof source === "string" || !(isStream(source) || begun.has(source)),
  );
}
function isStream(source) {
  const { getReader, pipe } = source;
  return typeof getReader === "function" || typeof pipe === "function";
}
function readFile(path, size) {
  const fs = builtin("node:fs");
  if (fs === void 0)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  const file = fs.createReadStream(path, {
    highWaterMark: pieceSize,
    ...(size === void 0 ? {} : { end: size - 1 }),
  });
  const iterator = file[Symbol.asyncIterator]();
  return { next: () => iterator.next(), return: () => file.destroy() };
}
function readBlob(blob) {
  let at2 = 0;
  return {
    async next() {
      if (at2 >= blob.size) return { done: true, value: void 0 };
      const piece = await blob.slice(at2, at2 + pieceSize).arrayBuffer();
      at2 += pieceSize;
      return { done: false, value: new Uint8Array(piece) };
    },
  };
}
function readStream(stream) {
  const reader = stream.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}
function toBytes(chunk) {
  if (typeof chunk === "string") return encode(chunk);
  if (ArrayBuffer.isView(chunk))
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw new TypeError("a piece of it is neither bytes nor text");
}
function unreadable(error) {
  if (error instanceof BodyError) return error;
  return new BodyError(error instanceof Error ? error.message : textOf(error), { cause: error });
}
function encode(text2) {
  return new TextEncoder().encode(text2);
}
function isBytes(source) {
  return source instanceof Uint8Array;
}
function isBlob(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "stream" in value &&
    typeof value.stream === "function" &&
    "size" in value &&
    typeof value.size === "number"
  );
}
function isFilePath(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    !(Symbol.asyncIterator in value) &&
    !isBlob(value)
  );
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

// src/runtime/part.ts
function part(value, name, owner) {
  if (value === void 0) throw new TypeError(`${owner} does not name uses.${name}`);
  return value;
}

// src/runtime/redact.ts
var redacted = "***";
var secretName =
  /^(?:proxy-)?authorization$|cookie|token|secret|password|api-?key|(?<!idempotency)[-_]key$/i;
function isSecretName(name) {
  return secretName.test(name);
}
var secretParam =
  /(?<!(?:page|next|prev|previous|continue|continuation|cursor|delta|resume|skip|start|starting|sync)[-_]?)token$|secret$|passw(?:or)?d$|signature$|(?:^|[-_])sig$|(?:access|account|api|auth|client|private|secret|subscription)[-_]?key$/i;
function isSecretParam(name) {
  return secretParam.test(name);
}
function secretHeaders(api, headers) {
  const schemes = Object.values(api.security);
  const isOwn = (name) =>
    schemes.some(
      (each) => each.type === "apiKey" && each.in === "header" && each.name.toLowerCase() === name,
    );
  return Object.keys(headers).filter((name) => isSecretName(name) || isOwn(name));
}
function redactHeaders(api, headers) {
  const clean = { ...headers };
  for (const name of secretHeaders(api, headers)) {
    const scheme = name === "authorization" ? /^\S+ /.exec(headers[name] ?? "") : null;
    clean[name] = `${scheme?.[0] ?? ""}${redacted}`;
  }
  return clean;
}
var shortestSecret = 6;
function withoutSecrets(text2, secrets = []) {
  const lower = text2.toLowerCase();
  return scrubber(secrets.filter((secret) => mayBeIn(lower, secret)))(text2);
}
function mayBeIn(lower, secret) {
  return secret.split(/\W+/).every((piece) => lower.includes(piece.toLowerCase()));
}
function scrubber(secrets = []) {
  const patterns = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .sort((one, other) => other.length - one.length)
    .map((secret) => Array.from(secret, spellings).join(""));
  if (patterns.length === 0) return (text2) => text2;
  const all = new RegExp(patterns.join("|"), "gi");
  return (text2) => text2.replace(all, redacted);
}
function requestScrubber({ url, secrets }) {
  const query = new URL(url).search;
  const scrub = scrubber(secrets);
  return (text2) => scrub(query === "" ? text2 : text2.replaceAll(query, ""));
}
function spellings(char) {
  if (/\w/.test(char)) return char;
  const hex = (code, digits) => code.toString(16).padStart(digits, "0");
  const units = Array.from({ length: char.length }, (_, at2) => hex(char.charCodeAt(at2), 4));
  const bytes = Array.from(new TextEncoder().encode(char), (byte) => `%(?:25){0,3}${hex(byte, 2)}`);
  const ways = [
    `\\\\{0,7}${char.replace(/[$()*+./?[\\\]^{|}]/, "\\$&")}`,
    units.map((unit) => `\\\\{1,7}u${unit}`).join(""),
    bytes.join(""),
    "&#?\\w{1,8};",
    ...(char === " " ? ["\\+"] : []),
  ];
  return `(?:${ways.join("|")})`;
}
function scrubbed(value, scrub) {
  if (typeof value === "string") return scrub(value);
  if (typeof value === "number") return scrub(String(value)) === String(value) ? value : redacted;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => scrubbed(each, scrub));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [scrub(name), scrubbed(each, scrub)]),
  );
}
function secretsIn(name, value) {
  if (name === "cookie")
    return [value, ...value.split(/;\s*/).map((pair2) => pair2.replace(/^[^=]*=/, ""))];
  const parts = name.endsWith("authorization") ? /^(\S+) +(.*)$/.exec(value) : null;
  const [, scheme = "", rest = ""] = parts ?? [];
  return parts === null
    ? [value]
    : [value, rest, ...(/^basic$/i.test(scheme) ? loginIn(rest) : [])];
}
function loginIn(text2) {
  let login;
  try {
    login = new TextDecoder().decode(Uint8Array.from(atob(text2), (char) => char.charCodeAt(0)));
  } catch {
    return [];
  }
  return [login, login.slice(login.indexOf(":") + 1)];
}
var pair = /([?&])([^=&]+)=([^&]+)/g;
function secretsInUrl(url) {
  const { query } = cut(url);
  if (query === "") return [];
  return Array.from(query.matchAll(pair), ([, , name = "", value = ""]) =>
    isSecretParam(decode(name)) ? [value, decode(value)] : [],
  ).flat();
}
function redactUrl(api, url) {
  const { base, query } = cut(url);
  if (query === "") return url;
  const schemes = Object.values(api.security);
  const isSecret = (name) =>
    isSecretParam(name) ||
    schemes.some((each) => each.type === "apiKey" && each.in === "query" && each.name === name);
  const clean = query.replace(pair, (whole, mark, name) =>
    isSecret(decode(name)) ? `${mark}${name}=${redacted}` : whole,
  );
  return base + clean;
}
function cut(url) {
  const at2 = url.indexOf("?");
  return at2 === -1 ? { base: url, query: "" } : { base: url.slice(0, at2), query: url.slice(at2) };
}
function decode(text2) {
  try {
    return decodeURIComponent(text2);
  } catch {
    return text2;
  }
}

// src/runtime/media-type.ts
function isJson(mediaType) {
  return (
    mediaType !== void 0 && /^(application|text)\/(?:[\w.*-]+\+)?json\s*(?:;|$)/i.test(mediaType)
  );
}
function isRange(mediaType) {
  return /^[^/]+\/\*(?:\+|$)/.test(essenceOf(mediaType));
}
function matchesMediaType(wanted, mediaType) {
  const type = essenceOf(mediaType ?? "");
  const range = essenceOf(wanted);
  if (!isRange(range)) return type === range;
  const [start = "", end = "", ...rest] = range.split("*");
  return rest.length > 0 || (type.startsWith(start) && type.endsWith(end));
}
function essenceOf(mediaType) {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

// src/runtime/serialize.ts
function checkHeader(name, value, operationId) {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    throw new ParameterError(name, `${JSON.stringify(name)} is not the name of a header`, {
      operationId,
    });
  }
  if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new ParameterError(
      name,
      `the value of the header ${name} must be text in Latin-1 without line breaks and other control characters`,
      { operationId },
    );
  }
}
function scalar(value, name, operationId) {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      if (Number.isFinite(value)) return String(value);
      break;
    default:
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  }
  throw new ParameterError(
    name,
    `${name} must be text, a finite number, a boolean or a valid date`,
    { operationId },
  );
}
function toJson(value, name, operationId) {
  let text2;
  let cause;
  try {
    text2 = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (text2 !== void 0) return text2;
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  throw new ParameterError(name, `${name} cannot be written as JSON${why}`, { operationId, cause });
}
function encodeText(text2) {
  return encodeURIComponent(text2).replace(/[!'()*]/g, escapeByte);
}
function isAbsent(value) {
  return value === void 0 || value === null;
}
function isRecord(value) {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}
function encodeReserved(text2, except) {
  return encodeURI(text2)
    .replace(/%25(?=[\dA-Fa-f]{2})/g, "%")
    .replace(except, escapeByte);
}
function escapeByte(character) {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

// src/runtime/parameter.ts
var plainParameters = { path: pathValue, query: queryValue, header: headerValue };
function pathValue({ name }, value, operationId) {
  return notEmpty(name, percentWriter(name, operationId).item(value), operationId);
}
function notEmpty(name, text2, operationId) {
  if (text2 !== "") return text2;
  throw new ParameterError(name, `${name} must not be empty in a path`, { operationId });
}
function queryValue(parameter, value, operationId) {
  return formPairs(parameter, value, percentWriter(parameter.name, operationId))
    .map(([name, text2]) => `${encodeText(name)}=${text2}`)
    .join("&");
}
function headerValue({ name, explode = false, content }, value, operationId) {
  const write = (item, at2) => {
    const text3 = itemText(item, name, at2, operationId);
    return typeof item === "object" ? toAscii(text3) : text3;
  };
  const inContent = (mediaType) => {
    const text3 = contentText(mediaType, value, name, operationId);
    return isJson(mediaType) ? toAscii(text3) : text3;
  };
  const entries = content === void 0 ? entriesOf(value) : void 0;
  if (entries?.length === 0) return void 0;
  const parts = entries?.map(([key, item, at2]) =>
    key === void 0 ? write(item) : `${key}${explode ? "=" : ","}${write(item, at2)}`,
  );
  const text2 = parts?.join(",") ?? (content === void 0 ? write(value) : inContent(content));
  checkHeader(name, text2, operationId);
  return text2;
}
function percentWriter(name, operationId) {
  return writer(name, operationId, encodeText);
}
function writer(name, operationId, encoder) {
  const write = (text2) => {
    try {
      return encoder(text2);
    } catch (cause) {
      if (!(cause instanceof URIError)) throw cause;
      const message = `${name} has half of a surrogate pair`;
      throw new ParameterError(name, message, { operationId, cause });
    }
  };
  return {
    text: write,
    item: (value, at2) => write(itemText(value, name, at2, operationId)),
    content: (mediaType, value) => write(contentText(mediaType, value, name, operationId)),
  };
}
function itemText(value, name, at2, operationId) {
  const place = at2 === void 0 ? name : `${name}.${at2}`;
  return typeof value === "object" && !(value instanceof Date)
    ? toJson(value, place, operationId)
    : scalar(value, place, operationId);
}
function formPairs({ name, explode = true, content }, value, write, delimiter = ",") {
  if (content !== void 0) return [[name, write.content(content, value)]];
  const entries = entriesOf(value);
  if (entries === void 0) return [[name, write.item(value)]];
  if (entries.length === 0) return [];
  if (explode) return entries.map(([key = name, item, at2]) => [key, write.item(item, at2)]);
  return [[name, flat(entries, write).join(delimiter)]];
}
function entriesOf(value) {
  if (Array.isArray(value))
    return value.filter((item) => !isAbsent(item)).map((item) => [void 0, item, void 0]);
  if (!isRecord(value)) return void 0;
  return Object.entries(value)
    .filter(([, item]) => !isAbsent(item))
    .map(([key, item]) => [key, item, key]);
}
function flat(entries, write) {
  return entries.flatMap(([key, item, at2]) => {
    const text2 = write.item(item, at2);
    return key === void 0 ? [text2] : [write.text(key), text2];
  });
}
function contentText(mediaType, value, name, operationId) {
  if (isJson(mediaType)) return toJson(value, name, operationId);
  return scalar(value, name, operationId);
}
function toAscii(json) {
  return json.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// src/runtime/request.ts
function prepareParts(api, client, operation, path, params, options) {
  const { id, body, uses } = operation;
  const base = client.baseUrl ?? api.baseUrl;
  if (base === void 0)
    throw new ParameterError("baseUrl", "baseUrl is required", { operationId: id });
  const writers = uses?.parameters ?? plainParameters;
  const given = new Map(Object.entries(params ?? {}));
  const used = /* @__PURE__ */ new Set();
  const paths = /* @__PURE__ */ new Map();
  const queries = [];
  const cookies = [];
  const headers = {};
  setHeaders(headers, client.headers, id);
  for (const parameter of operation.parameters ?? []) {
    const { name, key = name, limits } = parameter;
    const value = parameter.in === "path" ? path[paths.size] : given.get(key);
    if (parameter.in !== "path") used.add(key);
    if (isAbsent(value)) {
      if (parameter.required === true || parameter.in === "path") throw missing(key, id);
      continue;
    }
    if (
      parameter.in === "path" &&
      parameter.structured !== true &&
      typeof value === "object" &&
      !(value instanceof Date)
    ) {
      throw new ParameterError(name, `${name} must be text, and not an object`, {
        operationId: id,
      });
    }
    if (limits !== void 0) part(uses?.limits, "limits", id)(limits, value, key, id);
    const write = part(writers[parameter.in], "parameters", id);
    const text2 = write(parameter, value, id);
    if (parameter.in === "path") paths.set(name, text2 ?? "");
    else if (parameter.in === "header") setHeaders(headers, { [name]: text2 }, id);
    else (parameter.in === "cookie" ? cookies : queries).push(text2 ?? "");
  }
  for (const name of used) given.delete(name);
  const encoded = body && part(uses?.body, "body", id).encode(body, given, id, uses?.limits);
  for (const [name, value] of given) {
    if (value === void 0) continue;
    throw new ParameterError(name, `${JSON.stringify(name)} is not a parameter of this operation`, {
      operationId: id,
    });
  }
  headers["accept"] ??=
    operation.accept ?? (operation.response === "json" ? "application/json" : "*/*");
  setHeaders(headers, options?.headers, id);
  const cookie = [headers["cookie"], ...cookies].filter((pair2) => pair2).join("; ");
  if (cookie !== "") headers["cookie"] = cookie;
  delete headers["content-length"];
  delete headers["content-type"];
  if (encoded !== void 0) headers["content-type"] = encoded.mediaType;
  const wire = {
    operation: id,
    method: operation.method.toUpperCase(),
    url: withQuery(base.replace(/\/+$/, "") + fillPath(operation.path, paths, id), queries),
    headers,
    ...(encoded === void 0 ? {} : { body: encoded.sources }),
  };
  return { wire, parts: encoded?.parts };
}
function setHeaders(headers, values, operationId) {
  for (const [name, value] of values instanceof Headers ? values : Object.entries(values ?? {})) {
    if (value === void 0) continue;
    if (value === null) {
      delete headers[name.toLowerCase()];
      continue;
    }
    checkHeader(name, value, operationId);
    headers[name.toLowerCase()] = value;
  }
}
function fillPath(template, values, operationId) {
  if (!template.includes("{")) return template;
  const segments = template.split("/").map((segment) => {
    const names = [];
    const filled = segment.replace(/\{([^{}]+)\}/g, (whole, name2) => {
      const value = values.get(name2);
      if (value !== void 0) names.push(name2);
      return value ?? encodeText(whole);
    });
    const [name] = names;
    if (name === void 0 || (filled !== "." && filled !== "..")) return filled;
    const message = `${name} must not make ${JSON.stringify(filled)} of a path`;
    throw new ParameterError(name, message, { operationId });
  });
  return segments.join("/");
}
function withQuery(url, queries) {
  const query = queries.filter((part2) => part2 !== "").join("&");
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}
function missing(name, operationId) {
  return new ParameterError(name, `${name} is required`, { operationId });
}

// src/runtime/hooks.ts
var none = [];
function listHooks(option) {
  if (option === void 0 || option === null) return none;
  const hooks = Array.isArray(option) ? [...option] : [option];
  if (hooks.some((each) => typeof each !== "object" || each === null))
    throw new ParameterError("hooks", "hooks must be an object, or a list of objects");
  return hooks;
}
function hookRequestOf({ client: { api }, bare }, attempt) {
  return {
    operation: bare.operation,
    method: bare.method,
    url: redactUrl(api, bare.url),
    headers: redactHeaders(api, bare.headers),
    attempt,
  };
}
function runOwn(call, own) {
  try {
    return own();
  } catch (error) {
    call.thrown = { error };
    throw error;
  }
}
function* runHooks(call, name, run, take) {
  for (const each of call.hooks) {
    const answer = runOwn(call, () => run(each));
    const settled = isThenable(answer) ? yield* outcomeOf(call, name, answer) : answer;
    take?.(settled);
  }
}
function* outcomeOf(call, name, promise) {
  const value = promise.then(
    (answer) => () => answer,
    (error) => () => {
      throw error;
    },
  );
  const kind = name === "onError" ? "settle" : "await";
  const outcome = yield { kind, value, option: `hooks.${name}` };
  return outcome && runOwn(call, outcome);
}
function* changeRequest(call, request) {
  const { bare } = call;
  const headers = { ...bare.headers };
  const { "content-type": contentType } = headers;
  yield* runHooks(
    call,
    "onRequest",
    (each) => each.onRequest?.(request),
    (change) => {
      if (typeof change !== "object" || change === null || !("headers" in change)) return;
      setHeaders(headers, change.headers, bare.operation);
    },
  );
  delete headers["content-length"];
  delete headers["content-type"];
  if (contentType !== void 0) headers["content-type"] = contentType;
  return { ...bare, headers };
}
function isThenable(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

// src/runtime/transport.ts
function viaFetch(fetch) {
  return async ({ url, content, method, headers, redirect }, { signal }) => {
    const response = await fetch(url, {
      method,
      headers,
      redirect,
      signal,
      ...(content === void 0 ? {} : { body: content }),
      ...(content instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    return {
      status: response.status,
      type: response.type,
      url: response.url,
      ...collectHeaders(response.headers),
      body: response.body?.getReader(),
    };
  };
}
var globalTransport = /* @__PURE__ */ viaFetch((url, init) => globalThis.fetch(url, init));
function collectHeaders(pairs) {
  const headers = /* @__PURE__ */ Object.create(null);
  let setCookie;
  for (const [name, value] of pairs) {
    if (name === "set-cookie") {
      (setCookie ??= []).push(value);
      continue;
    }
    const before = headers[name];
    headers[name] = before === void 0 ? value : `${before}, ${value}`;
  }
  return { headers, setCookie };
}
function isSuccess({ status }) {
  return status >= 200 && status < 300;
}

// src/runtime/clean-cause.ts
var deepest = 8;
var most = 1e3;
function cleanCause(error, said, scrub) {
  return shows(error, (text2) => scrub(text2) !== text2) ? new Error(scrub(said)) : error;
}
function shows(error, isSecret) {
  const seen = /* @__PURE__ */ new Set();
  const look = (value, depth) => {
    if (typeof value === "string") return isSecret(value);
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
    if (seen.has(value)) return false;
    seen.add(value);
    if (depth > deepest || seen.size > most) return true;
    if (ArrayBuffer.isView(value)) return isSecret(new TextDecoder().decode(value));
    const entries = value instanceof Map || value instanceof Set ? [...value] : [];
    const own = Reflect.ownKeys(value).flatMap((key) => {
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      return [String(key), property?.value];
    });
    const stack = value instanceof Error ? [value.stack] : [];
    return [...entries, ...own, ...stack].some((each) => look(each, depth + 1));
  };
  return look(error, 0);
}

// src/runtime/connection-failure.ts
var redirectCode = "ERR_REDIRECT";
var unresponsiveCode = "ERR_WORKER_UNRESPONSIVE";
var staleCode = "ERR_STALE_CONNECTION";
var certificate = /^UNABLE_TO_|(?:^|_)(?:CERT|CRL|CA)(?:_|$)|^HOSTNAME_MISMATCH$/;
var unconnected = /* @__PURE__ */ new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ConnectionRefused",
]);
var permanent = /* @__PURE__ */ new Set([
  redirectCode,
  unresponsiveCode,
  "ERR_INVALID_PROTOCOL",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_WORKER_INIT_FAILED",
  "HPE_HEADER_OVERFLOW",
  "UND_ERR_HEADERS_OVERFLOW",
]);
function isPermanent({ causeCode = "" }) {
  return permanent.has(causeCode) || certificate.test(causeCode);
}
function connectionError(error, request, isAnswered) {
  const causes = chain(error);
  for (const cause of causes) Reflect.deleteProperty(cause, "rawPacket");
  const messages = causes.map((cause) => cause.message).filter((message) => message !== "");
  const said = messages.at(-1) ?? textOf(error);
  const causeCode = causes.flatMap((cause) => textIn(cause, "code")).at(-1);
  const withCode =
    causeCode === void 0 || said.includes(causeCode) ? said : `${said} (${causeCode})`;
  const scrub = requestScrubber(request);
  return new ConnectionError(`the connection failed: ${scrub(withCode)}`, {
    operationId: request.operation,
    causeCode,
    mayHaveArrived: isAnswered || !causes.some(isUnsent),
    cause: cleanCause(error, said, scrub),
  });
}
function isUnsent(error) {
  const [code = ""] = textIn(error, "code");
  const [step] = textIn(error, "syscall");
  return (
    step === "connect" || step === "getaddrinfo" || unconnected.has(code) || certificate.test(code)
  );
}
function chain(error) {
  const causes = [];
  for (let next = error; next instanceof Error && causes.length < 8;) {
    causes.push(next);
    next = next.cause ?? (next instanceof AggregateError ? next.errors[0] : void 0);
  }
  return causes;
}
function textIn(error, name) {
  const value = Reflect.get(error, name);
  return typeof value === "string" ? [value] : [];
}

// src/runtime/watchdog.ts
var minute = 6e4;
var longestTimer = 2147483647;
var noDeadlines = { headers: Infinity, idle: Infinity, total: Infinity };
function resolveDeadlines(streamed, client, call, timeLeft = Infinity) {
  const base = named(client);
  const own = named(call);
  const pick = (phase, fallback) => {
    const value = own[phase] ?? base[phase] ?? fallback;
    if (typeof value !== "number" || !(value > 0)) {
      throw new ParameterError(
        `timeout.${phase}`,
        `timeout.${phase} must be a number of milliseconds greater than 0`,
      );
    }
    return value;
  };
  return {
    headers: pick("headers", minute),
    idle: pick("idle", minute),
    total: Math.min(pick("total", streamed ? Infinity : 10 * minute), timeLeft),
  };
}
function named(timeout) {
  if (timeout === void 0 || timeout === null) return {};
  return typeof timeout === "object" ? timeout : { total: timeout };
}
var Watchdog = class {
  #operationId;
  #deadlines;
  #caller;
  /** When `total` is over, by `performance.now()`. */
  #end;
  #phase;
  #phaseEnd = Infinity;
  /** The one timer of all deadlines; where it comes too early it is set anew. */
  #timer;
  #timerEnd = Infinity;
  #isRelaxed = false;
  #aborted;
  #controller;
  #interrupt;
  #onClose;
  #isClosed = false;
  /** Whether the response's headers are there. */
  hasResponse = false;
  onAbort;
  constructor(operationId, deadlines, caller) {
    this.#operationId = operationId;
    this.#deadlines = deadlines;
    this.#caller = caller;
    const now = performance.now();
    const { total, headers, elapsed = 0 } = deadlines;
    this.#end = now + total - elapsed;
    if (caller?.aborted === true) {
      this.#onCallerAbort();
      return;
    }
    caller?.addEventListener("abort", this.#onCallerAbort, { once: true });
    this.#setTimer(Math.min(this.#end, now + headers), now);
  }
  get isAborted() {
    return this.#aborted !== void 0;
  }
  get reason() {
    return this.#aborted?.reason;
  }
  get signal() {
    if (this.#controller === void 0) {
      this.#controller = new AbortController();
      if (this.#aborted !== void 0) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }
  throwIfAborted() {
    if (this.#aborted !== void 0) throw this.#aborted.reason;
  }
  /** Starts the deadline of a phase, instead of the one that runs. */
  arm(phase) {
    if (this.#isClosed) return;
    const now = performance.now();
    this.#phase = phase;
    this.#phaseEnd = now + this.#deadlines[phase];
    if (this.#isRelaxed) this.#timer?.ref?.();
    if (this.#phaseEnd < this.#timerEnd) this.#setTimer(this.#phaseEnd, now);
  }
  /** Ends the deadline of the phase that runs. */
  disarm() {
    this.#phase = void 0;
    this.#phaseEnd = Infinity;
    if (this.#isRelaxed) this.#timer?.unref?.();
  }
  /** From now on nobody waits, except while a phase is armed: the total time alone does not keep the process alive. */
  relax() {
    this.#isRelaxed = true;
    this.#timer?.unref?.();
  }
  /**
   * Waits for a promise, but no longer than until the call is stopped. There is one wait at a time.
   *
   * @param discard Gets the value if it comes when nobody waits for it any more.
   */
  race(promise, discard) {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      if (this.#aborted !== void 0) reject(this.#aborted.reason);
      promise.then((value) => {
        if (this.#aborted !== void 0) discard?.(value);
        return resolve(value);
      }, reject);
    });
  }
  /** Waits for some time, in milliseconds, but no longer than until the call is stopped. */
  async sleep(ms) {
    let timer;
    const over = new Promise((resolve) => {
      timer = setTimeout(resolve, Math.min(ms, longestTimer));
    });
    try {
      await this.race(over);
    } finally {
      clearTimeout(timer);
    }
  }
  /** Ends all deadlines and forgets the caller's signal. */
  close() {
    this.disarm();
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#onCallerAbort);
    this.#isClosed = true;
    const onClose = this.#onClose;
    this.#onClose = void 0;
    onClose?.();
  }
  /** Calls a function when the call is over; at once if it is. */
  whenClosed(listener) {
    if (this.#isClosed) listener();
    else this.#onClose = listener;
  }
  /** Ends the call as the caller's signal does. */
  cancel(reason) {
    this.abort(new CancelledError(reason, { operationId: this.#operationId }));
  }
  /** Stops what is watched over, for this reason; later reasons do not count. */
  abort(reason) {
    if (this.#aborted !== void 0) return;
    this.#aborted = { reason };
    this.close();
    this.#controller?.abort(reason);
    this.onAbort?.();
    this.#interrupt?.(reason);
  }
  #onCallerAbort = () => {
    this.cancel(this.#caller?.reason);
  };
  #onTimer = () => {
    this.#timerEnd = Infinity;
    const now = performance.now();
    if (this.#phase !== void 0 && now >= this.#phaseEnd) this.#miss(this.#phase);
    else if (now >= this.#end) this.#miss("total");
    else this.#setTimer(Math.min(this.#phaseEnd, this.#end), now);
  };
  #miss(phase) {
    this.abort(new TimeoutError(phase, this.#deadlines[phase], { operationId: this.#operationId }));
  }
  #setTimer(end, now) {
    clearTimeout(this.#timer);
    this.#timerEnd = end;
    if (end === Infinity) return;
    this.#timer = setTimeout(this.#onTimer, Math.min(end - now, longestTimer));
    if (this.#isRelaxed && this.#phase === void 0) this.#timer.unref?.();
  }
};

// src/runtime/guard.ts
function guard(handler) {
  try {
    handler();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

// src/runtime/steps.ts
async function drive(steps, carryOut) {
  let next = steps.next();
  while (next.done !== true) {
    let answer;
    try {
      const pending = carryOut(next.value);
      answer = pending instanceof Promise ? await pending : pending;
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}
function driveSync(steps, carryOut) {
  let next = steps.next();
  while (next.done !== true) {
    let answer;
    try {
      answer = carryOut(next.value);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}
async function* driveValues(steps, carryOut) {
  const pass = async (step) => {
    let answer;
    try {
      answer = await carryOut(step);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(answer);
  };
  let next = steps.next();
  try {
    while (next.done !== true) {
      const step = next.value;
      if (isGive(step)) {
        yield step.value;
        next = steps.next();
      } else next = await pass(step);
    }
  } finally {
    next = steps.return();
    while (next.done !== true) next = isGive(next.value) ? steps.next() : await pass(next.value);
  }
}
function* driveValuesSync(steps, carryOut) {
  const pass = (step) => {
    let answer;
    try {
      answer = carryOut(step);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(answer);
  };
  let next = steps.next();
  try {
    while (next.done !== true) {
      const step = next.value;
      if (isGive(step)) {
        yield step.value;
        next = steps.next();
      } else next = pass(step);
    }
  } finally {
    next = steps.return();
    while (next.done !== true) next = isGive(next.value) ? steps.next() : pass(next.value);
  }
}
function isGive(step) {
  return step.kind === "give";
}

// src/runtime/line-splitter.ts
var TextSplitter = class {
  #separator;
  #decoder = new TextDecoder();
  #rest = "";
  constructor(separator) {
    this.#separator = separator;
  }
  /** The piece that has no end yet. */
  get rest() {
    return this.#rest;
  }
  get length() {
    return this.#rest.length;
  }
  /** Forgets what there is of the piece that has no end yet. */
  drop() {
    this.#rest = "";
  }
  /** The pieces that a chunk completes. */
  push(chunk) {
    const text2 = this.#decoder.decode(chunk, { stream: true });
    const [first = "", ...more] = text2.split(this.#separator);
    const pieces = [this.#rest + first, ...more];
    this.#rest = pieces.pop() ?? "";
    return pieces;
  }
  /** The last piece, if it has no end. */
  end() {
    const rest = this.#rest + this.#decoder.decode();
    return rest === "" ? [] : [rest];
  }
};
var LineSplitter = class extends TextSplitter {
  constructor() {
    super("\n");
  }
  push(chunk) {
    return super.push(chunk).map(withoutReturn);
  }
  end() {
    return super.end().map(withoutReturn);
  }
};
function withoutReturn(line) {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

// src/runtime/monitor.ts
var SyncMonitor = class {
  #calls;
  constructor(core) {
    this.#calls = core.calls;
  }
  /** Lets new calls be refused. */
  refuseCalls() {
    this.#calls.isClosed = true;
  }
  /** How many calls are in flight. */
  get inFlight() {
    return this.#calls.tracked.size;
  }
  /** Whether a call is in flight. */
  get isBusy() {
    return this.inFlight > 0;
  }
  /** The calls that are in flight at this moment, in the order in which they began. */
  list() {
    return Array.from(this.#calls.tracked, ({ operation, start, attempt, phase }) => ({
      operation,
      startedAt: Math.round(performance.timeOrigin + start),
      attempt,
      phase,
    }));
  }
  /**
   * Calls a function at once whenever a call has begun or ended. What the function throws is thrown again as an uncaught
   * exception.
   *
   * @returns Ends that.
   */
  onChange(listener) {
    const own = () => listener();
    this.#calls.listeners.add(own);
    return () => void this.#calls.listeners.delete(own);
  }
  /**
   * Ends all calls that are in flight, each with a `CancelledError`.
   *
   * @param reason - Its `reason`.
   * @returns How many there were.
   */
  abortAll(reason) {
    const calls = [...this.#calls.tracked];
    for (const call of calls) call.abort(reason);
    return calls.length;
  }
};
var lastWait = 1e4;
var Monitor = class extends SyncMonitor {
  /**
   * Waits until nothing is in flight.
   *
   * @param options - `timeout` is how long to wait at most, in milliseconds. Default: no limit.
   * @returns Whether nothing is in flight; false if the time was over before.
   */
  whenIdle(options = {}) {
    const { timeout = Infinity } = options;
    return new Promise((resolve) => {
      if (!this.isBusy) return resolve(true);
      const settle = (isIdle) => {
        end();
        clearTimeout(timer);
        resolve(isIdle);
      };
      const end = this.onChange(() => {
        if (!this.isBusy) settle(true);
      });
      const timer = timeout > longestTimer ? void 0 : setTimeout(() => settle(false), timeout);
      return void 0;
    });
  }
  /**
   * Refuses new calls, with a `ClientError`, and waits until nothing is in flight.
   *
   * @param options - After its `timeout` what is still in flight is ended with a `CancelledError`; hooks that hear of that
   *   are waited for, but no longer than 10 seconds.
   */
  async close({ timeout = 3e4 } = {}) {
    this.refuseCalls();
    if (await this.whenIdle({ timeout })) return;
    this.abortAll("the client is closed");
    await this.whenIdle({ timeout: lastWait });
  }
};

// src/runtime/platform-browser.ts
function goesByFetch() {
  return true;
}
function connectionError2(error, request) {
  const scrub = requestScrubber(request);
  const said = error instanceof Error ? error.message : textOf(error);
  return new ConnectionError(`the connection failed: ${scrub(said)}`, {
    operationId: request.operation,
    cause: cleanCause(error, said, scrub),
  });
}
function isPermanent2({ causeCode }) {
  return causeCode === redirectCode;
}
var kept = /* @__PURE__ */ new Set(["authorization", "cookie"]);
function redirectMode({ credentialHeaders = [] }) {
  return credentialHeaders.every((name) => kept.has(name)) ? "follow" : "manual";
}
function redirected({ operation: operationId }, { status, type, headers }) {
  const isLed = status >= 300 && status < 400 && headers["location"] !== void 0;
  if (type !== "opaqueredirect" && !isLed) return;
  throw new ConnectionError(
    "the server redirects, which a request with a credential in a header of its own must not follow here",
    { operationId, causeCode: redirectCode },
  );
}

// src/runtime/global-fetch.ts
var dispatcherSymbols = [
  /* @__PURE__ */ Symbol.for("undici.globalDispatcher.1"),
  /* @__PURE__ */ Symbol.for("undici.globalDispatcher.2"),
];
var proxyVariables = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
var requests;
var judged;
var isNodes = false;
function isPlainFetch(fetch) {
  if (fetch !== judged) {
    judged = fetch;
    isNodes = typeof fetch === "function" && isOfNode(fetch) && !usesProxyVariables();
  }
  return isNodes && !isObserved() && dispatcherSymbols.every(holdsDefault);
}
function foreignDispatcher() {
  const symbol = dispatcherSymbols.find((each) => !holdsDefault(each));
  const foreign = symbol && dispatcherAt(symbol)?.constructor.name;
  return foreign === "EnvHttpProxyAgent" && usesProxyVariables() ? void 0 : foreign;
}
function isObserved() {
  requests ??= builtin("node:diagnostics_channel")?.channel("undici:request:create");
  return requests?.hasSubscribers === true;
}
function isOfNode(fetch) {
  return Function.prototype.toString.call(fetch).includes("require('internal/deps/undici/undici')");
}
function usesProxyVariables() {
  const process = builtin("node:process");
  if (process === void 0) return false;
  const { env, execArgv } = process;
  const asked = env["NODE_USE_ENV_PROXY"] === "1" || execArgv.includes("--use-env-proxy");
  return (
    (asked || env["NODE_OPTIONS"]?.includes("--use-env-proxy") === true) &&
    proxyVariables.some((name) => env[name])
  );
}
function dispatcherAt(symbol) {
  const dispatcher = Reflect.get(globalThis, symbol);
  return typeof dispatcher === "object" && dispatcher !== null ? dispatcher : void 0;
}
function holdsDefault(symbol) {
  const dispatcher = dispatcherAt(symbol);
  return dispatcher === void 0 || isDefault(dispatcher);
}
var plainAgents = /* @__PURE__ */ new WeakSet();
function isDefault(dispatcher) {
  const prototype = Object.getPrototypeOf(dispatcher);
  if (dispatcher.constructor.name !== "Agent") return false;
  if (dispatcher.dispatch !== prototype?.dispatch) return false;
  if (plainAgents.has(dispatcher)) return true;
  if (!isPlainAgent(dispatcher)) return false;
  plainAgents.add(dispatcher);
  return true;
}
function isPlainAgent(dispatcher) {
  const symbols = Object.getOwnPropertySymbols(dispatcher);
  const valueOf = (description) => {
    const symbol = symbols.find((each) => each.description === description);
    return symbol && Reflect.get(dispatcher, symbol);
  };
  const options = valueOf("options");
  const factory = valueOf("factory");
  return (
    typeof options === "object" &&
    options !== null &&
    Object.values(options).every((value) => value === void 0 || value === Infinity) &&
    typeof factory === "function" &&
    factory.name === "defaultFactory"
  );
}

// src/runtime/sync-waiting.ts
function sleepSync(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
function refusePromise(value, option, operationId) {
  value.then(void 0, () => {});
  throw new ParameterError(
    option,
    `the function ${option} returned a promise, which a blocking call cannot wait for: let it return the value itself, or use the promise client`,
    { operationId },
  );
}

// src/runtime/as-error.ts
function asError(thrown) {
  const isError =
    thrown instanceof Error ||
    (typeof thrown === "object" && thrown !== null && "message" in thrown && "name" in thrown);
  if (isError) return thrown;
  const what =
    typeof thrown === "string" ? thrown : `what was thrown is no error: ${typeof thrown}`;
  return new Error(what, { cause: thrown });
}

export {
  noDeadlines,
  resolveDeadlines,
  Watchdog,
  builtin,
  isServer,
  SyncMonitor,
  Monitor,
  isJson,
  isRange,
  matchesMediaType,
  viaFetch,
  globalTransport,
  collectHeaders,
  isSuccess,
  sleepSync,
  refusePromise,
  drive,
  driveSync,
  driveValues,
  driveValuesSync,
  checkHeader,
  scalar,
  toJson,
  encodeText,
  isAbsent,
  isRecord,
  encodeReserved,
  goesByFetch,
  connectionError2 as connectionError,
  isPermanent2 as isPermanent,
  redirectMode,
  redirected,
  part,
  percentWriter,
  writer,
  formPairs,
  prepareParts,
  setHeaders,
  redacted,
  isSecretName,
  secretHeaders,
  redactHeaders,
  withoutSecrets,
  scrubber,
  scrubbed,
  secretsIn,
  secretsInUrl,
  redactUrl,
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
  LineSplitter,
  listHooks,
  hookRequestOf,
  runOwn,
  runHooks,
  changeRequest,
  isThenable,
  guard,
  isPlainFetch,
  foreignDispatcher,
  ConnectionError,
  TimeoutError,
  CancelledError,
  ResponseParseError,
  ParameterError,
  redirectCode,
  unresponsiveCode,
  staleCode,
  isPermanent as isPermanent2,
  connectionError as connectionError2,
  ClientError,
  withAttempt,
  textOf,
  sizeOf,
  readAll,
  begin,
  canReplay,
  toBytes,
  unreadable,
  encode,
  isBytes,
  isBlob,
  isFilePath,
  asError,
};

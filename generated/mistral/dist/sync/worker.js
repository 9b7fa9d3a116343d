// The program of the thread behind the blocking calls: `src/runtime/sync-worker.ts` with all that it imports, in one file.

// templates/package/src/runtime/client-error.ts
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
    const { name, message, cause, ...rest2 } = {
      ...this,
      name: this.name,
      message: this.message,
      cause: this.cause,
    };
    return {
      name,
      message,
      ...rest2,
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

// templates/package/src/runtime/error-body.ts
var excerptLength = 200;
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

// templates/package/src/runtime/errors.ts
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

// templates/package/src/runtime/error-record.ts
function toRecord(error) {
  if (!ClientError.is(error)) {
    const cause = describeCause(error);
    return { code: "unknown", message: cause.message, cause };
  }
  const { operationId, attempt } = error;
  const prefix = `${operationId}: `;
  return {
    code: error.code,
    message: error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message,
    operationId,
    attempt,
    cause: error.cause === void 0 ? void 0 : describeCause(error.cause),
    causeCode: ConnectionError.is(error) ? error.causeCode : void 0,
    mayHaveArrived: ConnectionError.is(error) ? error.mayHaveArrived : void 0,
    phase: TimeoutError.is(error) ? error.phase : void 0,
    timeoutMs: TimeoutError.is(error) ? error.timeoutMs : void 0,
    reason: CancelledError.is(error) && error.reason !== void 0 ? textOf(error.reason) : void 0,
    parameter: ParameterError.is(error) ? error.parameter : void 0,
    ...(ResponseParseError.is(error)
      ? { status: error.status, excerpt: error.excerpt, requestId: error.requestId }
      : {}),
  };
}

// templates/package/src/runtime/connection-headers.ts
var ofConnection = /* @__PURE__ */ new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
function refuseConnectionHeaders({ headers, operation: operationId }) {
  const name = Object.keys(headers).find((each) => ofConnection.has(each));
  if (name === void 0) return;
  throw new ParameterError(name, `the header ${name} belongs to the connection: leave it out`, {
    operationId,
  });
}

// node_modules/openapi-fetch/dist/index.mjs
var PATH_PARAM_RE = /\{[^{}]+\}/g;
var supportsRequestInitExt = () => {
  return (
    typeof process === "object" &&
    Number.parseInt(process?.versions?.node?.substring(0, 2)) >= 18 &&
    process.versions.undici
  );
};
function randomID() {
  return Math.random().toString(36).slice(2, 11);
}
function createClient(clientOptions) {
  let {
    baseUrl = "",
    Request: CustomRequest = globalThis.Request,
    fetch: baseFetch = globalThis.fetch,
    querySerializer: globalQuerySerializer,
    bodySerializer: globalBodySerializer,
    pathSerializer: globalPathSerializer,
    headers: baseHeaders,
    requestInitExt = void 0,
    ...baseOptions
  } = { ...clientOptions };
  requestInitExt = supportsRequestInitExt() ? requestInitExt : void 0;
  baseUrl = removeTrailingSlash(baseUrl);
  const globalMiddlewares = [];
  async function coreFetch(schemaPath, fetchOptions) {
    const {
      baseUrl: localBaseUrl,
      fetch = baseFetch,
      Request = CustomRequest,
      headers,
      params = {},
      parseAs = "json",
      querySerializer: requestQuerySerializer,
      bodySerializer = globalBodySerializer ?? defaultBodySerializer,
      pathSerializer: requestPathSerializer,
      body,
      middleware: requestMiddlewares = [],
      ...init
    } = fetchOptions || {};
    let finalBaseUrl = baseUrl;
    if (localBaseUrl) {
      finalBaseUrl = removeTrailingSlash(localBaseUrl) ?? baseUrl;
    }
    let querySerializer =
      typeof globalQuerySerializer === "function"
        ? globalQuerySerializer
        : createQuerySerializer(globalQuerySerializer);
    if (requestQuerySerializer) {
      querySerializer =
        typeof requestQuerySerializer === "function"
          ? requestQuerySerializer
          : createQuerySerializer({
              ...(typeof globalQuerySerializer === "object" ? globalQuerySerializer : {}),
              ...requestQuerySerializer,
            });
    }
    const pathSerializer = requestPathSerializer || globalPathSerializer || defaultPathSerializer;
    const serializedBody =
      body === void 0
        ? void 0
        : bodySerializer(
            body,
            // Note: we declare mergeHeaders() both here and below because it’s a bit of a chicken-or-egg situation:
            // bodySerializer() needs all headers so we aren’t dropping ones set by the user, however,
            // the result of this ALSO sets the lowest-priority content-type header. So we re-merge below,
            // setting the content-type at the very beginning to be overwritten.
            // Lastly, based on the way headers work, it’s not a simple “present-or-not” check becauase null intentionally un-sets headers.
            mergeHeaders(baseHeaders, headers, params.header),
          );
    const finalHeaders = mergeHeaders(
      // with no body, we should not to set Content-Type
      serializedBody === void 0 || // if serialized body is FormData; browser will correctly set Content-Type & boundary expression
        serializedBody instanceof FormData
        ? {}
        : { "Content-Type": "application/json" },
      baseHeaders,
      headers,
      params.header,
    );
    const finalMiddlewares = [...globalMiddlewares, ...requestMiddlewares];
    const requestInit = {
      redirect: "follow",
      ...baseOptions,
      ...init,
      body: serializedBody,
      headers: finalHeaders,
    };
    let id;
    let options;
    let request = new Request(
      createFinalURL(schemaPath, {
        baseUrl: finalBaseUrl,
        params,
        querySerializer,
        pathSerializer,
      }),
      requestInit,
    );
    let response;
    for (const key in init) {
      if (!(key in request)) {
        request[key] = init[key];
      }
    }
    if (finalMiddlewares.length) {
      id = randomID();
      options = Object.freeze({
        baseUrl: finalBaseUrl,
        fetch,
        parseAs,
        querySerializer,
        bodySerializer,
        pathSerializer,
      });
      for (const m of finalMiddlewares) {
        if (m && typeof m === "object" && typeof m.onRequest === "function") {
          const result = await m.onRequest({ request, schemaPath, params, options, id });
          if (result) {
            if (result instanceof Request) {
              request = result;
            } else if (result instanceof Response) {
              response = result;
              break;
            } else {
              throw new Error(
                "onRequest: must return new Request() or Response() when modifying the request",
              );
            }
          }
        }
      }
    }
    if (!response) {
      try {
        response = await fetch(request, requestInitExt);
      } catch (error2) {
        let errorAfterMiddleware = error2;
        if (finalMiddlewares.length) {
          for (let i = finalMiddlewares.length - 1; i >= 0; i--) {
            const m = finalMiddlewares[i];
            if (m && typeof m === "object" && typeof m.onError === "function") {
              const result = await m.onError({
                request,
                error: errorAfterMiddleware,
                schemaPath,
                params,
                options,
                id,
              });
              if (result) {
                if (result instanceof Response) {
                  errorAfterMiddleware = void 0;
                  response = result;
                  break;
                }
                if (result instanceof Error) {
                  errorAfterMiddleware = result;
                  continue;
                }
                throw new Error("onError: must return new Response() or instance of Error");
              }
            }
          }
        }
        if (errorAfterMiddleware) {
          throw errorAfterMiddleware;
        }
      }
      if (finalMiddlewares.length) {
        for (let i = finalMiddlewares.length - 1; i >= 0; i--) {
          const m = finalMiddlewares[i];
          if (m && typeof m === "object" && typeof m.onResponse === "function") {
            const result = await m.onResponse({
              request,
              response,
              schemaPath,
              params,
              options,
              id,
            });
            if (result) {
              if (!(result instanceof Response)) {
                throw new Error(
                  "onResponse: must return new Response() when modifying the response",
                );
              }
              response = result;
            }
          }
        }
      }
    }
    const contentLength = response.headers.get("Content-Length");
    if (
      response.status === 204 ||
      request.method === "HEAD" ||
      (contentLength === "0" && !response.headers.get("Transfer-Encoding")?.includes("chunked"))
    ) {
      return response.ok ? { data: void 0, response } : { error: void 0, response };
    }
    if (response.ok) {
      const getResponseData = async () => {
        if (parseAs === "stream") {
          return response.body;
        }
        if (parseAs === "json" && !contentLength) {
          const raw = await response.text();
          return raw ? JSON.parse(raw) : void 0;
        }
        return await response[parseAs]();
      };
      return { data: await getResponseData(), response };
    }
    let error = await response.text();
    try {
      error = JSON.parse(error);
    } catch {}
    return { error, response };
  }
  return {
    request(method, url, init) {
      return coreFetch(url, { ...init, method: method.toUpperCase() });
    },
    /** Call a GET endpoint */
    GET(url, init) {
      return coreFetch(url, { ...init, method: "GET" });
    },
    /** Call a PUT endpoint */
    PUT(url, init) {
      return coreFetch(url, { ...init, method: "PUT" });
    },
    /** Call a POST endpoint */
    POST(url, init) {
      return coreFetch(url, { ...init, method: "POST" });
    },
    /** Call a DELETE endpoint */
    DELETE(url, init) {
      return coreFetch(url, { ...init, method: "DELETE" });
    },
    /** Call a OPTIONS endpoint */
    OPTIONS(url, init) {
      return coreFetch(url, { ...init, method: "OPTIONS" });
    },
    /** Call a HEAD endpoint */
    HEAD(url, init) {
      return coreFetch(url, { ...init, method: "HEAD" });
    },
    /** Call a PATCH endpoint */
    PATCH(url, init) {
      return coreFetch(url, { ...init, method: "PATCH" });
    },
    /** Call a TRACE endpoint */
    TRACE(url, init) {
      return coreFetch(url, { ...init, method: "TRACE" });
    },
    /** Register middleware */
    use(...middleware) {
      for (const m of middleware) {
        if (!m) {
          continue;
        }
        if (typeof m !== "object" || !("onRequest" in m || "onResponse" in m || "onError" in m)) {
          throw new Error(
            "Middleware must be an object with one of `onRequest()`, `onResponse() or `onError()`",
          );
        }
        globalMiddlewares.push(m);
      }
    },
    /** Unregister middleware */
    eject(...middleware) {
      for (const m of middleware) {
        const i = globalMiddlewares.indexOf(m);
        if (i !== -1) {
          globalMiddlewares.splice(i, 1);
        }
      }
    },
  };
}
function serializePrimitiveParam(name, value, options) {
  if (value === void 0 || value === null) {
    return "";
  }
  if (typeof value === "object") {
    throw new Error(
      "Deeply-nested arrays/objects aren’t supported. Provide your own `querySerializer()` to handle these.",
    );
  }
  return `${name}=${options?.allowReserved === true ? value : encodeURIComponent(value)}`;
}
function serializeObjectParam(name, value, options) {
  if (!value || typeof value !== "object") {
    return "";
  }
  const values = [];
  const joiner = { simple: ",", label: ".", matrix: ";" }[options.style] || "&";
  if (options.style !== "deepObject" && options.explode === false) {
    for (const k in value) {
      values.push(k, options.allowReserved === true ? value[k] : encodeURIComponent(value[k]));
    }
    const final2 = values.join(",");
    switch (options.style) {
      case "form": {
        return `${name}=${final2}`;
      }
      case "label": {
        return `.${final2}`;
      }
      case "matrix": {
        return `;${name}=${final2}`;
      }
      default: {
        return final2;
      }
    }
  }
  for (const k in value) {
    const finalName = options.style === "deepObject" ? `${name}[${k}]` : k;
    values.push(serializePrimitiveParam(finalName, value[k], options));
  }
  const final = values.join(joiner);
  return options.style === "label" || options.style === "matrix" ? `${joiner}${final}` : final;
}
function serializeArrayParam(name, value, options) {
  if (!Array.isArray(value)) {
    return "";
  }
  if (options.explode === false) {
    const joiner2 = { form: ",", spaceDelimited: "%20", pipeDelimited: "|" }[options.style] || ",";
    const final = (
      options.allowReserved === true ? value : value.map((v) => encodeURIComponent(v))
    ).join(joiner2);
    switch (options.style) {
      case "simple": {
        return final;
      }
      case "label": {
        return `.${final}`;
      }
      case "matrix": {
        return `;${name}=${final}`;
      }
      // case "spaceDelimited":
      // case "pipeDelimited":
      default: {
        return `${name}=${final}`;
      }
    }
  }
  const joiner = { simple: ",", label: ".", matrix: ";" }[options.style] || "&";
  const values = [];
  for (const v of value) {
    if (options.style === "simple" || options.style === "label") {
      values.push(options.allowReserved === true ? v : encodeURIComponent(v));
    } else {
      values.push(serializePrimitiveParam(name, v, options));
    }
  }
  return options.style === "label" || options.style === "matrix"
    ? `${joiner}${values.join(joiner)}`
    : values.join(joiner);
}
function createQuerySerializer(options) {
  return function querySerializer(queryParams) {
    const search = [];
    if (queryParams && typeof queryParams === "object") {
      for (const name in queryParams) {
        const value = queryParams[name];
        if (value === void 0 || value === null) {
          continue;
        }
        if (Array.isArray(value)) {
          if (value.length === 0) {
            continue;
          }
          search.push(
            serializeArrayParam(name, value, {
              style: "form",
              explode: true,
              ...options?.array,
              allowReserved: options?.allowReserved || false,
            }),
          );
          continue;
        }
        if (typeof value === "object") {
          search.push(
            serializeObjectParam(name, value, {
              style: "deepObject",
              explode: true,
              ...options?.object,
              allowReserved: options?.allowReserved || false,
            }),
          );
          continue;
        }
        search.push(serializePrimitiveParam(name, value, options));
      }
    }
    return search.join("&");
  };
}
function defaultPathSerializer(pathname, pathParams) {
  let nextURL = pathname;
  for (const match of pathname.match(PATH_PARAM_RE) ?? []) {
    let name = match.substring(1, match.length - 1);
    let explode = false;
    let style = "simple";
    if (name.endsWith("*")) {
      explode = true;
      name = name.substring(0, name.length - 1);
    }
    if (name.startsWith(".")) {
      style = "label";
      name = name.substring(1);
    } else if (name.startsWith(";")) {
      style = "matrix";
      name = name.substring(1);
    }
    if (!pathParams || pathParams[name] === void 0 || pathParams[name] === null) {
      continue;
    }
    const value = pathParams[name];
    if (Array.isArray(value)) {
      nextURL = nextURL.replace(match, serializeArrayParam(name, value, { style, explode }));
      continue;
    }
    if (typeof value === "object") {
      nextURL = nextURL.replace(match, serializeObjectParam(name, value, { style, explode }));
      continue;
    }
    if (style === "matrix") {
      nextURL = nextURL.replace(match, `;${serializePrimitiveParam(name, value)}`);
      continue;
    }
    nextURL = nextURL.replace(
      match,
      style === "label" ? `.${encodeURIComponent(value)}` : encodeURIComponent(value),
    );
  }
  return nextURL;
}
function defaultBodySerializer(body, headers) {
  if (body instanceof FormData) {
    return body;
  }
  if (headers) {
    const contentType =
      headers.get instanceof Function
        ? (headers.get("Content-Type") ?? headers.get("content-type"))
        : (headers["Content-Type"] ?? headers["content-type"]);
    if (contentType === "application/x-www-form-urlencoded") {
      return new URLSearchParams(body).toString();
    }
  }
  return JSON.stringify(body);
}
function createFinalURL(pathname, options) {
  let finalURL = `${options.baseUrl}${pathname}`;
  if (options.params?.path) {
    finalURL = options.pathSerializer(finalURL, options.params.path);
  }
  let search = options.querySerializer(options.params.query ?? {});
  if (search.startsWith("?")) {
    search = search.substring(1);
  }
  if (search) {
    finalURL += `?${search}`;
  }
  return finalURL;
}
function mergeHeaders(...allHeaders) {
  const finalHeaders = new Headers();
  for (const h of allHeaders) {
    if (!h || typeof h !== "object") {
      continue;
    }
    const iterator = h instanceof Headers ? h.entries() : Object.entries(h);
    for (const [k, v] of iterator) {
      if (v === null) {
        finalHeaders.delete(k);
      } else if (Array.isArray(v)) {
        for (const v2 of v) {
          finalHeaders.append(k, v2);
        }
      } else if (v !== void 0) {
        finalHeaders.set(k, v);
      }
    }
  }
  return finalHeaders;
}
function removeTrailingSlash(url) {
  if (url.endsWith("/")) {
    return url.substring(0, url.length - 1);
  }
  return url;
}

// templates/package/src/runtime/http.ts
var PlainRequest = class {
  method;
  constructor(_url, { method }) {
    this.method = method;
  }
};
var noHeaders = { get: () => null };
var client = /* @__PURE__ */ createClient({ Request: PlainRequest });
async function send(transport, request, watch) {
  const { response } = await client.request(request.method, request.url, {
    async fetch() {
      const reply = await transport(request, watch);
      return { ok: true, status: reply.status, headers: noHeaders, body: null, reply };
    },
    parseAs: "stream",
  });
  return response.reply;
}

// templates/package/src/runtime/clean-cause.ts
var deepest = 8;
var most = 1e3;
function cleanCause(error, said, scrub) {
  return shows(error, (text) => scrub(text) !== text) ? new Error(scrub(said)) : error;
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

// templates/package/src/runtime/redact.ts
var redacted = "***";
var secretName =
  /^(?:proxy-)?authorization$|cookie|token|secret|password|api-?key|(?<!idempotency)[-_]key$/i;
function isSecretName(name) {
  return secretName.test(name);
}
var shortestSecret = 6;
function withoutSecrets(text, secrets = []) {
  const lower = text.toLowerCase();
  return scrubber(secrets.filter((secret) => mayBeIn(lower, secret)))(text);
}
function mayBeIn(lower, secret) {
  return secret.split(/\W+/).every((piece) => lower.includes(piece.toLowerCase()));
}
function scrubber(secrets = []) {
  const patterns = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .sort((one, other) => other.length - one.length)
    .map((secret) => Array.from(secret, spellings).join(""));
  if (patterns.length === 0) return (text) => text;
  const all = new RegExp(patterns.join("|"), "gi");
  return (text) => text.replace(all, redacted);
}
function requestScrubber({ url, secrets }) {
  const query = new URL(url).search;
  const scrub = scrubber(secrets);
  return (text) => scrub(query === "" ? text : text.replaceAll(query, ""));
}
function spellings(char) {
  if (/\w/.test(char)) return char;
  const hex = (code, digits) => code.toString(16).padStart(digits, "0");
  const units = Array.from({ length: char.length }, (_, at) => hex(char.charCodeAt(at), 4));
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

// templates/package/src/runtime/connection-failure.ts
var redirectCode = "ERR_REDIRECT";
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

// templates/package/src/runtime/node.ts
function processOf() {
  return globalThis.process;
}
function builtin(name) {
  return processOf()?.getBuiltinModule?.(name);
}
function isServer() {
  return processOf()?.versions?.node !== void 0;
}

// templates/package/src/runtime/global-fetch.ts
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
  const process2 = builtin("node:process");
  if (process2 === void 0) return false;
  const { env, execArgv } = process2;
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

// templates/package/src/runtime/node-request.ts
function sendRequest(settings, content, context) {
  const { http, connectTimeout, watch } = context;
  return new Promise((resolve, reject) => {
    const request = http.request(settings);
    let response;
    let isConnected = false;
    let isWritten = false;
    let isGivenUp = false;
    const abort = () => {
      reject(watch.reason);
      (response ?? request).destroy(asError(watch.reason));
    };
    watch.onAbort = abort;
    const forget = () => {
      if (watch.onAbort === abort) watch.onAbort = void 0;
    };
    const write = () => {
      if (request.destroyed) return;
      isWritten = true;
      if (content === void 0 || "bytes" in content) return void request.end(content?.bytes);
      const length = settings.headers["content-length"];
      const expected = length === void 0 ? void 0 : Number(length);
      sendChunks(request, content.chunks, expected).catch((error) => {
        isGivenUp = true;
        reject(error);
        request.destroy(asError(error));
      });
    };
    request.on("socket", (socket) => {
      if (request.reusedSocket) {
        isConnected = true;
        afterTurn(write);
        return;
      }
      const timer = setTimeout(() => {
        const error = new Error(`there was no connection within ${connectTimeout} ms`);
        request.destroy(Object.assign(error, { code: "ETIMEDOUT" }));
      }, connectTimeout);
      socket.once(settings.protocol === "https:" ? "secureConnect" : "connect", () => {
        isConnected = true;
        clearTimeout(timer);
      });
      request.once("close", () => clearTimeout(timer));
      write();
    });
    request.on("error", (error) => {
      if (response?.complete === false) response.destroy(error);
      if (response !== void 0 || isGivenUp || watch.isAborted) return;
      forget();
      if (!isConnected) reject(Object.assign(error, { syscall: "connect" }));
      else if (!request.reusedSocket) reject(error);
      else if (!isWritten) resolve(sendRequest(settings, content, context));
      else if (!isReset(error)) reject(error);
      else {
        closeIdle(settings.agent);
        reject(Object.assign(new Error("a kept connection had been closed"), { code: staleCode }));
      }
    });
    request.on("response", (message) => {
      response = message;
      message.on("error", () => {});
      message.once("close", forget);
      message.once("end", () => {
        if (!request.writableEnded) request.destroy();
      });
      resolve(message);
    });
  });
}
function afterTurn(go) {
  const { setImmediate } = globalThis;
  setImmediate(() => setImmediate(go));
}
function closeIdle({ freeSockets }) {
  for (const sockets of Object.values(freeSockets))
    for (const socket of sockets ?? []) socket.destroy();
}
async function sendChunks(request, chunks, expected) {
  let length = 0;
  for await (const bytes of chunks) {
    if (request.destroyed) return;
    length += bytes.byteLength;
    if (length > (expected ?? length)) break;
    if (!request.write(bytes)) await writable(request);
  }
  if (expected !== void 0 && length !== expected) {
    const relation = length > expected ? "more" : "fewer";
    throw new TypeError(`The body has ${relation} than the ${expected} bytes that were announced.`);
  }
  request.end();
}
function writable(request) {
  return new Promise((resolve) => {
    const go = () => {
      request.off("drain", go);
      request.off("close", go);
      resolve();
    };
    request.on("drain", go);
    request.on("close", go);
  });
}
function isReset(error) {
  const code = error instanceof Error && "code" in error ? error.code : void 0;
  return code === "ECONNRESET" || code === "EPIPE";
}
function asError(reason) {
  return reason instanceof Error
    ? reason
    : new Error("The request was aborted.", { cause: reason });
}

// templates/package/src/runtime/transport.ts
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
function collectHeaders(pairs2) {
  const headers = /* @__PURE__ */ Object.create(null);
  let setCookie;
  for (const [name, value] of pairs2) {
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

// templates/package/src/runtime/node-response.ts
var decodable = /* @__PURE__ */ new Set(["gzip", "x-gzip", "deflate", "br"]);
var acceptedEncodings = "gzip, deflate, br";
function replyOf(message, method, url, modules) {
  const { statusCode: status, rawHeaders } = message;
  const isEmpty = method === "HEAD" || status === 204 || status === 205 || status === 304;
  if (isEmpty) message.resume();
  const { headers, setCookie } = collectHeaders(pairs(rawHeaders));
  const body = isEmpty ? void 0 : new NodeBody(message, headers["content-encoding"], modules);
  return { status, type: void 0, url, headers, setCookie, body };
}
function* pairs(raw) {
  for (let i = 0; i + 1 < raw.length; i += 2)
    yield [(raw[i] ?? "").toLowerCase(), raw[i + 1] ?? ""];
}
var NodeBody = class {
  #message;
  #encodings;
  #modules;
  #source;
  #state = "open";
  #error;
  #wake = () => {};
  constructor(message, encoding, modules) {
    this.#message = message;
    this.#encodings = encodingsOf(encoding);
    this.#modules = modules;
    if (!message.complete) setKept(message, false);
    if (message.errored != null) this.#settle("failed", message.errored);
    message.on("error", (error) => this.#settle("failed", error));
    message.on("close", () => {
      if (!message.complete) this.#closeEarly();
    });
  }
  /** Closes the connection unless the whole body has arrived. */
  cancel() {
    this.#settle("ended");
    const isDecoded = this.#source !== void 0 && this.#source !== this.#message;
    if (this.#message.complete && !isDecoded) this.#message.resume();
    else this.#message.destroy();
    return Promise.resolve();
  }
  read() {
    const message = this.#message;
    if (this.#source === void 0 && this.#encodings.length === 0 && this.#state === "open") {
      const chunk = message.read();
      if (chunk !== null) {
        const value = bytesOf(chunk);
        const isLast = message.complete && message.readableLength === 0;
        return isLast ? this.#finish(value) : { done: false, value };
      }
    }
    return this.#wait();
  }
  /** Gives the last chunk out when the connection is free for the next request. */
  #finish(value) {
    this.#settle("ended");
    return new Promise((resolve) => {
      const go = () => resolve({ done: false, value, isLast: true });
      this.#message.once("end", go).once("close", go);
    });
  }
  async #wait() {
    if (this.#source === void 0 && this.#state === "open") this.#source = await this.#open();
    for (;;) {
      if (this.#state === "failed") throw this.#error;
      const chunk = this.#state === "ended" ? null : this.#source?.read();
      if (chunk != null) return { done: false, value: bytesOf(chunk) };
      if (this.#state === "ended") return { done: true };
      if (this.#state === "open") await this.#hold(this.#change());
    }
  }
  async #open() {
    let source = this.#message;
    if (this.#encodings.length > 0) {
      const first = await this.#hold(peek(source));
      if (first === void 0) this.#settle("ended");
      for (const encoding of first === void 0 ? [] : this.#encodings) {
        const known = source === this.#message ? first : void 0;
        const decoder = createDecoder(encoding, known, this.#modules.zlib);
        this.#modules.stream.pipeline(source, decoder, () => {});
        source = decoder;
      }
    }
    source.on("readable", () => this.#wake());
    source.on("end", () => this.#settle("ended"));
    source.on("error", (error) => this.#settle("failed", error));
    source.on("close", () => this.#closeEarly());
    if (source.readableEnded) this.#settle("ended");
    return source;
  }
  #closeEarly() {
    if (this.#state !== "open") return;
    const error = new Error("the connection was closed before the end of the response's body");
    this.#settle("failed", Object.assign(error, { code: "ECONNRESET" }));
  }
  #settle(state, error) {
    if (this.#state !== "open") return;
    this.#state = state;
    this.#error = error;
    this.#wake();
  }
  /** Waits while the connection keeps the process alive; a body that nobody reads does not. */
  async #hold(waited) {
    setKept(this.#message, true);
    try {
      return await waited;
    } finally {
      if (this.#state === "open") setKept(this.#message, false);
    }
  }
  #change() {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
};
function bytesOf({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
function encodingsOf(header) {
  if (header === void 0) return [];
  const encodings = [];
  for (const part2 of header.split(",")) {
    const encoding = part2.trim().toLowerCase();
    if (encoding === "" || encoding === "identity") continue;
    if (!decodable.has(encoding)) return [];
    encodings.unshift(encoding);
  }
  return encodings;
}
function createDecoder(encoding, first, zlib) {
  if (encoding === "br") return zlib.createBrotliDecompress();
  if (encoding !== "deflate") return zlib.createGunzip();
  return first === void 0 || (first & 15) === 8 ? zlib.createInflate() : zlib.createInflateRaw();
}
async function peek(source) {
  await new Promise((resolve) => {
    for (const event of ["readable", "end", "close"]) source.once(event, () => resolve());
  });
  const chunk = source.read();
  if (chunk === null) return void 0;
  source.unshift(chunk);
  return chunk[0];
}
function setKept({ socket }, isKept) {
  if (socket === null || socket.destroyed) return;
  if (isKept) socket.ref();
  else socket.unref();
}

// templates/package/src/runtime/node-transport.ts
var keepAlive = 4e3;
var longestConnect = 1e4;
function createNodeTransport(connectTimeout = longestConnect) {
  const http = builtin("node:http");
  const https = builtin("node:https");
  const stream = builtin("node:stream");
  const zlib = builtin("node:zlib");
  if (!http || !https || !stream || !zlib) return void 0;
  const schemes = /* @__PURE__ */ new Map([
    ["http:", withAgent(http)],
    ["https:", withAgent(https)],
  ]);
  return async (request, watch) => {
    const url = new URL(request.url);
    if (url.username !== "" || url.password !== "") {
      throw new TypeError("a URL must not hold a user name or a password");
    }
    const scheme = schemes.get(url.protocol);
    if (scheme === void 0) {
      const error = new TypeError(`the scheme ${url.protocol} is not supported`);
      throw Object.assign(error, { code: "ERR_INVALID_PROTOCOL" });
    }
    const { method } = request;
    const { headers, content } = contentOf(request);
    const settings = {
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port,
      path: url.pathname + url.search,
      method,
      headers,
      agent: scheme.agent,
    };
    const context = { http: scheme.module, connectTimeout, watch };
    const message = await sendRequest(settings, content, context);
    return replyOf(message, method, url.href, { stream, zlib });
  };
}
function withAgent(module) {
  const agent = new module.Agent({ keepAlive: true, timeout: keepAlive, scheduling: "lifo" });
  return { module, agent };
}
function contentOf({ headers: given, content }) {
  const headers = { accept: "*/*", "accept-encoding": acceptedEncodings, ...given };
  if (content === void 0) return { headers, content };
  if (typeof content === "string" || content instanceof Uint8Array) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    headers["content-length"] = String(bytes.byteLength);
    return { headers, content: { bytes } };
  }
  const isBlob2 = content instanceof Blob;
  if (isBlob2) headers["content-length"] = String(content.size);
  else if (headers["content-length"] === void 0) headers["transfer-encoding"] = "chunked";
  const stream = isBlob2 ? content.stream() : content;
  return { headers, content: { chunks: stream } };
}

// templates/package/src/runtime/default-transport.ts
var nodeTransport;
var defaultTransport = (request, watch) => chosen()(request, watch);
function goesByFetch() {
  return chosen() === globalTransport;
}
function chosen() {
  if (!isPlainFetch(globalThis.fetch)) return globalTransport;
  return (nodeTransport ??= createNodeTransport() ?? globalTransport);
}

// templates/package/src/runtime/body-sources.ts
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
      for (let at = 0; at < source.byteLength; at += pieceSize)
        yield source.subarray(at, at + pieceSize);
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
  let at = 0;
  return {
    async next() {
      if (at >= blob.size) return { done: true, value: void 0 };
      const piece = await blob.slice(at, at + pieceSize).arrayBuffer();
      at += pieceSize;
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
function encode(text) {
  return new TextEncoder().encode(text);
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

// templates/package/src/runtime/platform-browser.ts
var kept = /* @__PURE__ */ new Set(["authorization", "cookie"]);
function redirectMode({ credentialHeaders = [] }) {
  return credentialHeaders.every((name) => kept.has(name)) ? "follow" : "manual";
}

// templates/package/src/runtime/redirect.ts
var redirectLimit = 10;
var statuses = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);
function redirectMode2(request) {
  return isServer() ? "manual" : redirectMode(request);
}
function redirected(request, { status, type, headers }, hops) {
  if (type === "opaqueredirect") {
    throw refused(request, "the server redirects, and this fetch does not say where to");
  }
  const location = statuses.has(status) ? headers["location"] : void 0;
  if (location === void 0) return void 0;
  if (hops >= redirectLimit) {
    throw refused(request, `the server redirects more than ${redirectLimit} times`);
  }
  const from = new URL(request.url);
  const to = targetOf(request, location);
  if (from.protocol === "https:" && to.protocol === "http:") {
    throw refused(request, `the server redirects from https to ${to.origin}`);
  }
  const { method } = request;
  const dropsBody = status === 303 || (status <= 302 && method === "POST");
  const becomesGet = dropsBody && method !== "HEAD";
  if (!dropsBody && !canReplay(request.body)) {
    throw refused(request, "the server redirects a request whose body cannot be sent again");
  }
  const isAway = to.origin !== from.origin;
  const kept2 = Object.entries(request.headers).filter(
    ([name]) => !(dropsBody && describesBody(name)) && !(isAway && isBound(request, name)),
  );
  const { body, ...head } = request;
  return {
    ...head,
    method: becomesGet ? "GET" : method,
    url: to.href,
    headers: Object.fromEntries(kept2),
    ...(dropsBody || body === void 0 ? {} : { body }),
  };
}
function targetOf(request, location) {
  let url;
  try {
    url = new URL(fromUtf8(location), request.url);
  } catch {
    throw refused(request, "the server redirects to something that is no URL");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refused(request, `the server redirects to a URL with the scheme ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(request, "the server redirects to a URL with a user name or a password");
  }
  url.hash = "";
  return url;
}
function fromUtf8(text) {
  if (!/[\x80-\xff]/.test(text)) return text;
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
function describesBody(name) {
  return name.startsWith("content-") || name === "transfer-encoding";
}
function isBound({ credentialHeaders = [] }, name) {
  return name === "host" || credentialHeaders.includes(name) || isSecretName(name);
}
function refused({ operation }, message) {
  return new ConnectionError(message, { operationId: operation, causeCode: redirectCode });
}

// templates/package/src/runtime/progress.ts
function guardProgress(handler, watchdog, notes) {
  return (progress) => {
    if (watchdog.isAborted) return;
    try {
      handler(progress);
    } catch (error) {
      notes.thrown = { error };
      watchdog.abort(error);
    }
  };
}
var Meter = class {
  #phase;
  #total;
  #report;
  #loaded = 0;
  #isComplete = false;
  /** @param total - In bytes, if it is known. */
  constructor(phase, total, report) {
    this.#phase = phase;
    this.#total = total;
    this.#report = report;
  }
  /** Counts a piece; undefined means that the body is complete, which is reported unless the last report has said so. */
  take(piece) {
    if (piece === void 0 && this.#isComplete) return;
    this.#loaded += piece?.byteLength ?? 0;
    const total = piece === void 0 ? this.#loaded : this.#total;
    this.#isComplete = this.#loaded === total;
    this.#report({ phase: this.#phase, loaded: this.#loaded, total });
  }
};
function bodySize(headers) {
  const length = headers["content-length"];
  const isKnown =
    headers["content-encoding"] === void 0 && length !== void 0 && /^\d+$/.test(length);
  return isKnown ? Number(length) : void 0;
}

// templates/package/src/runtime/part.ts
function part(value, name, owner) {
  if (value === void 0) throw new TypeError(`${owner} does not name uses.${name}`);
  return value;
}

// templates/package/src/runtime/bytes.ts
function concat(parts) {
  const [first] = parts;
  if (parts.length === 1 && first !== void 0) return first;
  const bytes = new Uint8Array(parts.reduce((sum, part2) => sum + part2.byteLength, 0));
  let at = 0;
  for (const part2 of parts) {
    bytes.set(part2, at);
    at += part2.byteLength;
  }
  return bytes;
}
async function collect(chunks) {
  const parts = [];
  for await (const chunk of chunks) parts.push(chunk);
  return concat(parts);
}

// templates/package/src/runtime/response-body.ts
var nothing = { done: true, value: void 0 };
var ResponseBody = class {
  #body;
  #watchdog;
  #end;
  #meter;
  #pending;
  #done = false;
  constructor(response, watchdog, end, meter) {
    this.#body = response.body;
    this.#watchdog = watchdog;
    this.#end = end;
    this.#meter = meter;
  }
  /** While one call waits, later ones are queued, as those of a generator are. */
  next() {
    const pending = this.#pending;
    if (pending !== void 0) {
      const goOn = () => this.next();
      return pending.then(goOn, goOn);
    }
    if (this.#done) return Promise.resolve(nothing);
    try {
      const read = this.#body?.read() ?? nothing;
      if (!(read instanceof Promise)) return Promise.resolve(this.#take(read));
      this.#pending = this.#wait(read);
      return this.#pending;
    } catch (error) {
      return Promise.reject(this.#fail(error));
    }
  }
  async #wait(read) {
    try {
      this.#watchdog.arm("idle");
      const chunk = await this.#watchdog.race(read);
      this.#watchdog.disarm();
      return this.#take(chunk);
    } catch (error) {
      throw this.#fail(error);
    } finally {
      this.#pending = void 0;
    }
  }
  #take(read) {
    const isOver = read.done || read.isLast === true;
    if (!read.done) this.#meter?.take(read.value);
    if (isOver) this.#meter?.take(void 0);
    this.#watchdog.throwIfAborted();
    if (isOver) {
      this.#done = true;
      this.#end.release();
    }
    return read.done ? nothing : { done: false, value: read.value };
  }
  /** Gives the rest up. Comes to the error that stands for what stopped the reading. */
  #fail(error) {
    this.#done = true;
    this.#body?.cancel().catch(() => {});
    return this.#end.failure(error);
  }
  async return() {
    if (!this.#done) {
      this.#done = true;
      this.#end.release();
      await this.#body?.cancel().catch(() => {});
    }
    return nothing;
  }
  [Symbol.asyncIterator]() {
    return this;
  }
};
var longestError = 1048576;
async function readWhole({ status, headers, secrets }, chunks, maxSize, operationId) {
  const isGood = isSuccess({ status });
  const limit = isGood ? maxSize : Math.min(maxSize, longestError);
  const announced = bodySize(headers) ?? 0;
  const parts = [];
  let length = 0;
  for await (const chunk of chunks) {
    const left = limit - length;
    length += chunk.byteLength;
    if (length <= limit && !(isGood && announced > limit)) {
      parts.push(chunk);
      continue;
    }
    if (isGood) {
      const begin2 = parts[0] ?? chunk;
      throw new ResponseParseError(`HTTP ${status} with more than ${limit} bytes`, {
        status,
        excerpt: excerpt(withoutSecrets(textOf2(begin2.subarray(0, 1e3)), secrets)),
        requestId: withoutSecrets(requestIdIn(headers) ?? "", secrets) || void 0,
        operationId,
      });
    }
    parts.push(chunk.subarray(0, left));
    break;
  }
  return concat(parts);
}
function textOf2(bytes) {
  return new TextDecoder().decode(bytes);
}

// templates/package/src/runtime/exchange.ts
async function exchange(watchdog, request, context) {
  const { stream, maxSize = Infinity, onProgress } = context;
  const end = new ExchangeEnd(watchdog, request);
  const report = onProgress && guardProgress(onProgress, watchdog, end);
  end.report = report;
  try {
    watchdog.throwIfAborted();
    refuseRepeated(request);
    if (context.transport === defaultTransport) {
      refuseUnsendable(request);
      refuseConnectionHeaders(request);
    }
    const response = await follow(end, request, context);
    const { status, headers, setCookie } = response;
    const isGood = isSuccess(response);
    const meter = report && isGood ? new Meter("download", bodySize(headers), report) : void 0;
    const chunks = new ResponseBody(response, watchdog, end, meter);
    const isLeft = stream && isGood;
    const { operation, secrets } = request;
    watchdog.hasResponse = true;
    if (isLeft) watchdog.relax();
    return {
      status,
      url: response.url === "" ? end.request.url : response.url,
      headers,
      setCookie,
      secrets,
      body: isLeft
        ? chunks
        : await readWhole({ status, headers, secrets }, chunks, maxSize, operation),
    };
  } catch (error) {
    throw end.failure(error);
  }
}
function refuseRepeated(request) {
  const { method, body, secrets = [], credentialHeaders = [], operation: operationId } = request;
  if (method !== "TRACE" && method !== "TRACK") return;
  if (body === void 0 && secrets.length === 0) return;
  const name = body === void 0 ? (credentialHeaders[0] ?? "query") : "body";
  throw new ParameterError(
    name,
    `the server would repeat the ${name} of a ${method}: leave it out (credentials, by a client that has none)`,
    { operationId },
  );
}
function refuseUnsendable({ method, body, operation: operationId }) {
  const isForbidden = /^(?:CONNECT|TRACE|TRACK)$/.test(method);
  const isBodiless = body !== void 0 && (method === "GET" || method === "HEAD");
  if (!isForbidden && !isBodiless) return;
  if (method !== "CONNECT" && !goesByFetch()) return;
  const what = isForbidden ? method : `the body of a ${method}`;
  throw new ParameterError(
    isForbidden ? "fetch" : "body",
    `fetch does not send ${what}: give the client a fetch of your own, or a transport if its calls block`,
    { operationId },
  );
}
async function follow(end, first, { transport, open }) {
  const { watchdog } = end;
  let request = first;
  for (let hops = 0; ; hops++) {
    end.begin(request);
    const opened = request.body && part(open, "body", request.operation)(request, end);
    const body =
      opened instanceof Promise ? await watchdog.race(opened, (late) => late.release()) : opened;
    end.body = body;
    watchdog.arm("headers");
    const headers =
      body?.length === void 0
        ? request.headers
        : { ...request.headers, "content-length": String(body.length) };
    body?.begin();
    const redirect = redirectMode2(first);
    const { method, url } = request;
    const outgoing = { method, url, headers, redirect, content: body?.content };
    const sent = send(transport, outgoing, watchdog);
    const response = await watchdog.race(sent, discard);
    end.isAnswered = true;
    end.isWaiting = false;
    watchdog.disarm();
    const next = redirect === "manual" ? redirectOf(request, response, hops) : void 0;
    if (next === void 0) return response;
    body?.release();
    watchdog.arm("idle");
    await watchdog.race(skip(response));
    watchdog.disarm();
    request = next;
  }
}
function redirectOf(request, response, hops) {
  try {
    return redirected(request, response, hops);
  } catch (error) {
    discard(response);
    throw error;
  }
}
var longestSkipped = 16384;
async function skip(response) {
  let left = longestSkipped;
  try {
    while (response.body !== void 0) {
      const next = await response.body.read();
      if (next.done) return;
      left -= next.value.byteLength;
      if (left < 0) return discard(response);
    }
  } catch {
    discard(response);
  }
}
function discard({ body }) {
  body?.cancel().catch(() => {});
}
var ExchangeEnd = class {
  /** The one that is on its way: the first, or the one that a redirect asked for. */
  request;
  body;
  report;
  /** Until the response's headers are there. */
  isWaiting = true;
  /** Whether the server has answered, if only by a redirect. */
  isAnswered = false;
  /** What the handler of the progress threw. */
  thrown;
  watchdog;
  constructor(watchdog, request) {
    this.watchdog = watchdog;
    this.request = request;
  }
  begin(request) {
    this.request = request;
    this.body = void 0;
    this.isWaiting = true;
  }
  release() {
    this.isWaiting = false;
    this.watchdog.close();
    this.body?.release();
  }
  /** The error of the exchange, made from whatever stopped it. */
  failure(error) {
    this.release();
    if (this.thrown !== void 0) return this.thrown.error;
    const failure = this.#failure(error);
    const { attempt } = this.request;
    return attempt === void 0 || !ClientError.is(failure) ? failure : withAttempt(failure, attempt);
  }
  #failure(error) {
    if (ClientError.is(error)) return error;
    if (this.watchdog.isAborted) return this.watchdog.reason;
    return this.body?.failure() ?? connectionError(error, this.request, this.isAnswered);
  }
};

// templates/package/src/runtime/body.ts
var smallBody = 1048576;
function openBody(sources, flow) {
  const [first] = sources;
  if (sources.length === 1 && typeof first === "string" && first.length <= smallBody) {
    return { content: first, release: () => {} };
  }
  return openSources(sources, flow);
}
async function openSources(sources, flow) {
  const encoded = sources.map((source) => (typeof source === "string" ? encode(source) : source));
  const sizes = await Promise.all(encoded.map(sizeOf));
  const length = sizes.reduce(
    (sum, size) => (sum === void 0 || size === void 0 ? void 0 : sum + size),
    0,
  );
  const end = new AbortController();
  const pieces = readAll(encoded, sizes, end.signal);
  const release = () => {
    end.abort();
    pieces.return().catch(() => {});
  };
  if (
    length !== void 0 &&
    length <= smallBody &&
    encoded.every((source) => isBytes(source) || isBlob(source))
  ) {
    const [only] = encoded;
    return {
      content: encoded.length === 1 && isBytes(only) ? only : await collect(pieces),
      release,
    };
  }
  if (isServer()) {
    const fail = (error) => {
      body.error = error;
    };
    const stream = streamOf(pieces, flow, fail, release);
    readCopiesAnew(stream, () => streamOf(readAll(encoded, sizes, end.signal), {}, fail, release));
    const body = { content: stream, length, release };
    return body;
  }
  const parts = [];
  for (const [index, source] of encoded.entries()) {
    if (isBytes(source) || source instanceof Blob) parts.push(source);
    else for await (const piece of readAll([source], [sizes[index]], end.signal)) parts.push(piece);
  }
  return { content: new Blob(parts), release };
}
function readCopiesAnew(stream, open) {
  Object.defineProperty(stream, "tee", { value: () => [open(), stream] });
}
function streamOf(pieces, flow, fail, release) {
  return new ReadableStream(
    {
      async pull(controller) {
        flow.onPull?.();
        const next = await pieces.next().catch((error) => {
          fail(unreadable(error));
          throw error;
        });
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
        flow.onPiece?.(next.value ?? void 0);
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  );
}
function contentSize(content) {
  if (typeof content === "string") return encode(content).byteLength;
  if (content instanceof Uint8Array) return content.byteLength;
  return isBlob(content) ? content.size : void 0;
}

// templates/package/src/runtime/sent-body.ts
function openSent(request, sending) {
  const { operation, body: sources = [] } = request;
  const { watchdog, report } = sending;
  let meter;
  const flow = {
    onPull() {
      if (sending.isWaiting) watchdog.disarm();
    },
    onPiece(piece) {
      if (sending.isWaiting) watchdog.arm("headers");
      meter?.take(piece);
    },
  };
  const take = (body) => ({
    content: body.content,
    length: body.length,
    begin() {
      if (report === void 0) return;
      meter = uploadMeter(body, report);
      watchdog.throwIfAborted();
    },
    release: () => body.release(),
    failure: () => body.error && unread(body.error, operation),
  });
  const opened = openBody(sources, flow);
  if (!(opened instanceof Promise)) return take(opened);
  return opened.then(take, (error) => {
    throw unread(error, operation);
  });
}
function uploadMeter({ content, length }, report) {
  const size = contentSize(content);
  const meter = new Meter("upload", size ?? length, report);
  if (size !== void 0) meter.take({ byteLength: size });
  return meter;
}
function unread(error, operationId) {
  return new ParameterError("body", `the request's body could not be read: ${error.message}`, {
    operationId,
    cause: error.cause ?? error,
  });
}

// templates/package/src/runtime/save.ts
async function saveChunks(open, path, options, operationId) {
  const fs = builtin("node:fs");
  const paths = builtin("node:path");
  if (fs === void 0 || paths === void 0) {
    throw new ParameterError("path", "a file can be saved only where there is node:fs", {
      operationId,
    });
  }
  if (typeof path !== "string" || path === "") {
    throw new ParameterError("path", "path must be a text that is not empty", { operationId });
  }
  try {
    return await save(fs, paths, open, path, options.overwrite === true);
  } catch (error) {
    if (error instanceof ReadFailure) throw error.cause;
    if (ClientError.is(error)) throw error;
    const code = error instanceof Error && "code" in error ? error.code : void 0;
    const why =
      code === "EEXIST"
        ? "it exists already"
        : error instanceof Error
          ? error.message
          : String(error);
    throw new ParameterError("path", `${path} could not be saved: ${why}`, {
      operationId,
      cause: error,
    });
  }
}
async function save(fs, paths, open, path, overwrite) {
  if (!overwrite) await refuseExisting(fs, path);
  const temporary = paths.join(paths.dirname(path), `.${crypto.randomUUID()}.part`);
  const file = await fs.promises.open(temporary, "wx");
  try {
    const written = await writeAll(file, open);
    if (overwrite) await fs.promises.rename(temporary, path);
    else await nameNew(fs, temporary, path);
    return written;
  } finally {
    await fs.promises.unlink(temporary).catch(() => {});
  }
}
async function writeAll(file, open) {
  let total = 0;
  try {
    for await (const chunk of marked(open)) {
      for (let at = 0; at < chunk.byteLength;) {
        at += (await file.write(chunk, at, chunk.byteLength - at)).bytesWritten;
      }
      total += chunk.byteLength;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return total;
}
var ReadFailure = class extends Error {};
async function* marked(open) {
  try {
    yield* open();
  } catch (cause) {
    throw new ReadFailure("the chunks cannot be read", { cause });
  }
}
async function refuseExisting(fs, path) {
  const exists = await fs.promises.lstat(path).then(
    () => true,
    () => false,
  );
  if (exists) throw Object.assign(new Error(`${path} exists already`), { code: "EEXIST" });
}
async function nameNew(fs, from, path) {
  try {
    await fs.promises.link(from, path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : void 0;
    if (code === "EEXIST") throw error;
    await refuseExisting(fs, path);
    await fs.promises.rename(from, path);
  }
}

// templates/package/src/runtime/sync-protocol.ts
var flag = {
  /** Counts the messages of the worker; the caller's thread waits for it to change. */
  messages: 0,
  /** Counts up while the worker has calls and its event loop turns. */
  heartbeat: 1,
  /** 1 once the worker ends. */
  ended: 2,
  exitCode: 3,
};
var heartbeatInterval = 200;

// templates/package/src/runtime/watchdog.ts
var longestTimer = 2147483647;
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
  race(promise, discard2) {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      if (this.#aborted !== void 0) reject(this.#aborted.reason);
      promise.then((value) => {
        if (this.#aborted !== void 0) discard2?.(value);
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

// templates/package/src/runtime/sync-worker.ts
var SyncWorker = class {
  #settings;
  #transport;
  #calls = /* @__PURE__ */ new Map();
  #heart;
  constructor(settings, transport) {
    this.#settings = settings;
    this.#transport = transport;
  }
  handle(message) {
    if (message.type === "call") {
      const call2 = {
        id: message.id,
        operation: message.request.operation,
        watchdog: new Watchdog(message.request.operation, message.deadlines),
      };
      this.#run(call2, message).catch((error) => this.#fail(call2, error));
      return;
    }
    const call = this.#calls.get(message.id);
    if (call === void 0) return;
    const fail = (error) => this.#fail(call, error);
    if (message.type === "piece") call.take?.(message.piece);
    else if (message.type === "read") this.#read(call, message.all, message.maxSize).catch(fail);
    else if (message.type === "save") this.#save(call, message.path, message.options).catch(fail);
    else this.#cancel(call);
  }
  async #run(call, { request, stream, maxSize, progress }) {
    const { id } = call;
    this.#calls.set(id, call);
    this.#heart ??= setInterval(() => this.#beat(), heartbeatInterval);
    const { body: sources, ...head } = request;
    const body = sources?.map((source) => this.#open(call, source));
    const wire = body === void 0 ? head : { ...head, body };
    const response = await exchange(call.watchdog, wire, {
      transport: this.#transport,
      open: openSent,
      stream,
      maxSize,
      onProgress: progress
        ? (progress2) => post(this.#settings, { type: "progress", id, progress: progress2 })
        : void 0,
    });
    const { status, headers, setCookie, url } = response;
    call.head = { status, headers, secrets: request.secrets };
    if (response.body instanceof Uint8Array) {
      const bytes = movable(response.body, this.#settings);
      this.#finish(call);
      post(
        this.#settings,
        { type: "response", id, response: { status, headers, setCookie, url, body: bytes } },
        bytes,
      );
    } else {
      call.chunks = response.body[Symbol.asyncIterator]();
      post(this.#settings, { type: "response", id, response: { status, headers, setCookie, url } });
    }
  }
  async #read(call, all, maxSize = Infinity) {
    const { head, operation } = call;
    const next =
      all && head !== void 0
        ? { value: await readWhole(head, rest(call), maxSize, operation) }
        : await call.chunks?.next();
    const { value } = next ?? {};
    if (all || value === void 0) this.#finish(call);
    const chunk = value && movable(value, this.#settings);
    post(this.#settings, { type: "chunk", id: call.id, chunk }, chunk);
  }
  async #save(call, path, options) {
    const { id } = call;
    let isBegun = false;
    const open = () => {
      isBegun = true;
      return rest(call);
    };
    try {
      const size = await saveChunks(open, path, options, call.operation);
      this.#finish(call);
      post(this.#settings, { type: "saved", id, size });
    } catch (error) {
      if (isBegun) throw error;
      post(this.#settings, { type: "refused", id, error: toRecord(error) });
    }
  }
  #fail(call, error) {
    this.#cancel(call);
    post(this.#settings, { type: "error", id: call.id, error: toRecord(error) });
  }
  #cancel(call) {
    this.#finish(call);
    call.watchdog.cancel(void 0);
    call.chunks?.return?.().catch(() => {});
  }
  #finish(call) {
    call.breakBody?.(new Error("the call is over"));
    this.#calls.delete(call.id);
  }
  #open(call, source) {
    return typeof source === "object" && "pull" in source ? this.#pull(call, source.pull) : source;
  }
  /** The pieces of an iterable of the caller's thread. */
  async *#pull(call, source) {
    for (;;) {
      const piece = await new Promise((resolve, reject) => {
        call.take = resolve;
        call.breakBody = reject;
        post(this.#settings, { type: "pull", id: call.id, source });
      });
      if (piece === void 0) return;
      yield piece;
    }
  }
  /** Stops by itself once there is no call, so that short calls one after the other share a timer. */
  #beat() {
    Atomics.add(this.#settings.flags, flag.heartbeat, 1);
    if (this.#calls.size > 0) return;
    clearInterval(this.#heart);
    this.#heart = void 0;
  }
};
function post({ port, flags }, message, moved) {
  port.postMessage(message, moved === void 0 ? [] : [moved.buffer]);
  Atomics.add(flags, flag.messages, 1);
  Atomics.notify(flags, flag.messages);
}
function rest({ chunks }) {
  if (chunks === void 0) throw new TypeError("the response is not a stream");
  return { [Symbol.asyncIterator]: () => chunks };
}
function movable(bytes, { transport }) {
  const { buffer } = bytes;
  const isOwn = transport === void 0 && buffer instanceof ArrayBuffer;
  return isOwn && bytes.byteLength === buffer.byteLength ? bytes : new Uint8Array(bytes);
}
async function chooseTransport(transport) {
  if (transport === void 0) return defaultTransport;
  const module = await import(transport);
  const { fetch } = module;
  if (typeof fetch !== "function")
    throw new TypeError(`${transport} does not export a function "fetch"`);
  return viaFetch((input, init) => fetch(input, init));
}
function sketch(error) {
  const { name, code } = describeCause(error);
  const place = error instanceof Error ? /\n\s+(at .*)/.exec(error.stack ?? "") : null;
  const message = [name, code && `(${code})`, place?.[1]].filter(Boolean).join(" ");
  return { name, message, ...(code === void 0 ? {} : { code }) };
}
async function start(settings) {
  const { port, flags } = settings;
  const process2 = builtin("node:process");
  process2?.on("uncaughtException", (error) => {
    const cause = sketch(error);
    const { message } = cause;
    post(settings, { type: "broken", id: 0, error: { code: "unknown", message, cause } });
    process2.exit(1);
  });
  process2?.on("exit", (code) => {
    Atomics.store(flags, flag.exitCode, code);
    Atomics.store(flags, flag.ended, 1);
    Atomics.add(flags, flag.messages, 1);
    Atomics.notify(flags, flag.messages);
  });
  let transport;
  try {
    transport = await chooseTransport(settings.transport);
  } catch (error) {
    post(settings, { type: "broken", id: 0, error: toRecord(error), option: "transport" });
    return;
  }
  const worker = new SyncWorker(settings, transport);
  port.on("message", (message) => worker.handle(message));
  post(settings, { type: "ready", id: 0, dispatcher: foreignDispatcher() });
}
void start(builtin("node:worker_threads")?.workerData);

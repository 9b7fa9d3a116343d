import { requestScrubber } from "./redact.js";
import { ConnectionError, textOf } from "./errors.js";

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

// src/runtime/shows.ts
var deepest = 8;
var most = 1e3;
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
  const leaks = shows(error, (text) => scrub(text) !== text);
  return new ConnectionError(`the connection failed: ${scrub(withCode)}`, {
    operationId: request.operation,
    causeCode,
    mayHaveArrived: isAnswered || !causes.some(isUnsent),
    cause: leaks ? new Error(scrub(said)) : error,
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

export {
  viaFetch,
  globalTransport,
  collectHeaders,
  isSuccess,
  shows,
  redirectCode,
  unresponsiveCode,
  staleCode,
  isPermanent,
  connectionError,
};

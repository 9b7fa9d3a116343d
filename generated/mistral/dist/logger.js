import { CancelledError, ResponseParseError } from "./shared/runtime/errors.js";

// src/runtime/logger.ts
function createLogger(logger) {
  const starts = /* @__PURE__ */ new WeakMap();
  return {
    onRequest(request) {
      starts.set(request, performance.now());
      logger.debug(`${named(request)} is sent`);
    },
    onResponse({ status, requestId }, request) {
      const ms = Math.round(performance.now() - (starts.get(request) ?? performance.now()));
      const id = requestId === void 0 ? "" : `, request ${oneLine(requestId)}`;
      logger.debug(`${named(request)}: HTTP ${status} after ${ms} ms${id}`);
    },
    onRetry({ attempt, delayMs, error }, request) {
      logger.warn(
        `${named(request)}: attempt ${attempt} follows in ${Math.round(delayMs)} ms, after ${shown(error)}`,
      );
    },
    onError(error, request) {
      if (CancelledError.is(error)) logger.debug(`${named(request)}: ${shown(error)}`);
      else logger.error(`${named(request)} failed: ${shown(error)}`);
    },
  };
}
function named({ operation, method, url, attempt }) {
  return `${operation} ${method} ${url} (attempt ${attempt})`;
}
function shown(error) {
  const { name, message } = error;
  const excerpt = ResponseParseError.is(error) && error.excerpt !== "" ? `: ${error.excerpt}` : "";
  return oneLine(`${name}: ${message.slice(0, message.length - excerpt.length)}`);
}
function oneLine(text) {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
export { createLogger };

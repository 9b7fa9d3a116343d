/**
 * Hooks that log one line for each request and response (`debug`), each retry (`warn`) and each call that fails (`error`):
 * operation, method, URL, attempt, status, time and the server's id of the request. Headers and bodies are not logged, and
 * secrets in URLs are `***`.
 */
export function createLogger(logger) {
  const starts = new WeakMap();
  return {
    onRequest(request) {
      starts.set(request, performance.now());
      logger.debug(`${named(request)} is sent`);
    },
    onResponse({ status, requestId }, request) {
      const ms = Math.round(performance.now() - (starts.get(request) ?? performance.now()));
      const id = requestId === undefined ? "" : `, request ${oneLine(requestId)}`;
      logger.debug(`${named(request)}: HTTP ${status} after ${ms} ms${id}`);
    },
    onRetry({ attempt, delayMs, error }, request) {
      logger.warn(
        `${named(request)}: attempt ${attempt} follows in ${Math.round(delayMs)} ms, after ${shown(error)}`,
      );
    },
    onError(error, request) {
      logger.error(`${named(request)} failed: ${shown(error)}`);
    },
  };
}
function named({ operation, method, url, attempt }) {
  return `${operation} ${method} ${url} (attempt ${attempt})`;
}
function shown({ name, message }) {
  return oneLine(`${name}: ${message}`);
}
/** What comes from a server must not look like lines of its own. */
function oneLine(text) {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

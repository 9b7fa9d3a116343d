import { redirectCode, shows } from "./connection-failure.js";
import { requestScrubber } from "./redact.js";
import { ConnectionError, textOf } from "./errors.js";

// src/runtime/platform-browser.ts
function goesByFetch() {
  return true;
}
function connectionError(error, request) {
  const scrub = requestScrubber(request);
  const said = error instanceof Error ? error.message : textOf(error);
  const leaks = shows(error, (text) => scrub(text) !== text);
  return new ConnectionError(`the connection failed: ${scrub(said)}`, {
    operationId: request.operation,
    cause: leaks ? new Error(scrub(said)) : error,
  });
}
function isPermanent({ causeCode }) {
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

export { goesByFetch, connectionError, isPermanent, redirectMode, redirected };

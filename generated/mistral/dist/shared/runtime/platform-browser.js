import { redirectCode } from "./connection-failure.js";
import { requestScrubber } from "./redact.js";
import { ConnectionError, textOf } from "./errors.js";

// src/runtime/platform-browser.ts
function connectionError(error, request) {
  const scrub = requestScrubber(request);
  const said = error instanceof Error ? error.message : textOf(error);
  const clean = scrub(said);
  return new ConnectionError(`the connection failed: ${clean}`, {
    operationId: request.operation,
    cause: clean === said ? error : new Error(clean),
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

export { connectionError, isPermanent, redirectMode, redirected };

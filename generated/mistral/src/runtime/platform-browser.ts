import { cleanCause } from "./clean-cause.js";
import { textOf } from "./client-error.js";
import { redirectCode } from "./connection-failure.js";
import { ConnectionError } from "./errors.js";
import { requestScrubber } from "./redact.js";
import type { Reply } from "./transport.js";
import type { WireRequest } from "./wire.js";

/** What sends the requests of a client that was given nothing for it. */
export { globalTransport as defaultTransport } from "./transport.js";

/** Whether that sends by `fetch`, and so not what `fetch` refuses. */
export function goesByFetch(): boolean {
  return true;
}

/** What `fetch` threw, as an error. Browsers do not say what went wrong, and so not how far it came either. */
export function connectionError(error: unknown, request: WireRequest): ConnectionError {
  const scrub = requestScrubber(request);
  const said = error instanceof Error ? error.message : textOf(error);
  return new ConnectionError(`the connection failed: ${scrub(said)}`, {
    operationId: request.operation,
    cause: cleanCause(error, said, scrub),
  });
}

/** Whether the same request would fail again in the same way. */
export function isPermanent({ causeCode }: ConnectionError): boolean {
  return causeCode === redirectCode;
}

/** Browsers keep these to their origin by themselves. */
const kept: ReadonlySet<string> = /* @__PURE__ */ new Set(["authorization", "cookie"]);

/**
 * The `redirect` that `fetch` is called with. Browsers follow redirects and hide where they lead to, so that a credential
 * which they would carry along forbids them. It is not `error`: that would leave no reason, and some workers at the edge
 * do not take it.
 */
export function redirectMode({ credentialHeaders = [] }: WireRequest): RequestRedirect {
  return credentialHeaders.every((name) => kept.has(name)) ? "follow" : "manual";
}

/**
 * The request that follows a redirect: none, since the browser has followed, or must not.
 *
 * @throws {ConnectionError} If it must not.
 */
export function redirected(
  { operation: operationId }: Pick<WireRequest, "operation">,
  { status, type, headers }: Pick<Reply, "status" | "type" | "headers">,
): undefined {
  const isLed = status >= 300 && status < 400 && headers["location"] !== undefined;
  if (type !== "opaqueredirect" && !isLed) return;
  throw new ConnectionError(
    "the server redirects, which a request with a credential in a header of its own must not follow here",
    { operationId, causeCode: redirectCode },
  );
}

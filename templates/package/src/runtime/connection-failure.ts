import { cleanCause } from "./clean-cause.js";
import { textOf } from "./client-error.js";
import { ConnectionError } from "./errors.js";
import { requestScrubber } from "./redact.js";
import type { WireRequest } from "./wire.js";

/** The `causeCode` of a redirect that is not followed. */
export const redirectCode = "ERR_REDIRECT";

/** The `causeCode` of a worker that hangs: another one may hang as long, and nothing is to be waited for twice. */
export const unresponsiveCode = "ERR_WORKER_UNRESPONSIVE";

/** The `code` and `causeCode` of a kept connection that was reset instead of an answer: another one is at hand. */
export const staleCode = "ERR_STALE_CONNECTION";

/** Codes of X.509 verification (Node's `tls` documents them); they come before anything of the request is written. */
const certificate = /^UNABLE_TO_|(?:^|_)(?:CERT|CRL|CA)(?:_|$)|^HOSTNAME_MISMATCH$/;

/** Codes of a connection that was never there, whichever of the steps towards it failed. */
const unconnected: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ConnectionRefused",
]);

/** Codes of what will be the same at the next attempt. */
const permanent: ReadonlySet<string> = /* @__PURE__ */ new Set([
  redirectCode,
  unresponsiveCode,
  "ERR_INVALID_PROTOCOL",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_WORKER_INIT_FAILED",
  "HPE_HEADER_OVERFLOW",
  "UND_ERR_HEADERS_OVERFLOW",
]);

/** Whether the same request would fail again in the same way: a certificate, a redirect that is refused. */
export function isPermanent({ causeCode = "" }: ConnectionError): boolean {
  return permanent.has(causeCode) || certificate.test(causeCode);
}

/**
 * What `fetch` threw, as an error that says why: the innermost cause has the reason. The query and the credentials are left
 * out of it.
 *
 * @param isAnswered Whether the server has answered already, if only by a redirect or by a part of its response.
 */
export function connectionError(
  error: unknown,
  request: WireRequest,
  isAnswered: boolean,
): ConnectionError {
  const causes = chain(error);
  // What the server sent instead of HTTP is none of a log's business; Node keeps it beside the message.
  for (const cause of causes) Reflect.deleteProperty(cause, "rawPacket");
  const messages = causes.map((cause) => cause.message).filter((message) => message !== "");
  const said = messages.at(-1) ?? textOf(error);
  const causeCode = causes.flatMap((cause) => textIn(cause, "code")).at(-1);
  const withCode =
    causeCode === undefined || said.includes(causeCode) ? said : `${said} (${causeCode})`;
  const scrub = requestScrubber(request);
  return new ConnectionError(`the connection failed: ${scrub(withCode)}`, {
    operationId: request.operation,
    causeCode,
    mayHaveArrived: isAnswered || !causes.some(isUnsent),
    cause: cleanCause(error, said, scrub),
  });
}

/** Whether an error can only come before the first byte of a request is written. */
function isUnsent(error: Error): boolean {
  const [code = ""] = textIn(error, "code");
  const [step] = textIn(error, "syscall");
  return (
    step === "connect" || step === "getaddrinfo" || unconnected.has(code) || certificate.test(code)
  );
}

/** An error and its causes, outermost first; of several causes at once, the first. */
function chain(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let next = error; next instanceof Error && causes.length < 8;) {
    causes.push(next);
    next = next.cause ?? (next instanceof AggregateError ? next.errors[0] : undefined);
  }
  return causes;
}

function textIn(error: Error, name: "code" | "syscall"): string[] {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? [value] : [];
}

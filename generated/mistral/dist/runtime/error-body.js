import { isObject } from "./property.js";
const excerptLength = 200;
const issuesInMessage = 5;
const requestParts = /* @__PURE__ */ new Set(["body", "query", "path", "header", "cookie"]);
/**
 * Reads an error body in any of these shapes: `{ object, message, type, param, code }`, `{ message | detail, request_id }`,
 * `{ detail: [{ loc, msg, type, input, ctx }] }` (also as the `message` of the first), `{ error: { message, type, param,
 * code } }`, and problem details (RFC 9457). Text is taken as the message.
 */
export function readErrorBody(body, headers) {
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
      text(typeof body === "string" ? excerpt(body) : undefined),
    code: typeof code === "number" ? String(code) : text(code),
    type: text(field(source, "type")),
    param: text(field(source, "param")),
    requestId: requestIdOf(headers) ?? text(field(body, "request_id")),
    issues: Array.isArray(detail) ? detail.filter(isObject).map(readIssue) : [],
    retryAfterMs: retryAfter(headers),
  };
}
/** The message of an `ApiError`; it names the fields that a validation error is about. */
export function messageOf(status, facts) {
  const shown = facts.issues
    .slice(0, issuesInMessage)
    .map((issue) => join(issue.path, issue.message));
  if (facts.issues.length > issuesInMessage)
    shown.push(`and ${facts.issues.length - issuesInMessage} more`);
  const said = shown.length > 0 ? shown.join("; ") : facts.message;
  const request = facts.requestId === undefined ? "" : ` (request ${facts.requestId})`;
  return `HTTP ${status}${said === undefined ? "" : `: ${said}`}${request}`;
}
/** The id under which the server logged the request. */
function requestIdOf(headers) {
  return requestIdBy((name) => headers.get(name) ?? undefined);
}
/** The same of headers by lower-case name. */
export function requestIdIn(headers) {
  return requestIdBy((name) => headers[name]);
}
function requestIdBy(valueOf) {
  return ["x-request-id", "request-id", "x-correlation-id"].map(valueOf).find((value) => value);
}
/** The beginning of a text on one line. */
export function excerpt(value) {
  const line = value
    .slice(0, 4 * excerptLength)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length > excerptLength ? `${line.slice(0, excerptLength - 1)}…` : line;
}
/**
 * The wait that the server asks for, in milliseconds: `retry-after-ms`, else `Retry-After` (RFC 9110, 10.2.3), which is a
 * number of seconds or a date (5.6.7).
 */
export function retryAfter(headers) {
  const ms = headers.get("retry-after-ms")?.trim() ?? "";
  if (isNumber.test(ms)) return Number(ms);
  const value = headers.get("retry-after")?.trim() ?? "";
  if (isNumber.test(value)) return Number(value) * 1e3;
  const date = isDate.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
const isNumber = /^\d+(?:\.\d+)?$/;
/** The form that is in use; the two obsolete ones have no century, or no time zone. */
const isDate = /^[a-z]{3}, \d{2} [a-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/i;
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
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
function text(value) {
  return typeof value === "string" && value !== "" ? value : undefined;
}

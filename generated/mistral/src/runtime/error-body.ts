import { isObject } from "./property.js";

/** One complaint of a validation error. */
export interface Issue {
  /** The place without the part of the request it is in, for instance `requests.0.custom_id`. */
  readonly path: string;
  /** The place as the server names it, for instance `["body", "requests", 0, "custom_id"]`. */
  readonly loc: readonly (string | number)[];
  readonly message: string;
  /** For instance `less_than_equal`. */
  readonly type: string | undefined;
  /** The value that was refused. */
  readonly input: unknown;
  /** The limits that were missed, for instance `{ le: 168 }`. */
  readonly ctx: unknown;
}

/** What an error response says, whatever the shape of its body. */
export interface ErrorFacts {
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly type: string | undefined;
  readonly param: string | undefined;
  readonly requestId: string | undefined;
  readonly issues: readonly Issue[];
  readonly retryAfterMs: number | undefined;
}

/** What is asked of headers. Making `Headers` loads Node's `fetch`, which takes longer than all the rest of a package. */
type HeaderGetter = Pick<Headers, "get">;

const excerptLength = 200;
const issuesInMessage = 5;
const requestParts: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  "body",
  "query",
  "path",
  "header",
  "cookie",
]);

/**
 * Reads an error body in any of these shapes: `{ object, message, type, param, code }`, `{ message | detail, request_id }`,
 * `{ detail: [{ loc, msg, type, input, ctx }] }` (also as the `message` of the first), `{ error: { message, type, param,
 * code } }`, and problem details (RFC 9457). Text is taken as the message.
 */
export function readErrorBody(body: unknown, headers: HeaderGetter): ErrorFacts {
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
export function messageOf(status: number, facts: ErrorFacts): string {
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
function requestIdOf(headers: HeaderGetter): string | undefined {
  return requestIdBy((name) => headers.get(name) ?? undefined);
}

/** The same of headers by lower-case name. */
export function requestIdIn(headers: Readonly<Record<string, string>>): string | undefined {
  return requestIdBy((name) => headers[name]);
}

function requestIdBy(valueOf: (name: string) => string | undefined): string | undefined {
  return ["x-request-id", "request-id", "x-correlation-id"].map(valueOf).find((value) => value);
}

/** The beginning of a text on one line. */
export function excerpt(value: string): string {
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
export function retryAfter(headers: HeaderGetter): number | undefined {
  const ms = headers.get("retry-after-ms")?.trim() ?? "";
  if (isNumber.test(ms)) return Number(ms);
  const value = headers.get("retry-after")?.trim() ?? "";
  if (isNumber.test(value)) return Number(value) * 1000;
  const date = isDate.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

const isNumber = /^\d+(?:\.\d+)?$/;
/** The form that is in use; the two obsolete ones have no century, or no time zone. */
const isDate = /^[a-z]{3}, \d{2} [a-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/i;

function readIssue(issue: object): Issue {
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

function join(path: string, message: string): string {
  return path === "" ? message : `${path}: ${message}`;
}

function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

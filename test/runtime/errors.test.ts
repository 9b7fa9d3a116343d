import * as errors from "../../templates/package/src/runtime/errors.ts";
import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { fromRecord, toRecord } from "../../templates/package/src/runtime/error-record.ts";
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  CancelledError,
  ClientError,
  ConflictError,
  ConnectionError,
  InternalServerError,
  NotFoundError,
  ParameterError,
  PermissionDeniedError,
  RateLimitError,
  ResponseParseError,
  TimeoutError,
  UnprocessableEntityError,
  UnsupportedMediaTypeError,
} from "../../templates/package/src/runtime/errors.ts";

function apiError(status: number, body: unknown, headers: Record<string, string> = {}): ApiError {
  return ApiError.from({
    status,
    body,
    headers: new Headers(headers),
    operationId: "items.create",
  });
}

test.each([
  [400, BadRequestError, "bad_request"],
  [401, AuthenticationError, "authentication"],
  [403, PermissionDeniedError, "permission_denied"],
  [404, NotFoundError, "not_found"],
  [409, ConflictError, "conflict"],
  [415, UnsupportedMediaTypeError, "unsupported_media_type"],
  [422, UnprocessableEntityError, "unprocessable_entity"],
  [429, RateLimitError, "rate_limit"],
  [500, InternalServerError, "internal_server"],
  [503, InternalServerError, "internal_server"],
  [418, ApiError, "api"],
  [302, ApiError, "api"],
])("%i is a %o with the code %s", (status, type, code) => {
  const error = apiError(status, undefined);
  expect(error.constructor).toBe(type);
  expect(error.name).toBe(type.name);
  expect(error.code).toBe(code);
  expect(type.is(error)).toBe(true);
  expect(ApiError.is(error)).toBe(true);
  expect(ClientError.is(error)).toBe(true);
  expect(TimeoutError.is(error)).toBe(false);
  expect(error.stack).toMatch(new RegExp(`^${type.name}: items.create: HTTP ${status}`));
});

test.each([
  {
    shape: "object, message, type, param, code",
    body: {
      object: "error",
      message: "Unknown model",
      type: "invalid_request_error",
      param: "model",
      code: 1500,
    },
    want: {
      message: "items.create: HTTP 400: Unknown model",
      type: "invalid_request_error",
      param: "model",
      apiCode: "1500",
    },
  },
  {
    shape: "message and request_id",
    body: { message: "Unauthorized", request_id: "req_1" },
    want: { message: "items.create: HTTP 400: Unauthorized (request req_1)", requestId: "req_1" },
  },
  {
    shape: "detail as text and request_id",
    body: { detail: "No such file", request_id: "req_2" },
    want: { message: "items.create: HTTP 400: No such file (request req_2)", requestId: "req_2" },
  },
  {
    shape: "error object",
    body: {
      error: { message: "Slow down", type: "rate_limit_error", param: null, code: "rate_limited" },
    },
    want: {
      message: "items.create: HTTP 400: Slow down",
      type: "rate_limit_error",
      param: undefined,
      apiCode: "rate_limited",
    },
  },
  {
    shape: "error text",
    body: { error: "nope" },
    want: { message: "items.create: HTTP 400: nope" },
  },
  {
    shape: "text",
    body: "Bad\n  gateway",
    want: { message: "items.create: HTTP 400: Bad gateway" },
  },
  {
    shape: "nothing",
    body: undefined,
    want: { message: "items.create: HTTP 400", body: undefined },
  },
  { shape: "an array", body: [1], want: { message: "items.create: HTTP 400", body: [1] } },
])("reads a body: $shape", ({ body, want }) => {
  expect(apiError(400, body)).toMatchObject(want);
});

test.each([
  (detail: unknown) => ({ detail }),
  (detail: unknown) => ({
    object: "error",
    message: { detail },
    type: "invalid_request_error",
    param: null,
    code: null,
  }),
])("names the fields of a validation error", (wrap) => {
  const detail = [
    {
      loc: ["body", "timeout_hours"],
      msg: "Input should be at most 168",
      type: "less_than_equal",
      input: 9999,
      ctx: { le: 168 },
    },
    { loc: ["body", "requests", 0, "body"], msg: "Field required", type: "missing" },
  ];
  const error = apiError(422, wrap(detail));
  expect(error.message).toBe(
    "items.create: HTTP 422: timeout_hours: Input should be at most 168; requests.0.body: Field required",
  );
  expect(error.issues).toEqual([
    {
      path: "timeout_hours",
      loc: ["body", "timeout_hours"],
      message: "Input should be at most 168",
      type: "less_than_equal",
      input: 9999,
      ctx: { le: 168 },
    },
    {
      path: "requests.0.body",
      loc: ["body", "requests", 0, "body"],
      message: "Field required",
      type: "missing",
      input: undefined,
      ctx: undefined,
    },
  ]);
});

test("shows at most five issues", () => {
  const detail = Array.from({ length: 8 }, (_, index) => ({
    loc: ["body", `f${index}`],
    msg: "bad",
  }));
  expect(apiError(422, { detail }).message).toMatch(/f4: bad; and 3 more$/);
});

test("takes request id and wait from the headers", () => {
  const now = Date.parse("2030-01-01T00:00:00Z");
  vi.useFakeTimers({ now });
  try {
    expect(apiError(429, {}, { "x-request-id": "a", "retry-after": "7" })).toMatchObject({
      requestId: "a",
      retryAfterMs: 7000,
    });
    expect(apiError(429, {}, { "retry-after": "Tue, 01 Jan 2030 00:00:05 GMT" }).retryAfterMs).toBe(
      5000,
    );
    expect(apiError(429, {}, { "retry-after": "soon" }).retryAfterMs).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});

test("recognises errors of another copy of the module", async () => {
  vi.resetModules();
  const copy = await import("../../templates/package/src/runtime/errors.ts");
  const error = new copy.TimeoutError("idle", 5);
  expect(copy.TimeoutError).not.toBe(TimeoutError);
  expect(error).not.toBeInstanceOf(TimeoutError);
  expect(TimeoutError.is(error)).toBe(true);
  expect(ClientError.is(error)).toBe(true);
  expect(ConnectionError.is(error)).toBe(false);
  for (const value of [null, undefined, 1, "x", {}, new Error("x")])
    expect(ClientError.is(value)).toBe(false);
});

test("is safe to write as JSON", () => {
  const cause = Object.assign(new Error("connect ECONNREFUSED", { cause: new TypeError("deep") }), {
    code: "ECONNREFUSED",
  });
  const error = new ConnectionError("no", {
    operationId: "items.get",
    cause,
    causeCode: "ECONNREFUSED",
  });
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: "ConnectionError",
    message: "items.get: no",
    code: "connection",
    operationId: "items.get",
    causeCode: "ECONNREFUSED",
    mayHaveArrived: true,
    cause: {
      name: "Error",
      message: "connect ECONNREFUSED",
      code: "ECONNREFUSED",
      cause: { name: "TypeError", message: "deep" },
    },
  });
  const api = JSON.parse(
    JSON.stringify(apiError(404, { detail: "gone" }, { "set-cookie": "s=1", etag: "x" })),
  );
  expect(api).toMatchObject({
    name: "NotFoundError",
    status: 404,
    body: { detail: "gone" },
    headers: { etag: "x" },
  });
  expect(JSON.stringify(api)).not.toContain("s=1");
  const circular: { self?: unknown } = {};
  circular.self = circular;
  expect(JSON.parse(JSON.stringify(new CancelledError(circular))).reason).toBe("[object Object]");
  const bare: unknown = Object.create(null);
  expect(JSON.parse(JSON.stringify(new CancelledError(bare))).reason).toBe("[object Object]");
  expect(JSON.parse(JSON.stringify(new ParameterError("a", "b", { cause: bare }))).cause).toEqual({
    name: "Error",
    message: "[object Object]",
  });
  expect(inspect(apiError(404, { detail: "gone" }))).toContain("status: 404");
});

test.each([
  new ConnectionError("no", {
    operationId: "a.b",
    causeCode: "ECONNRESET",
    cause: Object.assign(new Error("x"), { code: "ECONNRESET" }),
  }),
  new ConnectionError("no", { operationId: "a.b", mayHaveArrived: false }),
  new TimeoutError("idle", 40, { operationId: "a.b" }),
  new CancelledError("closed", { operationId: "a.b" }),
  new ParameterError("body", "unreadable", { operationId: "a.b", cause: new TypeError("y") }),
  new ParameterError("apiKey", "empty"),
])("comes back from a record: %s", (error) => {
  const revived = fromRecord(structuredClone(toRecord(error)));
  expect(revived).toBeInstanceOf(error.constructor);
  expect(JSON.stringify(revived)).toBe(JSON.stringify(error));
  expect(revived.stack).toContain("errors.test.ts");
});

test("makes a record of anything", () => {
  expect(toRecord(new RangeError("bug"))).toEqual({
    code: "unknown",
    message: "bug",
    cause: { name: "RangeError", message: "bug" },
  });
  const revived = fromRecord(toRecord(new RangeError("bug")));
  expect(revived).toMatchObject({ code: "client", message: "bug" });
  expect((revived.cause as Error).name).toBe("RangeError");
});

test("a parse error carries an excerpt", () => {
  const error = new ResponseParseError("HTTP 200 with malformed JSON", {
    status: 200,
    excerpt: "{oops",
    operationId: "a",
  });
  expect(error.message).toBe("a: HTTP 200 with malformed JSON: {oops");
  expect(error).toMatchObject({ status: 200, excerpt: "{oops", code: "response_parse" });
});

test("every class has a name and a code that belong together, whatever a minifier calls it", () => {
  const kinds = Object.entries(errors).filter(([, each]) => typeof each === "function");
  expect(kinds).toHaveLength(16);
  for (const [exported, kind] of kinds) {
    const { prototype, code } = kind as { readonly prototype: Error; readonly code: string };
    expect(prototype.name).toBe(exported);
    expect(code.replaceAll("_", "")).toBe(exported.replace(/Error$/, "").toLowerCase());
  }
});

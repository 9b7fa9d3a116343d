import type { Case, ExpectedError } from "../case.ts";
import { CREATE_JOB, FILE_ID, JOB_ID, LIST_JOBS, POST_JOB, request } from "../values.ts";

const list = { stem: "batch.jobs.list" };

const classes: readonly (readonly [status: number, className: string, code: string])[] = [
  [400, "BadRequestError", "bad_request"],
  [401, "AuthenticationError", "authentication"],
  [402, "ApiError", "api"],
  [403, "PermissionDeniedError", "permission_denied"],
  [404, "NotFoundError", "not_found"],
  [409, "ConflictError", "conflict"],
  [415, "UnsupportedMediaTypeError", "unsupported_media_type"],
  [418, "ApiError", "api"],
  [422, "UnprocessableEntityError", "unprocessable_entity"],
  [429, "RateLimitError", "rate_limit"],
  [500, "InternalServerError", "internal_server"],
  [502, "InternalServerError", "internal_server"],
  [503, "InternalServerError", "internal_server"],
  [504, "InternalServerError", "internal_server"],
];

const TYPED = {
  object: "error",
  message: "The model is not known.",
  type: "invalid_request_error",
  param: "model",
  code: "1500",
};

const statusCases: readonly Case[] = classes.map(([status, className, code]) => ({
  name: `status ${status} of a POST`,
  call: { stem: "batch.jobs.create", params: CREATE_JOB },
  answer: { status, body: TYPED, headers: { "X-Request-Id": "req-7", "X-Tier": "gold" } },
  expect: {
    requests: [POST_JOB],
    error: {
      class: className,
      code,
      status,
      type: "invalid_request_error",
      param: "model",
      apiCode: "1500",
      requestId: "req-7",
      operationId: "batch.jobs.create",
      attempt: 1,
      issues: [],
      body: TYPED,
      headers: { "content-type": "application/json", "x-request-id": "req-7", "x-tier": "gold" },
      message: /The model is not known\./,
    },
  },
}));

function unauthorised(
  body: unknown,
  error: Omit<ExpectedError, "class" | "code">,
  type = "application/json",
): Omit<Case, "name"> {
  return {
    call: list,
    answer: { status: 401, headers: { "content-type": type }, body },
    expect: {
      requests: [LIST_JOBS],
      error: { class: "AuthenticationError", code: "authentication", status: 401, ...error },
    },
  };
}

const ISSUES = [
  {
    type: "less_than_equal",
    loc: ["body", "timeout_hours"],
    msg: "The value must be at most 168.",
    input: 200,
    ctx: { le: 168 },
  },
  { type: "missing", loc: ["body", "requests", 3, "body"], msg: "This field is required." },
];

/** The second issue as the error has it. */
const MISSING = {
  path: "requests.3.body",
  loc: ["body", "requests", 3, "body"],
  message: "This field is required.",
  type: "missing",
  input: undefined,
  ctx: undefined,
};

const bodyCases: readonly Case[] = [
  {
    name: "an error body with a message and a request id",
    ...unauthorised(
      { message: "This workspace may not run batch jobs.", request_id: "6d1f0c52e7b84a39" },
      { message: /This workspace may not run batch jobs\./, requestId: "6d1f0c52e7b84a39" },
    ),
  },
  {
    name: "an error body with a text as detail",
    ...unauthorised(
      { detail: "Unauthorized" },
      { message: /Unauthorized/, body: { detail: "Unauthorized" }, issues: [] },
    ),
  },
  {
    name: "an error body that is HTML",
    ...unauthorised(
      "<h1>Sign in</h1>",
      { body: "<h1>Sign in</h1>", type: undefined, param: undefined },
      "text/html",
    ),
  },
  {
    name: "an error body that calls itself JSON and is not",
    ...unauthorised('{"message":', { body: '{"message":', type: undefined }),
  },
  { name: "an error without a body", ...unauthorised("", { body: undefined, issues: [] }) },
  { name: "an error body that is an array", ...unauthorised([1, 2], { body: [1, 2], issues: [] }) },
  { name: "an error body that is null", ...unauthorised("null", { body: null, issues: [] }) },
  {
    name: "an error body with fields of unexpected types",
    ...unauthorised(
      { message: { deep: 1 }, type: 7, code: 1234, param: null, detail: 5 },
      { apiCode: "1234", param: undefined },
    ),
  },
  {
    name: "a 422 with the issues of each field",
    call: { stem: "batch.jobs.create", params: CREATE_JOB },
    answer: { status: 422, body: { detail: ISSUES }, responseCheck: "record" },
    expect: {
      requests: [POST_JOB],
      error: {
        class: "UnprocessableEntityError",
        code: "unprocessable_entity",
        status: 422,
        issues: [
          {
            path: "timeout_hours",
            loc: ["body", "timeout_hours"],
            message: "The value must be at most 168.",
            type: "less_than_equal",
            input: 200,
            ctx: { le: 168 },
          },
          MISSING,
        ],
        body: { detail: ISSUES },
      },
    },
  },
  {
    name: "a 422 whose issues are inside the message",
    call: { stem: "batch.jobs.create", params: CREATE_JOB },
    answer: {
      status: 422,
      body: {
        object: "error",
        message: { detail: ISSUES.slice(1) },
        type: "invalid_request_error",
        param: null,
        code: null,
      },
    },
    expect: {
      requests: [POST_JOB],
      error: {
        class: "UnprocessableEntityError",
        code: "unprocessable_entity",
        type: "invalid_request_error",
        issues: [MISSING],
      },
    },
  },
  {
    name: "a 429 with the seconds to wait",
    call: list,
    answer: {
      status: 429,
      headers: { "retry-after": "2", "x-ratelimit-remaining": "0" },
      body: {
        object: "error",
        message: "Too many requests.",
        type: "rate_limit_error",
        param: null,
        code: null,
      },
      responseCheck: "record",
    },
    expect: {
      requests: [LIST_JOBS],
      error: {
        class: "RateLimitError",
        code: "rate_limit",
        status: 429,
        retryAfterMs: 2_000,
        type: "rate_limit_error",
        headers: { "retry-after": "2", "x-ratelimit-remaining": "0" },
      },
    },
  },
  {
    name: "an error of a download",
    call: { stem: "files.download", path: [FILE_ID] },
    answer: { status: 404, body: { detail: "No such file." } },
    expect: {
      requests: [
        request("GET", "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68/content", {
          accept: "application/octet-stream",
        }),
      ],
      error: { class: "NotFoundError", code: "not_found", status: 404, message: /No such file\./ },
    },
  },
  {
    name: "an error whose body is cut off by a reset",
    call: list,
    answer: { status: 503, body: { detail: "overloaded" }, resetInBody: true },
    expect: { requests: [LIST_JOBS], error: { class: "ConnectionError", code: "connection" } },
  },
];

const liveCases: readonly Case[] = [
  {
    name: "a key that the live API does not know",
    call: list,
    client: { apiKey: "wrong-key" },
    answer: "live",
    expect: {
      requests: [request("GET", "/v1/batch/jobs", { authorization: "Bearer wrong-key" })],
      error: { class: "AuthenticationError", code: "authentication", status: 401 },
    },
  },
  {
    name: "a job that the live API does not have",
    call: { stem: "batch.jobs.get", path: [JOB_ID] },
    answer: "live",
    expect: {
      requests: [request("GET", "/v1/batch/jobs/9c2e5f80-3a6d-4d17-8b4f-e0a1d2c3b4f5")],
      error: {
        class: "NotFoundError",
        code: "not_found",
        status: 404,
        operationId: "batch.jobs.get",
      },
    },
  },
  {
    name: "params that the live API refuses",
    call: { stem: "batch.jobs.list", params: { created_after: "yesterday" } },
    answer: "live",
    expect: {
      requests: [request("GET", "/v1/batch/jobs?created_after=yesterday")],
      error: { class: "UnprocessableEntityError", code: "unprocessable_entity", status: 422 },
    },
  },
];

/** Every status's error class, and every form of body that an error may have. */
export const errorCases: readonly Case[] = [...statusCases, ...bodyCases, ...liveCases];

import {
  type Behaviour,
  CONTENT,
  CREATE,
  GET_CONTENT,
  GET_JOBS,
  head,
  JOBS,
  JSON_TYPE,
  ok,
  PAGE,
  POST_JOBS,
  response,
  silence,
} from "../behaviour.ts";
import type { Account, Answer } from "../types.ts";

const JOB = { id: "j", status: "QUEUED" };
const busy = (headers?: readonly string[]): Answer =>
  response("503 Busy", '{"message":"busy"}', headers);
const lost = { class: "ConnectionError", code: "connection" };

const times = (count: number, what: string): readonly string[] =>
  Array.from({ length: count }, () => what);

const again = (name: string, first: Answer, more: Partial<Behaviour> = {}): Behaviour => ({
  name,
  answers: [first, ok()],
  requests: times(2, GET_JOBS),
  expect: { value: PAGE },
  attempts: 2,
  ...more,
});

const retried: readonly Behaviour[] = [
  ...[408, 429, 500, 502, 503, 504].map((status) =>
    again(`status ${status}, then a success`, response(`${status} No`, '{"message":"no"}')),
  ),
  {
    name: "two failures, then a success",
    answers: [busy(), response("500 No"), ok()],
    requests: times(3, GET_JOBS),
    expect: { value: PAGE },
    attempts: 3,
  },
  again("a reset before the headers, then a success", { steps: ["reset!"] }),
  again("a reset in the headers, then a success", {
    steps: ["HTTP/1.1 200 OK\r\nx-a", { wait: 20 }, "reset!"],
  }),
  again(
    "a reset in the body, then a success",
    head([JSON_TYPE, "content-length: 20"], '{"total":', { wait: 20 }, "reset!"),
  ),
  again(
    "a body that is cut off, then a success",
    head([JSON_TYPE, "content-length: 20"], '{"total":', "end!"),
  ),
  again("no HTTP, then a success", { steps: ["garbage\r\n\r\n", "end!"] }),
  again(
    "no headers within the deadline, then a success",
    { steps: [silence] },
    {
      call: { ...JOBS, options: { timeout: { headers: 500 } } },
    },
  ),
  again(
    "a body that falls silent, then a success",
    head([JSON_TYPE, "content-length: 20"], '{"total":', silence),
    { call: { ...JOBS, options: { timeout: { idle: 500 } } } },
  ),
  {
    name: "a download that fails before its headers, then a success",
    call: { ...CONTENT, read: "text" },
    answers: [busy(), response("200 OK", "content")],
    requests: times(2, GET_CONTENT),
    expect: { value: "content" },
    attempts: 2,
  },
  {
    name: "a POST with an idempotency key is sent again with the same",
    call: { ...CREATE, options: { idempotencyKey: "key-1" } },
    answers: [busy(), { steps: ["reset!"] }, ok(JOB)],
    requests: times(3, POST_JOBS),
    expect: { value: JOB },
    attempts: 3,
    check: ({ arrivals }: Account) => {
      const keys = arrivals.map(({ headers }) => headers["idempotency-key"]);
      if (keys.join() !== "key-1,key-1,key-1") throw new Error(`the keys are ${keys.join()}`);
      const bodies = new Set(arrivals.map(({ body }) => body));
      if (bodies.size !== 1 || bodies.has("")) throw new Error("the bodies differ");
    },
  },
  again("a wait in seconds", busy(["retry-after: 0"])),
  again("a wait in milliseconds", busy(["retry-after-ms: 5", "retry-after: 3600"])),
  again("a wait until a time that is over", busy(["retry-after: Fri, 31 Dec 1999 23:59:59 GMT"])),
  ...["soon", "-5", "1e99", "NaN", "0x10", ""].map((value) =>
    again(`a wait that is none: "${value}"`, busy([`retry-after: ${value}`])),
  ),
];

const final: readonly Behaviour[] = [
  {
    name: "three failures are the end",
    answers: [busy(), busy(), busy()],
    requests: times(3, GET_JOBS),
    expect: {
      error: {
        class: "InternalServerError",
        status: 503,
        attempt: 3,
        message: "batch.jobs.list: HTTP 503: busy",
      },
    },
  },
  {
    name: "resets without end",
    answers: times(3, "").map((): Answer => ({ steps: ["reset!"] })),
    requests: times(3, GET_JOBS),
    expect: { error: { ...lost, attempt: 3 } },
  },
  {
    name: "nobody listens, also not later",
    call: CREATE,
    answers: "closed",
    expect: { error: { ...lost, causeCode: "ECONNREFUSED", attempt: 3 } },
  },
  ...[400, 401, 403, 404, 405, 409, 410, 413, 422, 425, 501, 505].map((status): Behaviour => ({
    name: `status ${status} is final`,
    answers: [response(`${status} No`, '{"message":"no"}')],
    expect: { error: { class: classOf(status), status, attempt: 1 } },
  })),
  {
    name: "a POST that failed is final",
    call: CREATE,
    answers: [busy()],
    requests: [POST_JOBS],
    expect: { error: { class: "InternalServerError", attempt: 1 } },
  },
  {
    name: "a POST that may have arrived is final",
    call: CREATE,
    answers: [{ steps: ["reset!"] }],
    requests: [POST_JOBS],
    expect: { error: { ...lost, mayHaveArrived: true, attempt: 1 } },
  },
  {
    name: "a wait that is too long ends the call at once",
    answers: [busy(["retry-after: 86400"])],
    expect: { error: { class: "InternalServerError", retryAfterMs: 86_400_000, attempt: 1 } },
  },
  {
    name: "a wait beyond the total deadline ends the call at once",
    call: { ...JOBS, options: { timeout: 5_000 } },
    answers: [busy(["retry-after: 30"])],
    expect: { error: { class: "InternalServerError", retryAfterMs: 30_000, attempt: 1 } },
  },
  {
    name: "no retry if the call says so",
    call: { ...JOBS, options: { retry: 0 } },
    answers: [busy()],
    expect: { error: { class: "InternalServerError", attempt: 1 } },
  },
  {
    name: "a budget that is used up",
    client: { retry: { minDelay: 1, maxDelay: 2, budget: 0 } },
    answers: [busy()],
    expect: { error: { class: "InternalServerError", attempt: 1 } },
  },
  {
    name: "a body that is not what it should be is final",
    answers: [response("200 OK", "{")],
    expect: { error: { class: "ResponseParseError", attempt: 1 } },
  },
  {
    name: "a refused redirect is final",
    answers: [response("302 Found", "", ["location: ftp://127.0.0.1/"])],
    expect: { error: { ...lost, causeCode: "ERR_REDIRECT", attempt: 1 } },
  },
  {
    name: "a download that breaks after its headers is final",
    call: { ...CONTENT, read: "saveTo" },
    answers: [head(["content-length: 20"], "0123456789", { wait: 20 }, "reset!")],
    requests: [GET_CONTENT],
    expect: { error: { ...lost, mayHaveArrived: true } },
  },
  {
    name: "what can be read once is not sent again",
    call: {
      stem: "files.upload",
      params: () => ({ file: { content: once("a"), name: "a.jsonl" } }),
      options: { idempotencyKey: "key-2" },
    },
    answers: [busy()],
    requests: ["POST /v1/files"],
    expect: { error: { class: "InternalServerError", attempt: 1 } },
  },
];

function* once(text: string): Generator<string> {
  yield text;
}

function classOf(status: number): string {
  const names: Readonly<Record<number, string>> = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
  };
  return names[status] ?? (status >= 500 ? "InternalServerError" : "ApiError");
}

export const retryBehaviours: readonly Behaviour[] = [...retried, ...final];

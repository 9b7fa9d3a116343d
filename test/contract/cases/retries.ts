import type { Case } from "../case.ts";
import { CREATE_JOB, LIST_JOBS, POST_JOB } from "../values.ts";

const fast = { minDelay: 1, maxDelay: 2 };
const list = { stem: "batch.jobs.list" };
const create = { stem: "batch.jobs.create", params: CREATE_JOB };
const page = { object: "list", total: 0, data: [] };
const ok = { status: 200, body: page };
const busy = { status: 503, body: { detail: "overloaded" } };
const overloaded = {
  class: "InternalServerError",
  code: "internal_server",
  status: 503,
  message: /overloaded/,
};

/** What is sent again, and what is not; all other cases are put to clients that send nothing again. */
export const retryCases: readonly Case[] = [
  {
    name: "a failure of a safe operation that passes",
    call: list,
    client: { retry: fast },
    answer: [busy, { status: 429, headers: { "Retry-After": "0" } }, ok],
    expect: { requests: [LIST_JOBS, LIST_JOBS, LIST_JOBS], attempts: 3, value: page },
  },
  {
    name: "a failure of a safe operation that does not pass",
    call: list,
    client: { retry: fast },
    answer: [busy, busy, busy, ok],
    expect: {
      requests: [LIST_JOBS, LIST_JOBS, LIST_JOBS],
      attempts: 3,
      error: { ...overloaded, operationId: "batch.jobs.list", attempt: 3 },
    },
  },
  {
    name: "a failure of a safe operation of a call that is sent once",
    call: { ...list, options: { retry: 0 } },
    client: { retry: fast },
    answer: [busy, ok],
    expect: { requests: [LIST_JOBS], error: { ...overloaded, attempt: 1 } },
  },
  {
    name: "a connection that breaks, once",
    call: list,
    client: { retry: fast },
    answer: [{ ...ok, resetInBody: true }, ok],
    expect: { requests: [LIST_JOBS, LIST_JOBS], attempts: 2, value: page },
  },
  {
    name: "a server that asks for more patience than there is",
    call: list,
    client: { retry: { ...fast, maxRetryAfter: 1_000 } },
    answer: [{ ...busy, headers: { "Retry-After": "2" } }, ok],
    expect: { requests: [LIST_JOBS], error: { ...overloaded, retryAfterMs: 2_000, attempt: 1 } },
  },
  {
    name: "a failure of an operation that is not safe",
    call: create,
    client: { retry: fast },
    answer: [busy, ok],
    expect: { requests: [POST_JOB], error: { ...overloaded, attempt: 1 } },
  },
  {
    name: "a failure of an operation with a key that makes it safe",
    call: { ...create, options: { idempotencyKey: "k-1" } },
    client: { retry: fast },
    answer: [busy, { status: 200, body: { id: "j" } }],
    expect: {
      requests: [1, 2].map(() => ({
        ...POST_JOB,
        headers: { ...POST_JOB.headers, "idempotency-key": "k-1" },
      })),
      attempts: 2,
      value: { id: "j" },
    },
  },
];

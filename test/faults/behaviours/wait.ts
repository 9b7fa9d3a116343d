import { type Behaviour, ok, response, silence, WAIT } from "../behaviour.ts";
import type { Answer } from "../types.ts";

const patient = { interval: 1 };
const wait = { ...WAIT, options: patient };
const GET_JOB = "GET /v1/batch/jobs/j";
const times = (count: number): string[] => Array.from({ length: count }, () => GET_JOB);
const job = (status: unknown, headers?: readonly string[]): Answer =>
  ok({ id: "j", status }, headers);
const busy = response("503 Busy", '{"message":"busy"}');

/** Waits for something whose server fails on the way. */
export const waitBehaviours: readonly Behaviour[] = [
  ...["SUCCESS", "FAILED", "TIMEOUT_EXCEEDED", "CANCELLED"].map((status): Behaviour => ({
    name: `a wait until ${status}`,
    call: wait,
    answers: [job("QUEUED"), job("RUNNING"), job("CANCELLATION_REQUESTED"), job(status)],
    requests: times(4),
    expect: { value: { id: "j", status } },
  })),
  {
    name: "a wait through failures",
    call: wait,
    answers: [busy, job("RUNNING"), { steps: ["reset!"] }, busy, job("SUCCESS")],
    requests: times(5),
    expect: { value: { id: "j", status: "SUCCESS" } },
  },
  {
    name: "a wait through states that nobody knows",
    call: wait,
    answers: [job("PAUSED"), job(null), job(7), ok({ id: "j" }), job("SUCCESS")],
    requests: times(5),
    expect: { value: { id: "j", status: "SUCCESS" } },
  },
  {
    name: "a wait for what does not exist any more",
    call: wait,
    answers: [job("RUNNING"), response("404 Not Found", '{"message":"gone"}')],
    requests: times(2),
    expect: {
      error: { class: "NotFoundError", status: 404, message: "batch.jobs.get: HTTP 404: gone" },
    },
  },
  {
    name: "a wait that outlasts an outage's retries ends with its error",
    call: wait,
    answers: [job("RUNNING"), busy, busy, busy],
    requests: times(4),
    expect: { error: { class: "InternalServerError", attempt: 3 } },
  },
  {
    name: "a wait through an answer that says when to come back",
    call: wait,
    answers: [job("RUNNING", ["retry-after-ms: 5"]), job("SUCCESS", ["retry-after: 9"])],
    requests: times(2),
    expect: { value: { id: "j", status: "SUCCESS" } },
  },
  {
    name: "a wait whose deadline is missed while the server is silent",
    call: { ...WAIT, options: { ...patient, deadline: 2_000, retry: 0 } },
    answers: [job("RUNNING"), { steps: [silence] }],
    requests: times(2),
    expect: { error: { class: "TimeoutError", phase: "wait", timeoutMs: 2_000 } },
  },
  {
    name: "a wait that gets HTML ends with an error",
    call: wait,
    answers: [job("RUNNING"), response("200 OK", "<p>", ["content-type: text/html"])],
    requests: times(2),
    expect: { error: { class: "ResponseParseError" } },
  },
];

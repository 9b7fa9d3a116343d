import type { Case } from "../case.ts";
import {
  answers,
  CREATE_JOB,
  FILE_ID,
  LIST_JOBS,
  POST_JOB,
  QUEUED_JOB,
  request,
} from "../values.ts";

const LOST = { class: "ConnectionError", code: "connection" } as const;
const list = { stem: "batch.jobs.list" };
const create = { stem: "batch.jobs.create", params: CREATE_JOB };

const connectionCases: readonly Case[] = [
  {
    name: "a connection that is refused",
    call: create,
    answer: "refused",
    expect: { requests: [], error: { ...LOST, operationId: "batch.jobs.create" } },
  },
  {
    name: "a connection that is reset before the headers",
    call: create,
    answer: { resetAfterRequest: true },
    expect: { requests: [POST_JOB], error: LOST },
  },
  {
    name: "a connection that is reset in the body",
    call: list,
    answer: answers({ total: 0, data: [] }, { resetInBody: true, responseCheck: "skip" }),
    expect: { requests: [LIST_JOBS], error: LOST },
  },
  {
    name: "a body that is shorter than its length",
    call: list,
    answer: {
      raw: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"total":',
    },
    expect: { requests: [LIST_JOBS], error: LOST },
  },
  {
    name: "an answer that is no HTTP",
    call: list,
    answer: { raw: "SSH-2.0-OpenSSH_9.6\r\n" },
    expect: { requests: [LIST_JOBS], error: LOST },
  },
];

const deadlineCases: readonly Case[] = [
  {
    name: "no headers within the deadline for headers",
    call: { ...list, options: { timeout: { headers: 500 } } },
    answer: { silent: true },
    expect: {
      requests: [LIST_JOBS],
      error: { class: "TimeoutError", code: "timeout", phase: "headers" },
    },
  },
  {
    name: "a body that falls silent",
    call: { ...list, options: { timeout: { idle: 150 } } },
    answer: answers({ total: 0 }, { stallBody: true, responseCheck: "skip" }),
    expect: {
      requests: [LIST_JOBS],
      error: { class: "TimeoutError", code: "timeout", phase: "idle" },
    },
  },
  {
    name: "a body that trickles past the total deadline",
    call: { ...list, options: { timeout: { total: 500 } } },
    answer: answers(
      { total: 0, note: "x".repeat(5_000) },
      { pieces: { count: 5_000, everyMs: 50 }, responseCheck: "skip" },
    ),
    expect: {
      requests: [LIST_JOBS],
      error: { class: "TimeoutError", code: "timeout", phase: "total" },
    },
  },
  {
    name: "a number is the total deadline",
    call: { ...list, options: { timeout: 500 } },
    answer: { silent: true },
    expect: {
      requests: [LIST_JOBS],
      error: { class: "TimeoutError", code: "timeout", phase: "total" },
    },
  },
  {
    name: "a POST that is answered too late is not sent again",
    call: { ...create, options: { timeout: { headers: 500 } } },
    answer: [{ silent: true }, answers(QUEUED_JOB)],
    expect: {
      requests: [POST_JOB],
      error: { class: "TimeoutError", code: "timeout", phase: "headers" },
    },
  },
];

const HTML = "<!doctype html><title>Sign in</title>";

const formCases: readonly Case[] = [
  {
    name: "a JSON body that is cut off",
    call: list,
    answer: { headers: { "content-type": "application/json" }, body: '{"object":"list","data":[' },
    expect: {
      requests: [LIST_JOBS],
      error: {
        class: "ResponseParseError",
        code: "response_parse",
        status: 200,
        operationId: "batch.jobs.list",
      },
    },
  },
  {
    name: "HTML with status 200",
    call: list,
    answer: { headers: { "content-type": "text/html; charset=utf-8" }, body: HTML },
    expect: {
      requests: [LIST_JOBS],
      error: { class: "ResponseParseError", code: "response_parse", status: 200 },
    },
  },
  {
    name: "an empty body where JSON belongs",
    call: list,
    answer: { headers: { "content-type": "application/json" }, body: "" },
    expect: {
      requests: [LIST_JOBS],
      error: { class: "ResponseParseError", code: "response_parse", status: 200 },
    },
  },
  {
    name: "a redirect is followed",
    call: { stem: "files.get", path: [FILE_ID] },
    answer: [
      { status: 307, headers: { location: "/v1/files/moved" } },
      {
        headers: { "content-type": "application/json" },
        body: '{"id":"moved"}',
        requestCheck: "skip",
      },
    ],
    expect: {
      requests: [
        request("GET", "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68"),
        request("GET", "/v1/files/moved"),
      ],
      value: { id: "moved" },
    },
  },
];

/** What goes wrong between the client and the server, and answers in no form that the document knows. */
export const transportCases: readonly Case[] = [...connectionCases, ...deadlineCases, ...formCases];

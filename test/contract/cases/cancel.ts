import type { Cancellation, Case, Expectation } from "../case.ts";
import {
  answers,
  CREATE_JOB,
  content,
  DOWNLOAD,
  FILE_ID,
  LIST_JOBS,
  POST_JOB,
  QUEUED_JOB,
} from "../values.ts";

const REASON = "the user left";

/** The sync layer has no way to be cancelled: it refuses the option, since a signal cannot fire while the caller is blocked. */
const SYNC: Expectation = {
  requests: [],
  error: { class: "ParameterError", code: "parameter" },
  because: "a signal cannot fire while the caller is blocked, so the option is refused",
};

const NO_HANDLE = { notApplicable: "there is no handle in this layer" } as const;

function bySignal(when: Cancellation["when"]): Pick<Case, "cancel"> {
  return { cancel: { when, by: "signal", reason: REASON } };
}

function byHandle(when: Cancellation["when"]): Pick<Case, "cancel" | "layers"> {
  return {
    cancel: { when, by: "handle", reason: REASON },
    layers: { promise: NO_HANDLE, operations: NO_HANDLE, sync: NO_HANDLE },
  };
}

const create = { stem: "batch.jobs.create", params: CREATE_JOB };

/** Cancelling before, during and after a call. */
export const cancelCases: readonly Case[] = [
  {
    name: "cancelled by signal before the call: nothing is sent",
    call: create,
    answer: "live",
    ...bySignal("before"),
    expect: { requests: [], cancelled: REASON },
    layers: { sync: SYNC },
  },
  {
    name: "cancelled by signal while the server thinks",
    call: create,
    answer: { silent: true },
    ...bySignal("sent"),
    expect: { requests: [POST_JOB], cancelled: REASON },
    layers: { sync: SYNC },
  },
  {
    name: "cancelled by signal while the body arrives",
    call: { stem: "batch.jobs.list" },
    answer: answers({ total: 0 }, { stallBody: true, responseCheck: "skip" }),
    ...bySignal("sent"),
    expect: { requests: [LIST_JOBS], cancelled: REASON },
    layers: { sync: SYNC },
  },
  {
    name: "cancelled by signal while a download is read",
    call: { stem: "files.download", path: [FILE_ID], options: { timeout: { idle: 10_000 } } },
    answer: content("first second", { stallBody: true }),
    ...bySignal("reading"),
    read: "stream",
    expect: {
      requests: [DOWNLOAD],
      error: { class: "CancelledError", code: "cancelled", reason: REASON },
    },
    layers: { sync: SYNC },
  },
  {
    name: "cancelled by signal after the outcome: nothing changes",
    call: create,
    answer: answers(QUEUED_JOB),
    ...bySignal("after"),
    expect: { requests: [POST_JOB], value: QUEUED_JOB },
    layers: { sync: SYNC },
  },
  {
    name: "a signal that does not fire leaves the deadline in force",
    call: {
      ...create,
      options: { timeout: { headers: 500 }, signal: new AbortController().signal },
    },
    answer: { silent: true },
    expect: {
      requests: [POST_JOB],
      error: { class: "TimeoutError", code: "timeout", phase: "headers" },
    },
    layers: { sync: SYNC },
  },
  {
    name: "cancelled by handle before the request leaves: nothing is sent",
    call: create,
    answer: "live",
    ...byHandle("before"),
    expect: { requests: [], cancelled: REASON },
  },
  {
    name: "cancelled by handle while the server thinks",
    call: create,
    answer: { silent: true },
    ...byHandle("sent"),
    expect: { requests: [POST_JOB], cancelled: REASON },
  },
  {
    name: "cancelled by handle after the outcome: nothing changes",
    call: create,
    answer: answers(QUEUED_JOB),
    ...byHandle("after"),
    expect: { requests: [POST_JOB], value: QUEUED_JOB },
  },
];

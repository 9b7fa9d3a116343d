import type { Case } from "../case.ts";
import {
  answers,
  content,
  CREATE_JOB,
  DOWNLOAD,
  FILE,
  FILE_ID,
  JOB_ID,
  LIST_JOBS,
  posted,
  QUEUED_JOB,
  request,
  uploaded,
} from "../values.ts";

const GET_FILE = request("GET", "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68");
const GET_JOB = request("GET", "/v1/batch/jobs/9c2e5f80-3a6d-4d17-8b4f-e0a1d2c3b4f5");

/** Own properties that a careless copy would lose or take for a prototype. */
const HOSTILE_JSON =
  '{"__proto__":{"polluted":true},"constructor":{"prototype":1},"then":"later","toString":"no"}';

/** What the server may answer, and the value that it becomes. */
export const valueCases: readonly Case[] = [
  {
    name: "unknown enum values in one row do not spoil a list of jobs",
    call: { stem: "batch.jobs.list" },
    answer: answers(
      {
        object: "list",
        total: 2,
        data: [QUEUED_JOB, { ...QUEUED_JOB, status: "PAUSED", endpoint: "/v2/unheard-of" }],
      },
      { responseCheck: "skip" },
    ),
    expect: {
      requests: [LIST_JOBS],
      value: {
        object: "list",
        total: 2,
        data: [QUEUED_JOB, { ...QUEUED_JOB, status: "PAUSED", endpoint: "/v2/unheard-of" }],
      },
    },
  },
  {
    name: "unknown enum values in one row do not spoil a list of files",
    call: { stem: "files.list" },
    answer: answers(
      {
        object: "list",
        data: [FILE, { ...FILE, purpose: "audio", sample_type: "ocr_input", visibility: "org" }],
      },
      { responseCheck: "skip" },
    ),
    expect: {
      requests: [request("GET", "/v1/files")],
      value: {
        object: "list",
        data: [FILE, { ...FILE, purpose: "audio", sample_type: "ocr_input", visibility: "org" }],
      },
    },
  },
  {
    name: "bytes: null of a retrieved file",
    call: { stem: "files.get", path: [FILE_ID] },
    answer: answers({ ...FILE, bytes: null, deleted: false }),
    expect: { requests: [GET_FILE], value: { ...FILE, bytes: null, deleted: false } },
  },
  {
    name: "bytes: null in a list of files",
    call: { stem: "files.list" },
    answer: answers({ object: "list", data: [{ ...FILE, bytes: null }], total: null }),
    expect: {
      requests: [request("GET", "/v1/files")],
      value: { object: "list", data: [{ ...FILE, bytes: null }], total: null },
    },
  },
  {
    name: "bytes: null of an uploaded file",
    call: { stem: "files.upload", params: { file: "x" } },
    answer: answers({ ...FILE, bytes: null }),
    expect: {
      requests: [
        uploaded([
          { name: "file", filename: "blob", type: "application/octet-stream", content: "x" },
        ]),
      ],
      value: { ...FILE, bytes: null },
    },
  },
  {
    name: "status, headers and request id of a success",
    call: { stem: "batch.jobs.list" },
    answer: {
      status: 203,
      headers: [
        ["content-type", "application/json"],
        ["X-Request-Id", "req-7"],
        ["X-Ratelimit-Remaining", "41"],
        ["Via", "a"],
        ["Via", "b"],
      ],
      body: '{"total":0}',
    },
    expect: {
      requests: [LIST_JOBS],
      value: { total: 0 },
      response: {
        requestId: "req-7",
        headers: { "x-ratelimit-remaining": "41", via: "a, b", "x-other": null },
      },
    },
  },
  {
    name: "status, headers and request id of a download",
    call: { stem: "files.download", path: [FILE_ID] },
    answer: content("x", {
      headers: { "content-type": "application/jsonl", "x-request-id": "req-8" },
    }),
    read: "text",
    expect: {
      requests: [DOWNLOAD],
      value: "x",
      response: { requestId: "req-8", headers: { "content-type": "application/jsonl" } },
    },
  },
  {
    name: "fields that the document does not know are kept",
    call: { stem: "files.get", path: [FILE_ID] },
    answer: answers({ ...FILE, deleted: false, tier: { gold: [1, 2.5, null] } }),
    expect: {
      requests: [GET_FILE],
      value: { ...FILE, deleted: false, tier: { gold: [1, 2.5, null] } },
    },
  },
  {
    name: "null and absent stay different",
    call: { stem: "batch.jobs.get", path: [JOB_ID] },
    answer: answers({ ...QUEUED_JOB, model: null, agent_id: undefined }),
    expect: {
      requests: [GET_JOB],
      value: {
        id: JOB_ID,
        object: "batch",
        input_files: [FILE_ID],
        metadata: { run: "nightly" },
        endpoint: "/v1/chat/completions",
        model: null,
        output_file: null,
        error_file: null,
        errors: [],
        outputs: null,
        status: "QUEUED",
        created_at: 1769846400,
        started_at: null,
        completed_at: null,
        total_requests: 0,
        completed_requests: 0,
        succeeded_requests: 0,
        failed_requests: 0,
      },
    },
  },
  {
    name: "metadata with braces, quotes, backticks and commas comes back as it is",
    call: { stem: "batch.jobs.get", path: [JOB_ID] },
    answer: answers({
      ...QUEUED_JOB,
      metadata: { a: "{x}", b: "`q`, \"r\", 's'", c: "}{", d: "a,  b" },
    }),
    expect: {
      requests: [GET_JOB],
      value: { ...QUEUED_JOB, metadata: { a: "{x}", b: "`q`, \"r\", 's'", c: "}{", d: "a,  b" } },
    },
  },
  {
    name: "__proto__, constructor and then in a response are plain properties",
    call: { stem: "batch.jobs.get", path: [JOB_ID] },
    answer: {
      headers: { "content-type": "application/json" },
      body: `{"id":"1","then":"soon","__proto__":{"status":"SUCCESS"},"metadata":${HOSTILE_JSON}}`,
    },
    expect: {
      requests: [GET_JOB],
      value: JSON.parse(
        `{"id":"1","then":"soon","__proto__":{"status":"SUCCESS"},"metadata":${HOSTILE_JSON}}`,
      ),
    },
  },
  {
    name: "__proto__, constructor and then in a request are sent",
    call: {
      stem: "batch.jobs.create",
      params: () => ({
        endpoint: "/v1/ocr",
        requests: [{ custom_id: "1", body: JSON.parse(HOSTILE_JSON) as object }],
      }),
    },
    answer: answers(QUEUED_JOB),
    expect: {
      requests: [
        posted(
          "/v1/batch/jobs",
          `{"endpoint":"/v1/ocr","requests":[{"custom_id":"1","body":${HOSTILE_JSON}}]}`,
        ),
      ],
      value: QUEUED_JOB,
    },
  },
  {
    name: "a text of a request beyond ASCII",
    call: {
      stem: "batch.jobs.create",
      params: { ...CREATE_JOB, metadata: { note: '“日本” \u0000 \u2028 🙂 \\ "' } },
    },
    answer: answers(QUEUED_JOB),
    expect: {
      requests: [
        posted(
          "/v1/batch/jobs",
          '{"endpoint":"/v1/embeddings","input_files":["0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68"],' +
            '"metadata":{"note":"“日本” \\u0000 \u2028 🙂 \\\\ \\""}}',
        ),
      ],
      value: QUEUED_JOB,
    },
  },
  {
    name: "a list of a workspace without jobs, from the live API",
    call: { stem: "batch.jobs.list" },
    answer: "live",
    expect: { requests: [LIST_JOBS], value: { object: "list", data: [], total: 0 } },
  },
  {
    name: "a list of a workspace without files, from the live API",
    call: { stem: "files.list" },
    answer: "live",
    expect: {
      requests: [request("GET", "/v1/files")],
      value: { object: "list", data: [], total: 0 },
    },
  },
];

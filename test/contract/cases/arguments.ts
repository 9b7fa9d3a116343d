import type { Case, ExpectedError } from "../case.ts";
import {
  answers,
  CREATE_JOB,
  FILE,
  FILE_ID,
  JOB_ID,
  LIST_JOBS,
  posted,
  QUEUED_JOB,
  request,
} from "../values.ts";

const REFUSED: ExpectedError = { class: "ParameterError", code: "parameter" };

/** Ids are opaque text: each is one segment of the path, whatever it contains. */
const ids: readonly (readonly [id: string, segment: string])[] = [
  ["a/b", "a%2Fb"],
  ["a/../b", "a%2F..%2Fb"],
  ["%2e", "%252e"],
  ["%2e%2e", "%252e%252e"],
  ["two words", "two%20words"],
  ["日本é", "%E6%97%A5%E6%9C%AC%C3%A9"],
  ["a?b#c", "a%3Fb%23c"],
  ["a;b=c&d", "a%3Bb%3Dc%26d"],
  ["...", "..."],
  ["not-a-uuid", "not-a-uuid"],
];

const idCases: readonly Case[] = ids.map(([id, segment]) => ({
  name: `the id ${JSON.stringify(id)} is one segment of the path`,
  call: { stem: "batch.jobs.cancel", path: [id] },
  answer: answers(QUEUED_JOB, { requestCheck: "skip" }),
  expect: {
    requests: [request("POST", `/v1/batch/jobs/${segment}/cancel`, { "content-length": "0" })],
    value: QUEUED_JOB,
  },
}));

/** Other clients send these to the collection or to its parent. */
const refusedIdCases: readonly Case[] = ["", ".", ".."].flatMap((id) =>
  ["batch.jobs.get", "batch.jobs.delete", "files.get", "files.delete", "files.download"].map(
    (stem) => ({
      name: `the id ${JSON.stringify(id)} of ${stem} is refused before anything is sent`,
      call: { stem, path: [id] },
      answer: "live",
      expect: { requests: [], error: REFUSED },
    }),
  ),
);

const queryCases: readonly Case[] = [
  {
    name: "params without a value are left out of the query",
    call: {
      stem: "batch.jobs.list",
      params: { page: undefined, model: null, status: null, metadata: null },
    },
    answer: answers({ object: "list", total: 0, data: [] }),
    expect: { requests: [LIST_JOBS], value: { object: "list", total: 0, data: [] } },
  },
  {
    name: "defaults of the document are not sent",
    call: { stem: "files.signedUrl", path: [FILE_ID], params: {} },
    answer: answers({ url: "https://files.example.com/x" }),
    expect: {
      requests: [request("GET", "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68/url")],
      value: { url: "https://files.example.com/x" },
    },
  },
  {
    name: "an array of one value is one key",
    call: { stem: "batch.jobs.list", params: { status: ["RUNNING"] } },
    answer: answers({ total: 0 }),
    expect: { requests: [request("GET", "/v1/batch/jobs?status=RUNNING")], value: { total: 0 } },
  },
  {
    name: "an empty array sends no key",
    call: { stem: "batch.jobs.list", params: { status: [] } },
    answer: answers({ total: 0 }),
    expect: { requests: [LIST_JOBS], value: { total: 0 } },
  },
  {
    name: "a single status that is no array",
    call: { stem: "batch.jobs.list", params: { status: "RUNNING" } },
    answer: answers({ total: 0 }),
    expect: { requests: [request("GET", "/v1/batch/jobs?status=RUNNING")], value: { total: 0 } },
  },
  {
    name: "values with commas, spaces and ampersands stay apart",
    call: { stem: "files.list", params: { mimetypes: ["a,b", "c d", "e&f=g", "h+i"] } },
    answer: answers({ object: "list", data: [] }),
    expect: {
      requests: [
        request(
          "GET",
          "/v1/files?mimetypes=a%2Cb&mimetypes=c%20d&mimetypes=e%26f%3Dg&mimetypes=h%2Bi",
        ),
      ],
      value: { object: "list", data: [] },
    },
  },
  {
    name: "booleans are lower case",
    call: { stem: "batch.jobs.list", params: { created_by_me: false } },
    answer: answers({ total: 0 }),
    expect: {
      requests: [request("GET", "/v1/batch/jobs?created_by_me=false")],
      value: { total: 0 },
    },
  },
  {
    name: "metadata is sent as JSON and collides with no parameter",
    call: {
      stem: "batch.jobs.list",
      params: { page: 0, metadata: { page: "9", "a b": "{`,}", é: "&=" } },
    },
    answer: answers({ total: 0 }),
    expect: {
      requests: [
        request(
          "GET",
          "/v1/batch/jobs?page=0&metadata=%7B%22page%22%3A%229%22%2C%22a%20b%22%3A%22%7B%60%2C%7D%22%2C" +
            "%22%C3%A9%22%3A%22%26%3D%22%7D",
        ),
      ],
      value: { total: 0 },
    },
  },
  {
    name: "a Date is sent as a moment",
    call: {
      stem: "batch.jobs.list",
      params: { created_after: new Date(Date.UTC(2026, 0, 31, 8)) },
    },
    answer: answers({ total: 0 }),
    expect: {
      requests: [request("GET", "/v1/batch/jobs?created_after=2026-01-31T08%3A00%3A00.000Z")],
      value: { total: 0 },
    },
  },
  {
    name: "a moment with an offset keeps its plus sign",
    call: { stem: "batch.jobs.list", params: { created_after: "2026-01-31T08:00:00+01:00" } },
    answer: answers({ total: 0 }),
    expect: {
      requests: [request("GET", "/v1/batch/jobs?created_after=2026-01-31T08%3A00%3A00%2B01%3A00")],
      value: { total: 0 },
    },
  },
];

const refused: readonly (readonly [
  why: string,
  stem: string,
  path: readonly string[],
  params: object,
])[] = [
  ["an unknown param", "batch.jobs.list", [], { pageSize: 4 }],
  ["a param of an operation without params", "batch.jobs.cancel", [JOB_ID], { force: true }],
  ["neither input_files nor requests", "batch.jobs.create", [], { endpoint: "/v1/ocr" }],
  [
    "both input_files and requests",
    "batch.jobs.create",
    [],
    { ...CREATE_JOB, requests: [{ body: {} }] },
  ],
  ["a missing required property", "batch.jobs.create", [], { input_files: [FILE_ID] }],
  ["timeout_hours above 168", "batch.jobs.create", [], { ...CREATE_JOB, timeout_hours: 9999 }],
  ["timeout_hours below 1", "batch.jobs.create", [], { ...CREATE_JOB, timeout_hours: 0 }],
  [
    "a metadata key of 99 characters",
    "batch.jobs.create",
    [],
    { ...CREATE_JOB, metadata: { ["k".repeat(99)]: "v" } },
  ],
  ["an empty metadata key", "batch.jobs.create", [], { ...CREATE_JOB, metadata: { "": "v" } }],
  ["an empty metadata value", "batch.jobs.create", [], { ...CREATE_JOB, metadata: { run: "" } }],
  [
    "a metadata value of 513 characters",
    "batch.jobs.create",
    [],
    { ...CREATE_JOB, metadata: { run: "v".repeat(513) } },
  ],
  ["an expiry of 0 hours", "files.signedUrl", [FILE_ID], { expiry: 0 }],
  ["an expiry of 169 hours", "files.signedUrl", [FILE_ID], { expiry: 169 }],
  ["an upload without a file", "files.upload", [], { purpose: "batch" }],
];

const refusedCases: readonly Case[] = refused.map(([why, stem, path, params]) => ({
  name: `${why} is refused before anything is sent`,
  call: { stem, path, params },
  answer: "live",
  expect: { requests: [], error: REFUSED },
}));

const limitCases: readonly Case[] = [
  {
    name: "values at their limits are sent",
    call: {
      stem: "batch.jobs.create",
      params: {
        ...CREATE_JOB,
        metadata: { ["🔑".repeat(32)]: "v".repeat(512) },
        timeout_hours: 168,
      },
    },
    answer: answers(QUEUED_JOB),
    expect: {
      requests: [
        posted(
          "/v1/batch/jobs",
          '{"endpoint":"/v1/embeddings","input_files":["0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68"],' +
            `"metadata":{"${"🔑".repeat(32)}":"${"v".repeat(512)}"},"timeout_hours":168}`,
        ),
      ],
      value: QUEUED_JOB,
    },
  },
  {
    name: "properties without a value are left out of the body, null is sent",
    call: {
      stem: "batch.jobs.create",
      params: { ...CREATE_JOB, model: undefined, metadata: null },
    },
    answer: answers(QUEUED_JOB),
    expect: {
      requests: [
        posted(
          "/v1/batch/jobs",
          '{"endpoint":"/v1/embeddings","input_files":["0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68"],"metadata":null}',
        ),
      ],
      value: QUEUED_JOB,
    },
  },
];

const optionCases: readonly Case[] = [
  {
    name: "headers of the client and of the call are sent, and null takes one away",
    call: {
      stem: "files.get",
      path: [FILE_ID],
      options: { headers: { "X-Run": "7", "X-Tenant": null, Accept: "application/json" } },
    },
    client: { headers: { "X-Tenant": "blue", "X-App": "demo" } },
    answer: answers({ ...FILE, deleted: false }),
    expect: {
      requests: [
        request("GET", "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68", {
          "x-run": "7",
          "x-app": "demo",
        }),
      ],
      value: { ...FILE, deleted: false },
    },
  },
  {
    name: "a base URL with a path and a final slash",
    call: { stem: "batch.jobs.list" },
    client: { basePath: "/gateway/mistral/" },
    answer: answers({ total: 0 }, { responseCheck: "skip", requestCheck: "skip" }),
    expect: { requests: [request("GET", "/gateway/mistral/v1/batch/jobs")], value: { total: 0 } },
  },
  {
    name: "a header with a line break is refused before anything is sent",
    call: { stem: "batch.jobs.list", options: { headers: { "x-run": "7\r\nx-injected: 1" } } },
    answer: "live",
    expect: { requests: [], error: REFUSED },
  },
];

/** What the arguments of a call become, and which are refused. */
export const argumentCases: readonly Case[] = [
  ...idCases,
  ...refusedIdCases,
  ...queryCases,
  ...refusedCases,
  ...limitCases,
  ...optionCases,
];

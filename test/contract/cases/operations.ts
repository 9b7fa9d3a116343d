import type { Case } from "../case.ts";
import {
  answers,
  content,
  DOWNLOAD,
  FILE,
  FILE_ID,
  INPUT,
  JOB_ID,
  posted,
  QUEUED_JOB,
  request,
  uploaded,
} from "../values.ts";

/** Every operation's success, with every parameter that it has. */
export const operationCases: readonly Case[] = [
  {
    name: "batch.jobs.list",
    call: {
      stem: "batch.jobs.list",
      params: {
        page: 0,
        page_size: 2,
        model: "mistral-small-latest",
        agent_id: "agent 7",
        metadata: { run: "nightly" },
        created_after: "2026-01-31T08:00:00Z",
        created_by_me: true,
        status: ["QUEUED", "RUNNING"],
        order_by: "-created",
      },
    },
    answer: answers({ object: "list", total: 1, data: [QUEUED_JOB] }),
    expect: {
      requests: [
        request(
          "GET",
          "/v1/batch/jobs?page=0&page_size=2&model=mistral-small-latest&agent_id=agent%207" +
            "&metadata=%7B%22run%22%3A%22nightly%22%7D&created_after=2026-01-31T08%3A00%3A00Z" +
            "&created_by_me=true&status=QUEUED&status=RUNNING&order_by=-created",
        ),
      ],
      value: { object: "list", total: 1, data: [QUEUED_JOB] },
    },
  },
  {
    name: "batch.jobs.create, from a file",
    call: {
      stem: "batch.jobs.create",
      params: {
        endpoint: "/v1/chat/completions",
        input_files: [FILE_ID],
        model: "mistral-small-latest",
        metadata: { run: "nightly" },
        timeout_hours: 48,
      },
    },
    answer: answers(QUEUED_JOB),
    expect: {
      requests: [
        posted(
          "/v1/batch/jobs",
          '{"endpoint":"/v1/chat/completions","input_files":["0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68"],' +
            '"model":"mistral-small-latest","metadata":{"run":"nightly"},"timeout_hours":48}',
        ),
      ],
      value: QUEUED_JOB,
    },
  },
  {
    name: "batch.jobs.create, with the requests in place",
    call: {
      stem: "batch.jobs.create",
      params: {
        endpoint: "/v1/chat/completions",
        requests: [
          {
            custom_id: "greeting-1",
            body: { messages: [{ role: "user", content: "Say hello in Breton." }] },
          },
          { custom_id: null, body: { max_tokens: 100 } },
        ],
        model: null,
      },
    },
    answer: answers({ ...QUEUED_JOB, input_files: [], model: null, metadata: null }),
    expect: {
      requests: [
        posted(
          "/v1/batch/jobs",
          '{"endpoint":"/v1/chat/completions","requests":[{"custom_id":"greeting-1","body":{"messages":' +
            '[{"role":"user","content":"Say hello in Breton."}]}},{"custom_id":null,"body":{"max_tokens":100}}],' +
            '"model":null}',
        ),
      ],
      value: { ...QUEUED_JOB, input_files: [], model: null, metadata: null },
    },
  },
  {
    name: "batch.jobs.get",
    call: { stem: "batch.jobs.get", path: [JOB_ID], params: { inline: true } },
    answer: answers(QUEUED_JOB),
    expect: {
      requests: [request("GET", "/v1/batch/jobs/9c2e5f80-3a6d-4d17-8b4f-e0a1d2c3b4f5?inline=true")],
      value: QUEUED_JOB,
    },
  },
  {
    name: "batch.jobs.delete",
    call: { stem: "batch.jobs.delete", path: [JOB_ID] },
    answer: answers({ id: JOB_ID, object: "batch", deleted: true }),
    expect: {
      requests: [request("DELETE", "/v1/batch/jobs/9c2e5f80-3a6d-4d17-8b4f-e0a1d2c3b4f5")],
      value: { id: JOB_ID, object: "batch", deleted: true },
    },
  },
  {
    name: "batch.jobs.cancel",
    call: { stem: "batch.jobs.cancel", path: [JOB_ID] },
    answer: answers({ ...QUEUED_JOB, status: "CANCELLATION_REQUESTED" }),
    expect: {
      requests: [
        request("POST", "/v1/batch/jobs/9c2e5f80-3a6d-4d17-8b4f-e0a1d2c3b4f5/cancel", {
          "content-length": "0",
        }),
      ],
      value: { ...QUEUED_JOB, status: "CANCELLATION_REQUESTED" },
    },
  },
  {
    name: "files.list",
    call: {
      stem: "files.list",
      params: {
        page: 1,
        page_size: 50,
        include_total: false,
        sample_type: ["batch_result", "batch_error"],
        source: ["mistral"],
        search: "results & more",
        purpose: "batch",
        mimetypes: ["application/jsonl", "text/plain"],
      },
    },
    answer: answers({ object: "list", data: [FILE] }),
    expect: {
      requests: [
        request(
          "GET",
          "/v1/files?page=1&page_size=50&include_total=false&sample_type=batch_result&sample_type=batch_error" +
            "&source=mistral&search=results%20%26%20more&purpose=batch" +
            "&mimetypes=application%2Fjsonl&mimetypes=text%2Fplain",
        ),
      ],
      value: { object: "list", data: [FILE] },
    },
  },
  {
    name: "files.upload",
    call: {
      stem: "files.upload",
      params: ({ input }) => ({
        file: { path: input },
        purpose: "batch",
        expiry: 48,
        visibility: "user",
      }),
    },
    answer: answers(FILE),
    expect: {
      requests: [
        uploaded([
          { name: "purpose", type: "text/plain", content: "batch" },
          { name: "expiry", type: "text/plain", content: "48" },
          { name: "visibility", type: "text/plain", content: "user" },
          { name: "file", filename: "requests.jsonl", type: "application/jsonl", content: INPUT },
        ]),
      ],
      value: FILE,
    },
  },
  {
    name: "files.get",
    call: { stem: "files.get", path: [FILE_ID] },
    answer: answers({ ...FILE, deleted: false }),
    expect: {
      requests: [request("GET", "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68")],
      value: { ...FILE, deleted: false },
    },
  },
  {
    name: "files.delete",
    call: { stem: "files.delete", path: [FILE_ID] },
    answer: answers({ id: FILE_ID, object: "file", deleted: true }),
    expect: {
      requests: [request("DELETE", "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68")],
      value: { id: FILE_ID, object: "file", deleted: true },
    },
  },
  {
    name: "files.download",
    call: { stem: "files.download", path: [FILE_ID] },
    answer: content(INPUT),
    read: "text",
    expect: { requests: [DOWNLOAD], value: INPUT },
  },
  {
    name: "files.signedUrl",
    call: { stem: "files.signedUrl", path: [FILE_ID], params: { expiry: 168 } },
    answer: answers({ url: "https://files.example.com/0f6c2b1a?signature=b64c0ffee" }),
    expect: {
      requests: [request("GET", "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68/url?expiry=168")],
      value: { url: "https://files.example.com/0f6c2b1a?signature=b64c0ffee" },
    },
  },
];

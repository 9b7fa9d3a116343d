/** Ids, values of the API and requests that cases expect: literals, in the vendor's own shapes. */

import type { ScriptedAnswer } from "../server/types.ts";
import type { ExpectedPart, ExpectedRequest } from "./case.ts";

/** The API key of every case that does not say otherwise. */
export const KEY = "contract-key";

/** The content of the file that cases upload. */
export const INPUT =
  '{"custom_id":"1","body":{"input":"Kaixo"}}\n{"custom_id":"2","body":{"input":"Demat"}}\n';

export const JOB_ID = "9c2e5f80-3a6d-4d17-8b4f-e0a1d2c3b4f5";
export const FILE_ID = "0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68";

export const QUEUED_JOB = {
  id: JOB_ID,
  object: "batch",
  input_files: [FILE_ID],
  metadata: { run: "nightly" },
  endpoint: "/v1/chat/completions",
  model: "mistral-small-latest",
  agent_id: null,
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
};

export const FILE = {
  id: FILE_ID,
  object: "file",
  bytes: 86,
  created_at: 1769846380,
  filename: "requests.jsonl",
  purpose: "batch",
  sample_type: "batch_request",
  source: "upload",
  num_lines: 2,
  mimetype: "application/jsonl",
  signature: null,
  expires_at: null,
  visibility: "workspace",
};

const SENT = { accept: "application/json", authorization: `Bearer ${KEY}` };

/** A request without a body. */
export function request(
  method: string,
  target: string,
  headers?: Record<string, string>,
): ExpectedRequest {
  return { method, target, headers: { ...SENT, ...headers } };
}

/** A POST that sends exactly this text as JSON. */
export function posted(
  target: string,
  body: string,
  headers?: Record<string, string>,
): ExpectedRequest {
  const length = String(new TextEncoder().encode(body).length);
  return {
    method: "POST",
    target,
    headers: { ...SENT, "content-type": "application/json", "content-length": length, ...headers },
    body,
  };
}

/** An upload whose body is made of these parts. The length is known unless the source cannot tell it. */
export function uploaded(
  parts: readonly ExpectedPart[],
  length: "known" | "unknown" = "known",
): ExpectedRequest {
  const framing =
    length === "known" ? { "content-length": "known" } : { "transfer-encoding": "chunked" };
  return {
    method: "POST",
    target: "/v1/files",
    headers: { ...SENT, "content-type": "multipart/form-data", ...framing },
    body: parts,
  };
}

/** The request that lists jobs without params. */
export const LIST_JOBS: ExpectedRequest = request("GET", "/v1/batch/jobs");

/** The request that creates `CREATE_JOB`. */
export const CREATE_JOB = { endpoint: "/v1/embeddings", input_files: [FILE_ID] };
export const POST_JOB: ExpectedRequest = posted(
  "/v1/batch/jobs",
  '{"endpoint":"/v1/embeddings","input_files":["0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68"]}',
);

/** A download's request. */
export const DOWNLOAD: ExpectedRequest = request(
  "GET",
  "/v1/files/0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68/content",
  { accept: "application/octet-stream" },
);

/** An answer with a JSON body that is checked against the spec. */
export function answers(body: object, more?: ScriptedAnswer): ScriptedAnswer {
  return { status: 200, body, responseCheck: "record", ...more };
}

/** An answer whose body is a file's content. */
export function content(body: string | Uint8Array, more?: ScriptedAnswer): ScriptedAnswer {
  return { status: 200, headers: { "content-type": "application/octet-stream" }, body, ...more };
}

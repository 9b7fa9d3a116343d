import { afterAll, beforeAll, beforeEach } from "vitest";
import { startServer } from "../server/start.js";
import type { RecordedRequest, ScriptedAnswer, ServerHandle } from "../server/types.ts";
import type { Batch, Given, Outcome } from "./styles.ts";

export const JOBS = "/v1/batch/jobs";
export const FILES = "/v1/files";

/** The API of the file that imports this, empty before each test. */
export let server: ServerHandle;
export let client: Batch["client"];

beforeAll(async () => {
  server = await startServer({ queuedMs: 0, requestMs: 0, cancelMs: 0 });
  client = { apiKey: server.apiKey, baseUrl: server.url };
});
beforeEach(() => server.reset());
afterAll(() => server.close());

export function chat(content: string, more: object = {}): Given {
  return { body: { messages: [{ role: "user", content }], ...more } };
}

/** Lets the server fail a request. */
export const fail = (form?: string): object => ({
  simulate_error: { status: 429, message: "too much", ...(form && { form }) },
});

export function paramsOf(requests: Iterable<Given>): NonNullable<Batch["params"]> {
  return { endpoint: "/v1/chat/completions", model: "small", requests };
}

/** A result in one line. */
export function shown(outcome: Outcome): string[] {
  return outcome.results.map((result) => {
    if (result.kind === "unmatched") return `unmatched ${result.reason} ${result.customId ?? "-"}`;
    const what =
      result.kind === "success"
        ? result.output.choices[0]?.message.content
        : result.kind === "error"
          ? `${result.error.status ?? "-"} ${result.error.message}`
          : result.reason;
    return `${result.index} ${result.customId} ${result.kind}: ${what}`;
  });
}

export async function sent(): Promise<string[]> {
  const requests = await server.requests();
  return requests.map(({ method, target }) => `${method} ${target.replace(/[0-9a-f-]{36}/, "…")}`);
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export async function bodies(target: string): Promise<unknown[]> {
  const isAsked = (request: RecordedRequest): boolean =>
    request.method === "POST" && request.target === target;
  const requests = (await server.requests()).filter(isAsked);
  return requests.map(({ body }) => JSON.parse(Buffer.from(body).toString()));
}

export async function job(id: string | undefined): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${server.apiKey}` };
  const response = await fetch(`${server.url}${JOBS}/${id}`, { headers });
  return (await response.json()) as Record<string, unknown>;
}

/** The answer to the question for a job that is over, and nothing of it is known but this. */
export function over(more: object): ScriptedAnswer {
  const body = {
    id: "9c2e5f80-3a6d-4d17-8b4f-e0a1d2c3b4f5",
    object: "batch",
    input_files: [],
    endpoint: "/v1/chat/completions",
    errors: [],
    status: "SUCCESS",
    created_at: 1,
    total_requests: 2,
    completed_requests: 2,
    succeeded_requests: 2,
    failed_requests: 0,
    ...more,
  };
  return { match: { method: "GET", path: `${JOBS}/*` }, times: "always", body };
}

export const content = (body: string, more: Partial<ScriptedAnswer> = {}): ScriptedAnswer => ({
  match: { method: "GET", path: `${FILES}/*` },
  body,
  headers: { "content-type": "application/octet-stream" },
  ...more,
});

export const lineOf = (id: unknown, text: string): string => {
  const body = { choices: [{ message: { role: "assistant", content: text } }] };
  return `${JSON.stringify({ custom_id: id, response: { status_code: 200, body }, error: null })}\n`;
};

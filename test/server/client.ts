// A plain client of the embedded server, for its own tests.
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { startServer } from "./start.js";
import type { ServerHandle } from "./types.ts";

export type Json = Record<string, unknown>;

let server: ServerHandle;

/** Starts a server for a test file; after each test, no violation may be left. */
export function useServer() {
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(() => server.reset());
  afterEach(expectNoViolations);
  afterAll(() => server.close());
  return () => server;
}

async function expectNoViolations() {
  expect(await server.violations()).toEqual([]);
}

export async function call(method: string, path: string, body?: BodyInit | Json, key = "test-key") {
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  const plain = body === undefined || body instanceof FormData || typeof body === "string";
  if (!plain) headers["content-type"] = "application/json";
  const sent = plain ? (body ?? null) : JSON.stringify(body);
  return fetch(server.url + path, { method, headers, body: sent });
}

export async function json(method: string, path: string, body?: BodyInit | Json, key?: string) {
  const response = await call(method, path, body, key);
  return { status: response.status, body: (await response.json()) as Json & { data: Json[] } };
}

export function form(
  content: string | Uint8Array<ArrayBuffer>,
  name = "in.jsonl",
  fields: Record<string, string> = { purpose: "batch" },
) {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.append(field, value);
  data.append("file", new Blob([content], { type: "application/octet-stream" }), name);
  return data;
}

export async function upload(...given: Parameters<typeof form>) {
  return (await json("POST", "/v1/files", form(...given))).body;
}

export const jsonl = (values: readonly unknown[]) =>
  values.map((line) => `${JSON.stringify(line)}\n`).join("");
export const ask = (content: string, more: Json = {}) => ({
  messages: [{ role: "user", content }],
  ...more,
});

export async function get(path: string) {
  return (await json("GET", path)).body;
}

export async function createJob(more: Json = {}) {
  const requests = [{ custom_id: "a", body: ask("Hello") }];
  const body = { endpoint: "/v1/chat/completions", model: "small", requests, ...more };
  return (await json("POST", "/v1/batch/jobs", body)).body;
}

export async function untilOver(id: unknown, query = "") {
  for (;;) {
    const { body } = await json("GET", `/v1/batch/jobs/${id}${query}`);
    if (body["completed_at"] !== null) return body;
    await wait(5);
  }
}

export async function lines(fileId: unknown) {
  const text = await (await call("GET", `/v1/files/${fileId}/content`)).text();
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);
}

// The embedded server as an API: files, jobs, filters, pages, keys and error answers, over plain fetch.
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startServer } from "./start.js";
import type { ServerHandle } from "./types.ts";

let server: ServerHandle;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => server.reset());
afterEach(async () => expect(await server.violations()).toEqual([]));
afterAll(() => server.close());

type Json = Record<string, unknown>;

async function call(method: string, path: string, body?: BodyInit | Json, key = "test-key") {
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  const plain = body === undefined || body instanceof FormData || typeof body === "string";
  if (!plain) headers["content-type"] = "application/json";
  const sent = plain ? (body ?? null) : JSON.stringify(body);
  return fetch(server.url + path, { method, headers, body: sent });
}

async function json(method: string, path: string, body?: BodyInit | Json, key?: string) {
  const response = await call(method, path, body, key);
  return { status: response.status, body: (await response.json()) as Json & { data: Json[] } };
}

function form(
  content: string | Uint8Array<ArrayBuffer>,
  name = "in.jsonl",
  fields: Record<string, string> = { purpose: "batch" },
) {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.append(field, value);
  data.append("file", new Blob([content], { type: "application/octet-stream" }), name);
  return data;
}

async function upload(...given: Parameters<typeof form>) {
  return (await json("POST", "/v1/files", form(...given))).body;
}

const jsonl = (lines: readonly unknown[]) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");
const ask = (content: string, more: Json = {}) => ({
  messages: [{ role: "user", content }],
  ...more,
});

async function createJob(more: Json = {}) {
  const requests = [{ custom_id: "a", body: ask("Hello") }];
  const body = { endpoint: "/v1/chat/completions", model: "small", requests, ...more };
  return (await json("POST", "/v1/batch/jobs", body)).body;
}

async function untilOver(id: unknown, query = "") {
  for (;;) {
    const { body } = await json("GET", `/v1/batch/jobs/${id}${query}`);
    if (body["completed_at"] !== null) return body;
    await wait(5);
  }
}

async function lines(fileId: unknown) {
  const text = await (await call("GET", `/v1/files/${fileId}/content`)).text();
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);
}

describe("files", () => {
  it("stores an upload and gives it back byte for byte", async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256);
    const file = await upload(bytes, "daten ü.bin", {
      purpose: "ocr",
      expiry: "2",
      visibility: "user",
    });
    expect(file).toMatchObject({
      object: "file",
      bytes: 200_000,
      filename: "daten ü.bin",
      purpose: "ocr",
      source: "upload",
      visibility: "user",
      num_lines: null,
    });
    expect(file["expires_at"]).toBe(Number(file["created_at"]) + 7200);
    const response = await call("GET", `/v1/files/${file["id"]}/content`);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await json("GET", `/v1/files/${file["id"]}`)).body).toEqual({
      ...file,
      deleted: false,
    });
    expect((await json("GET", `/v1/files/${file["id"]}`, undefined, "other-key")).status).toBe(404);
  });

  it("knows the kind, media type and lines of an input file, also without a final line break", async () => {
    const file = await upload('{"body":{}}\n{"body":{}}');
    expect(file).toMatchObject({
      mimetype: "application/jsonl",
      sample_type: "batch_request",
      num_lines: 2,
    });
    expect(await upload("", "empty.jsonl")).toMatchObject({ bytes: 0, num_lines: 0 });
  });

  it("lists by page and by every filter", async () => {
    for (const name of ["a.jsonl", "b.jsonl"]) await upload("{}", name);
    const text = await upload("x", "Notes.txt", { purpose: "fine-tune" });
    const list = async (query: string) => (await json("GET", `/v1/files?${query}`)).body;
    const names = async (query: string) => (await list(query)).data.map((file) => file["filename"]);
    expect(await names("")).toEqual(["Notes.txt", "b.jsonl", "a.jsonl"]);
    expect(await list("page=1&page_size=2")).toMatchObject({
      object: "list",
      total: 3,
      data: [{ filename: "a.jsonl" }],
    });
    expect((await list("include_total=false"))["total"]).toBeNull();
    expect(await names("purpose=batch")).toHaveLength(2);
    expect(await names("search=NOTES")).toEqual([text["filename"]]);
    expect(await names("sample_type=instruct&sample_type=batch_result")).toEqual(["Notes.txt"]);
    expect(await names("source=upload&source=mistral")).toHaveLength(3);
    expect(await names("mimetypes=text%2Fplain")).toEqual(["Notes.txt"]);
  });

  it("deletes", async () => {
    const { id } = await upload("{}");
    expect((await json("DELETE", `/v1/files/${id}`)).body).toEqual({
      id,
      object: "file",
      deleted: true,
    });
    const again = await json("DELETE", `/v1/files/${id}`);
    expect(again).toEqual({
      status: 404,
      body: {
        object: "error",
        message: "File not found",
        type: "invalid_request_error",
        param: null,
        code: null,
      },
    });
  });

  it("signs URLs that expire and take no API key", async () => {
    await server.configure({ hourMs: 100 });
    const { id } = await upload("secret");
    const { url } = (await json("GET", `/v1/files/${id}/url?expiry=1`)).body as { url?: string };
    expect(url).toContain(server.storageUrl);
    expect(await (await fetch(url ?? "")).text()).toBe("secret");
    expect((await fetch(`${url}0`)).status).toBe(403);
    await wait(110);
    const late = await fetch(url ?? "");
    expect([late.status, await late.text()]).toEqual([403, "The URL has expired\n"]);
  });
});

describe("jobs", () => {
  it("runs a file's requests and writes an output and an error file", async () => {
    const file = await upload(
      jsonl([
        { custom_id: "ok", body: ask("Hi there") },
        {
          custom_id: "bad",
          body: ask("x", { simulate_error: { status: 400, message: "Too long" } }),
        },
        { body: ask("y", { simulate_error: { form: "string", message: "Too long" } }) },
      ]),
    );
    const created = await createJob({
      requests: null,
      input_files: [file["id"]],
      metadata: { run: "1" },
    });
    expect(created).toMatchObject({
      status: "QUEUED",
      total_requests: 0,
      started_at: null,
      output_file: null,
      metadata: { run: "1" },
    });
    const job = await untilOver(created["id"]);
    expect(job).toMatchObject({
      status: "SUCCESS",
      total_requests: 3,
      completed_requests: 3,
      succeeded_requests: 1,
      failed_requests: 2,
      errors: [{ message: "Too long", count: 2 }],
      outputs: null,
    });
    const [output, ...rest] = await lines(job["output_file"]);
    expect(rest).toEqual([]);
    expect(output?.["id"]).toMatch(/^batch-[0-9a-f]{8}-1-[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(output).toMatchObject({
      custom_id: "ok",
      error: null,
      response: {
        status_code: 200,
        body: {
          object: "chat.completion",
          choices: [{ message: { content: "You wrote: Hi there" } }],
        },
      },
    });
    expect(await lines(job["error_file"])).toMatchObject([
      {
        custom_id: "bad",
        response: { status_code: 400, body: { object: "error", message: "Too long" } },
        error: { message: "Too long" },
      },
      { custom_id: null, response: null, error: "Too long" },
    ]);
    const results = await json("GET", "/v1/files?source=mistral");
    expect(results.body.data.map((one) => one["sample_type"])).toEqual([
      "batch_error",
      "batch_result",
    ]);
  });

  it("counts requests while it runs, and cancels", async () => {
    await server.configure({ queuedMs: 30, requestMs: 20, cancelMs: 40 });
    const requests = Array.from({ length: 100 }, (_, index) => ({
      custom_id: `${index}`,
      body: ask("x"),
    }));
    const { id } = await createJob({ requests });
    await wait(90);
    const running = (await json("GET", `/v1/batch/jobs/${id}`)).body;
    expect(running).toMatchObject({ status: "RUNNING", total_requests: 100 });
    expect(running["completed_requests"]).toBeGreaterThan(0);
    const cancelled = (await json("POST", `/v1/batch/jobs/${id}/cancel`)).body;
    expect(cancelled["status"]).toBe("CANCELLATION_REQUESTED");
    const over = await untilOver(id);
    expect(over).toMatchObject({
      status: "CANCELLED",
      completed_requests: cancelled["completed_requests"],
    });
    expect((await json("POST", `/v1/batch/jobs/${id}/cancel`)).body).toEqual(over);
  });

  it("gives results in place when asked, the same for the same request", async () => {
    const requests = [{ custom_id: "e", body: { input: ["one", "two"], model: "embed" } }];
    const jobs = [];
    for (let time = 0; time < 2; time++)
      jobs.push(await createJob({ endpoint: "/v1/embeddings", model: null, requests }));
    const [first, second] = await Promise.all(jobs.map(({ id }) => untilOver(id, "?inline=true")));
    const outputs = first?.["outputs"] as [
      { response: { body: { data: { embedding: number[] }[] } } },
    ];
    expect(outputs[0].response.body.data.map(({ embedding }) => embedding.length)).toEqual([
      16, 16,
    ]);
    expect(second?.["outputs"]).toMatchObject([{ custom_id: "e", response: outputs[0].response }]);
    expect((await json("GET", `/v1/batch/jobs/${first?.["id"]}`)).body["outputs"]).toBeNull();
  });

  it("fails on unreadable input, and times out", async () => {
    const file = await upload('{"custom_id":"a","body":{}}\nnot json\n{"body":5}\n');
    const failed = await untilOver(
      (await createJob({ requests: null, input_files: [file["id"]] }))["id"],
    );
    expect(failed).toMatchObject({ status: "FAILED", output_file: null, completed_requests: 0 });
    expect(failed["errors"]).toEqual([
      { message: "in.jsonl: A line is not JSON", count: 1 },
      { message: "in.jsonl: Value must be object", count: 1 },
    ]);
    await server.configure({ hourMs: 30, requestMs: 60_000 });
    const late = await untilOver((await createJob({ timeout_hours: 1 }))["id"]);
    expect(late["status"]).toBe("TIMEOUT_EXCEEDED");
  });

  it("lists by page, order and every filter", async () => {
    const first = await createJob({ metadata: { run: "nightly", team: "search" } });
    const second = await createJob({ model: null, agent_id: "agent" });
    await json(
      "POST",
      "/v1/batch/jobs",
      { endpoint: "/v1/ocr", model: "ocr", requests: [{ body: {} }] },
      "other-key",
    );
    const list = async (query: string) => (await json("GET", `/v1/batch/jobs?${query}`)).body;
    const ids = async (query: string) => (await list(query)).data.map((job) => job["id"]);
    expect(await list("page=1&page_size=2")).toMatchObject({
      total: 3,
      data: [{ id: first["id"] }],
    });
    expect((await ids("order_by=created"))[0]).toBe(first["id"]);
    expect(await ids("model=small")).toEqual([first["id"]]);
    expect(await ids("agent_id=agent")).toEqual([second["id"]]);
    expect(await ids("created_by_me=true")).toHaveLength(2);
    expect(await ids(`metadata=${encodeURIComponent('{"run":"nightly"}')}`)).toEqual([first["id"]]);
    expect(await ids(`metadata=${encodeURIComponent('{"run":"daily"}')}`)).toEqual([]);
    expect(await ids("created_after=2020-01-01T00%3A00%3A00Z")).toHaveLength(3);
    expect(await ids("created_after=2099-01-01T00%3A00%3A00%2B02%3A00")).toEqual([]);
    await untilOver(first["id"]);
    expect(await ids("status=SUCCESS&status=FAILED&order_by=created")).toContain(first["id"]);
    expect(await ids("status=CANCELLED")).toEqual([]);
  });

  it("deletes", async () => {
    const { id } = await createJob();
    expect((await json("DELETE", `/v1/batch/jobs/${id}`)).body).toEqual({
      id,
      object: "batch",
      deleted: true,
    });
    expect((await json("GET", `/v1/batch/jobs/${id}`)).status).toBe(404);
  });
});

describe("refusals", () => {
  it("asks for a key that it knows and that may do this", async () => {
    const none = await fetch(`${server.url}/v1/files`);
    expect([none.status, await none.json()]).toEqual([
      401,
      { message: "Unauthorized", request_id: none.headers.get("x-request-id") },
    ]);
    expect(await json("POST", "/v1/files", form("x"), "wrong")).toMatchObject({
      status: 401,
      body: { detail: "Invalid API key" },
    });
    expect((await json("GET", "/v1/files", undefined, "read-only-key")).status).toBe(200);
    expect((await json("POST", "/v1/files", form("x"), "read-only-key")).status).toBe(403);
  });

  it("limits the rate of each key", async () => {
    await server.configure({ rateLimit: { requests: 1, windowMs: 60_000 } });
    expect((await call("GET", "/v1/files")).status).toBe(200);
    const limited = await call("GET", "/v1/files");
    expect(limited.status).toBe(429);
    expect(limited.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    expect(await limited.json()).toMatchObject({ object: "error", type: "rate_limit_error" });
    expect((await call("GET", "/v1/files", undefined, "other-key")).status).toBe(200);
  });

  const create = { endpoint: "/v1/embeddings", requests: [{ body: {} }] };
  it.each<[string, string, BodyInit | Json | undefined, unknown[]]>([
    ["GET", "/v1/batch/jobs?page=x", undefined, ["query", "page"]],
    ["GET", "/v1/batch/jobs?page=-1", undefined, ["query", "page"]],
    ["GET", "/v1/batch/jobs?created_by_me=True", undefined, ["query", "created_by_me"]],
    ["GET", "/v1/batch/jobs?status=RUNNING,QUEUED", undefined, ["query", "status", 0]],
    ["GET", "/v1/batch/jobs?metadata[run]=nightly", undefined, ["query", "metadata[run]"]],
    ["GET", "/v1/batch/jobs?metadata={", undefined, ["query", "metadata"]],
    ["GET", "/v1/batch/jobs?metadata=3", undefined, ["query", "metadata"]],
    ["GET", "/v1/batch/jobs/not%2Fa%20uuid", undefined, ["path", "job_id"]],
    ["POST", "/v1/batch/jobs", { ...create, timeout_hours: 200 }, ["body", "timeout_hours"]],
    ["POST", "/v1/batch/jobs", { ...create, endpoint: "/v1/x" }, ["body", "endpoint"]],
    ["POST", "/v1/batch/jobs", { endpoint: "/v1/embeddings" }, ["body"]],
    ["POST", "/v1/batch/jobs", { ...create, input_files: [crypto.randomUUID()] }, ["body"]],
    [
      "POST",
      "/v1/batch/jobs",
      { ...create, metadata: { ["k".repeat(33)]: "v" } },
      ["body", "metadata", "k".repeat(33)],
    ],
    ["POST", "/v1/batch/jobs", "{}", ["body"]],
    ["POST", "/v1/files", form("x", "x", { purpose: "none" }), ["body", "purpose"]],
    ["POST", "/v1/files", new FormData(), ["body", "file"]],
    ["POST", "/v1/files", create, ["body"]],
    ["GET", `/v1/files/${crypto.randomUUID()}/url?expiry=169`, undefined, ["query", "expiry"]],
  ])("refuses %s %s with %j", async (method, path, body, loc) => {
    const { status, body: answer } = await json(method, path, body);
    expect([status, Object.keys(answer)]).toEqual([422, ["detail"]]);
    expect(answer["detail"]).toContainEqual(expect.objectContaining({ loc }));
  });

  it("names the broken limit", async () => {
    const { body } = await json("POST", "/v1/batch/jobs", { ...create, timeout_hours: 200 });
    expect(body["detail"]).toEqual([
      {
        type: "less_than_equal",
        loc: ["body", "timeout_hours"],
        msg: "Value must be <= 168",
        input: 200,
        ctx: { le: 168 },
      },
    ]);
  });

  it("knows no other paths and no unknown ids", async () => {
    expect(await json("GET", "/v1/")).toMatchObject({
      status: 404,
      body: { message: "no Route matched with those values" },
    });
    expect((await json("GET", "/v1/files/%zz")).status).toBe(404);
    expect((await json("GET", `/v1/batch/jobs/${crypto.randomUUID()}`)).body).toMatchObject({
      object: "error",
      code: null,
    });
    expect(
      (
        await json("POST", "/v1/batch/jobs", {
          endpoint: "/v1/ocr",
          input_files: [crypto.randomUUID()],
        })
      ).status,
    ).toBe(404);
  });
});

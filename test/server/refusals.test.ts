// What the server refuses: 401, 403, 404, 422 and 429 in the vendor's forms.
import { expect, it } from "vitest";
import { call, form, json, useServer, type Json } from "./client.ts";

const server = useServer();

it("asks for a key that it knows and that may do this", async () => {
  const none = await fetch(`${server().url}/v1/files`);
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
  await server().configure({ rateLimit: { requests: 1, windowMs: 60_000 } });
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

it("takes an empty body for none, whatever its content type", async () => {
  const headers = { authorization: "Bearer test-key", "content-type": "application/json" };
  const path = `/v1/batch/jobs/${crypto.randomUUID()}/cancel`;
  expect((await fetch(server().url + path, { method: "POST", headers })).status).toBe(404);
  const full = await fetch(server().url + path, { method: "POST", headers, body: "{}" });
  expect(await full.json()).toMatchObject({ detail: [{ loc: ["body"] }] });
});

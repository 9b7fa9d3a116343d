// Batch jobs: their course, results, filters, cancellation, deletion.
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { ask, createJob, get, json, jsonl, lines, untilOver, upload, useServer } from "./client.ts";

const server = useServer();

async function ids(query: string) {
  return (await get(`/v1/batch/jobs?${query}`)).data.map((job) => job["id"]);
}

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
  await server().configure({ queuedMs: 30, requestMs: 20, cancelMs: 40 });
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
  expect(outputs[0].response.body.data.map(({ embedding }) => embedding.length)).toEqual([16, 16]);
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
  await server().configure({ hourMs: 30, requestMs: 60_000 });
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
  expect(await get("/v1/batch/jobs?page=1&page_size=2")).toMatchObject({
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

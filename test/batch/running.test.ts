import { createClient } from "mistral-batch-files";
import { runBatch } from "mistral-batch-files/batch";
import { describe, expect, test } from "vitest";
import {
  all,
  bodies,
  chat,
  client,
  fail,
  FILES,
  JOBS,
  paramsOf,
  sent,
  server,
  shown,
} from "./live.ts";
import { type Given, STYLES } from "./styles.ts";

describe.each(STYLES)("%s", (_name, run) => {
  test("a few requests are sent without a file", async () => {
    const outcome = await run({ client, params: paramsOf([chat("a"), chat("b", fail())]) });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual(["0 0 success: You wrote: a", "1 1 error: 429 too much"]);
    expect(await bodies(JOBS)).toEqual([
      {
        endpoint: "/v1/chat/completions",
        model: "small",
        requests: [
          { custom_id: "0", body: chat("a").body },
          { custom_id: "1", body: chat("b", fail()).body },
        ],
      },
    ]);
    expect(await sent()).not.toContain(`POST ${FILES}`);
    expect(outcome.progress.at(-1)).toEqual({
      read: 2,
      submitted: 2,
      isComplete: true,
      completed: 2,
      succeeded: 1,
      failed: 1,
      jobs: 1,
      jobsOver: 1,
      results: 2,
    });
    expect(await server.violations()).toEqual([]);
  });

  test("more of them are uploaded, and split into jobs", async () => {
    const requests = Array.from({ length: 5 }, (_, index) => ({
      custom_id: `r${index}`,
      ...chat(`${index}`),
    }));
    const params = {
      ...paramsOf(requests.values()),
      metadata: { run: "nightly" },
      timeout_hours: 12,
    };
    const options = { inline: false as const, maxRequestsPerJob: 2, concurrency: 1 };
    const outcome = await run({ client, params, options });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual(
      requests.map(({ custom_id }, index) => `${index} ${custom_id} success: You wrote: ${index}`),
    );
    expect(await bodies(JOBS)).toEqual(
      [1, 2, 3].map(() => ({
        endpoint: "/v1/chat/completions",
        model: "small",
        metadata: { run: "nightly" },
        timeout_hours: 12,
        input_files: [expect.any(String)],
      })),
    );
    const uploads = (await server.requests()).filter(({ target }) => target === FILES);
    const text = Buffer.from(uploads[0]?.body ?? "").toString();
    expect(text).toContain(
      '{"custom_id":"r0","body":{"messages":[{"role":"user","content":"0"}]}}\n{"custom_id":"r1"',
    );
    expect(text).toContain('filename="requests.jsonl"');
    expect(await server.violations()).toEqual([]);
  });

  test("an idempotency key for all calls is refused", async () => {
    const options = { call: { idempotencyKey: "k" } } as object;
    const { error } = await run({ client, params: paramsOf([chat("a")]), options });
    expect(error).toMatchObject({ code: "parameter", parameter: "call.idempotencyKey" });
  });

  test("errors are those of the calls, or of whoever gave the requests", async () => {
    const wrong = { ...client, apiKey: "wrong" };
    const refused = await run({ client: wrong, params: paramsOf([chat("a")]) });
    expect(refused.error).toMatchObject({
      code: "authentication",
      operationId: "batch.jobs.create",
    });

    const twice = ["a", "b", "a"].map((id) => ({ custom_id: id, ...chat(id) }));
    for (const inline of [undefined, false] as const) {
      const params = paramsOf(twice.values());
      const outcome = await run({ client, params, options: inline === false ? { inline } : {} });
      expect(outcome.error).toMatchObject({
        code: "parameter",
        parameter: "requests[2].custom_id",
        message: 'requests[2] has the custom_id "a", which requests[0] has as well',
      });
    }

    function* broken(): Generator<Given> {
      yield chat("a");
      throw new RangeError("the database is gone");
    }
    for (const inline of [undefined, false] as const) {
      const params = paramsOf(broken());
      const outcome = await run({ client, params, options: inline === false ? { inline } : {} });
      expect(outcome.error).toEqual(new RangeError("the database is gone"));
    }
  });

  test("no requests are no job", async () => {
    const outcome = await run({ client, params: paramsOf([]) });
    expect(outcome.error).toBeUndefined();
    expect(outcome.results).toEqual([]);
    expect(await sent()).toEqual([]);
    expect(outcome.checkpoints.at(-1)).toMatchObject({ isComplete: true, parts: [] });
  });
});

test("results may be read slowly: the client's timeout does not hold for a download", async () => {
  // More than is read ahead.
  const requests = Array.from({ length: 6 }, () => chat("a".repeat(100_000)));
  const run = runBatch(createClient({ ...client, timeout: 3_000 }), paramsOf(requests), {
    interval: 5,
  });
  let count = 0;
  for await (const _ of run) {
    count++;
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  expect(count).toBe(6);
  const opened = (await sent()).filter((line) => line.endsWith("/content"));
  expect(opened.length).toBe(1);
});

test("the results are read once, and the run goes on whether they are read or not", async () => {
  const run = runBatch(createClient(client), paramsOf([chat("a")]));
  const [done] = await run.done;
  expect(done).toMatchObject({ status: "SUCCESS" });
  expect(await all(run)).toMatchObject([{ kind: "success" }]);
  expect(() => run[Symbol.asyncIterator]()).toThrow("the results have been read already");
});

test("requests that come one by one, and no more jobs at a time than are allowed", async () => {
  await server.configure({ queuedMs: 300 });
  async function* source(): AsyncGenerator<Given> {
    for (let index = 0; index < 6; index++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      yield chat(`${index}`);
    }
  }
  let most = 0;
  const params = { endpoint: "/v1/chat/completions" as const, model: "m", requests: source() };
  const run = runBatch(createClient(client), params, {
    inline: false,
    interval: 5,
    maxRequestsPerJob: 1,
    concurrency: 2,
    onProgress: ({ jobs, jobsOver }) => {
      most = Math.max(most, jobs - jobsOver);
    },
  });
  const results = await all(run);
  expect(results.map((result) => result.kind)).toEqual(Array.from({ length: 6 }, () => "success"));
  expect(most).toBe(2);
});

test("what onProgress throws or rejects with ends the run", async () => {
  const error = new RangeError("the screen is gone");
  const handlers = [
    () => {
      throw error;
    },
    async () => {
      throw error;
    },
  ];
  for (const onProgress of handlers) {
    const run = runBatch(createClient(client), paramsOf([chat("a")]), { onProgress });
    await expect(all(run)).rejects.toBe(error);
    await expect(run.done).rejects.toBe(error);
  }
});

import { createClient } from "mistral-batch-files";
import { type BatchOptions, runBatch } from "mistral-batch-files/batch";
import { runCallbackBatch } from "mistral-batch-files/batch/callback";
import { runSyncBatch } from "mistral-batch-files/batch/sync";
import { createCallbackClient } from "mistral-batch-files/callback";
import { createSyncClient } from "mistral-batch-files/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer } from "../server/start.js";
import type { RecordedRequest, ScriptedAnswer, ServerHandle } from "../server/types.ts";
import { type Batch, type Given, type Outcome, STYLES } from "./styles.ts";

const JOBS = "/v1/batch/jobs";
const FILES = "/v1/files";

let server: ServerHandle;
let client: Batch["client"];

beforeAll(async () => {
  server = await startServer({ queuedMs: 0, requestMs: 0, cancelMs: 0 });
  client = { apiKey: server.apiKey, baseUrl: server.url };
});
beforeEach(() => server.reset());
afterAll(() => server.close());

function chat(content: string, more: object = {}): Given {
  return { body: { messages: [{ role: "user", content }], ...more } };
}

const fail = (form?: string): object => ({
  simulate_error: { status: 429, message: "too much", ...(form && { form }) },
});

function paramsOf(requests: Iterable<Given>): NonNullable<Batch["params"]> {
  return { endpoint: "/v1/chat/completions", model: "small", requests };
}

/** A result in one line. */
function shown(outcome: Outcome): string[] {
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

async function sent(): Promise<string[]> {
  const requests = await server.requests();
  return requests.map(({ method, target }) => `${method} ${target.replace(/[0-9a-f-]{36}/, "…")}`);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function bodies(target: string): Promise<unknown[]> {
  const isAsked = (request: RecordedRequest): boolean =>
    request.method === "POST" && request.target === target;
  const requests = (await server.requests()).filter(isAsked);
  return requests.map(({ body }) => JSON.parse(Buffer.from(body).toString()));
}

async function job(id: string | undefined): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${server.apiKey}` };
  const response = await fetch(`${server.url}${JOBS}/${id}`, { headers });
  return (await response.json()) as Record<string, unknown>;
}

/** The answer to the question for a job that is over, and nothing of it is known but this. */
function over(more: object): ScriptedAnswer {
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

const content = (body: string, more: Partial<ScriptedAnswer> = {}): ScriptedAnswer => ({
  match: { method: "GET", path: `${FILES}/*` },
  body,
  headers: { "content-type": "application/octet-stream" },
  ...more,
});

const lineOf = (id: unknown, text: string): string => {
  const body = { choices: [{ message: { role: "assistant", content: text } }] };
  return `${JSON.stringify({ custom_id: id, response: { status_code: 200, body }, error: null })}\n`;
};

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

  test("errors are found in whatever form they have", async () => {
    const requests = [undefined, "status", "string", "object"].map((form) => chat("x", fail(form)));
    const outcome = await run({ client, params: paramsOf(requests) });
    expect(shown(outcome)).toEqual([
      "0 0 error: 429 too much",
      "1 1 error: 429 too much",
      "2 2 error: - too much",
      "3 3 error: - too much",
    ]);
    const [first] = outcome.results;
    expect(first).toMatchObject({ request: requests[0] });
    expect(JSON.parse(first?.kind === "error" ? first.raw : "")).toMatchObject({ custom_id: "0" });
  });

  test("no line ends the run, and each request has one result", async () => {
    const lines = [
      lineOf("1", "second"),
      "{ not json\n",
      "\n",
      lineOf(null, "of nobody"),
      lineOf("7", "of another batch"),
      lineOf("1", "second again"),
      lineOf("0", "first"),
    ];
    await server.script(content(lines.join("")));
    const params = paramsOf([chat("a"), chat("b"), chat("c")].values());
    const outcome = await run({ client, params });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual([
      "1 1 success: second",
      "unmatched not_json -",
      "unmatched no_id -",
      "unmatched unknown_id 7",
      "unmatched duplicate 1",
      "0 0 success: first",
      "2 2 missing: the job is SUCCESS",
    ]);
  });

  test("results that are in the job itself", async () => {
    const outputs = [lineOf("1", "second"), lineOf("0", "first")].map((line) => JSON.parse(line));
    await server.script(over({ output_file: null, error_file: null, outputs }));
    const outcome = await run({ client, params: paramsOf([chat("a"), chat("b")]) });
    expect(shown(outcome)).toEqual(["1 1 success: second", "0 0 success: first"]);
    expect((await sent()).at(-1)).toBe(`GET ${JOBS}/…?inline=true`);
  });

  test("a job of which all requests fail has a file of errors alone", async () => {
    const params = paramsOf([chat("a", fail()), chat("b", fail())]);
    const outcome = await run({ client, params, options: { inline: false } });
    expect(shown(outcome)).toEqual(["0 0 error: 429 too much", "1 1 error: 429 too much"]);
    expect(await sent()).not.toContain(`GET ${JOBS}/…?inline=true`);
  });

  test("a job that fails, or runs out of time, leaves requests without a result", async () => {
    await server.script(
      over({
        status: "FAILED",
        succeeded_requests: 0,
        errors: [{ message: "no such model", count: 1 }],
      }),
    );
    const failed = await run({ client, params: paramsOf([{ custom_id: "a", ...chat("a") }]) });
    expect(shown(failed)).toEqual(["0 a missing: the job is FAILED: no such model"]);

    await server.reset();
    await server.configure({ hourMs: 150, requestMs: 100 });
    const params = { ...paramsOf([chat("a"), chat("b"), chat("c")].values()), timeout_hours: 1 };
    const late = await run({ client, params, options: { inline: false } });
    expect(shown(late)).toEqual([
      "0 0 success: You wrote: a",
      "1 1 missing: the job is TIMEOUT_EXCEEDED",
      "2 2 missing: the job is TIMEOUT_EXCEEDED",
    ]);
  });

  test("ids that nobody remembers are read back from the file", async () => {
    await server.script(content(lineOf("b", "second")));
    const requests = ["a", "b", "c"].map((id) => ({ custom_id: id, ...chat(id) }));
    const params = paramsOf(requests.values());
    const outcome = await run({ client, params, options: { inline: false } });
    expect(shown(outcome)).toEqual([
      "1 b success: second",
      "0 a missing: the job is SUCCESS",
      "2 c missing: the job is SUCCESS",
    ]);
  });

  test("a download that breaks off is taken up where it broke", async () => {
    const lines = ["0", "1", "2", "3"].map((id) => lineOf(id, `answer ${id}`)).join("");
    await server.script([content(lines, { resetInBody: true }), content(lines)]);
    const params = paramsOf(["a", "b", "c", "d"].map((text) => chat(text)));
    const outcome = await run({ client, params });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual(
      ["0", "1", "2", "3"].map((id) => `${id} ${id} success: answer ${id}`),
    );
  });

  test("files are deleted when that is asked for", async () => {
    const params = paramsOf([chat("a"), chat("b", fail())]);
    const left = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${server.apiKey}` };
      const response = await fetch(`${server.url}${FILES}`, { headers });
      return ((await response.json()) as { data: unknown[] }).data.length;
    };
    for (const [cleanUp, count] of [
      ["none", 3],
      ["input", 2],
      ["all", 0],
    ] as const) {
      await server.reset();
      const outcome = await run({ client, params, options: { inline: false, cleanUp } });
      expect(outcome.error).toBeUndefined();
      expect(await left()).toBe(count);
    }
  });

  test("a run that was stopped is taken up from its checkpoint", async () => {
    const requests = Array.from({ length: 6 }, (_, index) => chat(`${index}`));
    const options = { inline: false as const, maxRequestsPerJob: 2, concurrency: 1 };
    const first = await run({ client, params: paramsOf(requests), options, stopAfter: 3 });
    expect(shown(first).length).toBe(3);
    const stored = JSON.parse(JSON.stringify(first.checkpoints.at(-1)));
    const done = stored.parts.filter((part: { isCollected: boolean }) => part.isCollected).length;
    const rest = await run({ client, from: stored, requests, options });
    expect(rest.error).toBeUndefined();
    expect(shown(rest)).toEqual(
      requests.slice(done * 2).map((_, at) => {
        const index = at + done * 2;
        return `${index} ${index} success: You wrote: ${index}`;
      }),
    );
    const inputs = (await bodies(JOBS)).flatMap((body) => Object(body).input_files);
    expect(new Set(inputs).size).toBe(3);
    expect(inputs.length).toBe(3);
  });

  test("a job is taken up by its id", async () => {
    const requests = ["a", "b"].map((id) => ({ custom_id: id, ...chat(id) }));
    const params = paramsOf(requests);
    const first = await run({ client, params, options: { inline: false } });
    const from = first.checkpoints.at(-1)?.parts[0]?.job ?? "";
    const again = await run({ client, from });
    expect(again.error).toBeUndefined();
    expect(shown(again)).toEqual(["0 a success: You wrote: a", "1 b success: You wrote: b"]);
    expect(again.results[0]).not.toHaveProperty("request");
  });

  test("leaving early leaves the jobs alone, or cancels them", async () => {
    // The first job has one request, and the second many, which take long.
    const requests = [chat("x".repeat(7_900)), ...Array.from({ length: 80 }, () => chat("a"))];
    for (const cancelOnAbort of [false, true]) {
      await server.reset();
      await server.configure({ requestMs: 50 });
      const options = { inline: false as const, maxFileSize: 8_000, cancelOnAbort };
      const outcome = await run({ client, params: paramsOf(requests), options, stopAfter: 1 });
      expect(outcome.error).toBeUndefined();
      const jobs = outcome.end?.parts.map((part) => part.job);
      expect(jobs?.length).toBe(2);
      const cancels = (await sent()).filter((line) => line.endsWith("/cancel"));
      expect(cancels.length).toBe(cancelOnAbort ? 1 : 0);
      expect((await job(jobs?.[1]))["status"]).toBe(cancelOnAbort ? "CANCELLED" : "RUNNING");
    }
  });

  test("an error leaves the jobs alone in any case", async () => {
    await server.configure({ requestMs: 5_000 });
    const options = { inline: false as const, cancelOnAbort: true, deadline: 100 };
    const { error } = await run({ client, params: paramsOf([chat("a")]), options });
    expect(error).toMatchObject({ code: "timeout", phase: "wait" });
    expect((await sent()).filter((line) => line.endsWith("/cancel"))).toEqual([]);
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

  test("an upload of an array, or of what is kept, is tried again; of what can be read once it is not", async () => {
    const busy: ScriptedAnswer = {
      match: { method: "POST", path: FILES },
      status: 429,
      headers: { "retry-after": "0" },
      body: { message: "later" },
    };
    const requests = [chat("a"), chat("b")];
    for (const [source, keepRequests] of [
      [requests, false],
      [requests.values(), true],
    ] as const) {
      await server.reset();
      await server.script(busy);
      const options = { inline: false as const, keepRequests };
      const outcome = await run({ client, params: paramsOf(source), options });
      expect(outcome.error).toBeUndefined();
      expect(shown(outcome)).toEqual(["0 0 success: You wrote: a", "1 1 success: You wrote: b"]);
    }
    await server.reset();
    await server.script(busy);
    const params = paramsOf(requests.values());
    const outcome = await run({ client, params, options: { inline: false } });
    expect(outcome.error).toMatchObject({ code: "rate_limit", operationId: "files.upload" });
  });

  test("a job of which the answer is lost is looked for, and created if there is none", async () => {
    await server.script({ match: { method: "POST", path: JOBS }, resetAfterRequest: true });
    const params = paramsOf([chat("a")]);
    const outcome = await run({ client, params, options: { inline: false } });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual(["0 0 success: You wrote: a"]);
    const asked = (await sent()).filter((line) => line.startsWith(`GET ${JOBS}?`));
    expect(asked.length).toBe(3);
    expect(asked.every((line) => line.includes("created_after="))).toBe(true);
  }, 20_000);

  test("no requests are no job", async () => {
    const outcome = await run({ client, params: paramsOf([]) });
    expect(outcome.error).toBeUndefined();
    expect(outcome.results).toEqual([]);
    expect(await sent()).toEqual([]);
    expect(outcome.checkpoints.at(-1)).toMatchObject({ isComplete: true, parts: [] });
  });
});

describe("promise", () => {
  const slow = { queuedMs: 60_000 };

  test.each([true, false])(
    "an abort ends the run at once (cancelOnAbort: %s)",
    async (cancelOnAbort) => {
      await server.configure(slow);
      const controller = new AbortController();
      const run = runBatch(createClient(client), paramsOf([chat("a")]), {
        inline: false,
        cancelOnAbort,
        signal: controller.signal,
        onProgress: ({ jobs }) => {
          if (jobs === 1) controller.abort("enough");
        },
      });
      await expect(all(run)).rejects.toMatchObject({ code: "cancelled", reason: "enough" });
      await expect(run.done).rejects.toMatchObject({ code: "cancelled" });
      expect(run.cancel()).toBe(false);
      expect((await job(run.jobs[0]?.id))["status"]).toBe(cancelOnAbort ? "CANCELLED" : "QUEUED");
    },
  );

  test("results may be read slowly: the client's timeout does not hold for a download", async () => {
    // More than is read ahead.
    const requests = Array.from({ length: 6 }, () => chat("a".repeat(100_000)));
    const run = runBatch(createClient({ ...client, timeout: 1_500 }), paramsOf(requests), {
      interval: 5,
    });
    let count = 0;
    for await (const _ of run) {
      count++;
      await new Promise((resolve) => setTimeout(resolve, 350));
    }
    expect(count).toBe(6);
    const opened = (await sent()).filter((line) => line.endsWith("/content"));
    expect(opened.length).toBe(1);
  });

  test("a signal that has aborted already sends nothing", async () => {
    const run = runBatch(createClient(client), paramsOf([chat("a")]), {
      signal: AbortSignal.abort("before"),
    });
    await expect(all(run)).rejects.toMatchObject({ code: "cancelled", reason: "before" });
    expect(await sent()).toEqual([]);
  });

  test("an abort while results are read ends that", async () => {
    const controller = new AbortController();
    const params = paramsOf(Array.from({ length: 5 }, () => chat("a")));
    const run = runBatch(createClient(client), params, { signal: controller.signal });
    await run.done;
    const read = async (): Promise<void> => {
      for await (const _ of run) controller.abort("while reading");
    };
    await expect(read()).rejects.toMatchObject({ code: "cancelled", reason: "while reading" });
  });

  test("the results are read once, and the run goes on whether they are read or not", async () => {
    const run = runBatch(createClient(client), paramsOf([chat("a")]));
    const [done] = await run.done;
    expect(done).toMatchObject({ status: "SUCCESS" });
    expect(await all(run)).toMatchObject([{ kind: "success" }]);
    expect(() => run[Symbol.asyncIterator]()).toThrow("the results have been read already");
  });

  test("what stores the checkpoint is waited for, and its error ends the run", async () => {
    const events: string[] = [];
    const run = runBatch(createClient(client), paramsOf([chat("a")]), {
      inline: false,
      onCheckpoint: async ({ parts }) => {
        const of = parts[0]?.job === undefined ? "file" : "job";
        events.push(`${of} is stored`);
        const before = (await sent()).length;
        await new Promise((resolve) => setTimeout(resolve, 20));
        events.push(`${(await sent()).length - before} requests meanwhile`);
        if (of === "job") throw new RangeError("the disk is full");
      },
    });
    await expect(all(run)).rejects.toEqual(new RangeError("the disk is full"));
    expect(events).toEqual([
      "file is stored",
      "0 requests meanwhile",
      "job is stored",
      "0 requests meanwhile",
    ]);
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
    expect(results.map((result) => result.kind)).toEqual(
      Array.from({ length: 6 }, () => "success"),
    );
    expect(most).toBe(2);
  });

  test.each<[string, BatchOptions]>([
    ["before it is known whether there is a file", {}],
    ["during an upload", { inline: false }],
    ["between two uploads", { inline: false, maxRequestsPerJob: 1 }],
  ])("a source that is never done does not hold up an abort %s", async (_name, options) => {
    let isStuck = (): void => {};
    const stuck = new Promise<void>((resolve) => (isStuck = resolve));
    async function* source(): AsyncGenerator<Given> {
      yield chat("a");
      isStuck();
      await new Promise(() => {});
    }
    const params = { endpoint: "/v1/chat/completions" as const, model: "m", requests: source() };
    const run = runBatch(createClient(client), params, options);
    stuck.then(() => run.cancel("tired"));
    await expect(all(run)).rejects.toMatchObject({ code: "cancelled", reason: "tired" });
    await expect(run.done).rejects.toMatchObject({ code: "cancelled", reason: "tired" });
  });
});

describe("callback", () => {
  test("what is thrown by a handler is thrown where nothing of ours can catch it", async () => {
    const uncaught: unknown[] = [];
    const listeners = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", (error) => uncaught.push(error));
    try {
      const run = runCallbackBatch(createCallbackClient(client), paramsOf([chat("a")]), {
        onResult: () => {
          throw new RangeError("a handler");
        },
      });
      await run.done;
      expect(run.state).toBe("success");
      const silent = runCallbackBatch(
        createCallbackClient({ ...client, apiKey: "wrong" }),
        paramsOf([chat("a")]),
        {},
      );
      await silent.done;
      expect(silent.state).toBe("error");
      await new Promise((resolve) => setImmediate(resolve));
      expect(uncaught).toMatchObject([{ message: "a handler" }, { code: "authentication" }]);
    } finally {
      process.removeAllListeners("uncaughtException");
      for (const listener of listeners) process.on("uncaughtException", listener);
    }
  });

  test("a call that is cancelled before it starts sends nothing", async () => {
    const reasons: unknown[] = [];
    const run = runCallbackBatch(createCallbackClient(client), paramsOf([chat("a")]), {
      onStart: () => reasons.push("start"),
      onCancel: (reason) => reasons.push(reason),
    });
    expect(run.cancel("no")).toBe(true);
    expect(run.cancel("again")).toBe(false);
    await run.done;
    expect(reasons).toEqual(["no"]);
    expect(await sent()).toEqual([]);
  });

  test("a run whose calls the monitor ends is cancelled", async () => {
    const callbackClient = createCallbackClient(client);
    const { monitor } = callbackClient;
    const events: unknown[] = [];
    const run = runCallbackBatch(callbackClient, paramsOf([chat("a")]), {
      onResult: () => events.push("result"),
      onSuccess: () => events.push("success"),
      onError: () => events.push("error"),
      onCancel: (reason, { signal }) => events.push(`cancel ${String(reason)} ${signal.aborted}`),
      onSettled: () => events.push("settled"),
    });
    monitor.onChange(() => {
      if (monitor.list().some(({ operation }) => operation === "batch.jobs.get"))
        queueMicrotask(() => monitor.abortAll("enough"));
    });
    await run.done;
    expect({ state: run.state, events }).toEqual({
      state: "cancelled",
      events: ["cancel enough true", "settled"],
    });
  });

  test("callbacks are required", () => {
    expect(() =>
      runCallbackBatch(createCallbackClient(client), paramsOf([]), undefined as unknown as object),
    ).toThrow("callbacks must be an object");
  });
});

describe("sync", () => {
  test("what comes asynchronously is refused", () => {
    const blocking = createSyncClient(client);
    const requests = (async function* () {})() as unknown as Given[];
    expect(() => runSyncBatch(blocking, paramsOf(requests))).toThrow(
      "requests come asynchronously, which a blocking run cannot wait for",
    );
    const onCheckpoint = async (): Promise<void> => {};
    const run = runSyncBatch(blocking, paramsOf([chat("a")]), { onCheckpoint });
    expect(() => [...run]).toThrow("onCheckpoint returned a promise");
    blocking.close();
  });

  test("nothing is sent before the first result is asked for", async () => {
    const blocking = createSyncClient(client);
    const run = runSyncBatch(blocking, paramsOf([chat("a")]));
    expect(run.progress).toMatchObject({ read: 0, jobs: 0 });
    expect(await sent()).toEqual([]);
    expect([...run].length).toBe(1);
    expect(() => [...run]).toThrow("the results have been read already");
    blocking.close();
  });
});

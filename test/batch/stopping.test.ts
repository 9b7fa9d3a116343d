import { createClient } from "mistral-batch-files";
import { type BatchClient, type BatchOptions, runBatch } from "mistral-batch-files/batch";
import { ConnectionError } from "mistral-batch-files/errors";
import { describe, expect, test } from "vitest";
import { all, chat, client, job, paramsOf, sent, server } from "./live.ts";
import { type Given, STYLES } from "./styles.ts";

describe.each(STYLES)("%s", (_name, run) => {
  test("leaving early leaves the jobs alone, or cancels them", async () => {
    // The first job has one request, and the second many, which take long.
    const requests = [chat("x".repeat(7_900)), ...Array.from({ length: 80 }, () => chat("a"))];
    for (const cancelOnAbort of [false, true]) {
      await server.reset();
      await server.configure({ requestMs: 50 });
      const options = { inline: false as const, maxFileSize: 8_000, cancelOnAbort };
      const params = paramsOf(requests);
      const outcome = await run({ client, params, options, stopAfter: 1, stopWithJobs: 2 });
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
});

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

test("a job whose answer was lost is cancelled as well", async () => {
  await server.configure(slow);
  const { files, batch } = createClient(client);
  const { jobs } = batch;
  const lossy: BatchClient = {
    files,
    batch: {
      jobs: {
        list: (...args) => jobs.list(...args),
        get: (...args) => jobs.get(...args),
        wait: (...args) => jobs.wait(...args),
        cancel: (...args) => jobs.cancel(...args),
        create: async (...args) => {
          await jobs.create(...args);
          run.cancel("enough");
          throw new ConnectionError("the answer is lost");
        },
      },
    },
  };
  const run = runBatch(lossy, paramsOf([chat("a")]), { inline: false, cancelOnAbort: true });
  await expect(all(run)).rejects.toMatchObject({ code: "cancelled", reason: "enough" });
  expect((await job(run.jobs[0]?.id))["status"]).toBe("CANCELLED");
});

test("a source that throws when it is told to end does not hide what ended the run", async () => {
  const source = (): IterableIterator<Given> => ({
    next: () => ({ done: false, value: chat("a") }),
    return: () => {
      throw new RangeError("of the source");
    },
    [Symbol.iterator]() {
      return this;
    },
  });
  const wrong = { ...client, apiKey: "wrong" };
  for (const [, run] of STYLES) {
    const options = { inline: false, maxRequestsPerJob: 2 } as const;
    const { error } = await run({ client: wrong, params: paramsOf(source()), options });
    expect(error).toMatchObject({ code: "authentication" });
  }
});

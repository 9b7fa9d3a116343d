import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type WaitOptions } from "mistral-batch-files";
import { createCallbackClient } from "mistral-batch-files/callback";
import { createSyncClient, type SyncClient } from "mistral-batch-files/sync";
import { batchJobsWait, createCore } from "mistral-batch-files/operations";
import type { BatchJob } from "mistral-batch-files/types";
import { startServer } from "../server/start.js";
import type { ServerHandle } from "../server/types.ts";
import { QUEUED_JOB, JOB_ID } from "./values.ts";

type Options = Pick<WaitOptions<BatchJob>, "deadline" | "interval" | "onProgress">;

let server: ServerHandle;
/** One for all tests, so that no deadline has to last for the start of its thread. */
let blocking: SyncClient;
const connection = () => ({ apiKey: server.apiKey, baseUrl: server.url });

beforeAll(async () => {
  server = await startServer();
  blocking = createSyncClient(connection());
  blocking.batch.jobs.list();
});

afterAll(() => {
  blocking.close();
  return server.close();
});

const layers: Readonly<Record<string, (options: Options) => Promise<BatchJob>>> = {
  promise: async (options) => createClient(connection()).batch.jobs.wait(JOB_ID, options),
  operations: async (options) => batchJobsWait(createCore(connection()), JOB_ID, options),
  callback: ({ onProgress, ...options }) =>
    new Promise((resolve, reject) => {
      createCallbackClient(connection()).batch.jobs.wait(
        JOB_ID,
        { onProgress: (job) => onProgress?.(job), onSuccess: resolve, onError: reject },
        options,
      );
    }),
  errback: (options) =>
    new Promise((resolve, reject) => {
      createCallbackClient(connection()).batch.jobs.wait(
        JOB_ID,
        (error, job) => (job === undefined ? reject(error) : resolve(job)),
        options,
      );
    }),
  sync: async (options) => blocking.batch.jobs.wait(JOB_ID, options),
};

const jobOf = (status: string): object => ({ status: 200, body: { ...QUEUED_JOB, status } });

describe.each(Object.entries(layers))("waiting: %s", (_layer, wait) => {
  test("goes on while a cancellation is only asked for, and returns an end that is no success", async () => {
    const statuses = ["QUEUED", "RUNNING", "RUNNING", "CANCELLATION_REQUESTED", "CANCELLED"];
    await server.script(statuses.map(jobOf));
    const seen: string[] = [];
    const onProgress = ({ status }: BatchJob): void => void seen.push(status);
    expect(await wait({ interval: 0, onProgress })).toEqual({ ...QUEUED_JOB, status: "CANCELLED" });
    expect(seen).toEqual(["QUEUED", "RUNNING", "CANCELLATION_REQUESTED", "CANCELLED"]);
  });

  test("ends at the deadline with the last answer", async () => {
    await server.script([jobOf("RUNNING"), jobOf("RUNNING")]);
    await expect(wait({ interval: 60_000, deadline: 2_000 })).rejects.toMatchObject({
      code: "timeout",
      phase: "wait",
      timeoutMs: 2_000,
      operationId: "batch.jobs.get",
      lastValue: { status: "RUNNING" },
    });
    // The second answer is for a last look, if there was time for one.
    await server.reset();
  });

  test("ends with the error of a request", async () => {
    await server.script([jobOf("RUNNING"), { status: 404, body: { detail: "gone" } }]);
    await expect(wait({ interval: 0 })).rejects.toMatchObject({ code: "not_found", status: 404 });
  });
});

import { runSyncBatch } from "mistral-batch-files/batch/sync";
import { createSyncClient } from "mistral-batch-files/sync";
import { expect, test } from "vitest";
import { chat, client, paramsOf, sent } from "./live.ts";
import type { Given } from "./styles.ts";

test("what comes asynchronously is refused", () => {
  const blocking = createSyncClient(client);
  const requests = (async function* () {})() as unknown as Given[];
  expect(() => runSyncBatch(blocking, paramsOf(requests))).toThrow(
    "requests come asynchronously, which a blocking run cannot wait for",
  );
  const onCheckpoint = async (): Promise<void> => {};
  const run = runSyncBatch(blocking, paramsOf([chat("a")]), { onCheckpoint });
  expect(() => [...run]).toThrow("onCheckpoint returned a promise");
  const onProgress = async (): Promise<void> => {
    throw new RangeError("of nobody's business");
  };
  const other = runSyncBatch(blocking, paramsOf([chat("a")]), { onProgress });
  expect(() => [...other]).toThrow("onProgress returned a promise");
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

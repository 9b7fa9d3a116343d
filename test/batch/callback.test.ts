import { runCallbackBatch } from "mistral-batch-files/batch/callback";
import { createCallbackClient } from "mistral-batch-files/callback";
import { expect, test } from "vitest";
import { chat, client, paramsOf, sent } from "./live.ts";

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

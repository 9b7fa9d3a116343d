import { getEventListeners } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { callWait, type WaitCallbacks } from "../../templates/package/src/runtime/callback-wait.ts";
import { CancelledError, TimeoutError } from "../../templates/package/src/runtime/errors.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import { wait, type WaitOptions } from "../../templates/package/src/runtime/wait.ts";
import { coreFor, getItem } from "./sample.ts";
import { answer, parameterError, rejection, serve } from "./serve.ts";

interface Item {
  readonly status?: string;
  readonly done?: number;
}

const waited: Operation = {
  ...getItem,
  polling: { field: "status", terminal: ["SUCCESS", "FAILED"] },
};

/** A server that gives one answer after the other, the last one for ever, and counts the requests. */
async function script(
  ...answers: (Item | ((response: ServerResponse) => void))[]
): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    const next = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(request.url ?? "");
    if (typeof next === "function") next(response);
    else answer(response, 200, next);
  });
  return { url, asked };
}

function waitFor(url: string, options: WaitOptions<Item, object> = {}) {
  return wait<Item, object>(coreFor(url), waited, ["a"], { interval: 0, ...options });
}

const queued = { status: "QUEUED" };
const running = { status: "RUNNING" };
const success = { status: "SUCCESS" };

test("asks until the end is there, and reports what differs", async () => {
  const { url, asked } = await script(queued, queued, running, { ...running, done: 1 }, success);
  const seen: Item[] = [];
  const promise = waitFor(url, { onProgress: (item) => void seen.push(item) });
  const { data, status, attempts } = await promise.withResponse();
  expect({ data, status, attempts }).toEqual({ data: success, status: 200, attempts: 1 });
  expect(await promise).toEqual(success);
  expect(seen).toEqual([queued, running, { ...running, done: 1 }, success]);
  expect(asked).toEqual(Array.from({ length: 5 }, () => "/v1/items/a"));
});

test("what onProgress returns is waited for, and its rejection ends the wait", async () => {
  const { url, asked } = await script(queued, running, success);
  const seen: string[] = [];
  const onProgress = async ({ status = "" }: Item): Promise<void> => {
    const before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 10));
    seen.push(`${status} ${asked.length - before}`);
    if (status === "RUNNING") throw new RangeError("the disk is full");
  };
  expect(await rejection(waitFor(url, { onProgress }))).toEqual(new RangeError("the disk is full"));
  expect(seen).toEqual(["QUEUED 0", "RUNNING 0"]);
  const stuck = new AbortController();
  const never = waitFor(url, { signal: stuck.signal, onProgress: () => new Promise(() => {}) });
  setTimeout(() => stuck.abort(), 20);
  expect(await rejection(never)).toBeInstanceOf(CancelledError);
});

test("an end that is no success is a value; a state that nobody knows is no end", async () => {
  const { url } = await script({ status: "PAUSED" }, {}, { status: "FAILED" });
  expect(await waitFor(url)).toEqual({ status: "FAILED" });
});

test("the params are those of each request", async () => {
  const { url, asked } = await script(queued, success);
  await waitFor(url, { params: { inline: true } });
  expect(asked).toEqual(["/v1/items/a?inline=true", "/v1/items/a?inline=true"]);
});

test("at the deadline there is an error with the last value, which it does not show", async () => {
  const { url } = await script(running);
  const error = await rejection(waitFor(url, { interval: 5, deadline: 1_500 }));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({
    phase: "wait",
    timeoutMs: 1_500,
    operationId: "items.get",
    lastValue: running,
    message: "items.get: the end was not reached within 1500 ms",
  });
  expect(JSON.stringify(error)).not.toContain("RUNNING");
});

test("the deadline ends a request that is under way", async () => {
  const { url } = await script(running, () => {});
  const error = await rejection(waitFor(url, { deadline: 1_500 }));
  expect(error).toMatchObject({ name: "TimeoutError", phase: "wait", lastValue: running });
});

test("a deadline of a request stays that request's", async () => {
  const { url } = await script(() => {});
  const error = await rejection(waitFor(url, { timeout: 30, deadline: 10_000 }));
  expect(error).toMatchObject({ name: "TimeoutError", phase: "total", timeoutMs: 30 });
});

test("an abort ends the wait between two requests at once, and leaves nothing on the signal", async () => {
  const { url, asked } = await script(running);
  const controller = new AbortController();
  const onProgress = (): void => void setTimeout(() => controller.abort("enough"), 5);
  const { signal } = controller;
  const error = await rejection(waitFor(url, { interval: 60_000, signal, onProgress }));
  expect(error).toBeInstanceOf(CancelledError);
  expect(error).toMatchObject({ reason: "enough", operationId: "items.get" });
  expect(asked.length).toBe(1);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("an error of a request is that of the wait", async () => {
  const { url, asked } = await script(queued, (response) => answer(response, 404, {}));
  expect(await rejection(waitFor(url))).toMatchObject({ name: "NotFoundError" });
  expect(asked.length).toBe(2);
});

test("what onProgress throws is that of the wait", async () => {
  const { url, asked } = await script(queued);
  const failure = new Error("mine");
  const onProgress = (): never => {
    throw failure;
  };
  expect(await rejection(waitFor(url, { onProgress }))).toBe(failure);
  expect(asked.length).toBe(1);
});

test.each([
  [{ interval: -1 }, "interval"],
  [{ interval: Number.NaN }, "interval"],
  [{ interval: { min: -1 } }, "interval.min"],
  [{ interval: { min: 5, max: 4 } }, "interval.max"],
  [{ deadline: 0 }, "deadline"],
])("%j is refused before anything is sent", async (options, parameter) => {
  const { url, asked } = await script(success);
  expect(await rejection(waitFor(url, options))).toEqual(parameterError(parameter));
  expect(asked).toEqual([]);
});

test("callbacks hear of each value that differs, and of the last response", async () => {
  const { url } = await script(queued, queued, running, success);
  const log: string[] = [];
  const callbacks: WaitCallbacks<Item, string> = {
    sender: "me",
    onStart: (ctx) => void log.push(`start ${ctx.sender}`),
    onProgress: ({ status }, ctx) => void log.push(`${status} ${ctx.response?.status}`),
    onSuccess: ({ status }) => void log.push(`success ${status}`),
    onSettled: () => void log.push("settled"),
  };
  const options = { interval: 0, onProgress: ({ status }: Item) => void log.push(`own ${status}`) };
  const handle = callWait(coreFor(url), waited, ["a"], callbacks, options);
  await handle.done;
  expect(handle.state).toBe("success");
  expect(log).toEqual([
    "start me",
    "own QUEUED",
    "QUEUED 200",
    "own RUNNING",
    "RUNNING 200",
    "own SUCCESS",
    "SUCCESS 200",
    "success SUCCESS",
    "settled",
  ]);
});

test("a wait with callbacks can be cancelled between two requests", async () => {
  const { url, asked } = await script(running);
  const reasons: unknown[] = [];
  const handle = callWait<Item, object, unknown>(
    coreFor(url),
    waited,
    ["a"],
    {
      onProgress: () => void setTimeout(() => handle.cancel("enough"), 5),
      onCancel: (reason) => void reasons.push(reason),
    },
    { interval: 60_000 },
  );
  await handle.done;
  expect({ state: handle.state, reasons, asked: asked.length }).toEqual({
    state: "cancelled",
    reasons: ["enough"],
    asked: 1,
  });
});

test("one function gets the outcome of a wait", async () => {
  const { url } = await script(queued, success);
  const outcome = await new Promise((resolve) => {
    callWait<Item, object, undefined>(
      coreFor(url),
      waited,
      ["a"],
      (error, value) => resolve([error, value]),
      { interval: 0 },
    );
  });
  expect(outcome).toEqual([null, success]);
});

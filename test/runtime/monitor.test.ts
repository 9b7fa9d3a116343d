import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { callList } from "../../templates/package/src/runtime/callback-list.ts";
import { call } from "../../templates/package/src/runtime/callback.ts";
import type { Core } from "../../templates/package/src/runtime/core.ts";
import type { Download } from "../../templates/package/src/runtime/download.ts";
import { CancelledError, ClientError } from "../../templates/package/src/runtime/errors.ts";
import { Monitor } from "../../templates/package/src/runtime/monitor.ts";
import { wait } from "../../templates/package/src/runtime/wait.ts";
import { coreFor, downloadFile, getItem, listItems } from "./sample.ts";
import { answer, parameterError, rejection, serve } from "./serve.ts";

/** A server that answers when it is told to. */
async function held(): Promise<{
  core: Core;
  monitor: Monitor;
  next: () => Promise<ServerResponse>;
}> {
  const waiting: ServerResponse[] = [];
  const arrived = new EventTarget();
  const url = await serve((_request, response) => {
    waiting.push(response);
    arrived.dispatchEvent(new Event("request"));
  });
  const core = coreFor(url);
  const next = async (): Promise<ServerResponse> => {
    if (waiting.length === 0) await once(arrived, "request");
    return waiting.shift()!;
  };
  return { core, monitor: new Monitor(core), next };
}

test("a call is in flight from its start to its outcome", async () => {
  const { core, monitor, next } = await held();
  const counts: number[] = [];
  const end = monitor.onChange(() => void counts.push(monitor.inFlight));
  const before = Date.now();
  const sent = core.send(getItem, ["a"]);
  expect(monitor.isBusy).toBe(true);
  const [inFlight] = monitor.list();
  expect(inFlight).toEqual({
    operation: "items.get",
    startedAt: expect.any(Number) as unknown,
    attempt: 1,
    phase: "request",
  });
  expect(Math.abs((inFlight?.startedAt ?? 0) - before)).toBeLessThan(60_000);
  answer(await next(), 200, {});
  await sent;
  expect({ counts, inFlight: monitor.inFlight, list: monitor.list() }).toEqual({
    counts: [1, 0],
    inFlight: 0,
    list: [],
  });
  end();
  answer(await (core.send(getItem, ["a"]), next()), 200, {});
  await monitor.whenIdle();
  expect(counts).toEqual([1, 0]);
});

test("so is one that fails, before or after it is sent", async () => {
  const { core, monitor, next } = await held();
  expect(await rejection(core.send(getItem, [""]))).toEqual(parameterError("item_id"));
  expect(monitor.inFlight).toBe(0);
  const sent = core.send(getItem, ["a"]);
  answer(await next(), 404, {});
  expect(await rejection(sent)).toMatchObject({ status: 404 });
  expect(monitor.inFlight).toBe(0);
});

test("a body that arrives is the phase `response`", async () => {
  const { core, monitor, next } = await held();
  const sent = core.send(getItem, ["a"], undefined, { onResponse() {} });
  const response = await next();
  response.writeHead(200, { "content-type": "application/json" });
  response.write("{");
  while (monitor.list()[0]?.phase === "request") await new Promise(setImmediate);
  expect(monitor.list()).toMatchObject([{ phase: "response" }]);
  response.end("}");
  expect(await sent).toEqual({});
});

test("a download is in flight until it has been read, or given up", async () => {
  const { core, monitor, next } = await held();
  const open = async (): Promise<Download> => {
    const sent = core.send<Download>(downloadFile, ["a"]);
    (await next()).end("some bytes");
    return sent;
  };
  const read = await open();
  expect(monitor.list()).toMatchObject([{ operation: "files.download", phase: "response" }]);
  expect(await read.text()).toBe("some bytes");
  expect(monitor.inFlight).toBe(0);
  const left = await open();
  expect(monitor.inFlight).toBe(1);
  await left.cancel();
  expect(monitor.inFlight).toBe(0);
});

test("a wait is one call, between two requests too", async () => {
  const { core, monitor, next } = await held();
  const operation = { ...getItem, polling: { field: "status", terminal: ["DONE"] } };
  const waiting = wait(core, operation, ["a"], { interval: 20 });
  const counts: number[] = [];
  monitor.onChange(() => void counts.push(monitor.inFlight));
  const first = await next();
  expect(monitor.list()).toMatchObject([{ operation: "items.get", attempt: 1, phase: "request" }]);
  answer(first, 200, { status: "RUNNING" });
  while (monitor.list()[0]?.phase === "request") await new Promise(setImmediate);
  expect(monitor.list()).toMatchObject([{ attempt: 1, phase: "wait" }]);
  const second = await next();
  expect(monitor.list()).toMatchObject([{ attempt: 2, phase: "request" }]);
  answer(second, 200, { status: "DONE" });
  await waiting;
  expect(counts).toEqual([0]);
});

test("abortAll ends whatever is in flight", async () => {
  const { core, monitor, next } = await held();
  const opened = core.send<Download>(downloadFile, ["a"]);
  const bytes = await next();
  bytes.writeHead(200).write("some");
  const download = await opened;
  const operation = { ...getItem, polling: { field: "status", terminal: ["DONE"] } };
  const waiting = wait(core, operation, ["a"], { interval: 60_000 });
  answer(await next(), 200, { status: "RUNNING" });
  const sent = core.send(getItem, ["a"]);
  await next();
  const outcomes = Promise.all([sent, waiting, download.text()].map(rejection));
  while (monitor.list()[1]?.phase !== "wait") await new Promise(setImmediate);
  const closed = once(bytes, "close");
  expect(monitor.abortAll("enough")).toBe(3);
  for (const error of await outcomes) {
    expect(error).toBeInstanceOf(CancelledError);
    expect(error).toMatchObject({ reason: "enough" });
  }
  expect(monitor.inFlight).toBe(0);
  await closed;
  expect(monitor.abortAll()).toBe(0);
});

test("a call with callbacks that is ended by abortAll is cancelled", async () => {
  const { core, monitor, next } = await held();
  const log: string[] = [];
  const handle = call(
    core,
    getItem,
    ["a"],
    {},
    {
      onError: () => void log.push("error"),
      onCancel: (reason, { signal }) => void log.push(`cancel ${String(reason)} ${signal.aborted}`),
      onSettled: () => void log.push("settled"),
    },
  );
  await next();
  monitor.abortAll("enough");
  await handle.done;
  expect({ log, state: handle.state }).toEqual({
    log: ["cancel enough true", "settled"],
    state: "cancelled",
  });
});

test("whenIdle says whether nothing is in flight", async () => {
  const { core, monitor, next } = await held();
  expect(await monitor.whenIdle()).toBe(true);
  const sent = core.send(getItem, ["a"]);
  expect(await monitor.whenIdle({ timeout: 10 })).toBe(false);
  const idle = monitor.whenIdle({ timeout: 60_000 });
  answer(await next(), 200, {});
  await sent;
  expect(await idle).toBe(true);
});

test("after close there are no new calls, and those in flight come to their end", async () => {
  const { core, monitor, next } = await held();
  const sent = core.send(getItem, ["a"]);
  const closing = monitor.close();
  const refused = await rejection(core.send(getItem, ["b"]));
  expect(refused).toBeInstanceOf(ClientError);
  expect(refused).toMatchObject({ message: "items.get: the client is closed", code: "client" });
  expect(
    await rejection(wait(core, { ...getItem, polling: { field: "a", terminal: [] } }, ["b"])),
  ).toMatchObject({ message: "items.get: the client is closed" });
  answer(await next(), 200, { id: "a" });
  await closing;
  expect(await sent).toEqual({ id: "a" });
});

test("a wait that is in flight goes on after close", async () => {
  const { core, monitor, next } = await held();
  const operation = { ...getItem, polling: { field: "status", terminal: ["DONE"] } };
  const waiting = wait(core, operation, ["a"], { interval: 0 });
  const first = await next();
  const closing = monitor.close();
  answer(first, 200, { status: "RUNNING" });
  answer(await next(), 200, { status: "DONE" });
  expect(await waiting).toEqual({ status: "DONE" });
  await closing;
});

test("a list with callbacks is one call: after close it goes on to its last page", async () => {
  const { core, monitor, next } = await held();
  const items: unknown[] = [];
  const counts: number[] = [];
  monitor.onChange(() => void counts.push(monitor.inFlight));
  const handle = callList(core, listItems, [], {}, { onItem: (item) => items.push(item) });
  const first = await next();
  expect(monitor.list()).toMatchObject([{ operation: "items.list", attempt: 1 }]);
  const closing = monitor.close();
  answer(first, 200, { data: [1, 2], total: 3 });
  const second = await next();
  expect(monitor.list()).toMatchObject([{ operation: "items.list", attempt: 2 }]);
  answer(second, 200, { data: [3], total: 3 });
  await closing;
  await handle.done;
  expect({ state: handle.state, items, counts }).toEqual({
    state: "success",
    items: [1, 2, 3],
    counts: [1, 0],
  });
  const refused = await new Promise((onError: (error: unknown) => void) => {
    callList(core, listItems, [], {}, { onItem: () => {}, onError });
  });
  expect(refused).toMatchObject({ message: "items.list: the client is closed" });
});

test("a list with callbacks that is ended by abortAll is cancelled", async () => {
  const { core, monitor, next } = await held();
  const log: unknown[] = [];
  const handle = callList(
    core,
    listItems,
    [],
    {},
    {
      onItem: (item) => void log.push(item),
      onError: () => void log.push("error"),
      onCancel: (reason) => void log.push(`cancel ${String(reason)}`),
    },
  );
  answer(await next(), 200, { data: [1, 2], total: 9 });
  const second = await next();
  const closed = once(second, "close");
  expect(monitor.abortAll("enough")).toBe(1);
  await handle.done;
  await closed;
  await monitor.whenIdle();
  expect({ log, state: handle.state }).toEqual({
    log: [1, 2, "cancel enough"],
    state: "cancelled",
  });
});

test("close ends what is in flight for too long", async () => {
  const { core, monitor, next } = await held();
  const failed = rejection(core.send(getItem, ["a"]));
  const opened = core.send<Download>(downloadFile, ["a"]);
  await next();
  (await next()).writeHead(200).write("some");
  const download = await opened;
  await monitor.close({ timeout: 10 });
  expect(await failed).toMatchObject({ name: "CancelledError", reason: "the client is closed" });
  expect(await rejection(download.text())).toMatchObject({ name: "CancelledError" });
});

test("close does not wait for ever for a hook that hears of it", async () => {
  const { core, monitor, next } = await held();
  const onError = (): Promise<void> => new Promise(() => {});
  void rejection(core.send(getItem, ["a"], {}, { hooks: [{ onError }, { onError }] }));
  await next();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const closed = monitor.close({ timeout: 10 });
    await vi.advanceTimersByTimeAsync(10_010);
    await closed;
    expect(monitor.inFlight).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test("what a listener throws does not disturb the call", async () => {
  const { core, monitor, next } = await held();
  const errors: unknown[] = [];
  const original = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => errors.push(error));
  try {
    const end = monitor.onChange(() => {
      throw new Error("mine");
    });
    const sent = core.send(getItem, ["a"]);
    end();
    answer(await next(), 200, {});
    expect(await sent).toEqual({});
  } finally {
    process.removeAllListeners("uncaughtException");
    for (const listener of original) process.on("uncaughtException", listener);
  }
  expect(errors).toEqual([new Error("mine")]);
});

test("a call that will be sent again is the phase `wait`, and can be ended then", async () => {
  const { core, monitor, next } = await held();
  const failed = rejection(core.send(getItem, ["a"], undefined, { retry: 1 }));
  answer(await next(), 503, {}, { "retry-after": "60" });
  while (monitor.list()[0]?.phase === "request") await new Promise(setImmediate);
  while (monitor.list()[0]?.phase === "response") await new Promise(setImmediate);
  expect(monitor.list()).toMatchObject([{ attempt: 1, phase: "wait" }]);
  monitor.abortAll("enough");
  expect(await failed).toMatchObject({ name: "CancelledError", reason: "enough" });
  expect(monitor.inFlight).toBe(0);
});

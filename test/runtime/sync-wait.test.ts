import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CancelledError, TimeoutError } from "../../templates/package/src/runtime/errors.ts";
import { SyncMonitor } from "../../templates/package/src/runtime/monitor.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import type { SyncDownload } from "../../templates/package/src/runtime/sync-download.ts";
import { type SyncWaitOptions, waitSync } from "../../templates/package/src/runtime/sync-wait.ts";
import { parameterError } from "./serve.ts";
import { api, bundle, download, get, makeFolder, startServer, thrown } from "./sync/support.ts";

interface State {
  readonly status: string;
}

let core: SyncCore;

beforeAll(async () => {
  const baseUrl = await startServer();
  const worker = await bundle("sync-worker.ts", join(await makeFolder(), "worker.mjs"));
  core = new SyncCore(api, { baseUrl, worker });
});

afterAll(() => core.close());

/** Waits on the states of a name of their own. */
function waitFor(name: string, states: string, options: SyncWaitOptions<State> = {}): State {
  const polling = { field: "status", terminal: ["SUCCESS", "FAILED"] };
  const operation = get(`/states/${name}?${states}`, { polling });
  return waitSync(core, operation, [], { interval: 0, ...options });
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function asked(name: string): unknown {
  return core.send(get(`/asked/${name}`), []);
}

test("asks until the end is there, and reports what differs", () => {
  const seen: string[] = [];
  const onProgress = ({ status }: State): void => void seen.push(status);
  const states = "QUEUED,QUEUED,RUNNING,SUCCESS";
  expect(waitFor("end", states, { onProgress })).toEqual({ status: "SUCCESS" });
  expect({ seen, asked: asked("end") }).toEqual({
    seen: ["QUEUED", "RUNNING", "SUCCESS"],
    asked: 4,
  });
});

test("an end that is no success is a value; a state that nobody knows is no end", () => {
  expect(waitFor("failed", "PAUSED,FAILED")).toEqual({ status: "FAILED" });
});

test("at the deadline there is an error with the last value, which it does not show", () => {
  const error = thrown(() => waitFor("late", "RUNNING", { interval: 5, deadline: 1_500 }));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({
    phase: "wait",
    timeoutMs: 1_500,
    lastValue: { status: "RUNNING" },
  });
  expect(JSON.stringify(error)).not.toContain("RUNNING");
});

test("the deadline ends a request that is under way", () => {
  const polling = { field: "status", terminal: ["SUCCESS"] };
  const wait = (): unknown => waitSync(core, get("/silent", { polling }), [], { deadline: 60 });
  expect(thrown(wait)).toMatchObject({ name: "TimeoutError", phase: "wait", lastValue: undefined });
});

test("a deadline of a request stays that request's", () => {
  const polling = { field: "status", terminal: ["SUCCESS"] };
  const wait = (): unknown =>
    waitSync(core, get("/silent", { polling }), [], { timeout: 30, deadline: 10_000 });
  expect(thrown(wait)).toMatchObject({ name: "TimeoutError", phase: "total", timeoutMs: 30 });
});

test("what onProgress throws is that of the wait", () => {
  const failure = new Error("mine");
  const onProgress = (): never => {
    throw failure;
  };
  expect(thrown(() => waitFor("throws", "QUEUED", { onProgress }))).toBe(failure);
  expect(asked("throws")).toBe(1);
});

test.each([
  [{ interval: -1 }, "interval"],
  [{ interval: { min: 5, max: 4 } }, "interval.max"],
  [{ deadline: 0 }, "deadline"],
])("%j is refused before anything is sent", (options, parameter) => {
  expect(thrown(() => waitFor("refused", "SUCCESS", options))).toEqual(parameterError(parameter));
  expect(asked("refused")).toBe(0);
});

test("the monitor of a blocking client knows of a call while it calls functions of the caller's", () => {
  const monitor = new SyncMonitor(core);
  const seen: unknown[] = [];
  const onProgress = (): void => void seen.push(monitor.list());
  waitFor("monitored", "QUEUED,SUCCESS", { onProgress });
  core.send(get("/asked/none"), [], undefined, { onResponse: () => seen.push(monitor.list()) });
  const startedAt: unknown = expect.any(Number);
  expect(seen).toEqual([
    [{ operation: "test.states", startedAt, attempt: 1, phase: "request" }],
    [{ operation: "test.states", startedAt, attempt: 2, phase: "request" }],
    [{ operation: "test.asked", startedAt, attempt: 1, phase: "request" }],
  ]);
  expect(monitor.isBusy).toBe(false);
});

test("it knows of downloads that are left open, and abortAll gives them up", () => {
  const monitor = new SyncMonitor(core);
  const counts: number[] = [];
  const end = monitor.onChange(() => void counts.push(monitor.inFlight));
  core.send<SyncDownload>(download("/bytes/1000"), []).bytes();
  expect(counts).toEqual([1, 0]);
  const left = core.send<SyncDownload>(download("/endless"), []);
  expect(monitor.list()).toMatchObject([{ operation: "test.endless", phase: "response" }]);
  const [first] = left[Symbol.iterator]();
  expect(first?.byteLength).toBeGreaterThan(0);
  expect(monitor.inFlight).toBe(0);
  const chunks = core.send<SyncDownload>(download("/endless"), [])[Symbol.iterator]();
  chunks.next();
  expect(monitor.abortAll()).toBe(1);
  expect(monitor.inFlight).toBe(0);
  expect(thrown(() => chunks.next())).toBeInstanceOf(CancelledError);
  end();
});

test("abortAll from within ends a blocking call", () => {
  const monitor = new SyncMonitor(core);
  const onProgress = (): void => void monitor.abortAll("enough");
  const error = thrown(() => waitFor("aborted", "QUEUED", { onProgress }));
  expect(error).toBeInstanceOf(CancelledError);
  expect(error).toMatchObject({ reason: "enough", operationId: "test.states" });
  expect(asked("aborted")).toBe(1);
});

test.each(["endless", "endless and a hook that fails"])(
  "abortAll from within closes the connection of a download: %s",
  (kind) => {
    const monitor = new SyncMonitor(core);
    const open = (): number => core.send<number>(get("/open"), []);
    const before = open();
    const own = new Error("mine");
    const onResponse = (): void => {
      monitor.abortAll("enough");
      if (kind !== "endless") throw own;
    };
    const call = (): unknown => core.send(download("/endless"), [], undefined, { onResponse });
    const error = thrown(call);
    if (kind === "endless") expect(error).toBeInstanceOf(CancelledError);
    else expect(error).toBe(own);
    for (let i = 0; i < 100 && open() > before; i++) pause(20);
    expect(open()).toBe(before);
  },
);

test("a promise that onProgress returns is refused", () => {
  const onProgress = async (): Promise<void> => {
    throw new RangeError("of nobody's business");
  };
  expect(thrown(() => waitFor("async", "QUEUED,SUCCESS", { onProgress }))).toMatchObject({
    code: "parameter",
    parameter: "onProgress",
    message: expect.stringContaining("which a blocking call cannot wait for"),
  });
});

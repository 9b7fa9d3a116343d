import { expect, test } from "vitest";
import type { BatchCheckpoint } from "../../generated/mistral/src/batch/checkpoint.ts";
import { cancel } from "../../generated/mistral/src/batch/create.ts";
import type { Perform } from "../../generated/mistral/src/batch/steps.ts";
import { submit } from "../../generated/mistral/src/batch/submit.ts";
import {
  ConnectionError,
  InternalServerError,
  PermissionDeniedError,
  RateLimitError,
  TimeoutError,
} from "../../generated/mistral/src/runtime/errors.ts";
import { driveValuesSync } from "../../generated/mistral/src/runtime/steps.ts";
import { FAIR, MemoryApi } from "./api.ts";
import { answer, broken, failing, got, pair, resume, runSync, start } from "./memory.ts";

test("a job that was created although its answer is lost is found, and is the only one", () => {
  const api = new MemoryApi(FAIR);
  const perform = failing(api.performer(undefined), "create", {
    times: 1,
    isDone: true,
    error: broken,
  });
  // Of a job without files, the server may say null where the document has a list.
  const others = [null, undefined].map((input_files) => ({ id: "other", input_files }));
  const crowded: Perform = (action) => {
    const reply = perform(action);
    return action.kind === "list" ? { data: [...others, ...api.jobs.values()], total: 9 } : reply;
  };
  const results = runSync(start(pair, { inline: false }), crowded);
  expect(got(results).joined).toEqual(["0 success 0", "1 success 1"]);
  expect(api.jobs.size).toBe(1);
});

test.each([
  ["a 504 of a proxy", new InternalServerError(answer(504)), 4_000],
  ["no answer in time", new TimeoutError("headers", 60_000), 50_000],
  ["the last attempt", broken, 17_000],
])("a job that comes to be after %s is found, and is the only one", (_name, error, after) => {
  const api = new MemoryApi(FAIR);
  let now = 0;
  let created: (() => unknown) | undefined;
  const perform = api.performer(undefined);
  const late: Perform = (action) => {
    if (action.kind === "sleep") now += action.ms;
    if (action.kind === "create") {
      created ??= () => perform(action);
      throw error;
    }
    if (action.kind === "list" && now >= after && api.jobs.size === 0) created?.();
    return perform(action);
  };
  const results = runSync(start(pair, { inline: false }), late);
  expect(got(results).joined).toEqual(["0 success 0", "1 success 1"]);
  expect(api.log.filter((kind) => kind === "create").length).toBe(1);
});

test("a run that is taken up looks for the job of a new file more than once", () => {
  const api = new MemoryApi(FAIR);
  const run = start(pair, { inline: false });
  const perform = api.performer(undefined);
  let lost: (() => unknown) | undefined;
  const crash: Perform = (action) => {
    if (action.kind !== "create") return perform(action);
    lost = () => perform(action);
    throw new RangeError("interrupted");
  };
  expect(() => runSync(run, crash)).toThrow("interrupted");
  const { parts, ...rest } = run.checkpoint();
  const uploadedAt = Date.now() / 1_000;
  const checkpoint = { ...rest, parts: parts.map((part) => ({ ...part, uploadedAt })) };
  const late: Perform = (action) => {
    if (action.kind === "sleep") lost?.();
    return perform(action);
  };
  expect(got(runSync(resume(checkpoint, pair), late)).joined.length).toBe(2);
  expect(api.jobs.size).toBe(1);
});

test.each([
  ["all", 0],
  ["none", 1],
] as const)("the file of a job that is refused for good (cleanUp: %s)", (cleanUp, left) => {
  const api = new MemoryApi(FAIR);
  const refused = new PermissionDeniedError(answer(403));
  const settings = { times: 1, isDone: false, error: refused };
  const perform = failing(api.performer(undefined), "create", settings);
  let stored: BatchCheckpoint | undefined;
  const run = start(pair, { inline: false, cleanUp });
  const saving: Perform = (action) => {
    if (action.kind === "save") stored = run.checkpoint();
    return perform(action);
  };
  expect(() => runSync(run, saving)).toThrow(refused);
  expect(api.files.size).toBe(left);
  expect(stored?.parts.length).toBe(left);
  const rest = resume(stored ?? "", pair);
  expect(got(runSync(rest, api.performer(undefined))).joined.length).toBe(2);
});

test("jobs that are not over are cancelled, also one that nobody told of", () => {
  const api = new MemoryApi(FAIR);
  const perform = api.performer(undefined);
  const run = start(pair, { inline: false, maxRequestsPerJob: 1 });
  const stopped: Perform = (action) => {
    if (action.kind !== "create" || api.jobs.size === 0) return perform(action);
    perform(action);
    throw new ConnectionError("the answer is lost");
  };
  expect(() => {
    for (const _ of driveValuesSync(submit(run), (action) => {
      if (action.kind === "sleep") throw new RangeError("stopped");
      return stopped(action);
    }));
  }).toThrow("stopped");
  expect(run.parts.map(({ jobId }) => jobId === undefined)).toEqual([false, true]);
  for (const part of run.parts) for (const _ of driveValuesSync(cancel(run, part), perform));
  expect([...api.jobs.values()].map(({ status }) => status)).toEqual(["CANCELLED", "CANCELLED"]);
  expect(run.checkpoint().parts.every(({ job }) => job !== undefined)).toBe(true);
});

test("a longer wait than a minute, which the server asks for, is not waited", () => {
  const perform = (retryAfter: string): [sleeps: number[], perform: Perform] => {
    const sleeps: number[] = [];
    const error = new RateLimitError(answer(429, { "retry-after": retryAfter }));
    const settings = { times: 1, isDone: false, error };
    const failed = failing(new MemoryApi(FAIR).performer(undefined), "create", settings);
    const noted: Perform = (action) => {
      if (action.kind === "sleep") sleeps.push(action.ms);
      return failed(action);
    };
    return [sleeps, noted];
  };
  const [sleeps, short] = perform("60");
  expect(runSync(start(pair), short).length).toBe(2);
  expect(sleeps).toEqual([60_000]);
  const [none, long] = perform("61");
  expect(() => runSync(start(pair), long)).toThrow(RateLimitError);
  expect(none).toEqual([]);
});

test("a job without a file cannot be looked for: its error ends the run", () => {
  const api = new MemoryApi(FAIR);
  const perform = failing(api.performer(undefined), "create", {
    times: 1,
    isDone: true,
    error: broken,
  });
  expect(() => runSync(start(pair), perform)).toThrow("the connection broke");
  expect(api.jobs.size).toBe(1);
});

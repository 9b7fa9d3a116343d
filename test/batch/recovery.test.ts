import type { BatchJob } from "mistral-batch-files/types";
import { expect, test } from "vitest";
import { waitOptions, withoutTotal } from "../../generated/mistral/src/batch/client.ts";
import { collect, follow } from "../../generated/mistral/src/batch/collect.ts";
import { openSync, resumedRun } from "../../generated/mistral/src/batch/make.ts";
import { cancel } from "../../generated/mistral/src/batch/create.ts";
import type { BatchResult } from "../../generated/mistral/src/batch/results.ts";
import type { Run } from "../../generated/mistral/src/batch/run.ts";
import type { Perform } from "../../generated/mistral/src/batch/steps.ts";
import { submit } from "../../generated/mistral/src/batch/submit.ts";
import { PermissionDeniedError, TimeoutError } from "../../generated/mistral/src/runtime/errors.ts";
import type { RequestOptions } from "../../generated/mistral/src/runtime/options.ts";
import { driveValuesSync } from "../../generated/mistral/src/runtime/steps.ts";
import { FAIR, MemoryApi } from "./api.ts";
import { answer, broken, failing, got, pair, runSync, start } from "./memory.ts";

test.each([
  ["the output file", ["0", "1"], 0, ["0 missing 0", "1 missing 1"]],
  ["the error file", ["1"], 1, ["0 success 0", "1 missing 1"]],
])("%s is gone: its requests are missing, and the run goes on", (_name, bad, at, wanted) => {
  const api = new MemoryApi({ ...FAIR, hasFailed: (id) => at === 1 && bad.includes(id) });
  const perform = api.performer(undefined);
  const gone: Perform = (action) => {
    if (action.kind !== "wait") return perform(action);
    const job = perform(action) as BatchJob;
    api.files.delete((at === 0 ? job.output_file : job.error_file) ?? "");
    return job;
  };
  const run = start(pair);
  const results = runSync(run, gone);
  expect(got(results).joined).toEqual(wanted);
  const [job] = run.jobs;
  const file = at === 0 ? job?.output_file : job?.error_file;
  expect(results.find(({ kind }) => kind === "missing")).toMatchObject({
    reason: `the job is SUCCESS: the file ${file} is gone`,
  });
  expect(run.checkpoint().parts).toMatchObject([{ isCollected: true }]);
});

test.each([
  ["what is refused", new PermissionDeniedError(answer(403))],
  ["what fails again and again", broken],
])("a file that cannot be deleted ends no run: %s", (_name, error) => {
  const api = new MemoryApi(FAIR);
  const settings = { times: Infinity, isDone: false, error };
  const perform = failing(api.performer(undefined), "delete", settings);
  const run = start(pair, { inline: false, maxRequestsPerJob: 1, cleanUp: "all" });
  expect(got(runSync(run, perform)).joined).toEqual(["0 success 0", "1 success 1"]);
});

test("a line that is too long ends no run, wherever its end is", () => {
  const long = (id: string): boolean => id === "1";
  const shuffle = (lines: readonly string[]): readonly string[] =>
    lines.map((line) =>
      line.includes('"1"') ? `${line.slice(0, -1)},"x":"${"é".repeat(500)}"}` : line,
    );
  for (const chunkSize of [1, 64, 100_000]) {
    const api = new MemoryApi({ ...FAIR, shuffle, maxLineLength: 120, chunkSize });
    const results = runSync(start([...pair, ...pair, ...pair]), api.performer(undefined));
    const { joined, unmatched } = got(results);
    expect(joined).toEqual(
      [0, 1, 2, 3, 4, 5].map((at) => `${at} ${long(`${at}`) ? "missing" : "success"} ${at}`),
    );
    expect(unmatched).toBe(1);
    expect(results[1]).toMatchObject({
      kind: "unmatched",
      reason: "too_long",
      customId: undefined,
    });
    expect(results[1]).toMatchObject({
      raw: expect.stringMatching(/^\{"custom_id":"1".{104}$/),
    });
  }
});

test("the files of a job that is taken up by its id are deleted too", () => {
  const api = new MemoryApi(FAIR);
  runSync(start(pair, { inline: false }), api.performer(undefined));
  const [id = ""] = api.jobs.keys();
  const run = resumedRun(id, { cleanUp: "all" }, openSync).run as Run;
  runSync(run, api.performer(undefined));
  expect(api.files.size).toBe(0);
});

test("a file is deleted when a failure that passes is over", () => {
  const api = new MemoryApi(FAIR);
  const settings = { times: 2, isDone: false, error: broken };
  const perform = failing(api.performer(undefined), "delete", settings);
  runSync(start(pair, { inline: false, cleanUp: "all" }), perform);
  expect(api.files.size).toBe(0);
});

test("a deadline that is missed is no failure that passes", () => {
  const api = new MemoryApi(FAIR);
  const error = new TimeoutError("wait", 100);
  const settings = { times: 1, isDone: false, error };
  const perform = failing(api.performer(undefined), "wait", settings);
  expect(() => runSync(start(pair), perform)).toThrow(error);
});

test("the deadline of a job counts on when it is waited for anew", () => {
  const run = start(pair);
  const [part] = driveValuesSync(submit(run), new MemoryApi(FAIR).performer(undefined));
  if (part === undefined) throw new TypeError("there is no part");
  const left = (): number => waitOptions(run, part, { deadline: 60_000 }).deadline ?? 0;
  expect(left()).toBeLessThanOrEqual(60_000);
  expect(left()).toBeGreaterThan(50_000);
  part.waitingSince = performance.now() - 40_000;
  expect(left()).toBeLessThanOrEqual(20_000);
  expect(left()).toBeGreaterThan(10_000);
  part.waitingSince = performance.now() - 70_000;
  expect(left()).toBe(10_000);
});

test.each([
  ["create", 4],
  ["upload", 4],
  ["wait", 10],
  ["open", 10],
])("%s is given up after %d attempts", (kind, attempts) => {
  for (const times of [attempts - 1, attempts]) {
    const api = new MemoryApi(FAIR);
    const perform = failing(api.performer(undefined), kind, {
      times,
      isDone: false,
      error: broken,
    });
    const run = (): BatchResult[] => runSync(start(pair, { inline: false }), perform);
    if (times < attempts) expect(got(run()).joined.length).toBe(2);
    else expect(run).toThrow("the connection broke");
  }
});

test("what does not pass by itself is not tried again", () => {
  const denied = new PermissionDeniedError({ status: 403, headers: new Headers(), body: "no" });
  for (const kind of ["create", "upload", "open", "wait"]) {
    const api = new MemoryApi(FAIR);
    const error = denied;
    const perform = failing(api.performer(undefined), kind, { times: 1, isDone: false, error });
    const run = start(pair, { inline: false });
    expect(() => runSync(run, perform)).toThrow(denied);
    expect(api.log.filter((each) => each === "sleep")).toEqual([]);
  }
});

test("leaving early closes the file that is being read", () => {
  const api = new MemoryApi(FAIR);
  const perform = api.performer(undefined);
  const run = start(pair);
  for (const part of driveValuesSync(submit(run), perform)) {
    for (const _ of driveValuesSync(follow(run, part), perform));
    for (const _ of driveValuesSync(collect(run, part), perform)) break;
  }
  expect(api.log.filter((each) => each === "open").length).toBe(
    api.log.filter((each) => each === "close").length,
  );
});

test.each<[Pick<RequestOptions, "timeout">, RequestOptions["timeout"]]>([
  [{}, { total: Infinity }],
  [{ timeout: { headers: 5_000 } }, { headers: 5_000, total: Infinity }],
  [{ timeout: { total: 7_000 } }, { total: 7_000 }],
  [{ timeout: 7_000 }, 7_000],
])("transfers with %j have the timeouts %j", (options, timeout) => {
  expect(withoutTotal(options).timeout).toEqual(timeout);
});

test("a job whose results were read before the run was taken up is not cancelled", () => {
  const first = start(pair);
  runSync(first, new MemoryApi(FAIR).performer(undefined));
  const { run } = resumedRun(first.checkpoint(), {}, openSync);
  expect(run.parts.map((part) => [...cancel(run, part)])).toEqual([[]]);
});

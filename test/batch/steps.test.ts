import type { BatchJob } from "mistral-batch-files/types";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BatchCheckpoint } from "../../generated/mistral/src/batch/checkpoint.ts";
import { waitOptions } from "../../generated/mistral/src/batch/client.ts";
import { collect, follow } from "../../generated/mistral/src/batch/collect.ts";
import { cancel } from "../../generated/mistral/src/batch/create.ts";
import { newRun, openSync, resumedRun } from "../../generated/mistral/src/batch/make.ts";
import type { CommonBatchOptions } from "../../generated/mistral/src/batch/params.ts";
import type { BatchResult } from "../../generated/mistral/src/batch/results.ts";
import type { Run } from "../../generated/mistral/src/batch/run.ts";
import type { Perform } from "../../generated/mistral/src/batch/steps.ts";
import { submit } from "../../generated/mistral/src/batch/submit.ts";
import {
  ConnectionError,
  InternalServerError,
  PermissionDeniedError,
  RateLimitError,
  TimeoutError,
} from "../../generated/mistral/src/runtime/errors.ts";
import { driveValues, driveValuesSync } from "../../generated/mistral/src/runtime/steps.ts";
import { FAIR, MemoryApi, type Weather } from "./api.ts";

type Given = { readonly custom_id?: string; readonly body: { input: string } };

const endpoint = "/v1/embeddings";
const idOf = (request: Given, index: number): string => request.custom_id ?? String(index);

function start(requests: Iterable<Given>, options: CommonBatchOptions = {}): Run {
  return newRun({ endpoint, model: "m", requests }, options, openSync).run as Run;
}

function resume(from: string | BatchCheckpoint, requests?: Iterable<Given>): Run {
  const options = requests === undefined ? {} : { requests };
  return resumedRun(from, options, openSync).run as Run;
}

function runSync(run: Run, perform: Perform): BatchResult[] {
  const results: BatchResult[] = [];
  for (const part of driveValuesSync(submit(run), perform)) {
    for (const _ of driveValuesSync(follow(run, part), perform));
    results.push(...driveValuesSync(collect(run, part), perform));
  }
  return results;
}

async function runAsync(run: Run, perform: Perform): Promise<BatchResult[]> {
  const later: Perform = async (action) => {
    await Promise.resolve();
    return perform(action);
  };
  const results: BatchResult[] = [];
  for await (const part of driveValues(submit(run), later)) {
    for await (const _ of driveValues(follow(run, part), later));
    for await (const result of driveValues(collect(run, part), later)) results.push(result);
  }
  return results;
}

/** What is to come of each request, by its number. */
function wanted(requests: readonly Given[], weather: Weather): string[] {
  return requests.map((request, index) => {
    const id = idOf(request, index);
    const kind = weather.isLost(id) ? "missing" : weather.hasFailed(id) ? "error" : "success";
    return `${index} ${kind} ${id}`;
  });
}

/** What came of each request, in the order of their numbers; and of lines that belong to none, how many. */
function got(results: readonly BatchResult[]): { joined: string[]; unmatched: number } {
  const joined = results.flatMap((result) => (result.kind === "unmatched" ? [] : [result]));
  joined.sort((a, b) => a.index - b.index);
  for (const result of joined) {
    if (result.kind === "success") expect(result.output).toEqual({ answers: result.customId });
    if (result.kind === "error")
      expect(result.error.message).toBe(`no: ${JSON.stringify(result.customId)}`);
  }
  return {
    joined: joined.map(({ index, kind, customId }) => `${index} ${kind} ${customId}`),
    unmatched: results.length - joined.length,
  };
}

const NOISE = [
  "not json",
  "7",
  "{}",
  '{"custom_id":"of nobody"}',
  '{"custom_id":null,"error":"?"}',
];

const requestsOf: fc.Arbitrary<Given[]> = fc
  .uniqueArray(fc.oneof(fc.stringMatching(/^[a-z"é\n]{1,5}$/), fc.constantFrom("x-1", "x-2")), {
    maxLength: 40,
  })
  .chain((ids) =>
    fc.tuple(fc.constant(ids), fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })),
  )
  .map(([ids, own]) =>
    ids.map((id, index) => ({ ...(own[index] ? { custom_id: id } : {}), body: { input: id } })),
  );

const weatherOf: fc.Arbitrary<Weather> = fc
  .record({
    seed: fc.integer(),
    lost: fc.double({ min: 0, max: 1, noNaN: true }),
    failed: fc.double({ min: 0, max: 1, noNaN: true }),
    noise: fc.subarray(NOISE),
    outputs: fc.boolean(),
    breaksAfter: fc.constantFrom(1, 3, 10, Infinity),
  })
  .map(({ seed, lost, failed, noise, outputs, breaksAfter }) => {
    const chance = (text: string): number => {
      let state = seed | 0;
      for (const unit of text) state = Math.imul(state ^ (unit.codePointAt(0) ?? 0), 0x5bd1e995);
      return (state >>> 8) / 2 ** 24;
    };
    return {
      isLost: (id) => chance(`lost ${id}`) < lost,
      hasFailed: (id) => chance(`failed ${id}`) < failed,
      shuffle: (lines) => [...lines].sort((a, b) => chance(a) - chance(b)),
      noise,
      outputs,
      breaksAfter,
    };
  });

const optionsOf: fc.Arbitrary<CommonBatchOptions> = fc.record({
  maxRequestsPerJob: fc.integer({ min: 1, max: 50 }),
  maxFileSize: fc.integer({ min: 100, max: 2_000 }),
  inline: fc.oneof(
    fc.constant(false as const),
    fc.record({
      requests: fc.integer({ min: 0, max: 50 }),
      bytes: fc.integer({ min: 0, max: 3_000 }),
    }),
  ),
  keepRequests: fc.boolean(),
  cleanUp: fc.constantFrom("none", "input", "all"),
});

const formOf = fc.constantFrom<(requests: Given[]) => Iterable<Given>>(
  (requests) => requests,
  (requests) => requests.values(),
);

describe("every request has exactly one result", () => {
  test("whatever the requests, the split, the order of lines, and what is lost", async () => {
    await fc.assert(
      fc.asyncProperty(
        requestsOf,
        weatherOf,
        optionsOf,
        formOf,
        async (requests, weather, options, form) => {
          const sync = new MemoryApi(weather);
          const run = start(form(requests), options);
          const perform = sync.performer(Array.isArray(form(requests)) ? undefined : requests);
          const results = runSync(run, perform);
          const { joined, unmatched } = got(results);
          expect(joined).toEqual(wanted(requests, weather));
          const outputs = [...sync.jobs.values()].filter((job) => job.output_file != null).length;
          expect(unmatched).toBe(outputs * weather.noise.length);
          expect(run.progress).toMatchObject({ isComplete: true, results: results.length });

          const api = new MemoryApi(weather);
          const again = api.performer(Array.isArray(form(requests)) ? undefined : requests);
          expect(await runAsync(start(form(requests), options), again)).toEqual(results);
          expect(api.log).toEqual(sync.log);
        },
      ),
    );
  });

  test("also if the run is interrupted anywhere, and taken up from what was stored last", () => {
    fc.assert(
      fc.property(
        requestsOf,
        weatherOf,
        optionsOf,
        fc.nat({ max: 60 }),
        fc.boolean(),
        (requests, weather, options, at, known) => {
          const api = new MemoryApi({ ...weather, noise: [] });
          const run = start(requests, options);
          let stored = JSON.stringify(run.checkpoint());
          let steps = 0;
          const perform = api.performer(undefined, () => {
            stored = JSON.stringify(run.checkpoint());
          });
          const results: BatchResult[] = [];
          const interrupted: Perform = (action) => {
            if (steps++ === at) throw new RangeError("interrupted");
            return perform(action);
          };
          let collected: BatchResult[] = [];
          try {
            for (const part of driveValuesSync(submit(run), interrupted)) {
              collected = [];
              for (const _ of driveValuesSync(follow(run, part), interrupted));
              for (const result of driveValuesSync(collect(run, part), interrupted))
                collected.push(result);
              results.push(...collected);
            }
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
          }
          const checkpoint = JSON.parse(stored) as BatchCheckpoint;
          // What was stored last may be older than what was collected last: that is told again.
          const done = new Set(
            checkpoint.parts.filter((part) => part.isCollected).map(({ job }) => job),
          );
          const all = [...results, ...collected].filter(
            (result, index, list) => done.has(result.jobId) && list.indexOf(result) === index,
          );
          const isInline = checkpoint.parts.some(({ file }) => file === undefined);
          const needsRequests = known || !checkpoint.isComplete || isInline;
          const rest = resume(checkpoint, needsRequests ? requests : undefined);
          all.push(...runSync(rest, api.performer(undefined)));
          expect(got(all).joined).toEqual(wanted(requests, weather));
          // No file has two jobs: nothing is paid for twice.
          const files = [...api.jobs.values()].flatMap((job) => job.input_files);
          expect(new Set(files).size).toBe(files.length);
        },
      ),
    );
  });

  test("a job of somebody else's, by its id alone", () => {
    fc.assert(
      fc.property(requestsOf, weatherOf, (requests, weather) => {
        const api = new MemoryApi({ ...weather, noise: [] });
        runSync(start(requests, { inline: false }), api.performer(undefined));
        for (const id of api.jobs.keys()) {
          const results = runSync(resume(id), api.performer(undefined));
          expect(got(results).joined).toEqual(wanted(requests, weather));
          const known = runSync(resume(id, requests), api.performer(undefined));
          expect(got(known).joined).toEqual(wanted(requests, weather));
        }
      }),
    );
  });
});

describe("what is read and what is kept", () => {
  const many = (count: number): Given[] =>
    Array.from({ length: count }, (_, index) => ({ custom_id: `r${index}`, body: { input: "x" } }));

  test.each<[string, Iterable<Given>, CommonBatchOptions, boolean]>([
    ["an array", many(3), {}, true],
    ["an iterator", many(3).values(), {}, false],
    ["an iterator whose values are kept", many(3).values(), { keepRequests: true }, true],
  ])("results of %s carry their request or not", (_name, requests, options, wantsRequest) => {
    const source = Array.isArray(requests) ? undefined : requests;
    const results = runSync(start(requests, options), new MemoryApi(FAIR).performer(source));
    const carried = results.map((result) => ("request" in result ? result.request : undefined));
    expect(carried).toEqual(wantsRequest ? many(3) : [undefined, undefined, undefined]);
  });

  const again = (requests: readonly Given[]): Iterable<Given> => ({
    *[Symbol.iterator]() {
      yield* requests;
    },
  });

  test.each<[string, Iterable<Given>]>([
    ["a set", new Set(many(7))],
    ["generators that begin anew", again(many(7))],
  ])("results of %s carry their request, in whatever order they come", (_name, requests) => {
    const orders = [
      (lines: readonly string[]) => lines,
      (lines: readonly string[]) => lines.map((_, at) => lines.at(-1 - at) ?? ""),
      (lines: readonly string[]) => [...lines.slice(4), ...lines.slice(0, 4)],
    ];
    for (const shuffle of orders) {
      const options = { inline: false, maxRequestsPerJob: 3 } as const;
      const api = new MemoryApi({ ...FAIR, shuffle, isLost: (id) => id === "r2" || id === "r5" });
      const results = runSync(start(requests, options), api.performer(undefined));
      expect(got(results).joined.length).toBe(7);
      for (const result of results) {
        if (result.kind === "unmatched") throw new Error(result.reason);
        expect(result.request).toEqual(many(7)[result.index]);
      }
    }
  });

  test("an upload of what can be iterated again is repeated", () => {
    const api = new MemoryApi(FAIR);
    const perform = api.performer(undefined);
    let left = 2;
    const busy: Perform = (action) => {
      const done = perform(action);
      if (action.kind === "upload" && left-- > 0) throw new ConnectionError("broken");
      return done;
    };
    const options = { inline: false, maxRequestsPerJob: 2 } as const;
    const results = runSync(start(again(many(5)), options), busy);
    expect(got(results).joined).toEqual(many(5).map((_, at) => `${at} success r${at}`));
  });

  test("an iterable whose iterators share what they give loses nothing", () => {
    const queue = many(5);
    const shared: Iterable<Given> = {
      [Symbol.iterator]: () => ({
        next: () => {
          const value = queue.shift();
          return value === undefined ? { done: true, value } : { done: false, value };
        },
      }),
    };
    const api = new MemoryApi(FAIR);
    const results = runSync(start(shared, { maxRequestsPerJob: 2 }), api.performer(undefined));
    expect(got(results).joined).toEqual(many(5).map((_, at) => `${at} success r${at}`));
    expect(results.every((result) => !("request" in result))).toBe(true);
  });

  test("iterators are told when no more is wanted of them", () => {
    let open = 0;
    const requests: Iterable<Given> = {
      *[Symbol.iterator]() {
        open++;
        try {
          yield* many(500);
        } finally {
          open--;
        }
      },
    };
    const run = start(requests, { maxRequestsPerJob: 10, inline: false });
    for (const _ of driveValuesSync(submit(run), new MemoryApi(FAIR).performer(undefined))) break;
    expect(open).toBe(2);
    run.requests?.close();
    expect(open).toBe(0);
  });

  test("no more requests are read ahead of an upload than may go without a file", () => {
    let read = 0;
    function* source(): Generator<Given> {
      for (const request of many(500)) {
        read++;
        yield request;
      }
    }
    const api = new MemoryApi(FAIR);
    const requests = source();
    const perform = api.performer(requests);
    let readBefore = 0;
    runSync(start(requests, { inline: { requests: 10 } }), (action) => {
      if (action.kind === "upload") readBefore = read;
      return perform(action);
    });
    expect(readBefore).toBe(11);
    expect(read).toBe(500);
  });

  test("an upload is made of pieces, and its lines are the requests", () => {
    const api = new MemoryApi(FAIR);
    const perform = api.performer(undefined);
    const sizes: number[] = [];
    const run = start(many(5_000), { inline: false });
    runSync(run, (action) => {
      if (action.kind !== "upload") return perform(action);
      const content = [...driveValuesSync(action.content(), perform)];
      sizes.push(...content.map((piece) => piece.length));
      return perform({
        ...action,
        content: function* () {
          for (const value of content) yield { kind: "give", value };
        },
      });
    });
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(80_000);
    const [lines] = [...api.files.values()];
    expect(lines?.slice(0, 2)).toEqual([
      '{"custom_id":"r0","body":{"input":"x"}}',
      '{"custom_id":"r1","body":{"input":"x"}}',
    ]);
  });

  test("files are cut where the bytes of UTF-8 say", () => {
    const api = new MemoryApi(FAIR);
    const requests = ["a", "é", "€", "😀"].map((input) => ({ body: { input } }));
    // {"custom_id":"0","body":{"input":"a"}} has 38 bytes, and its end one.
    runSync(start(requests, { inline: false, maxFileSize: 39 + 40 }), api.performer(undefined));
    const inputs = [...api.jobs.values()].map(({ input_files: [file] }) =>
      api.files.get(file ?? ""),
    );
    expect(inputs.map((lines) => lines?.length)).toEqual([2, 1, 1]);
  });
});

describe("what goes wrong on the way", () => {
  const requests = [{ body: { input: "x" } }, { body: { input: "y" } }];

  /** Lets things of a kind fail so many times, after they were done or instead of that. */
  function failing(
    perform: Perform,
    kind: string,
    { times, isDone, error }: { times: number; isDone: boolean; error: unknown },
  ): Perform {
    let left = times;
    return (action) => {
      if (action.kind !== kind || left-- <= 0) return perform(action);
      if (isDone) perform(action);
      throw error;
    };
  }

  const broken = new ConnectionError("the connection broke");
  const answer = (
    status: number,
    headers: Record<string, string> = {},
  ): { status: number; headers: Headers; body: undefined } => ({
    status,
    headers: new Headers(headers),
    body: undefined,
  });

  test("a job that was created although its answer is lost is found, and is the only one", () => {
    const api = new MemoryApi(FAIR);
    const perform = failing(api.performer(undefined), "create", {
      times: 1,
      isDone: true,
      error: broken,
    });
    const results = runSync(start(requests, { inline: false }), perform);
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
    const results = runSync(start(requests, { inline: false }), late);
    expect(got(results).joined).toEqual(["0 success 0", "1 success 1"]);
    expect(api.log.filter((kind) => kind === "create").length).toBe(1);
  });

  test("a run that is taken up looks for the job of a new file more than once", () => {
    const api = new MemoryApi(FAIR);
    const run = start(requests, { inline: false });
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
    expect(got(runSync(resume(checkpoint, requests), late)).joined.length).toBe(2);
    expect(api.jobs.size).toBe(1);
  });

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
    const run = start(requests);
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
    const run = start(requests, { inline: false, maxRequestsPerJob: 1, cleanUp: "all" });
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
      const results = runSync(
        start([...requests, ...requests, ...requests]),
        api.performer(undefined),
      );
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

  test.each([
    ["all", 0],
    ["none", 1],
  ] as const)("the file of a job that is refused for good (cleanUp: %s)", (cleanUp, left) => {
    const api = new MemoryApi(FAIR);
    const refused = new PermissionDeniedError(answer(403));
    const settings = { times: 1, isDone: false, error: refused };
    const perform = failing(api.performer(undefined), "create", settings);
    let stored: BatchCheckpoint | undefined;
    const run = start(requests, { inline: false, cleanUp });
    const saving: Perform = (action) => {
      if (action.kind === "save") stored = run.checkpoint();
      return perform(action);
    };
    expect(() => runSync(run, saving)).toThrow(refused);
    expect(api.files.size).toBe(left);
    expect(stored?.parts.length).toBe(left);
    const rest = resume(stored ?? "", requests);
    expect(got(runSync(rest, api.performer(undefined))).joined.length).toBe(2);
  });

  test("the files of a job that is taken up by its id are deleted too", () => {
    const api = new MemoryApi(FAIR);
    runSync(start(requests, { inline: false }), api.performer(undefined));
    const [id = ""] = api.jobs.keys();
    const run = resumedRun(id, { cleanUp: "all" }, openSync).run as Run;
    runSync(run, api.performer(undefined));
    expect(api.files.size).toBe(0);
  });

  test("jobs that are not over are cancelled, also one that nobody told of", () => {
    const api = new MemoryApi(FAIR);
    const perform = api.performer(undefined);
    const run = start(requests, { inline: false, maxRequestsPerJob: 1 });
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

  test("a file is deleted when a failure that passes is over", () => {
    const api = new MemoryApi(FAIR);
    const settings = { times: 2, isDone: false, error: broken };
    const perform = failing(api.performer(undefined), "delete", settings);
    runSync(start(requests, { inline: false, cleanUp: "all" }), perform);
    expect(api.files.size).toBe(0);
  });

  test("a deadline that is missed is no failure that passes", () => {
    const api = new MemoryApi(FAIR);
    const error = new TimeoutError("wait", 100);
    const settings = { times: 1, isDone: false, error };
    const perform = failing(api.performer(undefined), "wait", settings);
    expect(() => runSync(start(requests), perform)).toThrow(error);
  });

  test("the deadline of a job counts on when it is waited for anew", () => {
    const run = start(requests);
    const [part] = driveValuesSync(submit(run), new MemoryApi(FAIR).performer(undefined));
    if (part === undefined) throw new TypeError("there is no part");
    expect(waitOptions(run, part, { deadline: 60_000 })).toMatchObject({ deadline: 60_000 });
    part.waitingSince = performance.now() - 40_000;
    const { deadline = 0 } = waitOptions(run, part, { deadline: 60_000 });
    expect(deadline).toBeLessThanOrEqual(20_000);
    expect(deadline).toBeGreaterThan(10_000);
    part.waitingSince = performance.now() - 70_000;
    expect(waitOptions(run, part, { deadline: 60_000 })).toMatchObject({ deadline: 10_000 });
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
    expect(runSync(start(requests), short).length).toBe(2);
    expect(sleeps).toEqual([60_000]);
    const [none, long] = perform("61");
    expect(() => runSync(start(requests), long)).toThrow(RateLimitError);
    expect(none).toEqual([]);
  });

  test("a job without a file cannot be looked for: its error ends the run", () => {
    const api = new MemoryApi(FAIR);
    const perform = failing(api.performer(undefined), "create", {
      times: 1,
      isDone: true,
      error: broken,
    });
    expect(() => runSync(start(requests), perform)).toThrow("the connection broke");
    expect(api.jobs.size).toBe(1);
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
      const run = (): BatchResult[] => runSync(start(requests, { inline: false }), perform);
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
      const run = start(requests, { inline: false });
      expect(() => runSync(run, perform)).toThrow(denied);
      expect(api.log.filter((each) => each === "sleep")).toEqual([]);
    }
  });

  test("leaving early closes the file that is being read", () => {
    const api = new MemoryApi(FAIR);
    const perform = api.performer(undefined);
    const run = start(requests);
    for (const part of driveValuesSync(submit(run), perform)) {
      for (const _ of driveValuesSync(follow(run, part), perform));
      for (const _ of driveValuesSync(collect(run, part), perform)) break;
    }
    expect(api.log.filter((each) => each === "open").length).toBe(
      api.log.filter((each) => each === "close").length,
    );
  });
});

describe("what is refused", () => {
  const body = { input: "x" };
  test.each<[string, unknown[], string]>([
    ["no object", ["x"], "requests[0] must be an object with a body"],
    ["no body", [{ custom_id: "a" }], "requests[0] must be an object with a body"],
    [
      "an empty id",
      [{ custom_id: "", body }],
      "requests[0].custom_id must be a text that is not empty",
    ],
    [
      "an id twice",
      [{ custom_id: "a", body }, { body }, { custom_id: "a", body }],
      'requests[2] has the custom_id "a", which requests[0] has as well',
    ],
    [
      "an id that is the number of another",
      [{ body }, { custom_id: "0", body }],
      'requests[1] has the custom_id "0", which requests[0] has as well',
    ],
    [
      "a number that is the id of another",
      [{ custom_id: "1", body }, { body }],
      "requests[1] has no custom_id, and its number is the custom_id of requests[0]: give all of them one",
    ],
    ["a body that is no JSON", [{ body: { input: 1n } }], "requests[0] cannot be written as JSON"],
  ])("%s", (_name, requests, message) => {
    for (const options of [{}, { inline: false as const }]) {
      const run = start(requests as Given[], options);
      expect(() => runSync(run, new MemoryApi(FAIR).performer(undefined))).toThrow(
        expect.objectContaining({ code: "parameter", message }),
      );
    }
  });

  test("a request that no file can hold", () => {
    const run = start([{ body: { input: "x".repeat(100) } }], { inline: false, maxFileSize: 50 });
    const perform = new MemoryApi(FAIR).performer(undefined);
    expect(() => runSync(run, perform)).toThrow(
      "requests[0] has 138 bytes, and a file may have 50",
    );
  });

  test("requests without a model", () => {
    const given = newRun({ endpoint, requests: [{ body }] }, {}, openSync).run as Run;
    const perform = new MemoryApi(FAIR).performer(undefined);
    expect(() => runSync(given, perform)).toThrow("requests[0].body names no model");
  });

  test.each([
    [{ maxRequestsPerJob: 0 }, "maxRequestsPerJob must be a whole number of at least 1"],
    [{ concurrency: 1.5 }, "concurrency must be a whole number of at least 1"],
    [{ inline: { bytes: -1 } }, "inline.bytes must be a whole number of at least 0"],
    [{ cleanUp: "some" as "all" }, 'cleanUp must be "none", "input" or "all"'],
    [{ fileName: "" }, "fileName must be a text that is not empty"],
  ])("the options %j", (options, message) => {
    expect(() => start([], options)).toThrow(message);
  });

  test.each([
    [{ version: 2, params: { endpoint }, parts: [] }, "it has version 2"],
    [{ version: 1, params: { endpoint }, parts: [{ offset: -1 }] }, "or a checkpoint"],
    [{ version: 1, params: {}, parts: [] }, "or a checkpoint"],
    [
      { version: 1, isComplete: true, parts: [{ offset: 0, count: 1, file: "f" }] },
      "or a checkpoint",
    ],
    ["", "from must be the id of a job"],
    [null, "from must be the id of a job"],
  ])("to take up %j", (from, message) => {
    expect(() => resume(from as unknown as BatchCheckpoint)).toThrow(message);
  });

  test("other requests than those that were sent", () => {
    const api = new MemoryApi(FAIR);
    const requests = [{ body }, { body }, { body }];
    const run = start(requests, { inline: false });
    runSync(run, api.performer(undefined));
    const checkpoint = {
      ...run.checkpoint(),
      parts: run.checkpoint().parts.map((part) => ({ ...part, isCollected: false })),
    };
    expect(() => runSync(resume(checkpoint, [{ body }]), api.performer(undefined))).toThrow(
      "3 requests were sent, and these are 1: give the same ones once more",
    );
    expect(() =>
      runSync(resume({ ...checkpoint, isComplete: false }), api.performer(undefined)),
    ).toThrow("give them once more as requests");
  });

  test("a job without a file, if its requests are not given", () => {
    const api = new MemoryApi(FAIR);
    runSync(start([{ custom_id: "a", body }]), api.performer(undefined));
    const [id = ""] = api.jobs.keys();
    expect(() => runSync(resume(id), api.performer(undefined))).toThrow(
      `the job ${id} was created without a file, and its requests cannot be read back`,
    );
    expect(
      got(runSync(resume(id, [{ custom_id: "a", body }]), api.performer(undefined))).joined,
    ).toEqual(["0 success a"]);
  });
});

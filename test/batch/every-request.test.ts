import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { BatchCheckpoint } from "../../generated/mistral/src/batch/checkpoint.ts";
import { collect, follow } from "../../generated/mistral/src/batch/collect.ts";
import type { CommonBatchOptions } from "../../generated/mistral/src/batch/params.ts";
import type { BatchResult } from "../../generated/mistral/src/batch/results.ts";
import type { Perform } from "../../generated/mistral/src/batch/steps.ts";
import { submit } from "../../generated/mistral/src/batch/submit.ts";
import { driveValuesSync } from "../../generated/mistral/src/runtime/steps.ts";
import { MemoryApi, type Weather } from "./api.ts";
import { type Given, got, resume, runAsync, runSync, start, wanted } from "./memory.ts";

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

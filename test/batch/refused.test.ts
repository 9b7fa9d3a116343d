import { expect, test } from "vitest";
import type { BatchCheckpoint } from "../../generated/mistral/src/batch/checkpoint.ts";
import { newRun, openSync } from "../../generated/mistral/src/batch/make.ts";
import type { Run } from "../../generated/mistral/src/batch/run.ts";
import { FAIR, MemoryApi } from "./api.ts";
import { endpoint, type Given, got, resume, runSync, start } from "./memory.ts";

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
  expect(() => runSync(run, perform)).toThrow("requests[0] has 138 bytes, and a file may have 50");
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

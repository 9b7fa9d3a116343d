import { expect, test } from "vitest";
import { newRun, openAny } from "../../generated/mistral/src/batch/make.ts";
import type { CommonBatchOptions } from "../../generated/mistral/src/batch/params.ts";
import type { Run } from "../../generated/mistral/src/batch/run.ts";
import type { Perform } from "../../generated/mistral/src/batch/steps.ts";
import { submit } from "../../generated/mistral/src/batch/submit.ts";
import { ConnectionError } from "../../generated/mistral/src/runtime/errors.ts";
import { driveValues, driveValuesSync } from "../../generated/mistral/src/runtime/steps.ts";
import { FAIR, MemoryApi } from "./api.ts";
import { endpoint, type Given, got, runSync, start } from "./memory.ts";

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

test.each([
  ["goes on", many(3)],
  ["throws", undefined],
])(
  "an upload that fails while the source is waited for loses nothing: it %s",
  async (_n, wanted) => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    async function* source(): AsyncGenerator<Given> {
      const [first, ...others] = many(3);
      if (first !== undefined) yield first;
      await gate;
      if (wanted === undefined) throw new RangeError("the database is gone");
      yield* others;
    }
    const requests = source();
    const options = { inline: false, keepRequests: true } as const;
    const { run } = newRun({ endpoint, model: "m", requests }, options, openAny);
    const api = new MemoryApi(FAIR);
    const perform = api.performer(undefined);
    let uploads = 0;
    const slow: Perform = async (action) => {
      if (action.kind === "next") return requests.next();
      if (action.kind !== "upload") return perform(action);
      const content = driveValues(action.content(), slow);
      if (uploads++ === 0) {
        content.next().catch(() => {});
        await new Promise((resolve) => setImmediate(resolve));
        throw new ConnectionError("refused before all was sent");
      }
      setImmediate(open);
      let text = "";
      for await (const piece of content) text += piece;
      return perform({
        ...action,
        *content() {
          yield { kind: "give", value: text };
        },
      });
    };
    const outcome = (async () => {
      for await (const _ of driveValues(submit(run as Run), slow));
    })();
    if (wanted === undefined) return expect(outcome).rejects.toThrow("the database is gone");
    await outcome;
    const lines = [...api.files.values()].flat().map((line) => JSON.parse(line));
    expect(lines).toEqual(wanted);
    expect(run.checkpoint()).toMatchObject({ isComplete: true, parts: [{ count: 3 }] });
  },
);

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
  const inputs = [...api.jobs.values()].map(({ input_files: [file] }) => api.files.get(file ?? ""));
  expect(inputs.map((lines) => lines?.length)).toEqual([2, 1, 1]);
});

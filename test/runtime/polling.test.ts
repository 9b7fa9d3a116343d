import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TimeoutError } from "../../templates/package/src/runtime/errors.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import {
  polling,
  type PollingOptions,
  type PollingSteps,
} from "../../templates/package/src/runtime/polling.ts";
import { getItem } from "./sample.ts";

interface Item {
  readonly status: string;
  readonly count?: number;
}

const operation: Operation = { ...getItem, polling: { field: "status", terminal: ["DONE"] } };

let now = 0;

beforeEach(() => {
  now = 1_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.spyOn(Math, "random").mockReturnValue(0);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Answers a request after some time. */
function respond(
  steps: PollingSteps<Item>,
  data: Item,
  headers: Record<string, string> = {},
  ms = 0,
) {
  now += ms;
  const meta = {
    status: 200,
    headers: new Headers(headers),
    requestId: undefined,
    url: "",
    attempts: 1,
  };
  return steps.next({ data, meta });
}

/** The waits before each request, as long as the answers last. */
function waits(
  options: PollingOptions<Item>,
  answers: readonly (Item & { readonly headers?: Record<string, string> })[],
): unknown[] {
  const steps = polling<Item>(operation, options);
  const found: unknown[] = [];
  steps.next();
  for (const { headers, ...item } of answers) {
    const { value } = respond(steps, item, headers);
    if (!("kind" in value) || value.kind !== "sleep") throw new Error("no wait");
    found.push(value.ms);
    now += value.ms;
    expect(steps.next()).toMatchObject({ value: { kind: "poll" } });
  }
  return found;
}

const open = { status: "OPEN" };
const times = (count: number): Item[] => Array.from({ length: count }, () => open);

test("waits grow by half from 2 s to 60 s", () => {
  expect(waits({}, times(11))).toEqual([
    2_000, 3_000, 4_500, 6_750, 10_125, 15_187.5, 22_781.25, 34_171.875, 51_257.8125, 60_000,
    60_000,
  ]);
});

test("they begin anew whenever something in the answer differs", () => {
  const answers = [open, open, open, { ...open, count: 1 }, { ...open, count: 1 }];
  expect(waits({}, answers)).toEqual([2_000, 3_000, 4_500, 2_000, 3_000]);
});

test.each([
  [{ interval: 700 }, [700, 700, 700]],
  [{ interval: { min: 100, max: 200 } }, [100, 150, 200]],
  [{ interval: { min: 100_000 } }, [100_000, 100_000, 100_000]],
  [{ interval: { max: 1_000 } }, [1_000, 1_000, 1_000]],
  [{ interval: { min: 0, max: 20 } }, [0, 10, 15]],
  [{ interval: 0 }, [0, 0, 0]],
])("%j", (options, wanted) => {
  expect(waits(options, times(3))).toEqual(wanted);
});

test("what changes all the time is asked for less and less often", () => {
  const answers = Array.from({ length: 2_000 }, (_, count) => ({ ...open, count }));
  const found = waits({}, answers) as number[];
  expect(found.slice(0, 3)).toEqual([2_000, 2_000, 2_000]);
  expect(found.indexOf(60_000)).toBeGreaterThan(400);
  expect(found.at(-1)).toBe(60_000);
  // Within a day: without that there would be 43,200.
  const hours = found.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(24);
  expect(waits({ interval: 5_000 }, answers.slice(0, 300)).at(-1)).toBe(5_000);
});

test("up to a quarter is added at random", () => {
  vi.mocked(Math.random).mockReturnValue(0.5);
  expect(waits({ interval: 1_000 }, times(1))).toEqual([1_125]);
});

test.each([
  ["5", 5_000],
  ["1", 2_000],
  ["600", 60_000],
  ["soon", 2_000],
  [new Date(Date.now() + 3_600_000).toUTCString(), 60_000],
])("Retry-After %s is waited for", (value, wanted) => {
  const headers = { "retry-after": value };
  expect(waits({}, [{ ...open, headers }])).toEqual([wanted]);
});

test("Retry-After counts up to the longest interval if that is more", () => {
  const headers = { "retry-after": "600" };
  const interval = { max: 120_000 };
  expect(waits({ interval }, [{ ...open, headers }])).toEqual([120_000]);
});

test("the last request is sent a second before the deadline, at which there is an error", () => {
  const steps = polling<Item>(operation, { deadline: 60_000, interval: 50_000 });
  expect(steps.next().value).toEqual({ kind: "poll", timeLeft: 60_000 });
  expect(respond(steps, open, {}, 500).value).toEqual({ kind: "sleep", ms: 50_000 });
  now += 50_000;
  expect(steps.next().value).toEqual({ kind: "poll", timeLeft: 9_500 });
  expect(respond(steps, open).value).toEqual({ kind: "sleep", ms: 8_500 });
  now += 8_500;
  expect(steps.next().value).toEqual({ kind: "poll", timeLeft: 1_000 });
  expect(respond(steps, open, {}, 100).value).toEqual({ kind: "sleep", ms: 900 });
  now += 900;
  expect(() => steps.next()).toThrow(TimeoutError);
});

test("an answer that is the end counts also after the deadline", () => {
  const steps = polling<Item>(operation, { deadline: 60_000 });
  steps.next();
  expect(respond(steps, { status: "DONE" }, {}, 60_001)).toMatchObject({
    done: true,
    value: { data: { status: "DONE" } },
  });
});

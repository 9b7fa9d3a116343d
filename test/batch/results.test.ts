import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readLine } from "../../generated/mistral/src/batch/results.ts";

const nothing = { code: undefined, type: undefined, status: undefined, body: undefined };

test.each<[name: string, line: unknown, wanted: unknown]>([
  [
    "an answer",
    { custom_id: "a", response: { status_code: 200, body: { id: 1 } }, error: null },
    { id: "a", output: { id: 1 } },
  ],
  [
    "an answer without a status",
    { custom_id: "a", response: { body: { id: 1 } } },
    { id: "a", output: { id: 1 } },
  ],
  [
    "an answer beside an error without a text",
    { custom_id: "a", response: { status_code: 200, body: { id: 1 } }, error: "" },
    { id: "a", output: { id: 1 } },
  ],
  [
    "an error as text",
    { custom_id: "a", response: null, error: "too long" },
    { id: "a", error: { ...nothing, message: "too long" } },
  ],
  [
    "an error as an object with a number for a code",
    { custom_id: "a", error: { message: "too long", code: 400, type: "invalid" } },
    { id: "a", error: { ...nothing, message: "too long", code: "400", type: "invalid" } },
  ],
  [
    "an error that only the answer tells of",
    {
      custom_id: "a",
      response: { status_code: 429, body: { message: "slow down", type: "rate_limit_error" } },
      error: null,
    },
    {
      id: "a",
      error: {
        message: "slow down",
        code: undefined,
        type: "rate_limit_error",
        status: 429,
        body: { message: "slow down", type: "rate_limit_error" },
      },
    },
  ],
  [
    "an error that says nothing but its status",
    { custom_id: "a", response: { status_code: 500 } },
    { id: "a", error: { ...nothing, message: "the status is 500", status: 500 } },
  ],
  [
    "neither an answer nor an error",
    { custom_id: "a", response: null, error: null },
    { id: "a", error: { ...nothing, message: "the line has no answer" } },
  ],
  ["no id", { response: { body: {} } }, { id: undefined, reason: "no_id" }],
  ["an id that is null", { custom_id: null }, { id: undefined, reason: "no_id" }],
  ["a number", 7, { id: undefined, reason: "not_json" }],
])("a line with %s", (_name, line, wanted) => {
  expect(readLine(JSON.stringify(line))).toEqual(wanted);
});

test("a line may be anything", () => {
  expect(readLine("{not json")).toEqual({ id: undefined, reason: "not_json" });
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void readLine(line)));
  fc.assert(
    fc.property(
      fc.record({ custom_id: fc.constant("a"), response: fc.anything(), error: fc.anything() }),
      (line) => {
        const text = JSON.stringify(line, (_key, value) =>
          typeof value === "bigint" ? String(value) : value,
        );
        const read = readLine(text);
        expect(read.id).toBe("a");
        if ("error" in read) expect(read.error.message).toEqual(expect.any(String));
      },
    ),
  );
});

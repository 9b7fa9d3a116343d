import { expect, test } from "vitest";
import { checkLimits } from "../../templates/package/src/runtime/limits.ts";
import type { Limits } from "../../templates/package/src/runtime/operation.ts";

const cases: [Limits, unknown, string][] = [
  [{ minimum: 1 }, 0, "x must be at least 1"],
  [{ maximum: 168 }, 9999, "x must be at most 168"],
  [{ exclusiveMinimum: 0 }, 0, "x must be greater than 0"],
  [{ exclusiveMaximum: 1 }, 1, "x must be less than 1"],
  [{ maximum: 1 }, 2n, "x must be at most 1"],
  [{ minLength: 2 }, "😀", "x must be at least 2 characters long"],
  [{ minLength: 1 }, "", "x must be at least 1 character long"],
  [{ maxLength: 2 }, "abc", "x must be at most 2 characters long"],
  [{ minItems: 1 }, [], "x must have at least 1 element"],
  [{ maxItems: 1 }, [1, 2], "x must have at most 1 element"],
  [{ items: { minimum: 1 } }, [1, 0], "x.1 must be at least 1"],
  [{ minProperties: 2 }, { a: 1 }, "x must have at least 2 entries"],
  [{ maxProperties: 1 }, { a: 1, b: 2 }, "x must have at most 1 entry"],
  [{ names: { maxLength: 2 } }, { abc: 1 }, "the name of x.abc must be at most 2 characters long"],
  [{ values: { minLength: 1 } }, { run: "" }, "x.run must be at least 1 character long"],
  [
    { properties: { a: { maximum: 1 } }, values: { maximum: 9 } },
    { a: 2 },
    "x.a must be at most 1",
  ],
  [{ required: ["body"] }, {}, "x.body is required"],
  [{ required: ["body"] }, { body: undefined }, "x.body is required"],
  [{ exactlyOne: [["a", "b"]] }, {}, "exactly one of x.a, x.b must be given"],
  [{ exactlyOne: [["a", "b"]] }, { a: 1, b: 1 }, "exactly one of x.a, x.b must be given"],
  [
    { items: { properties: { a: { values: { maxLength: 1 } } } } },
    [{ a: { b: "cc" } }],
    "x.0.a.b must be at most 1 character long",
  ],
];

test.each(cases)("%j refuses %s: %s", (limits, value, message) => {
  expect(() => checkLimits(limits, value, "x", "op")).toThrow(`op: ${message}`);
});

test("names the parameter", () => {
  expect(() => checkLimits({ values: { maxLength: 1 } }, { run: "ab" }, "metadata", "op")).toThrow(
    expect.objectContaining({ code: "parameter", parameter: "metadata.run", operationId: "op" }),
  );
  expect(() => checkLimits({ required: ["a"] }, {}, "", "op")).toThrow(
    expect.objectContaining({ parameter: "a" }),
  );
});

const fine: [Limits, unknown][] = [
  [{ minimum: 1, maximum: 168 }, 168],
  [{ minimum: 1, minLength: 3, minItems: 2 }, null],
  [{ minimum: 1, minLength: 3, minItems: 2 }, undefined],
  [{ minimum: 1 }, "0"],
  [{ maxLength: 1 }, "😀"],
  [{ maxItems: 0 }, new Uint8Array(3)],
  [{ required: ["a"] }, new Blob(["x"])],
  [{ required: ["constructor"] }, { constructor: 1 }],
  [{ properties: {}, values: { maxLength: 9 } }, { toString: "fine" }],
  [{ exactlyOne: [["a", "b"]] }, { a: null, b: 1 }],
  [{ required: ["a"] }, { a: null }],
];

test.each(fine)("%j accepts %s", (limits, value) => {
  expect(() => checkLimits(limits, value, "x", "op")).not.toThrow();
});

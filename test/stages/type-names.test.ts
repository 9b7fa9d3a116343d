import { describe, expect, test } from "vitest";
import * as fc from "fast-check";

import { isIdentifier } from "../../generator/encode.ts";
import { TYPES_IN_USE } from "../../generator/base/reserved.ts";
import { declared, ref } from "./declared.ts";
import { bodyOf, codes, json, operationOf, planned } from "./stage-helpers.ts";

/** The type of each schema, by its name in the document. */
function typesOf(names: readonly string[]): Readonly<Record<string, string>> {
  const schemas = Object.fromEntries(names.map((name) => [name, { type: "object" }]));
  const { plan } = planned({ components: { schemas } });
  // Names like `1` come first in an object.
  const order = Object.keys(schemas);
  return Object.fromEntries(plan.types.map(({ name }, index) => [order[index], name]));
}

describe("the names of types", () => {
  test.each([
    ["a name as it is", "BatchJob", "BatchJob"],
    ["words", "batch-job_list entry", "BatchJobListEntry"],
    ["a global", "File", "FileObject"],
    ["a global of TypeScript", "Record", "RecordObject"],
    ["a global after casing", "promise", "PromiseObject"],
    ["a type of the package", "ApiError", "ApiErrorObject"],
    ["a keyword", "class", "Class"],
    ["a type of TypeScript", "string", "StringObject"],
    ["what every object has", "constructor", "Constructor"],
    ["what is no identifier", "3d.model/v2", "_3dModelV2"],
    ["letters of all scripts", "größe", "Größe"],
    ["no letters", "-", "X2d"],
    ["nothing", "", "X"],
  ])("%s", (_what, name, type) => {
    expect(typesOf([name])).toEqual({ [name]: type });
  });

  test("that of a prototype is one like any other", async () => {
    const schemas = JSON.parse(
      '{ "__proto__": { "type": "string" }, "then": { "type": "object" } }',
    ) as object;
    expect(await declared({ components: { schemas } })).toBe(
      "export type Proto = string;\nexport type Then = Record<string, unknown>;",
    );
  });

  test("are those of the schemas that have them, and else in the order of the alphabet", () => {
    const wanted = {
      "foo bar": "FooBar2",
      "foo-bar": "FooBar3",
      FooBar: "FooBar",
      foo_bar: "FooBar4",
    };
    expect(typesOf(["foo_bar", "FooBar", "foo-bar", "foo bar"])).toEqual(wanted);
    expect(typesOf(["foo bar", "foo-bar", "foo_bar", "FooBar"])).toEqual(wanted);
  });

  test("stay when other schemas are added or moved", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: "grapheme", maxLength: 12 }), { maxLength: 12 }),
        fc.uniqueArray(fc.constantFrom("Alpha", "Beta", "Gamma"), { minLength: 1 }),
        (names, unrelated) => {
          const own = names.filter(
            (name) => !/alpha|beta|gamma/i.test(name) && name !== "__proto__",
          );
          const before = typesOf(own);
          const after = typesOf([...unrelated, ...own.slice(1), ...own.slice(0, 1)]);
          for (const name of own) expect(after[name]).toBe(before[name]);
        },
      ),
    );
  });

  test("are identifiers, free, and each given once", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: "binary", maxLength: 8 }), {
          minLength: 1,
          maxLength: 12,
        }),
        (names) => {
          const schemas = Object.fromEntries(names.map((name) => [name, {}]));
          const given = planned({ components: { schemas } }).plan.types.map(({ name }) => name);
          expect(new Set(given).size).toBe(given.length);
          expect(given.filter((name) => !isIdentifier(name) || TYPES_IN_USE.has(name))).toEqual([]);
        },
      ),
    );
  });
});

test("a type of an operation whose name a schema has gets another, and that is reported", () => {
  const parts = {
    ...bodyOf({ type: "object", properties: { a: {} } }),
    responses: json({ type: "object", properties: { b: {} } }),
  };
  const { diagnostics, operations } = planned(
    operationOf(parts, {
      components: { schemas: { ThingGetParams: {}, Used: ref("ThingGetParams") } },
    }),
  );
  expect(operations["thing.get"]?.params.type).toBe("ThingGetParams2");
  expect(codes(diagnostics)).toContain("warning type-renamed");
  expect(diagnostics.find(({ code }) => code === "type-renamed")?.message).toBe(
    "a type of `GET /thing` is named `ThingGetParams2`, since `ThingGetParams` is another type",
  );
});

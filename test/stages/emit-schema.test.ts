import { describe, expect, test } from "vitest";

import { text, types } from "./declared.ts";

describe("one type", () => {
  test.each([
    ["a string", { type: "string" }, "string"],
    ["a whole number", { type: "integer" }, "number"],
    ["null", { type: "null" }, "null"],
    ["anything", {}, "unknown"],
    ["true", true, "unknown"],
    ["false", false, "never"],
    ["a type nobody knows", { type: "any" }, "unknown"],
    ["a type in upper case", { type: "String" }, "string"],
    ["several types", { type: ["string", "integer", "number", "null"] }, "string | number | null"],
    ["nullable", { type: "string", nullable: true }, "string | null"],
    ["an enum", { type: "string", enum: ["a", "b"] }, '"a" | "b"'],
    ["an enum of all sorts", { enum: [1, "1", true, null, -2] }, '1 | "1" | true | -2 | null'],
    ["an enum of one value twice", { enum: ["a", "a"] }, '"a"'],
    ["an empty enum", { type: "string", enum: [] }, "string"],
    ["a nullable enum", { type: ["string", "null"], enum: ["a", null] }, '"a" | null'],
    ["numbers in an enum of strings", { type: "string", enum: [1, 2] }, '"1" | "2"'],
    [
      "an open enum",
      { type: "string", enum: ["a", "b"], "x-triptych": { openEnum: true } },
      '"a" | "b" | (string & {})',
    ],
    [
      "an open enum or null",
      { type: ["string", "null"], enum: ["a"], "x-triptych": { openEnum: true } },
      '"a" | (string & {}) | null',
    ],
    ["a const", { const: "a", default: "a", type: "string" }, '"a"'],
    ["a const null", { const: null }, "null"],
    [
      "hostile texts",
      { enum: ["*/ \u2028`${x}`", "\\", "größe"] },
      '"*/ \\u2028`${x}`" | "\\\\" | "größe"',
    ],
    ["an array", { type: "array", items: { type: "string" } }, "string[]"],
    ["an array of anything", { type: "array" }, "unknown[]"],
    ["an array without its type", { items: { type: "string" } }, "string[]"],
    [
      "an array of arrays",
      { type: "array", items: { type: "array", items: { type: "number" } } },
      "number[][]",
    ],
    [
      "an array of a union",
      { type: "array", items: { type: ["string", "null"] } },
      "(string | null)[]",
    ],
    [
      "an array of one branch that is an array",
      { items: { oneOf: [{ type: "array", items: { type: "string" } }] } },
      "string[][]",
    ],
    [
      "a tuple",
      { type: "array", prefixItems: [{ type: "string" }, { type: "number" }] },
      "[string, number]",
    ],
    [
      "a tuple of which some elements may be missing",
      { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], minItems: 1 },
      "[string, number?]",
    ],
    [
      "a tuple that goes on",
      { prefixItems: [{ type: "string" }], items: { type: ["number", "null"] } },
      "[string, ...(number | null)[]]",
    ],
    [
      "a tuple that goes on with anything",
      { prefixItems: [{ type: "string" }], items: true },
      "[string, ...unknown[]]",
    ],
    ["a tuple that ends", { prefixItems: [{ type: "string" }], items: false }, "[string]"],
    [
      "a tuple of older drafts",
      { items: [{ type: "string" }], additionalItems: { type: "number" } },
      "[string, ...number[]]",
    ],
    ["an array of nothing", { type: "array", items: false }, "[]"],
    ["an object", { type: "object" }, "Record<string, unknown>"],
    [
      "an object that nothing may be in",
      { type: "object", additionalProperties: false },
      "Record<string, never>",
    ],
    ["an object or null", { type: ["object", "null"] }, "Record<string, unknown> | null"],
    [
      "a union",
      { oneOf: [{ type: "string" }, { type: "number" }, { type: "null" }] },
      "string | number | null",
    ],
    [
      "a union in a union",
      { anyOf: [{ type: "string" }, { anyOf: [{ type: "null" }, { type: "number" }] }] },
      "string | number | null",
    ],
    ["a union with anything", { anyOf: [{ type: "string" }, {}] }, "unknown"],
    [
      "branches that only narrow",
      { type: "string", anyOf: [{ format: "ipv4" }, { pattern: "x" }] },
      "string",
    ],
    [
      "branches beside their type",
      { type: "string", oneOf: [{ const: "a" }, { const: "b" }] },
      '"a" | "b"',
    ],
    [
      "a nullable union",
      { nullable: true, oneOf: [{ type: "string" }, { type: "number" }] },
      "string | number | null",
    ],
    [
      "allOf of what only narrows",
      { type: "string", allOf: [{ minLength: 1 }, { description: "x" }] },
      "string",
    ],
    ["allOf of nothing that can be", { allOf: [{ type: "string" }, false] }, "never"],
    [
      "allOf of a type and some of its values",
      { allOf: [{ type: "string" }, { enum: ["a"] }] },
      '"a"',
    ],
    [
      "certain texts or any",
      { anyOf: [{ enum: ["a", "b"] }, { type: "string" }, { type: "null" }] },
      '"a" | "b" | (string & {}) | null',
    ],
    ["certain numbers or any", { anyOf: [{ enum: [1, 2] }, { type: "number" }] }, "number"],
    ["texts in an enum of numbers", { type: "integer", enum: ["1", "x"] }, '1 | "x"'],
    ["not", { not: { type: "string" } }, "unknown"],
    ["if", { type: "string", if: { minLength: 1 }, else: { maxLength: 2 } }, "string"],
  ])("%s", async (_what, schema, type) => {
    const wanted = `export type X = ${type};`;
    const lines = (await types({ X: schema }))
      .split("\n")
      .filter((line) => !line.startsWith("/**"));
    expect(
      lines
        .join(" ")
        .replaceAll(/= +\| /g, "= ")
        .replaceAll(/ +/g, " "),
    ).toBe(wanted.replaceAll(/ +/g, " "));
  });
});

describe("objects", () => {
  test("are interfaces; defaults do not make a property required", async () => {
    const X = {
      type: "object",
      required: ["b", "nowhere"],
      properties: {
        a: { type: "string", default: "x" },
        b: { type: "integer" },
        "c-d": { type: "boolean" },
        größe: { type: "number" },
        1: {},
        __proto__x: {},
        constructor: { type: "string" },
        nothing: false,
      },
    };
    expect(await types({ X })).toBe(text`
      export interface X {
        1?: unknown;
        /** Default: \`"x"\`. */
        a?: string;
        b: number;
        "c-d"?: boolean;
        größe?: number;
        __proto__x?: unknown;
        constructor?: string;
        nothing?: never;
      }
    `);
  });

  test("a property named __proto__ is one like any other", async () => {
    const properties = JSON.parse('{ "__proto__": { "type": "string" } }') as object;
    expect(await types({ X: { properties } })).toBe(text`
      export interface X {
        __proto__?: string;
      }
    `);
  });

  test("with names that are no part of a pointer, at any depth", async () => {
    const a = {
      required: ["%", "\ue000"],
      properties: {
        "%": { properties: { "a/%b": { type: ["string", "null"] } } },
        "\ue000": { type: "number" },
        "\ue000p": { type: "number" },
      },
    };
    expect(await types({ A: a })).toBe(`export interface A {
  "%": { "a/%b"?: string | null };
  "\ue000": number;
  "\ue000p"?: number;
}`);
  });

  test("with other properties", async () => {
    expect(
      await types({
        Map: { type: "object", additionalProperties: { type: "string" } },
        Open: { type: "object", additionalProperties: true },
        Both: { properties: { a: { type: "number" } }, additionalProperties: {} },
        Typed: {
          required: ["a"],
          properties: { a: { type: "number" }, b: {} },
          additionalProperties: { type: "string" },
        },
        Patterns: { patternProperties: { "^x-": { type: "string" }, "^y-": { type: "number" } } },
        Unevaluated: { properties: { a: {} }, unevaluatedProperties: { type: "string" } },
        Named: { required: ["a"], additionalProperties: { type: "string" } },
        Inside: {
          properties: { a: { type: ["object", "null"], additionalProperties: { type: "string" } } },
        },
      }),
    ).toBe(text`
      export interface MapObject {
        [key: string]: string;
      }
      export interface Open {
        [key: string]: unknown;
      }
      export interface Both {
        a?: number;
        [key: string]: unknown;
      }
      export interface Typed {
        a: number;
        b?: unknown;
        [key: string]: unknown;
      }
      export interface Patterns {
        [key: string]: string | number;
      }
      export interface Unevaluated {
        a?: unknown;
        [key: string]: unknown;
      }
      export interface Named {
        a: string;
        [key: string]: string;
      }
      export interface Inside {
        a?: { [key: string]: string } | null;
      }
    `);
  });

  test("typed others have a type that the properties have too", async () => {
    const X = { properties: { a: { type: "number" } }, additionalProperties: { type: "string" } };
    expect(await types({ X })).toBe(text`
      export interface X {
        a?: number;
        [key: string]: string | number | undefined;
      }
    `);
  });
});

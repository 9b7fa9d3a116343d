import { describe, expect, test } from "vitest";

import { ref, text, types } from "./declared.ts";

describe("composition", () => {
  const Base = {
    type: "object",
    required: ["id"],
    properties: { id: { type: "string" }, name: { type: "string" } },
  };

  test("of a named object and more properties extends it", async () => {
    const Derived = {
      allOf: [ref("Base"), { required: ["b"], properties: { b: { type: "boolean" } } }],
    };
    expect(await types({ Derived, Base })).toBe(text`
      export interface Derived extends Base {
        b: boolean;
      }
      export interface Base {
        id: string;
        name?: string;
      }
    `);
  });

  test("with a property of the same name that says more", async () => {
    const Derived = { allOf: [ref("Base")], properties: { id: { const: "x" } }, required: ["id"] };
    expect((await types({ Base, Derived })).split("\n").slice(4).join("\n")).toBe(text`
      export interface Derived extends Base {
        id: "x";
      }
    `);
  });

  test("of objects without names is one object", async () => {
    const X = {
      allOf: [{ properties: { a: {} } }, { properties: { b: {} } }],
      properties: { c: {} },
    };
    expect(await types({ X })).toBe(text`
      export interface X {
        c?: unknown;
        a?: unknown;
        b?: unknown;
      }
    `);
  });

  test("requires what unnamed parts declare", async () => {
    const properties = { a: {}, b: {} };
    expect(
      await types({
        X: { allOf: [{ properties }], required: ["a"] },
        Y: { allOf: [{ properties }, { required: ["a"] }] },
        Z: {
          properties,
          anyOf: [{ required: ["b"], properties: { c: {} } }, { properties: { d: {} } }],
        },
      }),
    ).toBe(text`
      export interface X {
        a: unknown;
        b?: unknown;
      }
      export interface Y {
        a: unknown;
        b?: unknown;
      }
      export type Z = { a?: unknown; b?: unknown } & ({ c?: unknown; b: unknown } | { d?: unknown });
    `);
  });

  test("requires what is optional elsewhere", async () => {
    const Strict = { allOf: [ref("Base"), { required: ["name"] }] };
    expect((await types({ Base, Strict })).split("\n").slice(4).join("\n")).toBe(text`
      export interface Strict extends Base {
        name: string;
      }
    `);
  });

  test("a reference with something beside it", async () => {
    expect(
      (
        await types({
          Base,
          Alias: { ...ref("Base"), description: "The same." },
          Nullable: { ...ref("Base"), nullable: true },
          Maybe: { anyOf: [ref("Base"), { type: "null" }] },
          More: { ...ref("Base"), properties: { extra: { type: "string" } } },
        })
      )
        .split("\n")
        .slice(4)
        .join("\n"),
    ).toBe(text`
      /** The same. */
      export type Alias = Base;
      export type Nullable = Base | null;
      export type Maybe = Base | null;
      export interface More extends Base {
        extra?: string;
      }
    `);
  });

  test("a union beside properties", async () => {
    const X = {
      properties: { a: {} },
      required: ["a"],
      anyOf: [ref("Base"), { properties: { b: {} } }],
    };
    expect((await types({ Base, X })).split("\n").slice(4).join("\n")).toBe(text`
      export type X = { a: unknown } & (Base | { b?: unknown });
    `);
  });

  test("exactly one of several properties, and at least one", async () => {
    const properties = { a: { type: ["string", "null"] }, b: { type: "number" } };
    expect(
      await types({
        One: { properties, oneOf: [{ required: ["a"] }, { required: ["b"] }] },
        Some: { properties, anyOf: [{ required: ["a"] }, { required: ["b"] }] },
      }),
    ).toBe(text`
      export type One = { a?: string | null; b?: number } & (
        { a: string; b?: never } | { b: number; a?: never }
      );
      export type Some = { a?: string | null; b?: number } & ({ a: string } | { b: number });
    `);
  });
});

describe("circles", () => {
  test("through properties and elements are as they are", async () => {
    const schemas = {
      Node: { properties: { next: ref("Node"), all: { type: "array", items: ref("Node") } } },
      Json: { anyOf: [{ type: "string" }, { type: "array", items: ref("Json") }] },
    };
    expect(await types(schemas)).toBe(text`
      export interface Node {
        next?: Node;
        all?: Node[];
      }
      export type Json = string | Json[];
    `);
  });

  test("through composition are opened", async () => {
    expect(
      await types({
        Self: ref("Self"),
        A: { anyOf: [ref("B"), { type: "string" }] },
        B: { anyOf: [ref("A"), { type: "number" }] },
      }),
    ).toBe(text`
      export type Self = unknown;
      export type A = B | string;
      export type B = number;
    `);
  });

  test("a branch of a union that is all of the union", async () => {
    expect(
      await types({
        Cat: { allOf: [ref("Pet"), { properties: { purrs: { type: "boolean" } } }] },
        Pet: {
          required: ["name"],
          properties: { name: { type: "string" } },
          oneOf: [ref("Cat"), ref("Dog")],
        },
        Dog: { allOf: [ref("Pet"), { properties: { barks: { type: "boolean" } } }] },
      }),
    ).toBe(text`
      export interface Cat {
        name: string;
        purrs?: boolean;
      }
      export type Pet = Cat | Dog;
      export interface Dog {
        name: string;
        barks?: boolean;
      }
    `);
  });
});

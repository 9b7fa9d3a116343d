import { describe, expect, test } from "vitest";

import { emitDeclarations } from "../../generator/emit/schema.ts";
import { format } from "../../generator/format.ts";
import { json, operationOf, planned } from "./stage-helpers.ts";

/** The declarations of a document, formatted, without an empty line between them. */
async function declared(parts: object): Promise<string> {
  const { document, model, plan } = planned(parts);
  const texts = Array.from(emitDeclarations(document, model, plan).values(), ({ text }) =>
    text.trim(),
  );
  const [file] = await format([{ path: "types.ts", text: texts.join("\n") }], {
    format: "prettier",
  });
  return file?.text.replaceAll("\n\n", "\n").trim() ?? "";
}

function types(schemas: object): Promise<string> {
  return declared({ components: { schemas } });
}

/** A text without the indentation of its first line. */
function text(parts: TemplateStringsArray): string {
  const lines = parts.join("").replace(/^\n/, "").trimEnd().split("\n");
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  return lines.map((line) => line.slice(indent)).join("\n");
}

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

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
        b: { type: "integer", readOnly: true },
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
        readonly b: number;
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
        Patterns: { patternProperties: { "^x-": { type: "string" } } },
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

  test("with a property of the same name is an intersection", async () => {
    const Derived = { allOf: [ref("Base")], properties: { id: { const: "x" } }, required: ["id"] };
    expect((await types({ Base, Derived })).split("\n").slice(4).join("\n")).toBe(text`
      export type Derived = { id: "x" } & Base;
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
      export type Strict = Base & { name: string };
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
      export type Pet = { name: string } & (Cat | Dog);
      export interface Dog {
        name: string;
        barks?: boolean;
      }
    `);
  });
});

describe("discriminators", () => {
  const kind = { type: "string", description: "The kind." };

  test("give each branch its values, by name or by mapping", async () => {
    const mapping = {
      cat: "#/components/schemas/Cat",
      kitten: "Cat",
      dog: "#/components/schemas/Dog",
    };
    expect(
      await types({
        Pet: {
          oneOf: [ref("Cat"), ref("Dog"), ref("Bird")],
          discriminator: { propertyName: "kind", mapping },
        },
        Cat: { type: "object", properties: { kind, purrs: {} } },
        Dog: { type: "object" },
        Bird: { type: "object", required: ["kind"], properties: { kind } },
      }),
    ).toBe(text`
      export type Pet = Cat | Dog | Bird;
      export interface Cat {
        /** The kind. */
        kind: "cat" | "kitten";
        purrs?: unknown;
      }
      export interface Dog {
        kind: "dog";
      }
      export interface Bird {
        /** The kind. */
        kind: "Bird";
      }
    `);
  });

  test("leave the values that a branch gives itself", async () => {
    expect(
      await types({
        Event: { anyOf: [ref("A"), ref("B")], discriminator: { propertyName: "type" } },
        A: { properties: { type: { const: "a" } }, required: ["type"] },
        B: { allOf: [{ properties: { type: { enum: ["b"] } }, required: ["type"] }] },
      }),
    ).toBe(text`
      export type EventObject = A | B;
      export interface A {
        type: "a";
      }
      export interface B {
        type: "b";
      }
    `);
  });

  test("in a hierarchy: no heir becomes never", async () => {
    expect(
      await types({
        Base: {
          type: "object",
          required: ["kind"],
          properties: { kind },
          discriminator: { propertyName: "kind", mapping: { leaf: "Leaf" } },
        },
        Middle: { allOf: [ref("Base"), { properties: { m: {} } }] },
        Leaf: { allOf: [ref("Middle"), { properties: { l: {} } }] },
      }),
    ).toBe(text`
      export interface Base {
        /** The kind. */
        kind: string;
      }
      export type Middle = Base & { m?: unknown; kind: "Middle" | "leaf" };
      export type Leaf = Middle & { l?: unknown; kind: "leaf" };
    `);
  });
});

describe("documentation", () => {
  test("says what the schema says, in words", async () => {
    const properties = {
      a: {
        type: "integer",
        description: "How many.",
        minimum: 1,
        maximum: 168,
        default: 24,
        deprecated: true,
      },
      b: {
        type: "string",
        title: "B",
        minLength: 1,
        maxLength: 32,
        pattern: "^a+$",
        examples: ["a", "aa", "aaa"],
      },
      c: { type: "array", maxItems: 10000, uniqueItems: true, title: "Everything there is" },
      d: { type: "number", exclusiveMinimum: 0, multipleOf: 0.5 },
      e: { type: "string", format: "date-time", example: "2026-01-31T08:00:00Z" },
      f: { type: "integer", format: "int64" },
      g: {
        type: "string",
        description: "Ends */ here. @deprecated not\n\n`code */`",
        default: "x".repeat(100),
      },
      h: { ...ref("X"), description: "Beside a reference.", default: null },
    };
    expect(
      await types({ X: { type: "object", description: "A thing.\n\nMore of it.", properties } }),
    ).toBe(
      [
        "/**",
        " * A thing.",
        " *",
        " * More of it.",
        " */",
        "export interface X {",
        "  /**",
        "   * How many.",
        "   *",
        "   * Default: `24`. From 1 to 168.",
        "   *",
        "   * @deprecated",
        "   */",
        "  a?: number;",
        "  /**",
        "   * Pattern: `^a+$`. From 1 to 32 characters.",
        "   *",
        '   * @example "a"',
        '   * @example "aa"',
        "   */",
        "  b?: string;",
        "  /**",
        "   * Everything there is",
        "   *",
        "   * At most 10,000 elements. No element twice.",
        "   */",
        "  c?: unknown[];",
        "  /** Greater than 0. A multiple of 0.5. */",
        "  d?: number;",
        "  /**",
        "   * Format: `date-time`.",
        "   *",
        '   * @example "2026-01-31T08:00:00Z"',
        "   */",
        "  e?: string;",
        "  f?: number;",
        "  /**",
        "   * Ends *\\/ here. \\@deprecated not",
        "   *",
        "   * `code *\\/`",
        "   */",
        "  g?: string;",
        "  /**",
        "   * Beside a reference.",
        "   *",
        "   * Default: `null`.",
        "   */",
        "  h?: X;",
        "}",
      ].join("\n"),
    );
  });
});

describe("references", () => {
  test("into a schema become types of their own", async () => {
    const User = { properties: { id: { type: "string", format: "uuid" } } };
    expect(await types({ User, Owner: { properties: { user: ref("User/properties/id") } } }))
      .toBe(text`
      export interface User {
        /** Format: \`uuid\`. */
        id?: string;
      }
      export interface Owner {
        user?: UserId;
      }
      /** Format: \`uuid\`. */
      export type UserId = string;
    `);
  });

  test("use the names of types, whatever the schemas are called", async () => {
    const schemas = {
      File: { type: "object", properties: { next: { $ref: "#/components/schemas/a~1b%20c" } } },
      "a/b c": { type: "array", items: ref("File") },
    };
    expect(await types(schemas)).toBe(text`
      export interface FileObject {
        next?: ABC;
      }
      export type ABC = FileObject[];
    `);
  });
});

describe("types that operations bring", () => {
  test("params of parameters and body", async () => {
    const parameters = [
      {
        name: "page",
        in: "query",
        required: true,
        description: "Which page.",
        schema: { type: "integer", default: 0 },
      },
      { name: "X-Trace", in: "header", deprecated: true, schema: { type: "string" } },
      {
        name: "filter",
        in: "query",
        content: { "application/json": { schema: { type: "object", additionalProperties: true } } },
      },
    ];
    const schema = { required: ["a"], properties: { a: { type: "string", description: "An a." } } };
    expect(
      await declared(
        operationOf({
          parameters,
          requestBody: { required: true, content: { "application/json": { schema } } },
        }),
      ),
    ).toBe(text`
      /** The params of \`thingGet\`. */
      export interface ThingGetParams {
        /**
         * Which page.
         *
         * Default: \`0\`.
         */
        page: number;
        /** @deprecated */
        "X-Trace"?: string;
        filter?: { [key: string]: unknown };
        /** An a. */
        a: string;
      }
    `);
  });

  test("params of a named body", async () => {
    const body = {
      requestBody: { required: true, content: { "application/json": { schema: ref("Thing") } } },
    };
    const components = {
      components: { schemas: { Thing: { type: "object", properties: { a: {} } } } },
    };
    expect((await declared(operationOf(body, components))).split("\n").slice(3).join("\n"))
      .toBe(text`
      /** The params of \`thingGet\`. */
      export type ThingGetParams = Thing;
    `);
    const withHeader = {
      ...body,
      parameters: [{ name: "h", in: "header", schema: { type: "string" } }],
    };
    expect((await declared(operationOf(withHeader, components))).split("\n").slice(3).join("\n"))
      .toBe(text`
      /** The params of \`thingGet\`. */
      export interface ThingGetParams extends Thing {
        h?: string;
      }
    `);
  });

  test("a body that stays one, and a response without a name", async () => {
    const requestBody = { description: "The text.", content: { "text/plain": {} } };
    expect(
      await declared(
        operationOf({
          requestBody,
          responses: json({ type: "object", properties: { ok: { type: "boolean" } } }),
        }),
      ),
    ).toBe(text`
      /** The params of \`thingGet\`. */
      export interface ThingGetParams {
        /** The text. */
        body?: string;
      }
      /** What \`thingGet\` returns. */
      export interface ThingGetResponse {
        ok?: boolean;
      }
    `);
  });

  test("files are whatever an upload can be made of, and only in requests", async () => {
    const bytes = () => ({ type: "string", format: "binary" });
    const Upload = {
      type: "object",
      required: ["file"],
      properties: { file: bytes(), more: { type: "array", items: bytes() } },
    };
    const schemas = { Upload, Image: { properties: { pixels: bytes() } } };
    const parts = operationOf(
      {
        requestBody: {
          required: true,
          content: { "multipart/form-data": { schema: ref("Upload") } },
        },
      },
      { components: { schemas } },
    );
    expect(await declared(parts)).toBe(text`
      export interface Upload {
        file: Uploadable;
        more?: Uploadable[];
      }
      export interface Image {
        pixels?: string;
      }
      /** The params of \`thingGet\`. */
      export type ThingGetParams = Upload;
    `);
  });
});

test("each declaration says which types it mentions", () => {
  const { document, model, plan } = planned({
    components: {
      schemas: { A: { properties: { b: ref("B"), c: { items: ref("C") } } }, B: {}, C: {} },
    },
  });
  expect([...(emitDeclarations(document, model, plan).get("A")?.uses ?? [])]).toEqual(["B", "C"]);
});

import { describe, expect, test } from "vitest";

import { emitDeclarations } from "../../generator/emit/schema.ts";
import { declared, ref, text, types } from "./declared.ts";
import { json, operationOf, planned } from "./stage-helpers.ts";

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
      i: { type: "string", contentMediaType: "image/png", contentEncoding: "base64" },
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
        "  /** Content: `image/png`. Encoding: `base64`. */",
        "  i?: string;",
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

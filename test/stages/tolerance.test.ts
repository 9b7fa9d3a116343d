/** What is not as the specification wants it and is read all the same, with a warning that says how. */

import { describe, expect, test } from "vitest";

import { singleDocument } from "../../generator/base/bundle.ts";
import { valueAt, type JsonValue } from "../../generator/base/json.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import { resolve } from "../../generator/resolve.ts";

const HEAD = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

async function read(text: string) {
  const { document, diagnostics } = await resolve(
    await singleDocument({ uri: "a.yaml", text }),
    [],
    [],
  );
  return {
    codes: diagnostics.map(({ severity, code }) => `${severity} ${code}`),
    messages: diagnostics.map(({ message }) => message),
    at: (...tokens: string[]) => valueAt(document.root as unknown as JsonValue, tokens),
  };
}

const operation = (fields: string) => `${HEAD}paths: { '/a/{id}': { get: ${fields} } }`;
const schema = (text: string) => `${HEAD}components: { schemas: { A: ${text} } }`;
const GET = ["paths", "/a/{id}", "get"];
const A = ["components", "schemas", "A"];

describe("what is missing", () => {
  test.each<[string, string, string[], JsonValue | undefined]>([
    ["openapi: 3.1.0", "warning missing-field", ["info"], { title: "API", version: "0.0.0" }],
    [
      "openapi: 3.1.0\ninfo: { title: }",
      "warning missing-field warning missing-field",
      ["info"],
      { title: "API", version: "0.0.0" },
    ],
    [
      `${HEAD}servers: [{ description: d }, { url: /a }]`,
      "warning missing-field",
      ["servers"],
      [{ url: "/a" }],
    ],
    [
      `${HEAD}servers: [{ url: '{v}', variables: { v: { enum: [b] } } }]`,
      "warning missing-field",
      ["servers", "0", "variables", "v", "default"],
      "b",
    ],
    [`${HEAD}tags: [{ description: d }]`, "warning missing-field", ["tags"], []],
    [operation("{ requestBody: {} }"), "warning missing-field", GET, {}],
    [operation("{ responses: { 200: } }"), "warning empty-value", [...GET, "responses", "200"], {}],
    [operation("{ responses: { 200: {} } }"), "", [...GET, "responses", "200"], {}],
    [operation("{}"), "", GET, {}],
    [
      operation("{ parameters: [{ name: id, schema: {} }] }"),
      "warning parameter-place",
      [...GET, "parameters", "0", "in"],
      "path",
    ],
    [
      operation("{ parameters: [{ name: q, schema: {} }] }"),
      "warning parameter-place",
      [...GET, "parameters", "0", "in"],
      "query",
    ],
    [schema(""), "warning empty-value", A, {}],
    [
      schema("{ discriminator: { mapping: {} }, type: object }"),
      "warning missing-field",
      A,
      { type: "object" },
    ],
    [
      `${HEAD}components: { securitySchemes: { A: { scheme: bearer } } }`,
      "warning missing-field",
      ["components", "securitySchemes", "A", "type"],
      "http",
    ],
  ])("%s: %s", async (text, codes, tokens, value) => {
    const result = await read(text);
    expect(result.codes.join(" ")).toBe(codes);
    expect(result.at(...tokens)).toEqual(value);
  });
});

describe("what has the wrong form", () => {
  test.each<[string, string, string[], JsonValue | undefined]>([
    [
      operation("{ tags: x, summary: [1], deprecated: 7 }"),
      "warning ignored-field warning ignored-field warning ignored-field",
      GET,
      {},
    ],
    [
      operation("{ parameters: {}, responses: [] }"),
      "warning ignored-field warning ignored-field",
      GET,
      {},
    ],
    [
      operation("{ parameters: [{ name: q, in: qurey, schema: {} }] }"),
      "warning parameter-place",
      [...GET, "parameters", "0", "in"],
      "query",
    ],
    [
      `${HEAD}components: { requestBodies: ./file.yaml, responses: 1 }`,
      "warning ignored-field warning ignored-field",
      ["components"],
      {},
    ],
    [`${HEAD}servers: [/a, { url: /b }]`, "warning ignored-field", ["servers"], [{ url: "/b" }]],
    [schema("string"), "warning ignored-schema", A, {}],
    [
      schema("{ properties: { a: string } }"),
      "warning ignored-schema",
      A,
      { properties: { a: {} } },
    ],
    [
      schema("{ items: [{ type: string }], additionalItems: false }"),
      "warning tuple-items",
      A,
      { prefixItems: [{ type: "string" }], items: false, additionalItems: false },
    ],
    [
      schema("{ items: 1, allOf: [1, { type: object }] }"),
      "warning ignored-keyword warning ignored-keyword",
      A,
      { allOf: [{ type: "object" }] },
    ],
  ])("%s: %s", async (text, codes, tokens, value) => {
    const result = await read(text);
    expect(result.codes.join(" ")).toBe(codes);
    expect(result.at(...tokens)).toEqual(value);
  });
});

describe("references to another kind", () => {
  const components = `
components:
  schemas: { S: { type: object } }
  responses: { R: { description: d, content: { application/json: { schema: { type: string } } } }, None: { description: d } }
  parameters: { P: { name: p, in: query, schema: { type: integer } } }
`;
  const body = "requestBody";
  test.each<[string, string, string[], JsonValue]>([
    [
      "a schema: a response",
      "{ responses: { 200: { content: { a/b: { schema: { $ref: '#/components/responses/R' } } } } } }",
      [...GET, "responses", "200", "content", "a/b", "schema"],
      { $ref: "#/components/responses/R/content/application~1json/schema" },
    ],
    [
      "a schema: a response without one",
      "{ responses: { 200: { content: { a/b: { schema: { $ref: '#/components/responses/None' } } } } } }",
      [...GET, "responses", "200", "content", "a/b", "schema"],
      {},
    ],
    [
      "a schema: a parameter",
      "{ requestBody: { content: { a/b: { schema: { $ref: '#/components/parameters/P' } } } } }",
      [...GET, body, "content", "a/b", "schema"],
      { $ref: "#/components/parameters/P/schema" },
    ],
    [
      "a body: a schema",
      "{ requestBody: { $ref: '#/components/schemas/S' } }",
      [...GET, body],
      { content: { "application/json": { schema: { $ref: "#/components/schemas/S" } } } },
    ],
    [
      "a response: a schema",
      "{ responses: { 200: { $ref: '#/components/schemas/S' } } }",
      [...GET, "responses", "200"],
      { content: { "application/json": { schema: { $ref: "#/components/schemas/S" } } } },
    ],
  ])("wanted is %s", async (_, fields, tokens, value) => {
    const result = await read(`${operation(fields)}${components}`);
    expect(result.codes).toEqual(["warning wrong-ref"]);
    expect(result.at(...tokens)).toEqual(value);
  });

  test("a parameter that is a schema is refused, with the rule that it breaks", async () => {
    const run = read(
      `${operation("{ parameters: [{ $ref: '#/components/schemas/S' }] }")}${components}`,
    );
    await expect(run).rejects.toBeInstanceOf(DiagnosticError);
    await expect(run).rejects.toMatchObject({
      diagnostics: [{ code: "wrong-ref", rule: "OpenAPI 3.1.1, 4.8.12" }],
    });
  });
});

describe("the rule that a refused document breaks", () => {
  test.each([
    ["2.0", "OpenAPI 2.0, Parameter Object"],
    ["3.0.3", "OpenAPI 3.0.4, 4.7.12"],
    ["3.1.0", "OpenAPI 3.1.1, 4.8.12"],
    ["3.2.0", "OpenAPI 3.2.0, 4.12"],
  ])("is that of its version: %s", async (version, rule) => {
    const field = version === "2.0" ? "swagger" : "openapi";
    const run = read(
      `${field}: "${version}"\ninfo: { title: T, version: "1" }\npaths: { /a: { get: { parameters: [{ in: query }], responses: {} } } }\n`,
    );
    await expect(run).rejects.toMatchObject({ diagnostics: [{ code: "invalid-structure", rule }] });
  });

  test.each([
    ["3.1.0", "{ $ref: '#/components/schemas/B' }", "RFC 6901, 4"],
    ["3.1.0", "{ $ref: '#B' }", "JSON Schema 2020-12 Core, 8.2.2"],
    ["3.0.0", "{ $ref: '#B' }", "RFC 6901, 3"],
    ["3.1.0", "{ $ref: 'http://[' }", "RFC 3986, 4.1"],
    ["3.1.0", "{ $ref: 7 }", "JSON Schema 2020-12 Core, 8.2.3.1"],
    ["3.1.0", "{ $ref: none.yaml }", "JSON Schema 2020-12 Core, 8.2.3.1"],
    ["3.0.0", "{ $ref: none.yaml }", "OpenAPI 3.0.4, 4.7.23"],
    ["3.0.0", "{ $ref: 7 }", "OpenAPI 3.0.4, 4.7.23"],
    ["3.1.0", "{ $ref: '#/components/schemas/A' }", "JSON Schema 2020-12 Core, 9.4.1"],
    ["3.0.0", "{ $ref: '#/components/schemas/A' }", "OpenAPI 3.0.4, 4.7.23"],
  ])("of references, in %s: %s", async (version, schema, rule) => {
    const run = read(
      `openapi: ${version}\ninfo: { title: T, version: "1" }\npaths: {}\ncomponents: { schemas: { A: ${schema} } }\n`,
    );
    await expect(run).rejects.toMatchObject({ diagnostics: [{ rule }] });
  });
});

describe("slips", () => {
  test.each([
    [
      `${HEAD}paths: { /a: { get: { operationId: x }, put: { operationId: x } } }`,
      "warning duplicate-operation-id",
      "the operation id `x` is that of `GET /a` too",
    ],
    [
      `${HEAD}paths: { '/a/{b}/c': {}, '/a/{d}/c': {} }`,
      "warning identical-paths",
      "the paths `/a/{b}/c` and `/a/{d}/c` differ in the names of their parameters only",
    ],
    [
      operation("{ responses: { 2xx: {}, default: {}, ok: {}, x-a: {} } }"),
      "warning unknown-status",
      "`ok` is no status; the response is left out",
    ],
    [
      schema("{ properties: { a: { format: own }, b: { format: uuid }, c: { format: other } } }"),
      "info unknown-format",
      "nothing follows from the formats `own`, `other`",
    ],
    [
      schema("{ $ref: '#/components/schemas/B', description: d, maximum: 1 }, B: {}").replace(
        "3.1.0",
        "3.0.0",
      ),
      "info ref-siblings",
      "`maximum` stands beside a `$ref`, where OpenAPI 3.0 ignores it; it counts all the same",
    ],
  ])("%s: %s", async (text, code, message) => {
    const { codes, messages } = await read(text);
    expect([codes, messages]).toEqual([[code], [message]]);
  });
});

import { describe, expect, test } from "vitest";

import { buildModel } from "../../generator/build-model.ts";
import { type Diagnostic, DiagnosticError } from "../../generator/diagnostic.ts";
import { documentOf, json, modelOf, operationOf } from "./stage-helpers.ts";

/** The only operation of a document made by `operationOf`. */
function factOf(parts: object, rest: object = {}) {
  return modelOf(operationOf(parts, rest)).operations[0]!;
}

describe("parameters", () => {
  test("an operation's replace and complete those of its path", () => {
    const model = modelOf({
      paths: {
        "/things/{id}": {
          parameters: [
            {
              name: "id",
              in: "path",
              required: true,
              description: "of the path",
              schema: { type: "string" },
            },
            { name: "page", in: "query", schema: { type: "integer" } },
          ],
          get: {
            parameters: [
              { name: "page", in: "query", description: "own" },
              { name: "X-Trace", in: "header", required: true },
            ],
            responses: {},
          },
        },
      },
    });
    expect(
      model.operations[0]?.parameters.map((each) => [
        each.in,
        each.name,
        each.description,
        each.pointer,
      ]),
    ).toEqual([
      ["path", "id", "of the path", "#/paths/~1things~1{id}/parameters/0"],
      ["query", "page", "own", "#/paths/~1things~1{id}/get/parameters/0"],
      ["header", "X-Trace", undefined, "#/paths/~1things~1{id}/get/parameters/1"],
    ]);
  });

  test("path parameters come in the order of the path", () => {
    const { operations } = modelOf({
      paths: {
        "/a/{first}/b/{second}": {
          get: {
            parameters: [
              { name: "second", in: "path", required: true },
              { name: "q", in: "query" },
              { name: "first", in: "path", required: true },
            ],
            responses: {},
          },
        },
      },
    });
    expect(operations[0]?.parameters.map(({ name }) => name)).toEqual(["first", "second", "q"]);
  });

  test("references are followed", () => {
    const fact = factOf(
      { parameters: [{ $ref: "#/components/parameters/Page" }] },
      {
        components: {
          parameters: {
            Page: { $ref: "#/components/parameters/Number" },
            Number: { name: "page", in: "query" },
          },
        },
      },
    );
    expect(fact.parameters[0]).toMatchObject({
      name: "page",
      pointer: "#/components/parameters/Number",
    });
  });

  test("one declared by content has that media type and schema", () => {
    const content = { "application/json": { schema: { type: "object" }, example: { a: 1 } } };
    expect(
      factOf({ parameters: [{ name: "filter", in: "query", content }] }).parameters[0],
    ).toMatchObject({
      content: { mediaType: "application/json" },
      schema: { type: "object" },
      example: { a: 1 },
    });
  });

  test("headers that other parts of the document decide are left out", () => {
    const headers = ["Accept", "content-type", "Authorization", "X-Other"];
    const fact = factOf({ parameters: headers.map((name) => ({ name, in: "header" })) });
    expect(fact.parameters.map(({ name }) => name)).toEqual(["X-Other"]);
  });

  test("one in the path alone, and one in the declarations alone, are warned of", () => {
    const { model, diagnostics } = buildModel(
      documentOf({
        paths: {
          "/a/{id}": {
            get: { parameters: [{ name: "other", in: "path", required: true }], responses: {} },
          },
        },
      }),
    );
    expect(model.operations[0]?.parameters).toMatchObject([
      { name: "id", in: "path", schema: { type: "string" } },
    ]);
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "undeclared-path-parameter",
        pointer: "#/paths/~1a~1{id}/get",
        location: { line: 1 },
      },
      {
        severity: "warning",
        code: "unused-path-parameter",
        pointer: "#/paths/~1a~1{id}/get/parameters/0",
      },
    ]);
  });
});

describe("bodies and responses", () => {
  test("references to them are followed, references to schemas are not", () => {
    const schema = { $ref: "#/components/schemas/Thing" };
    const content = { "application/json": { schema } };
    const fact = factOf(
      {
        requestBody: { $ref: "#/components/requestBodies/Thing" },
        responses: { 404: { $ref: "#/components/responses/Missing" } },
      },
      {
        components: {
          schemas: { Thing: { type: "object" } },
          requestBodies: { Thing: { required: true, content } },
          responses: { Missing: { description: "No.", content } },
        },
      },
    );
    expect(fact.requestBody).toMatchObject({
      required: true,
      content: [{ mediaType: "application/json", schema }],
    });
    expect(fact.responses).toMatchObject([
      { status: "404", description: "No.", content: [{ schema }] },
    ]);
  });

  test("the first example is kept", () => {
    const examples = { one: { $ref: "#/components/examples/One" }, two: { value: 2 } };
    const fact = factOf(
      { requestBody: { content: { "application/json": { examples } } } },
      { components: { examples: { One: { value: 1 } } } },
    );
    expect(fact.requestBody?.content[0]?.example).toBe(1);
  });
});

describe("schemas with a name", () => {
  const naming = (reference: string, rest: object) =>
    modelOf(operationOf({ responses: json({ $ref: reference }) }, rest)).schemas.map(
      ({ name, pointer }) => [name, pointer],
    );

  test("are those under components, in the document's order, and every other one that a reference points to", () => {
    const schemas = {
      User: {
        properties: {
          address: { properties: { street: { type: "string" } } },
          content: { type: "string" },
        },
      },
      Account: {
        properties: {
          street: { $ref: "#/components/schemas/User/properties/address/properties/street" },
        },
      },
    };
    expect(
      naming("#/components/schemas/User/properties/content", { components: { schemas } }),
    ).toEqual([
      ["User", "#/components/schemas/User"],
      ["Account", "#/components/schemas/Account"],
      ["User content", "#/components/schemas/User/properties/content"],
      ["User address street", "#/components/schemas/User/properties/address/properties/street"],
    ]);
  });

  test("however the reference is written", () => {
    const schemas = { "a/b c": { type: "string" } };
    expect(naming("#/components/schemas/a~1b%20c", { components: { schemas } })).toEqual([
      ["a/b c", "#/components/schemas/a~1b c"],
    ]);
  });
});

describe("security", () => {
  const components = {
    securitySchemes: {
      Bearer: { type: "http", scheme: "Bearer" },
      Key: { type: "apiKey", in: "query", name: "key" },
      OAuth: { type: "oauth2", flows: {} },
      Digest: { type: "http", scheme: "Digest" },
      Certificate: { type: "mutualTLS" },
    },
  };

  test("of the document, unless the operation has its own", () => {
    const model = modelOf({
      security: [{ Bearer: [], Key: [] }],
      components,
      paths: {
        "/a": {
          get: { responses: {} },
          post: { security: [], responses: {} },
          put: { security: [{}, { OAuth: ["read", "write"] }], responses: {} },
        },
      },
    });
    expect(model.operations.map(({ method, security }) => [method, security])).toEqual([
      [
        "get",
        [
          [
            { scheme: "Bearer", scopes: [] },
            { scheme: "Key", scopes: [] },
          ],
        ],
      ],
      ["put", [[], [{ scheme: "OAuth", scopes: ["read", "write"] }]]],
      ["post", []],
    ]);
    expect(
      model.security.map(({ name, kind, scheme, in: place, parameter }) => [
        name,
        kind,
        scheme ?? place,
        parameter,
      ]),
    ).toEqual([
      ["Bearer", "bearer", undefined, undefined],
      ["Key", "apiKey", "query", "key"],
      ["OAuth", "bearer", undefined, undefined],
      ["Digest", "http", "Digest", undefined],
      ["Certificate", "mutualTLS", undefined, undefined],
    ]);
  });

  test.each([
    { type: "http" },
    { type: "http", scheme: "no token" },
    { type: "apiKey", in: "body", name: "k" },
    { type: "apiKey", in: "header" },
    { type: "apiKey", in: "header", name: "a: b" },
    { type: "apiKey", in: "cookie", name: "a;b" },
    { type: "x-own" },
  ])("a scheme that no client can apply is warned of: %j", (scheme) => {
    const { model, diagnostics } = buildModel(
      documentOf({ components: { securitySchemes: { Odd: scheme } } }),
    );
    expect(model.security).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "unsupported-security-scheme",
        pointer: "#/components/securitySchemes/Odd",
      },
    ]);
  });
});

test("what may be sent twice follows from the method, unless the overlay says otherwise", () => {
  const operation = { responses: {} };
  const model = modelOf({
    paths: {
      "/a": {
        get: operation,
        head: operation,
        put: operation,
        delete: operation,
        options: operation,
        post: operation,
        patch: operation,
      },
      "/b": {
        post: { ...operation, "x-triptych": { retry: "safe" } },
        get: { ...operation, "x-triptych": { retry: "unsafe" } },
      },
    },
  });
  const safe = model.operations
    .filter(({ retry }) => retry === "safe")
    .map(({ method, path }) => `${method} ${path}`);
  expect(safe.sort()).toEqual([
    "delete /a",
    "get /a",
    "head /a",
    "options /a",
    "post /b",
    "put /a",
  ]);
});

describe("x-triptych", () => {
  function errorsOf(parts: object): Diagnostic[] {
    try {
      buildModel(documentOf(parts));
    } catch (error) {
      if (error instanceof DiagnosticError) return [...error.diagnostics];
      throw error;
    }
    return [];
  }

  test("is read from operations", () => {
    const pagination = {
      style: "page",
      page: "page",
      firstPage: 0,
      pageSize: "size",
      items: "data",
    };
    const fact = factOf({
      "x-triptych": { stem: "a.b.list", pagination, polling: { field: "status" } },
    });
    expect(fact).toMatchObject({ stem: "a.b.list", pagination, polling: { field: "status" } });
  });

  test.each([
    [
      { stem: "list" },
      "bad-extension-value",
      "/stem",
      "`x-triptych.stem` is no stem: it takes at least a resource and a method, in camelCase and joined by dots, for instance `batch.jobs.list`",
    ],
    [{ stem: "Batch.Jobs" }, "bad-extension-value", "/stem", expect.stringContaining("is no stem")],
    [
      { stream: true },
      "bad-extension-value",
      "/stream",
      "`x-triptych.stream` is true and should be Object",
    ],
    [
      { stream: { item: "line" } },
      "bad-extension-value",
      "/stream/item",
      '`x-triptych.stream.item` is "line" and should be ("data" | "event")',
    ],
    [{ stem: 1 }, "bad-extension-value", "/stem", "`x-triptych.stem` is 1 and should be string"],
    [
      { idempotency: "a key" },
      "bad-extension-value",
      "/idempotency",
      "`x-triptych.idempotency` is no name of a header",
    ],
    [
      { idempotency: true },
      "bad-extension-value",
      "/idempotency",
      expect.stringContaining("string"),
    ],
    [{ retry: "always" }, "bad-extension-value", "/retry", expect.stringContaining("should be")],
    [
      { retries: "safe" },
      "unknown-extension-key",
      "/retries",
      "`x-triptych.retries` means nothing",
    ],
    [
      { pagination: { style: "page", page: "p", firstPage: 0.5, pageSize: "s", items: "i" } },
      "bad-extension-value",
      "/pagination/firstPage",
      expect.stringContaining("is no whole number"),
    ],
    [
      { polling: {} },
      "bad-extension-value",
      "/polling/field",
      "`x-triptych.polling.field` is missing",
    ],
    ["stem", "bad-extension-value", "", expect.stringContaining("should be Object")],
  ])("of an operation: %j is refused", (extension, code, place, message) => {
    expect(errorsOf(operationOf({ "x-triptych": extension }))).toMatchObject([
      {
        severity: "error",
        code,
        message,
        pointer: `#/paths/~1thing/get/x-triptych${place}`,
        location: { file: "spec.yaml" },
      },
    ]);
  });

  test("of schemas anywhere is checked, all mistakes at once", () => {
    const parts = operationOf(
      {
        parameters: [
          { name: "q", in: "query", schema: { items: { "x-triptych": { open: true } } } },
        ],
      },
      { components: { schemas: { Status: { "x-triptych": { openEnum: "yes" } } } } },
    );
    expect(errorsOf(parts).map(({ code, pointer }) => [code, pointer])).toEqual([
      ["bad-extension-value", "#/components/schemas/Status/x-triptych/openEnum"],
      ["unknown-extension-key", "#/paths/~1thing/get/parameters/0/schema/items/x-triptych/open"],
    ]);
  });
});

/** Swagger 2.0: what the OpenAPI document is that is made of it. */

import { describe, expect, test } from "vitest";

import { singleDocument } from "../../generator/base/bundle.ts";
import { buildModel } from "../../generator/build-model.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import type { OpenApiRoot, Operation } from "../../generator/document.ts";
import { resolve } from "../../generator/resolve.ts";

const HEAD = "swagger: '2.0'\ninfo: { title: T, version: '1' }\n";

async function convert(text: string) {
  return resolve(await singleDocument({ uri: "swagger.yaml", text: HEAD + text }), [], []);
}

async function rootOf(text: string): Promise<OpenApiRoot> {
  return (await convert(text)).document.root;
}

/** The operation `POST /a` with the fields given, in a document with the rest. */
async function operationOf(fields: string, rest = ""): Promise<Operation> {
  const root = await rootOf(`paths: { /a: { post: { ${fields} } } }\n${rest}`);
  return root.paths?.["/a"]?.post ?? {};
}

const schema = (text: string) =>
  rootOf(`definitions: { A: ${text} }`).then(({ components }) => components?.schemas?.["A"]);

test("a second body, and a form beside a body, are ignored with a warning", async () => {
  const { document, diagnostics } = await convert(`paths:
  /a:
    post:
      parameters:
        - { name: one, in: body, schema: { type: string } }
        - { name: two, in: body, schema: { type: integer } }
        - { name: three, in: formData, type: string }
        - { name: four, in: query, type: string }
`);
  expect(
    diagnostics.map(({ code, location, pointer }) => `${code} ${location?.line} ${pointer}`),
  ).toEqual([
    "ignored-parameter 8 #/paths/~1a/post/parameters/1",
    "ignored-parameter 9 #/paths/~1a/post/parameters/2",
  ]);
  const { requestBody, parameters } = document.root.paths?.["/a"]?.post ?? {};
  expect(requestBody).toMatchObject({
    content: { "application/json": { schema: { type: "string" } } },
  });
  expect(parameters).toMatchObject([{ name: "four" }]);
});

describe("servers", () => {
  test.each([
    ["host: a.com\nbasePath: /v1\nschemes: [http, https]", ["https://a.com/v1", "http://a.com/v1"]],
    ["host: a.com", ["https://a.com"]],
    ["host: a.com\nschemes: [wss, http]", ["http://a.com"]],
    ["basePath: v1", ["/v1"]],
    ["", undefined],
  ])("%j", async (text, urls) => {
    expect((await rootOf(text)).servers?.map(({ url }) => url)).toEqual(urls);
  });

  test("of one operation", async () => {
    const { servers } = await operationOf("schemes: [http]", "host: a.com\nschemes: [https]");
    expect(servers).toEqual([{ url: "http://a.com" }]);
  });
});

describe("schemas", () => {
  test.each([
    ["{ type: string, x-nullable: true }", { type: "string", "x-nullable": true, nullable: true }],
    ["{ discriminator: kind }", { discriminator: { propertyName: "kind" } }],
    [
      "{ properties: { f: { type: file } } }",
      { properties: { f: { type: "string", format: "binary" } } },
    ],
    ["{ $ref: '#/definitions/A/x' }", undefined],
    [
      "{ example: { $ref: '#/definitions/A' }, properties: { type: { $ref: '#/definitions/A' } } }",
      {
        example: { $ref: "#/definitions/A" },
        properties: { type: { $ref: "#/components/schemas/A" } },
      },
    ],
  ])("%s", async (text, wanted) => {
    if (wanted === undefined) await expect(schema(text)).rejects.toBeInstanceOf(DiagnosticError);
    else expect(await schema(text)).toEqual(wanted);
  });
});

describe("parameters", () => {
  const list = { type: "array", items: { type: "integer" } };
  test.each([
    ["in: query", "", { style: "form", explode: false, schema: list }],
    ["in: query", "csv", { style: "form", explode: false, schema: list }],
    ["in: query", "multi", { style: "form", explode: true, schema: list }],
    ["in: query", "ssv", { style: "spaceDelimited", explode: false, schema: list }],
    ["in: query", "pipes", { style: "pipeDelimited", explode: false, schema: list }],
    ["in: query", "tsv", { schema: { type: "string" } }],
    ["in: header", "csv", { style: "simple", explode: false, schema: list }],
    ["in: header", "pipes", { schema: { type: "string" } }],
    ["in: path, required: true", "csv", { style: "simple", explode: false, schema: list }],
  ])("an array %s, collectionFormat %j", async (place, format, wanted) => {
    const collection = format === "" ? "" : `, collectionFormat: ${format}`;
    const { document, diagnostics } = await convert(
      `paths: { '/{p}': { get: { parameters: [{ name: p, ${place}, type: array, items: { type: integer }${collection} }] } } }`,
    );
    expect(document.root.paths?.["/{p}"]?.get?.parameters).toMatchObject([
      { name: "p", ...wanted },
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(
      "style" in wanted ? [] : ["collection-format"],
    );
  });

  test("keep what else they say", async () => {
    const { parameters } = await operationOf(
      "parameters: [{ name: p, in: query, description: d, type: string, default: a, enum: [a, b], x-nullable: true, allowEmptyValue: true, x-own: 1 }]",
    );
    expect(parameters).toEqual([
      {
        name: "p",
        in: "query",
        description: "d",
        allowEmptyValue: true,
        "x-own": 1,
        schema: {
          type: "string",
          default: "a",
          enum: ["a", "b"],
          "x-nullable": true,
          nullable: true,
        },
      },
    ]);
  });

  test("are shared by reference, and bodies among them become the operations' own", async () => {
    const root = await rootOf(`
paths:
  /a:
    parameters:
      - { $ref: '#/parameters/Body' }
      - { $ref: '#/parameters/Page' }
    put: { consumes: [application/xml] }
    post: { parameters: [{ name: other, in: body, schema: { $ref: '#/parameters/Body/schema' } }, { $ref: '#/parameters/Page' }] }
parameters:
  Page: { name: page, in: query, type: integer }
  Body: { name: body, in: body, required: true, description: d, schema: { type: object } }
`);
    const item = root.paths?.["/a"];
    expect(item?.parameters).toEqual([{ $ref: "#/components/parameters/Page" }]);
    expect(item?.put).toEqual({
      requestBody: {
        required: true,
        description: "d",
        content: { "application/xml": { schema: { type: "object" } } },
      },
    });
    expect(item?.post).toEqual({
      parameters: [{ $ref: "#/components/parameters/Page" }],
      requestBody: {
        content: {
          "application/json": {
            schema: { $ref: "#/paths/~1a/put/requestBody/content/application~1xml/schema" },
          },
        },
      },
    });
    expect(root.components?.parameters).toEqual({
      Page: { name: "page", in: "query", schema: { type: "integer" } },
    });
  });
});

describe("bodies", () => {
  test.each([
    ["", "", ["application/json"]],
    ["", "consumes: [text/plain]", ["text/plain"]],
    [
      "consumes: [application/xml, application/json]",
      "consumes: [text/plain]",
      ["application/xml", "application/json"],
    ],
  ])(
    "of the operation's media types (%j), else of the document's (%j)",
    async (own, all, types) => {
      const { requestBody } = await operationOf(
        `${own === "" ? "" : `${own}, `}parameters: [{ name: b, in: body, schema: { type: string } }]`,
        all,
      );
      expect(requestBody).toEqual({
        content: Object.fromEntries(types.map((type) => [type, { schema: { type: "string" } }])),
      });
    },
  );

  test.each([
    ["", "type: string", ["application/x-www-form-urlencoded"]],
    ["consumes: [application/json]", "type: string", ["application/x-www-form-urlencoded"]],
    ["consumes: [multipart/form-data]", "type: string", ["multipart/form-data"]],
    ["consumes: [application/x-www-form-urlencoded]", "type: file", ["multipart/form-data"]],
  ])("of forms: %s with %s", async (consumes, type, types) => {
    const { requestBody } = await operationOf(
      `${consumes === "" ? "" : `${consumes}, `}parameters: [{ name: f, in: formData, ${type} }]`,
    );
    expect(Object.keys((requestBody as { content: object }).content)).toEqual(types);
  });

  test("of forms have their fields as properties", async () => {
    const { requestBody, parameters } = await operationOf(
      "consumes: [multipart/form-data], parameters: [{ name: f, in: formData, type: file, required: true, description: d }, { name: l, in: formData, type: array, items: { type: string, enum: [a] }, collectionFormat: multi }, { name: q, in: query, type: string }]",
    );
    expect(requestBody).toEqual({
      required: true,
      content: {
        "multipart/form-data": {
          schema: {
            type: "object",
            required: ["f"],
            properties: {
              f: { type: "string", format: "binary", description: "d" },
              l: { type: "array", items: { type: "string", enum: ["a"] } },
            },
          },
          encoding: { l: { style: "form", explode: true } },
        },
      },
    });
    expect(parameters).toEqual([{ name: "q", in: "query", schema: { type: "string" } }]);
  });
});

describe("responses", () => {
  test.each([
    ["", "", ["application/json"]],
    ["", "produces: [text/plain]", ["text/plain"]],
    [
      "produces: [application/octet-stream]",
      "produces: [application/json]",
      ["application/octet-stream"],
    ],
  ])(
    "of the operation's media types (%j), else of the document's (%j)",
    async (own, all, types) => {
      const text = `${own === "" ? "" : `${own}, `}responses: { 200: { description: d, schema: { type: string } }, 404: { $ref: '#/responses/None' } }`;
      const shared = "\nresponses: { None: { description: none, schema: { type: integer } } }";
      const { responses } = await operationOf(text, all + shared);
      const content = (inner: object) =>
        Object.fromEntries(types.map((type) => [type, { schema: inner }]));
      expect(responses).toEqual({
        200: { description: "d", content: content({ type: "string" }) },
        404:
          own === ""
            ? { $ref: "#/components/responses/None" }
            : { description: "none", content: content({ type: "integer" }) },
      });
    },
  );

  test("of files, with headers and examples", async () => {
    const { responses } = await operationOf(
      "responses: { 200: { description: d, schema: { type: file }, headers: { X-A: { type: array, items: { type: string }, description: h } } }, 201: { description: d, schema: { type: string }, examples: { application/json: hi, text/x: no } }, 204: { description: d } }",
    );
    expect(responses).toEqual({
      200: {
        description: "d",
        headers: {
          "X-A": {
            description: "h",
            style: "simple",
            explode: false,
            schema: { type: "array", items: { type: "string" } },
          },
        },
        content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      },
      201: {
        description: "d",
        content: { "application/json": { schema: { type: "string" }, example: "hi" } },
      },
      204: { description: "d" },
    });
  });
});

test("security schemes keep what they say", async () => {
  const { components, security } = await rootOf(`
security: [{ basic: [] }]
securityDefinitions:
  basic: { type: basic, description: b }
  key: { type: apiKey, in: header, name: X-Key, x-own: 1 }
  code: { type: oauth2, flow: accessCode, authorizationUrl: 'https://a.com/a', tokenUrl: 'https://a.com/t', scopes: { r: read }, description: o }
  app: { type: oauth2, flow: application, tokenUrl: 'https://a.com/t' }
`);
  expect(security).toEqual([{ basic: [] }]);
  expect(components?.securitySchemes).toEqual({
    basic: { type: "http", scheme: "basic", description: "b" },
    key: { type: "apiKey", in: "header", name: "X-Key", "x-own": 1 },
    code: {
      type: "oauth2",
      description: "o",
      flows: {
        authorizationCode: {
          authorizationUrl: "https://a.com/a",
          tokenUrl: "https://a.com/t",
          scopes: { r: "read" },
        },
      },
    },
    app: {
      type: "oauth2",
      flows: { clientCredentials: { tokenUrl: "https://a.com/t", scopes: {} } },
    },
  });
});

test("diagnostics and places are those of the source", async () => {
  const { document } = await convert(`
paths:
  /a:
    get:
      parameters:
        - { name: b, in: body, schema: { type: object } }
        - { name: q, in: query, type: string }
      responses:
        200:
          description: d
          schema: { type: array, items: { $ref: '#/definitions/A' } }
definitions:
  A: { properties: { b: { type: string } } }
`);
  const place = (pointer: string) => {
    const { location, pointer: shown } = document.locate(pointer);
    return `${location.line}:${location.column} ${shown}`;
  };
  expect(place("#/components/schemas/A/properties/b")).toBe("15:22 #/definitions/A/properties/b");
  expect(place("#/paths/~1a/get/parameters/0")).toBe("9:11 #/paths/~1a/get/parameters/1");
  expect(place("#/paths/~1a/get/requestBody/content/application~1json/schema")).toBe(
    "8:32 #/paths/~1a/get/parameters/0/schema",
  );
  expect(place("#/paths/~1a/get/responses/200/content/application~1json/schema/items")).toBe(
    "13:34 #/paths/~1a/get/responses/200/schema/items",
  );
  await expect(
    convert("definitions: { A: { properties: { b: { $ref: '#/definitions/C' } } } }"),
  ).rejects.toMatchObject({
    diagnostics: [
      { code: "dangling-ref", pointer: "#/definitions/A/properties/b/$ref", location: { line: 3 } },
    ],
  });
});

test("what is no object where one belongs is an error and no crash", async () => {
  const values = [
    "1",
    "[]",
    "x",
    "{ a: 1 }",
    "[1, { in: body }, { name: 1 }]",
    "{ $ref: '#' }",
    "{ $ref: 1 }",
  ];
  const ofRoot = [
    "paths",
    "parameters",
    "responses",
    "definitions",
    "securityDefinitions",
    "schemes",
    "host",
  ];
  const ofOperation = ["parameters", "responses", "consumes", "produces", "schemes"];
  const texts = values.flatMap((value) => [
    ...ofRoot.map((field) => `${field}: ${value}`),
    ...ofOperation.map((field) => `paths: { /a: { post: { ${field}: ${value} } } }`),
  ]);
  const crashes: unknown[] = [];
  for (const text of texts) {
    await convert(text)
      .then(({ document }) => buildModel(document))
      .catch(
        (reason: unknown) => reason instanceof DiagnosticError || crashes.push([text, reason]),
      );
  }
  expect(crashes).toEqual([]);
});

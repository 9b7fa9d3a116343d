import { describe, expect, test } from "vitest";

import { codes, json, operationOf, planned } from "./stage-helpers.ts";

/** The plan of the only operation of a document made by `operationOf`. */
function planOf(parts: object, rest: object = {}) {
  const { operations } = planned(operationOf(parts, rest));
  return Object.values(operations)[0]!;
}

function bodyOf(schema: unknown, rest: object = {}, mediaType = "application/json"): object {
  return { requestBody: { required: true, content: { [mediaType]: { schema } }, ...rest } };
}

describe("arguments", () => {
  test("path parameters by position, in camelCase and none like another", () => {
    const { operations } = planned({
      paths: {
        "/a/{job_id}/b/{class}/{core}/{jobId}": {
          get: {
            parameters: [{ name: "job_id", in: "path", required: true, description: "The job." }],
            responses: {},
          },
        },
      },
    });
    expect(Object.values(operations)[0]?.arguments).toEqual([
      { name: "jobId", wireName: "job_id", doc: "The job." },
      { name: "classValue", wireName: "class", doc: "" },
      { name: "core2", wireName: "core", doc: "" },
      { name: "jobId2", wireName: "jobId", doc: "" },
    ]);
  });

  test("no params at all", () => {
    expect(planOf({}).params).toEqual({ type: "NoParams", required: false, none: true });
  });

  test.each([
    [[{ name: "q", in: "query" }], false],
    [[{ name: "q", in: "query", required: true }], true],
    [
      [
        { name: "h", in: "header" },
        { name: "c", in: "cookie", required: true },
      ],
      true,
    ],
  ])("params %j are required: %j", (parameters, required) => {
    expect(planOf({ parameters }).params).toEqual({
      type: "ThingGetParams",
      required,
      none: false,
    });
  });

  test("of two parameters with one name the second is left out, with a warning", () => {
    const parameters = [
      { name: "x", in: "query" },
      { name: "x", in: "header" },
    ];
    const { operations, diagnostics } = planned(operationOf({ parameters }));
    expect(Object.values(operations)[0]?.facts.parameters).toEqual([{ name: "x", in: "query" }]);
    expect(codes(diagnostics)).toEqual(["warning parameter-left-out"]);
  });
});

describe("the body", () => {
  const object = {
    type: "object",
    required: ["a"],
    properties: { a: { type: "string" }, b: { type: "integer" } },
  };

  test("its properties join the params if it is an object", () => {
    const plan = planOf({ parameters: [{ name: "q", in: "query" }], ...bodyOf(object) });
    expect(plan.facts.body).toMatchObject({
      encoding: "json",
      required: true,
      properties: ["a", "b"],
      limits: { required: ["a"] },
    });
    expect(plan.params.required).toBe(true);
    expect(plan.declarations).toMatchObject([
      {
        name: "ThingGetParams",
        base: "#/paths/~1thing/get/requestBody/content/application~1json/schema",
        properties: [{ name: "q" }],
      },
    ]);
  });

  test("a named schema is the params if there is nothing else", () => {
    const plan = planOf(bodyOf({ $ref: "#/components/schemas/Thing" }), {
      components: { schemas: { Thing: object } },
    });
    expect(plan.declarations).toEqual([
      {
        name: "ThingGetParams",
        doc: "The params of `thingGet`.",
        base: "#/components/schemas/Thing",
        properties: [],
      },
    ]);
  });

  test("joins through allOf and references", () => {
    const schemas = {
      A: object,
      B: { allOf: [{ $ref: "#/components/schemas/A" }, { properties: { c: {} } }] },
    };
    const plan = planOf(bodyOf({ $ref: "#/components/schemas/B" }), { components: { schemas } });
    expect(plan.facts.body?.properties).toEqual(["a", "b", "c"]);
  });

  test.each([
    ["a union", { oneOf: [object, object] }],
    [
      "a union beside properties",
      { ...object, anyOf: [{ properties: { c: {} } }, { properties: { d: {} } }] },
    ],
    ["an array", { type: "array", items: object }],
    ["a string", { type: "string" }],
    ["an object or null", { ...object, type: ["object", "null"] }],
    ["nullable", { ...object, nullable: true }],
    ["a map", { type: "object", additionalProperties: { type: "string" } }],
    ["an object with more properties", { ...object, additionalProperties: true }],
    ["an object without properties", { type: "object" }],
    ["polymorphic", { ...object, discriminator: { propertyName: "a" } }],
    ["circular", { allOf: [{ $ref: "#/components/schemas/Loop" }] }],
    ["an object with a parameter's name", { properties: { q: {} } }],
  ])("stays `body` if it is %s", (_what, schema) => {
    const plan = planOf(
      { parameters: [{ name: "q", in: "query" }], ...bodyOf(schema) },
      { components: { schemas: { Loop: { allOf: [{ $ref: "#/components/schemas/Loop" }] } } } },
    );
    expect(plan.facts.body?.properties).toBeUndefined();
    expect(plan.declarations[0]?.properties.map(({ name, required }) => [name, required])).toEqual([
      ["q", false],
      ["body", true],
    ]);
  });

  test("stays `body` if there are several media types; JSON is sent", () => {
    const content = {
      "application/xml": { schema: object },
      "application/vnd.api+json": { schema: object },
    };
    const plan = planOf({ requestBody: { content } });
    expect(plan.facts.body).toMatchObject({
      mediaType: "application/vnd.api+json",
      encoding: "json",
    });
    expect(plan.facts.body?.properties).toBeUndefined();
    expect(plan.params.required).toBe(false);
  });

  test("one that may be left out joins only if nothing in it is required", () => {
    const optional = { required: false };
    expect(planOf(bodyOf(object, optional)).facts.body?.properties).toBeUndefined();
    expect(planOf(bodyOf({ properties: { b: {} } }, optional)).facts.body?.properties).toEqual([
      "b",
    ]);
  });

  test("`oneOf` of required properties is no union but exactly one of them", () => {
    const schema = {
      ...object,
      oneOf: [{ required: ["b"] }, { required: ["c"] }],
      properties: { ...object.properties, c: {} },
    };
    const plan = planOf(bodyOf(schema));
    expect(plan.facts.body).toMatchObject({
      properties: ["a", "b", "c"],
      limits: { exactlyOne: [["b", "c"]], required: ["a"] },
    });
  });

  test("files of a multipart body", () => {
    const file = { type: "string", format: "binary" };
    const schemas = { Bytes: { type: "string", contentMediaType: "application/octet-stream" } };
    const schema = {
      properties: {
        one: file,
        many: { type: "array", items: { $ref: "#/components/schemas/Bytes" } },
        meta: { type: "object" },
        text: { type: "string" },
      },
    };
    const encoding = { meta: { contentType: "application/json" } };
    const { plan, operations } = planned(
      operationOf(
        { requestBody: { content: { "multipart/form-data": { schema, encoding } } } },
        { components: { schemas } },
      ),
    );
    expect(Object.values(operations)[0]?.facts.body).toEqual({
      mediaType: "multipart/form-data",
      encoding: "multipart",
      properties: ["one", "many", "meta", "text"],
      parts: {
        one: { file: true },
        many: { file: true, many: true },
        meta: { contentType: "application/json" },
      },
    });
    const base = "#/paths/~1thing/get/requestBody/content/multipart~1form-data/schema/properties";
    expect(plan.uploads).toEqual([`${base}/one`, `${base}/many/items`]);
  });

  test.each([
    ["application/json", {}, "json", "schema"],
    ["application/x-www-form-urlencoded", { type: "string" }, "urlencoded", "schema"],
    ["text/plain", { type: "string" }, "text", "text"],
    ["application/xml", { type: "object" }, "text", "text"],
    ["application/octet-stream", { type: "string", format: "binary" }, "binary", "file"],
    ["image/png", {}, "binary", "file"],
    ["text/csv", { type: "string", format: "binary" }, "binary", "file"],
    ["*/*", { type: "object" }, "json", "schema"],
  ])("%s of %j is sent as %s", (mediaType, schema, encoding, kind) => {
    const plan = planOf(bodyOf(schema, {}, mediaType));
    expect(plan.facts.body?.encoding).toBe(encoding);
    expect(plan.declarations[0]?.properties[0]?.kind).toBe(kind);
  });
});

describe("limits", () => {
  const limitsOf = (schema: unknown) =>
    planOf({ parameters: [{ name: "q", in: "query", schema }] }).facts.parameters?.[0]?.limits;

  test.each([
    [
      { type: "integer", minimum: 1, maximum: 168, default: 24, format: "int32" },
      { minimum: 1, maximum: 168 },
    ],
    [
      { minimum: 0, exclusiveMinimum: true, exclusiveMaximum: 5 },
      { exclusiveMinimum: 0, exclusiveMaximum: 5 },
    ],
    [
      { type: ["string", "null"], minLength: 1, maxLength: 3 },
      { minLength: 1, maxLength: 3 },
    ],
    [
      { type: "array", maxItems: 3, items: { minLength: 1 } },
      { maxItems: 3, items: { minLength: 1 } },
    ],
    [{ anyOf: [{ minimum: 1 }, { type: "null" }] }, { minimum: 1 }],
    [{ anyOf: [{ minimum: 1 }, { minLength: 1 }] }, undefined],
    [
      { propertyNames: { maxLength: 32 }, additionalProperties: { maxLength: 512 } },
      { names: { maxLength: 32 }, values: { maxLength: 512 } },
    ],
    [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, { minimum: 1, maximum: 2 }],
    [{ type: "string", format: "uuid" }, undefined],
    [true, undefined],
  ])("%j: %j", (schema, limits) => {
    expect(limitsOf(schema)).toEqual(limits);
  });

  test("of a body's properties, one level deep", () => {
    const schema = {
      properties: {
        a: { maxItems: 1, items: { properties: { c: { minimum: 1 } }, required: ["c"] } },
        b: { type: "string" },
      },
    };
    expect(planOf(bodyOf(schema)).facts.body?.limits).toEqual({
      properties: { a: { maxItems: 1 } },
    });
  });
});

describe("parameters are written as the document says, defaults left out", () => {
  test.each([
    [{ in: "query", style: "form", explode: true }, { in: "query" }],
    [
      { in: "query", explode: false },
      { in: "query", explode: false },
    ],
    [
      { in: "query", style: "deepObject", explode: true },
      { in: "query", style: "deepObject", explode: true },
    ],
    [
      { in: "query", style: "pipeDelimited", explode: false },
      { in: "query", style: "pipeDelimited" },
    ],
    [
      { in: "header", style: "simple", explode: false, required: true },
      { in: "header", required: true },
    ],
    [
      { in: "query", allowReserved: true },
      { in: "query", allowReserved: true },
    ],
    [{ in: "query", style: "unheard" }, { in: "query" }],
    [
      { in: "query", content: { "application/json": {} } },
      { in: "query", content: "application/json" },
    ],
  ])("%j is %j", (declared, facts) => {
    expect(planOf({ parameters: [{ name: "p", ...declared }] }).facts.parameters).toEqual([
      { name: "p", ...facts },
    ]);
  });
});

describe("the result", () => {
  const components = { schemas: { Thing: { type: "object" } } };
  const thing = { $ref: "#/components/schemas/Thing" };
  const media = (mediaType: string, schema?: unknown) => ({
    description: "",
    content: { [mediaType]: schema === undefined ? {} : { schema } },
  });

  test.each([
    [thing, "Thing", ["Thing"]],
    [{ ...thing, description: "A thing." }, "Thing", ["Thing"]],
    [{ type: "array", items: thing }, "Thing[]", ["Thing"]],
    [{ type: "array", items: { anyOf: [thing, { type: "null" }] } }, "(Thing | null)[]", ["Thing"]],
    [{ anyOf: [thing, { type: "null" }] }, "Thing | null", ["Thing"]],
    [{ oneOf: [thing, { type: "null" }] }, "Thing | null", ["Thing"]],
    [{ type: "array" }, "unknown[]", []],
    [{ type: ["string", "null"] }, "string | null", []],
    [{ type: "integer", nullable: true }, "number | null", []],
    [{ type: "object" }, "Record<string, unknown>", []],
    [{}, "unknown", []],
    [{ type: "object", properties: { a: {} } }, "ThingGetResponse", ["ThingGetResponse"]],
    [{ type: "string", enum: ["a"] }, "ThingGetResponse", ["ThingGetResponse"]],
    [{ type: "array", items: { properties: {} } }, "ThingListResponse", ["ThingListResponse"]],
    [{ type: ["string", "integer"] }, "ThingGetResponse", ["ThingGetResponse"]],
  ])("of %j is %s", (schema, type, uses) => {
    const plan = planOf({ responses: json(schema) }, { components });
    expect(plan.result).toEqual({ type, uses, binary: false });
    expect(plan.declarations.map(({ name }) => name)).toEqual(
      type.endsWith("Response") ? [type] : [],
    );
  });

  test.each([
    ["no content", { 204: { description: "" } }, "none", "void", undefined],
    [
      "bytes",
      { 200: media("application/octet-stream", { type: "string", format: "binary" }) },
      "binary",
      "Download",
      "application/octet-stream",
    ],
    ["a picture", { 200: media("image/png") }, "binary", "Download", "image/png"],
    [
      "binary CSV",
      { 200: media("text/csv", { type: "string", format: "binary" }) },
      "binary",
      "Download",
      "text/csv",
    ],
    ["text", { 200: media("text/plain", { type: "string" }) }, "text", "string", "text/plain"],
    ["XML", { 200: media("application/xml", thing) }, "text", "string", "application/xml"],
    [
      "vendor JSON",
      { 200: media("application/vnd.x+json", thing) },
      "json",
      "Thing",
      "application/vnd.x+json",
    ],
    ["anything with a schema", { 200: media("*/*", thing) }, "json", "Thing", "*/*"],
    [
      "the lowest status",
      { 202: media("text/plain"), 201: media("application/json", thing), 500: media("text/plain") },
      "json",
      "Thing",
      undefined,
    ],
    [
      "a range",
      { "2xx": media("application/json", thing), default: media("text/plain") },
      "json",
      "Thing",
      undefined,
    ],
    [
      "the default, where nothing else succeeds",
      { default: media("application/json", thing) },
      "json",
      "Thing",
      undefined,
    ],
    [
      "a redirect, which is followed",
      { 302: { description: "" }, default: media("application/json", thing) },
      "binary",
      "Download",
      undefined,
    ],
    ["errors alone", { 404: media("application/json", thing) }, "none", "void", undefined],
  ])("of %s", (_what, responses, response, type, accept) => {
    const plan = planOf({ responses }, { components });
    expect([plan.facts.response, plan.result.type, plan.facts.accept]).toEqual([
      response,
      type,
      accept,
    ]);
    expect(plan.result.binary).toBe(response === "binary");
  });
});

describe("pages", () => {
  const pagination = {
    style: "page",
    page: "page",
    firstPage: 0,
    pageSize: "size",
    items: "data",
    total: "total",
  };
  const parameters = ["page", "size"].map((name) => ({ name, in: "query" }));
  const components = {
    schemas: {
      Thing: {},
      Things: {
        allOf: [
          {
            properties: { data: { type: "array", items: { $ref: "#/components/schemas/Thing" } } },
          },
        ],
      },
    },
  };

  test("have a type of item", () => {
    const responses = json({ $ref: "#/components/schemas/Things" });
    const plan = planOf({ parameters, responses, "x-triptych": { pagination } }, { components });
    expect(plan.page).toEqual({ itemType: "Thing", uses: ["Thing"] });
    expect(plan.facts.pagination).toEqual(pagination);
  });

  test("items without a name get one", () => {
    const responses = json({ properties: { data: { items: { properties: { id: {} } } } } });
    const plan = planOf({ parameters, responses, "x-triptych": { pagination } });
    expect(plan.page?.itemType).toBe("ThingListItem");
    expect(
      plan.declarations.map(({ name, base }) => [name, base?.split("/").slice(-3).join("/")]),
    ).toEqual([
      ["ThingListParams", undefined],
      ["ThingListResponse", "200/content/application~1json/schema".split("/").slice(-3).join("/")],
      ["ThingListItem", "properties/data/items"],
    ]);
  });

  test.each([
    ["a parameter", { parameters: [], responses: json({ properties: { data: { items: {} } } }) }],
    ["the items", { parameters, responses: json({ properties: {} }) }],
    ["JSON", { parameters, responses: {} }],
  ])("that lack %s are none, with a warning", (_what, parts) => {
    const { operations, diagnostics } = planned(
      operationOf({ ...parts, "x-triptych": { pagination } }),
    );
    expect(Object.values(operations)[0]?.page).toBeUndefined();
    expect(codes(diagnostics)).toEqual(["warning bad-pagination"]);
  });
});

describe("credentials", () => {
  const securitySchemes = {
    ApiKey: { type: "http", scheme: "bearer" },
    headers: { type: "apiKey", in: "header", name: "X-Key" },
  };
  const get = (security?: unknown) => ({
    get: { ...(security === undefined ? {} : { security }), responses: {} },
  });

  test("are options in camelCase, required if every operation needs them", () => {
    const { plan } = planned({
      security: [{ ApiKey: [] }],
      components: { securitySchemes },
      paths: { "/a": get() },
    });
    expect(plan.credentials).toEqual([
      {
        option: "apiKey",
        scheme: "ApiKey",
        kind: "bearer",
        doc: "A token, sent as a bearer token.",
        required: true,
      },
    ]);
    expect(plan.api.facts.security).toEqual({ apiKey: { type: "bearer" } });
  });

  test("no option is named like another option of the client", () => {
    const { plan, operations } = planned({
      security: [{}, { headers: [] }],
      components: { securitySchemes },
      servers: [{ url: "https://example.com" }],
      paths: { "/a": get(), "/b": get([]) },
    });
    expect(plan.credentials.map(({ option, required }) => [option, required])).toEqual([
      ["headersCredential", false],
    ]);
    expect(Object.values(operations).map(({ facts }) => facts.security)).toEqual([
      [["headersCredential"], []],
      undefined,
    ]);
    expect(plan.optionsRequired).toBe(false);
  });
});

describe("names", () => {
  test("of schemas are types; those that mean something else are reported", () => {
    const schemas = { "simple-user": {}, SimpleUser: {}, File: {}, user_list: {} };
    const { plan, diagnostics } = planned({ components: { schemas } });
    expect(plan.types.map(({ name }) => name)).toEqual([
      "SimpleUser2",
      "SimpleUser",
      "FileObject",
      "UserList",
    ]);
    expect(diagnostics.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      "warning: the schema `simple-user` is the type `SimpleUser2`, since `SimpleUser` is the schema `SimpleUser` (#/components/schemas/SimpleUser)",
      "info: the schema `File` is the type `FileObject`, since `File` is something else in TypeScript",
    ]);
  });

  test("stay when unrelated schemas are added", () => {
    const names = (schemas: object) =>
      Object.fromEntries(
        planned({ components: { schemas } }).plan.types.map(({ pointer, name }) => [pointer, name]),
      );
    const some = names({ "simple-user": {}, SimpleUser: {}, File: {} });
    expect(
      names({ Zebra: {}, "simple-user": {}, Other: {}, SimpleUser: {}, File: {} }),
    ).toMatchObject(some);
  });

  test("of resources: class, file, property and children", () => {
    const paths = Object.fromEntries(
      ["/batch/jobs", "/batch", "/batch-jobs", "/maps", "/map", "/index"].map((path) => [
        path,
        { get: { responses: {} } },
      ]),
    );
    const { plan } = planned({ paths, components: { schemas: { Maps: {} } } });
    expect(
      plan.resources.map(({ path, property, class: name, file }) => [path, property, name, file]),
    ).toEqual([
      ["batch", "batch", "Batch", "batch"],
      ["batch.jobs", "jobs", "BatchJobs", "batch-jobs"],
      ["batchJobs", "batchJobs", "BatchJobs2", "batch-jobs-2"],
      ["maps", "maps", "MapsResource", "maps"],
      ["map", "map", "MapResource", "map"],
      ["index", "index", "Index", "index-resource"],
    ]);
    expect(plan.resources[0]?.children).toEqual([
      { property: "jobs", class: "BatchJobs", file: "batch-jobs" },
    ]);
    expect(plan.root.map(({ property }) => property)).toEqual([
      "batch",
      "batchJobs",
      "maps",
      "map",
      "index",
    ]);
  });

  test("of params differ from those of schemas", () => {
    const parts = operationOf(
      { parameters: [{ name: "q", in: "query" }] },
      { components: { schemas: { ThingListParams: {}, ThingGetParams: {} } } },
    );
    expect(Object.values(planned(parts).operations)[0]?.params.type).toBe("ThingGetParams2");
  });
});

test("an operation is documented by its description, else by its summary", () => {
  expect(planOf({ summary: "List things", description: " Lists them.\n" }).doc).toBe("Lists them.");
  expect(planOf({ summary: "List things", description: " " }).doc).toBe("List things");
  expect(planOf({}).doc).toBe("");
});

test("the path that is sent ends before a fragment", () => {
  const { operations } = planned({ paths: { "/a/{id}#stream": { post: { responses: {} } } } });
  expect(operations["a.stream"]?.facts.path).toBe("/a/{id}");
});

describe("examples", () => {
  const id = { name: "thing_id", in: "path", required: true };

  test("name the arguments", () => {
    const { operations } = planned({
      paths: {
        "/things/{thing_id}": {
          get: { parameters: [id, { name: "q", in: "query" }], responses: {} },
        },
      },
    });
    expect(operations["things.get"]?.example).toEqual({
      arguments: '"thing_id"',
      withParams: '"thing_id", undefined',
    });
  });

  const schema = {
    type: "object",
    required: ["name", "kind", "size", "tags", "owner"],
    properties: {
      name: { type: "string" },
      kind: { enum: ["big", "small"] },
      size: { type: "integer", minimum: 5 },
      tags: { type: "array", items: { type: "string" } },
      owner: {
        anyOf: [
          { type: "null" },
          {
            type: "object",
            required: ["id"],
            properties: { id: { type: "string", format: "uuid" } },
          },
        ],
      },
      other: { type: "string" },
    },
  };

  test("have as little as possible", () => {
    expect(planOf(bodyOf(schema)).example.arguments).toBe(
      '{ name: "name", kind: "big", size: 5, tags: ["tags"], owner: { id: "00000000-0000-4000-8000-000000000000" } }',
    );
  });

  test.each([
    [
      "are the document's if they fit",
      { name: "n", kind: "small", size: 7, tags: [], owner: null },
      '{ name: "n", kind: "small", size: 7, tags: [], owner: null }',
    ],
    [
      "are not if a property is unknown",
      { name: "n", kind: "small", size: 7, tags: [], owner: null, extra: 1 },
      expect.stringContaining('kind: "big"'),
    ],
    ["are not if one is missing", { name: "n" }, expect.stringContaining('kind: "big"')],
    [
      "are not if a value is another",
      { name: "n", kind: "huge", size: 7, tags: [], owner: null },
      expect.stringContaining('kind: "big"'),
    ],
  ])("%s", (_what, example, text) => {
    const plan = planOf({
      requestBody: { required: true, content: { "application/json": { schema, example } } },
    });
    expect(plan.example.arguments).toEqual(text);
  });

  test("name a file for an upload", () => {
    const upload = {
      type: "object",
      required: ["file"],
      properties: { file: { type: "string", format: "binary" }, note: { type: "string" } },
    };
    expect(planOf(bodyOf(upload, {}, "multipart/form-data")).example.arguments).toBe(
      '{ file: { path: "file" } }',
    );
    expect(planOf(bodyOf({}, {}, "image/png")).example.arguments).toBe(
      '{ body: { path: "file" } }',
    );
  });

  test("end for schemas that contain themselves", () => {
    const schemas = {
      Node: {
        type: "object",
        required: ["next"],
        properties: { next: { $ref: "#/components/schemas/Node" } },
      },
    };
    const plan = planOf(bodyOf({ $ref: "#/components/schemas/Node" }), { components: { schemas } });
    expect(plan.example.arguments).toMatch(/^\{ next: \{ next: /);
  });
});

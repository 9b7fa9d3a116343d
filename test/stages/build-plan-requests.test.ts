import { describe, expect, test } from "vitest";

import { bodyOf, codes, operationOf, planOf, planned } from "./stage-helpers.ts";

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
        direction: "request",
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

import { describe, expect, test } from "vitest";

import type { Diagnostic } from "../../generator/diagnostic.ts";
import { bodyOf, codes, operationOf, planOf, planned } from "./stage-helpers.ts";

function renamed(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics
    .filter(({ code }) => code === "parameter-renamed")
    .map(({ message }) => message);
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
      { name: "jobId", wireName: "job_id", type: "string", uses: [], doc: "The job." },
      { name: "classValue", wireName: "class", type: "string", uses: [], doc: "" },
      { name: "core2", wireName: "core", type: "string", uses: [], doc: "" },
      { name: "jobId2", wireName: "jobId", type: "string", uses: [], doc: "" },
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

  test("of parameters with one name each has a key of its own, with a warning", () => {
    const parameters = [
      { name: "x", in: "cookie" },
      { name: "x", in: "header", required: true },
      { name: "x_header", in: "query" },
      { name: "x", in: "query" },
    ];
    const { operations, diagnostics } = planned(operationOf({ parameters }));
    const plan = Object.values(operations)[0];
    expect(plan?.facts.parameters).toEqual([
      { name: "x", key: "x_cookie", in: "cookie" },
      { name: "x", key: "x_header2", in: "header", required: true },
      { name: "x_header", in: "query" },
      { name: "x", in: "query" },
    ]);
    expect(plan?.declarations[0]?.properties.map(({ name }) => name)).toEqual([
      "x_cookie",
      "x_header2",
      "x_header",
      "x",
    ]);
    expect(plan?.example.arguments).toBe("{ x_header2: {} }");
    expect(renamed(diagnostics)).toEqual([
      "the parameter `x` in cookie is `x_cookie` among the params, since one in query (#/paths/~1thing/get/parameters/3) has that name",
      "the parameter `x` in header is `x_header2` among the params, since one in query (#/paths/~1thing/get/parameters/3) has that name",
    ]);
  });

  test("the request body is `body`, and a parameter of that name is another", () => {
    const parameters = [{ name: "body", in: "query" }];
    const { operations, diagnostics } = planned(
      operationOf({ parameters, ...bodyOf({ type: "string" }) }),
    );
    const plan = Object.values(operations)[0];
    expect(plan?.facts.parameters).toEqual([{ name: "body", key: "body_query", in: "query" }]);
    expect(plan?.declarations[0]?.properties.map(({ name }) => name)).toEqual([
      "body_query",
      "body",
    ]);
    expect(renamed(diagnostics)).toEqual([
      "the parameter `body` in query is `body_query` among the params, since that is the request body",
    ]);
  });

  test.each<[unknown, string, string[]]>([
    [{ type: "string" }, "string", []],
    [{ type: ["integer", "null"] }, "number", []],
    [{ type: "boolean" }, "boolean", []],
    [{}, "string", []],
    [true, "string", []],
    [{ enum: ["a", 'b"', null] }, String.raw`"a" | "b\""`, []],
    [{ const: 1 }, "1", []],
    [{ type: "array", items: { type: "integer" } }, "number[]", []],
    [{ $ref: "#/components/schemas/Color" }, "Color", ["Color"]],
    [{ type: "array", items: { $ref: "#/components/schemas/Color" } }, "Color[]", ["Color"]],
    [{ anyOf: [{ type: "string" }, { type: "integer" }] }, "ThingGetThingId", ["ThingGetThingId"]],
    [{ enum: ["a".repeat(40), "b".repeat(40)] }, "ThingGetThingId", ["ThingGetThingId"]],
    [{ properties: { x: { type: "integer" } } }, "ThingGetThingId", ["ThingGetThingId"]],
  ])("a path parameter of %j is a %s", (schema, type, uses) => {
    const { operations } = planned({
      paths: {
        "/thing/{thing_id}": {
          get: {
            operationId: "thing_get",
            parameters: [{ name: "thing_id", in: "path", required: true, schema }],
            responses: {},
          },
        },
      },
      components: { schemas: { Color: { enum: ["red"] } } },
    });
    const [plan] = Object.values(operations);
    expect(plan?.arguments[0]).toMatchObject({ type, uses });
    const declared = uses[0] === "ThingGetThingId";
    expect(plan?.declarations.map(({ name }) => name)).toEqual(declared ? uses : []);
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

  test("what is required but no property is not asked for, with a warning", () => {
    const schema = {
      allOf: [{ type: "object", properties: { a: { type: "string" } } }],
      required: ["a", "ghost"],
    };
    const { operations, diagnostics } = planned(operationOf(bodyOf(schema)));
    const [operation] = Object.values(operations);
    expect(operation?.facts.body?.properties).toEqual(["a"]);
    expect(operation?.facts.body?.limits).toEqual({ required: ["a"] });
    expect(diagnostics.filter(({ code }) => code === "undeclared-property")).toMatchObject([
      {
        severity: "warning",
        message:
          "`ghost` is required in the body, but no property is called so; it is not asked for",
        pointer: "#/paths/~1thing/get/requestBody/content/application~1json/schema",
      },
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
    [
      { in: "query", content: { "application/json": {} } },
      { in: "query", content: "application/json" },
    ],
    [
      { in: "querystring", content: { "application/json": {} } },
      { in: "querystring", content: "application/json" },
    ],
    [{ in: "querystring" }, { in: "querystring", content: "application/x-www-form-urlencoded" }],
  ])("%j is %j", (declared, facts) => {
    const { operations, diagnostics } = planned(
      operationOf({ parameters: [{ name: "p", ...declared }] }),
    );
    expect(Object.values(operations)[0]?.facts.parameters).toEqual([{ name: "p", ...facts }]);
    expect(diagnostics).toEqual([]);
  });

  test("cookies have a style of their own", () => {
    const parameters = [{ name: "p", in: "cookie", style: "cookie" }];
    expect(planOf({ parameters }).facts.parameters).toEqual(parameters);
  });

  const list = { type: "array", items: { type: "string" } };

  test.each<[object, object, string]>([
    [{ in: "query", style: "unheard" }, { in: "query" }, "warning unsupported-style"],
    [
      { in: "query", style: "simple" },
      { in: "query", explode: false },
      "warning unsupported-style",
    ],
    [{ in: "header", style: "form" }, { in: "header" }, "warning unsupported-style"],
    [
      { in: "query", style: "pipeDelimited", explode: true, schema: list },
      { in: "query", style: "pipeDelimited", explode: true },
      "info undefined-style",
    ],
    [
      { in: "query", style: "deepObject", schema: list },
      { in: "query", style: "deepObject" },
      "info undefined-style",
    ],
    [
      { in: "query", schema: { type: "array", items: { type: "object" } } },
      { in: "query" },
      "info undefined-style",
    ],
  ])("%j is %j, which is reported", (declared, facts, code) => {
    const { operations, diagnostics } = planned(
      operationOf({ parameters: [{ name: "p", ...declared }] }),
    );
    expect(Object.values(operations)[0]?.facts.parameters).toEqual([{ name: "p", ...facts }]);
    expect(codes(diagnostics)).toEqual([code]);
  });
});

describe("a key that makes a request safe to repeat", () => {
  const key = (more: object = {}, name = "Idempotency-Key"): object => ({
    parameters: [{ name, in: "header", schema: { type: "string" }, ...more }],
  });
  const keyOf = (operation: object, method?: string): string | undefined => {
    const paths = { "/p": { [method ?? "post"]: { responses: {}, ...operation } } };
    return Object.values(planned({ paths }).operations)[0]?.facts.idempotency;
  };

  test.each([
    [key(), "Idempotency-Key"],
    [
      key({ schema: { type: ["string", "null"], maxLength: 255 } }, "idempotency-key"),
      "idempotency-key",
    ],
    [key({ schema: { type: "string", format: "uuid", minLength: 36 } }), "Idempotency-Key"],
    [key({ schema: true }), "Idempotency-Key"],
    [{ "x-triptych": { idempotency: "X-Once" } }, "X-Once"],
    [{ ...key(), "x-triptych": { idempotency: "X-Once" } }, "X-Once"],
    [{ ...key(), "x-triptych": { idempotency: false } }, undefined],
    [{ ...key(), "x-triptych": { retry: "safe" } }, undefined],
    [key({ in: "query" }), undefined],
    [key({}, "X-Key"), undefined],
    [key({ schema: { type: "string", enum: ["a"] } }), undefined],
    [key({ schema: { type: "string", pattern: "^.$" } }), undefined],
    [key({ schema: { type: "string", maxLength: 35 } }), undefined],
    [key({ schema: { type: "string", minLength: 37 } }), undefined],
    [key({ schema: { type: "integer" } }), undefined],
    [key({ schema: undefined, content: { "text/plain": {} } }), undefined],
    [{}, undefined],
  ])("%j: %s", (operation, expected) => {
    expect(keyOf(operation)).toBe(expected);
  });

  test("is for operations that are not safe otherwise", () => {
    expect(keyOf(key(), "get")).toBeUndefined();
    expect(keyOf(key(), "patch")).toBe("Idempotency-Key");
  });

  test("need not be given, even if the document requires it", () => {
    const required = key({ required: true });
    const paths = { "/p": { post: { responses: {}, ...required } } };
    const [operation] = Object.values(planned({ paths }).operations);
    expect(operation?.params).toMatchObject({ required: false, none: false });
    expect(operation?.facts.parameters).toEqual([{ name: "Idempotency-Key", in: "header" }]);
  });
});

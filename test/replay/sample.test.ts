import { describe, expect, test } from "vitest";
import { operationsOf } from "./operations.ts";
import { Sampler } from "./sample.ts";
import { Schemas } from "./schema.ts";
import { Source } from "./source.ts";

const schemas = {
  Pet: {
    type: "object",
    required: ["kind"],
    properties: { kind: { type: "string" } },
    discriminator: { propertyName: "kind", mapping: { dog: "#/components/schemas/Dog" } },
  },
  Dog: {
    allOf: [
      { $ref: "#/components/schemas/Pet" },
      { required: ["barks"], properties: { barks: { type: "boolean" } } },
    ],
  },
  Round: { type: "object", properties: { shape: { type: "string" }, radius: { type: "number" } } },
  Shape: {
    oneOf: [{ $ref: "#/components/schemas/Round" }],
    discriminator: { propertyName: "shape", mapping: { round: "Round" } },
  },
  Endless: { oneOf: [{ $ref: "#/components/schemas/Endless" }, { type: "string" }] },
};

function sampler(openapi: string, schema: unknown) {
  const document = { openapi, paths: {}, components: { schemas }, "x-schema": schema };
  const source = new Source("/openapi.json", JSON.stringify(document));
  const node = source.child(source.root, "x-schema");
  const known = new Schemas(source);
  const values = new Sampler(source, known);
  return {
    first: (direction: "request" | "response" = "response") => values.values(node, direction, 1)[0],
    all: (count: number) => values.values(node, "response", count),
    problem: (value: unknown, direction: "request" | "response" = "response") =>
      known.problem(node, value, direction),
  };
}

describe("a value of a schema", () => {
  test.each<[name: string, schema: unknown, value: unknown]>([
    ["a pattern", { type: "string", pattern: "^a{3}$" }, "aaa"],
    ["a length", { type: "string", minLength: 6 }, "textxx"],
    ["a multiple", { type: "integer", minimum: 10, multipleOf: 7 }, 14],
    [
      "limits that are no values",
      { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
      0.5,
    ],
    ["a nullable enum", { enum: [null, "a"] }, "a"],
    ["nothing but null", { type: "null" }, null],
    ["a tuple", { prefixItems: [{ type: "string" }, { const: 2 }], items: false }, ["text", 2]],
    [
      "different elements",
      { type: "array", items: { enum: [1, 2] }, minItems: 2, uniqueItems: true },
      [1, 2],
    ],
    [
      "names by a pattern",
      { patternProperties: { "^x$": { const: 1 } }, additionalProperties: false, minProperties: 1 },
      { x: 1 },
    ],
    [
      "an heir of a discriminator",
      { $ref: "#/components/schemas/Pet" },
      { kind: "dog", barks: true },
    ],
    [
      "a member of a union on its own",
      { $ref: "#/components/schemas/Round" },
      { shape: "round", radius: 1 },
    ],
    ["branches that overlap", { oneOf: [{ type: "number" }, { type: "integer" }] }, 1],
    [
      "branches that no value tells apart",
      { oneOf: [{ type: "string" }, { minLength: 2 }] },
      "text",
    ],
  ])("has %s", (_, schema, value) => {
    expect(sampler("3.1.0", schema).first()).toEqual(value);
  });

  test.each<[name: string, schema: unknown]>([
    ["false", false],
    ["a contradiction", { type: "string", minLength: 3, maxLength: 2 }],
    [
      "an endless schema",
      { type: "object", required: ["self"], properties: { self: { $ref: "#/x-schema" } } },
    ],
    ["a union within itself", { $ref: "#/components/schemas/Endless" }],
  ])("%s has none", (_, schema) => {
    expect(sampler("3.1.0", schema).all(3)).toEqual([]);
  });

  test("another one takes the next branch", () => {
    const union = { anyOf: [{ type: "string" }, { type: "boolean" }, { type: "null" }] };
    expect(sampler("3.1.0", union).all(3)).toEqual(["text", false, "text 2"]);
  });

  test("in requests is without what is readOnly or not declared, in responses without what is writeOnly", () => {
    const schema = {
      type: "object",
      required: ["in", "out", "ghost"],
      properties: { in: { const: 1, writeOnly: true }, out: { const: 2, readOnly: true } },
    };
    const { first } = sampler("3.0.3", schema);
    expect(first("request")).toEqual({ in: 1 });
    expect(first("response")).toEqual({ out: 2, ghost: "anything" });
  });
});

describe("Ajv reads", () => {
  test("OpenAPI 3.0 as it means it", () => {
    const { problem } = sampler("3.0.3", {
      type: "number",
      nullable: true,
      minimum: 0,
      exclusiveMinimum: true,
    });
    expect(problem(null)).toBeUndefined();
    expect(problem(1)).toBeUndefined();
    expect(problem(0)).toContain("must be > 0");
    expect(problem("1")).toContain("must be number,null");
  });

  test("a reference and what stands beside it, in 3.1 only", () => {
    const schema = { $ref: "#/components/schemas/Round", required: ["radius"] };
    expect(sampler("3.1.0", schema).problem({})).toContain("radius");
    expect(sampler("3.0.3", schema).problem({})).toBeUndefined();
  });
});

test("Swagger 2.0 is read as what it means in OpenAPI 3", () => {
  const document = `
swagger: "2.0"
consumes: [application/xml]
produces: [text/csv]
paths:
  /a/{id}:
    parameters: [{ name: id, in: path, required: true, type: integer }]
    post:
      parameters: [{ $ref: "#/parameters/Body" }]
      responses: { 200: { description: ok, schema: { type: string } } }
    put:
      parameters: [{ name: f, in: formData, type: file, required: true }, { name: n, in: formData, type: string }]
      consumes: [multipart/form-data]
      responses: { default: { description: done } }
parameters:
  Body: { name: b, in: body, required: true, schema: { type: object } }
`;
  const [post, put] = operationsOf(new Source("/swagger.yaml", document));
  expect(post).toMatchObject({
    method: "POST",
    path: "/a/{id}",
    parameters: [{ name: "id", in: "path", required: true }],
    body: { required: true, content: [{ mediaType: "application/xml" }] },
    responses: [{ status: "200", content: [{ mediaType: "text/csv" }] }],
  });
  expect(put?.body?.content[0]?.mediaType).toBe("multipart/form-data");
  expect(put?.body?.content[0]?.schema?.value).toMatchObject({
    type: "object",
    required: ["f"],
    properties: { f: { type: "file" }, n: { type: "string" } },
  });
  expect(put?.responses).toEqual([{ status: "default", content: [] }]);
});

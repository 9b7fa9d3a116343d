/** One document with an operation for each construct of a schema, body, parameter or response. */

/** Schemas of OpenAPI 3.1, each the response of `GET /NAME` and the body of `PUT /NAME`. */
const SCHEMAS: Readonly<Record<string, unknown>> = {
  string: { type: "string" },
  formats: {
    type: "object",
    required: ["at", "id"],
    properties: {
      at: { type: "string", format: "date-time" },
      day: { type: "string", format: "date" },
      id: { type: "string", format: "uuid" },
      big: { type: "integer", format: "int64" },
      raw: { type: "string", contentEncoding: "base64" },
    },
  },
  limits: {
    type: "object",
    required: ["code", "share", "tags"],
    properties: {
      code: { type: "string", pattern: "^[A-Z]{3}-[0-9]{2,4}$", maxLength: 7 },
      share: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
      step: { type: "integer", minimum: 10, multipleOf: 7 },
      tags: {
        type: "array",
        items: { type: "string", minLength: 8 },
        minItems: 2,
        uniqueItems: true,
      },
    },
  },
  nullable: {
    type: "object",
    required: ["a"],
    properties: {
      a: { type: ["string", "null"] },
      b: { anyOf: [{ $ref: "#/components/schemas/Point" }, { type: "null" }] },
    },
  },
  enums: {
    type: "object",
    properties: {
      one: { const: "one" },
      mixed: { enum: ["a", 1, true, null] },
      empty: { enum: [""] },
      list: { type: "array", items: { enum: ["x", "y"] } },
    },
  },
  tuple: {
    type: "array",
    prefixItems: [{ type: "string" }, { type: "number" }],
    items: false,
    minItems: 2,
  },
  tupleWithRest: {
    type: "array",
    prefixItems: [{ type: "string" }],
    items: { type: "integer" },
    minItems: 1,
  },
  map: { type: "object", additionalProperties: { $ref: "#/components/schemas/Point" } },
  propertiesAndMap: {
    type: "object",
    required: ["id"],
    properties: { id: { type: "integer" } },
    additionalProperties: { type: "string" },
  },
  patternProperties: {
    type: "object",
    patternProperties: { "^x-": { type: "integer" } },
    minProperties: 1,
    propertyNames: { pattern: "^x-[a-z]+$" },
    additionalProperties: false,
  },
  closed: { type: "object", properties: { a: { type: "string" } }, additionalProperties: false },
  allOf: {
    allOf: [
      { $ref: "#/components/schemas/Point" },
      {
        type: "object",
        required: ["name"],
        properties: { name: { type: "string" }, x: { type: "number", minimum: 3 } },
      },
    ],
  },
  allOfSiblings: { $ref: "#/components/schemas/Point", description: "A point.", required: ["y"] },
  implicitDiscriminator: {
    oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
    discriminator: { propertyName: "kind" },
  },
  mappedDiscriminator: {
    oneOf: [{ $ref: "#/components/schemas/Circle" }, { $ref: "#/components/schemas/Square" }],
    discriminator: {
      propertyName: "shape",
      mapping: { round: "#/components/schemas/Circle", box: "Square" },
    },
  },
  hierarchy: { $ref: "#/components/schemas/Truck" },
  anyOf: {
    anyOf: [{ type: "string" }, { type: "integer" }, { type: "array", items: { type: "boolean" } }],
  },
  unionOfProperties: {
    type: "object",
    required: ["id"],
    properties: { id: { type: "string" } },
    oneOf: [
      { required: ["a"], properties: { a: { type: "integer" } } },
      { required: ["b"], properties: { b: { type: "boolean" } } },
    ],
  },
  recursive: { $ref: "#/components/schemas/Tree" },
  mutual: { $ref: "#/components/schemas/Even" },
  anything: {},
  always: true,
  names: {
    type: "object",
    required: ["a b", "then", "constructor", "großé", "1st", ""],
    properties: {
      "a b": { type: "string" },
      // oxlint-disable-next-line unicorn/no-thenable -- a property that makes trouble
      then: { type: "string" },
      constructor: { type: "integer" },
      großé: { type: "boolean" },
      "1st": { type: "number" },
      "": { type: "string" },
    },
  },
  not: { type: "string", not: { enum: ["text"] } },
  conditional: {
    type: "object",
    required: ["kind"],
    properties: { kind: { enum: ["a", "b"] }, a: { type: "string" } },
    if: { properties: { kind: { const: "a" } } },
    // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema
    then: { required: ["a"] },
  },
  deep: {
    type: "object",
    required: ["a"],
    properties: {
      a: {
        type: "array",
        items: {
          type: "array",
          items: {
            type: "object",
            required: ["b"],
            properties: {
              b: {
                type: "object",
                additionalProperties: { type: "array", items: { type: "integer" } },
              },
            },
          },
        },
      },
    },
  },
  oneWay: { $ref: "#/components/schemas/Account" },
};

const COMPONENTS = {
  Point: {
    type: "object",
    required: ["x"],
    properties: { x: { type: "number" }, y: { type: "number" } },
  },
  Cat: {
    type: "object",
    required: ["kind"],
    properties: { kind: { type: "string" }, lives: { type: "integer" } },
  },
  Dog: {
    type: "object",
    required: ["kind", "barks"],
    properties: { kind: { type: "string" }, barks: { type: "boolean" } },
  },
  Circle: {
    type: "object",
    required: ["shape", "radius"],
    properties: { shape: { type: "string" }, radius: { type: "number" } },
  },
  Square: {
    type: "object",
    required: ["shape", "side"],
    properties: { shape: { type: "string" }, side: { type: "number" } },
  },
  Vehicle: {
    type: "object",
    required: ["type"],
    properties: { type: { type: "string" }, wheels: { type: "integer" } },
    discriminator: { propertyName: "type", mapping: { truck: "#/components/schemas/Truck" } },
  },
  Truck: {
    allOf: [
      { $ref: "#/components/schemas/Vehicle" },
      { type: "object", required: ["load"], properties: { load: { type: "number" } } },
    ],
  },
  Tree: {
    type: "object",
    required: ["value"],
    properties: {
      value: { type: "string" },
      children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
      parent: { $ref: "#/components/schemas/Tree" },
    },
  },
  Even: { type: "object", properties: { odd: { $ref: "#/components/schemas/Odd" } } },
  Odd: {
    type: "object",
    required: ["even"],
    properties: { even: { $ref: "#/components/schemas/Even" } },
  },
  Account: {
    type: "object",
    required: ["id", "name", "secret"],
    properties: {
      id: { type: "string", readOnly: true },
      name: { type: "string" },
      secret: { type: "string", writeOnly: true },
      inner: {
        type: "object",
        required: ["at"],
        properties: { at: { type: "string", readOnly: true }, note: { type: "string" } },
      },
    },
  },
};

const json = (schema: unknown): object => ({ content: { "application/json": { schema } } });
const done = { "204": { description: "Done." } };
const answers = (content: object, status = "200"): object => ({
  responses: { [status]: { description: "An answer.", content } },
});
const text = { schema: { type: "string" } };
const point = { schema: { $ref: "#/components/schemas/Point" } };

/** Operations beside those of the schemas, by method and path. */
const PATHS: Readonly<Record<string, object>> = {
  "/text": { get: answers({ "text/plain": text }) },
  "/xml": { get: answers({ "application/xml": { example: "<a/>" } }) },
  "/bytes": { get: answers({ "application/octet-stream": {} }) },
  "/image": { get: answers({ "image/*": { schema: { type: "string", format: "binary" } } }) },
  "/vendor": { get: answers({ "application/vnd.example+json": point }) },
  "/charset": { get: answers({ "application/json; charset=utf-8": point }) },
  "/range": { get: answers({ "application/json": point }, "2XX") },
  "/default": { get: answers({ "application/json": point }, "default") },
  "/accepted": { post: answers({ "application/json": point }, "202") },
  "/example": {
    get: answers({
      "application/json": { ...point, example: { x: 42, more: "than the schema says" } },
    }),
  },
  "/several": { get: answers({ "application/json": point, "text/csv": text }) },
  "/head": { head: { responses: { "200": { description: "Nothing but headers." } } } },
  "/none": { delete: { responses: done } },
  "/found": {
    get: { requestBody: { content: { "application/json": point } }, responses: done },
    delete: { requestBody: { content: { "application/json": point } }, responses: done },
  },
  "/events": { get: answers({ "text/event-stream": point }) },
  "/lines": { get: answers({ "application/jsonl": point }) },
  "/params/{id}/{flag}": {
    get: {
      parameters: [
        { name: "id", in: "path", required: true, schema: { type: "integer" } },
        {
          name: "flag",
          in: "path",
          required: true,
          schema: { type: "string", enum: ["on", "off"] },
        },
        {
          name: "list",
          in: "query",
          required: true,
          schema: { type: "array", items: { type: "string" } },
        },
        {
          name: "deep",
          in: "query",
          required: true,
          style: "deepObject",
          explode: true,
          schema: { type: "object", properties: { a: { type: "string" } } },
        },
        {
          name: "filter",
          in: "query",
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Point" } } },
        },
        { name: "X-Trace", in: "header", required: true, schema: { type: "string" } },
        { name: "session", in: "cookie", required: true, schema: { type: "string" } },
      ],
      responses: done,
    },
  },
  "/multipart": {
    post: {
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              required: ["file", "meta"],
              properties: {
                file: { type: "string", format: "binary" },
                files: { type: "array", items: { type: "string", format: "binary" } },
                meta: { $ref: "#/components/schemas/Point" },
                name: { type: "string" },
              },
            },
          },
        },
      },
      responses: done,
    },
  },
  "/form": {
    post: {
      requestBody: {
        required: true,
        content: {
          "application/x-www-form-urlencoded": {
            schema: {
              type: "object",
              required: ["a"],
              properties: {
                a: { type: "string" },
                b: { type: "array", items: { type: "integer" } },
              },
            },
          },
        },
      },
      responses: done,
    },
  },
  "/upload": {
    put: {
      requestBody: { required: true, content: { "application/octet-stream": {} } },
      responses: done,
    },
  },
  "/plain": {
    put: { requestBody: { required: true, content: { "text/plain": text } }, responses: done },
  },
};

export const DOCUMENT: object = {
  openapi: "3.1.0",
  info: { title: "Constructs", version: "1.0.0" },
  servers: [{ url: "https://api.example.com" }],
  security: [{ key: [] }],
  paths: {
    ...Object.fromEntries(
      Object.entries(SCHEMAS).map(([name, schema]) => [
        `/schemas/${name}`,
        {
          get: { responses: { "200": { description: "One.", ...json(schema) } } },
          put: { requestBody: { required: true, ...json(schema) }, responses: done },
        },
      ]),
    ),
    ...PATHS,
  },
  components: {
    schemas: COMPONENTS,
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
  },
};

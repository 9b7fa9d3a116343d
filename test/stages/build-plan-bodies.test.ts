import { describe, expect, test } from "vitest";

import type { RequestBody } from "../../templates/package/src/runtime/operation.ts";
import { codes, planned } from "./stage-helpers.ts";

function postOf(parts: object, rest: object = {}): object {
  return {
    paths: { "/thing": { post: { responses: { 204: { description: "" } }, ...parts } } },
    ...rest,
  };
}

const object = { type: "object", required: ["a"], properties: { a: { type: "string" } } };
const file = { type: "string", format: "binary" };

function factsOf(
  content: object,
  rest: object = {},
): {
  readonly body: RequestBody;
  readonly diagnostics: readonly string[];
  readonly uploads: readonly string[];
} {
  const { plan, operations, diagnostics } = planned(postOf({ requestBody: { content } }, rest));
  return {
    body: Object.values(operations)[0]!.facts.body!,
    diagnostics: codes(diagnostics),
    uploads: plan.uploads.map((pointer) => pointer.replace(/^.*\/content\/[^/]*\//, "")),
  };
}

test("what is in responses alone is known, so that it can be left out", () => {
  const schema = {
    type: "object",
    required: ["id", "name"],
    properties: { id: { type: "string", readOnly: true }, name: { type: "string" } },
  };
  const content = { "application/json": { schema } };
  const { operations } = planned(postOf({ requestBody: { required: true, content } }));
  expect(Object.values(operations)[0]?.facts.body).toEqual({
    mediaType: "application/json",
    encoding: "json",
    required: true,
    properties: ["name"],
    readOnly: ["id"],
    limits: { required: ["name"] },
  });
  expect(factsOf(content).body).toMatchObject({ readOnly: ["id"] });
});

describe("several media types", () => {
  test("which say nothing but JSON are one", () => {
    const content = {
      "application/*+json": { schema: object },
      "text/json": { schema: object },
      "application/json": { schema: object },
    };
    const { body } = factsOf(content, {});
    expect(body).toEqual({
      mediaType: "text/json",
      encoding: "json",
      limits: { required: ["a"] },
    });
    const { operations } = planned(postOf({ requestBody: { required: true, content } }));
    expect(Object.values(operations)[0]?.facts.body?.properties).toEqual(["a"]);
  });

  test("of one meaning are chosen among by `contentType`, beside the properties", () => {
    const content = {
      "application/merge-patch+json": { schema: object },
      "application/json": { schema: object },
    };
    const { operations } = planned(postOf({ requestBody: { required: true, content } }));
    const plan = Object.values(operations)[0];
    expect(plan?.facts.body).toEqual({
      mediaType: "application/merge-patch+json",
      encoding: "json",
      required: true,
      properties: ["a"],
      contentType: "contentType",
      limits: { required: ["a"] },
      others: [{ mediaType: "application/json", encoding: "json", limits: { required: ["a"] } }],
    });
    expect(plan?.declarations[0]?.properties).toMatchObject([
      {
        name: "contentType",
        required: false,
        kind: "mediaType",
        mediaTypes: ["application/merge-patch+json", "application/json"],
      },
    ]);
  });

  test("of different meanings are alternatives, the preferred one first", () => {
    const content = {
      "application/xml": { schema: object },
      "image/*": {},
      "application/json": { schema: object },
      "text/csv": {},
    };
    const parameters = [{ name: "contentType", in: "query" }];
    const { operations } = planned(
      postOf({ parameters, requestBody: { required: true, content } }),
    );
    const plan = Object.values(operations)[0];
    expect(plan?.facts.body).toMatchObject({
      mediaType: "application/json",
      contentType: "contentType_",
      others: [
        { mediaType: "application/xml", encoding: "text" },
        { mediaType: "text/csv", encoding: "text" },
        { mediaType: "image/*", encoding: "binary" },
      ],
    });
    const [declaration] = plan?.declarations ?? [];
    expect(declaration?.properties.map(({ name }) => name)).toEqual(["contentType"]);
    expect(
      declaration?.alternatives?.map((properties) =>
        properties.map(({ name, required, kind }) => [name, required, kind]),
      ),
    ).toEqual([
      [
        ["contentType_", false, "mediaType"],
        ["body", true, "schema"],
      ],
      [
        ["contentType_", true, "mediaType"],
        ["body", true, "text"],
      ],
      [
        ["contentType_", true, "mediaType"],
        ["body", true, "file"],
      ],
    ]);
    expect(plan?.example.arguments).toBe('{ body: { a: "a" } }');
  });

  test("XML of an object is a text", () => {
    const { operations } = planned(
      postOf({
        requestBody: { required: true, content: { "application/xml": { schema: object } } },
      }),
    );
    const plan = Object.values(operations)[0];
    expect(plan?.facts.body?.properties).toBeUndefined();
    expect(plan?.example.arguments).toBe('{ body: "text" }');
  });
});

describe("the parts of a form", () => {
  const multipart = (properties: object, encoding: object = {}, rest: object = {}) =>
    factsOf({ "multipart/form-data": { schema: { properties }, encoding } }, rest);

  test.each<[object, object, object]>([
    [file, {}, { file: true }],
    [{ contentMediaType: "image/png" }, {}, { file: true }],
    [{}, {}, { file: true }],
    [
      { description: "A picture." },
      { contentType: "image/png" },
      { file: true, contentType: "image/png" },
    ],
    [{ type: "string" }, { contentType: "image/*" }, { file: true, contentType: "image/*" }],
    [{ type: "array", items: {} }, {}, { file: true, many: true }],
    [
      { type: "array", items: { type: "string" } },
      { contentType: "audio/mpeg" },
      { file: true, contentType: "audio/mpeg", many: true },
    ],
    [{ type: "string" }, { contentType: "text/csv" }, { contentType: "text/csv" }],
    [{}, { contentType: "application/json" }, { contentType: "application/json" }],
    [
      { type: "string", contentEncoding: "base64" },
      {},
      {
        contentType: "application/octet-stream",
        headers: { "content-transfer-encoding": "base64" },
      },
    ],
    [{ type: "string", format: "byte" }, {}, { contentType: "application/octet-stream" }],
    [
      { type: "string", contentEncoding: "base64" },
      { contentType: "image/png" },
      { contentType: "image/png" },
    ],
    [
      { type: "array", items: { type: "string" } },
      { explode: false },
      { style: "form", explode: false },
    ],
    [{ type: "object" }, { style: "deepObject", contentType: "a/b" }, { style: "deepObject" }],
    [{ type: "string" }, { allowReserved: true }, { style: "form", allowReserved: true }],
    [{ type: "string" }, { style: "unheard" }, { style: "form" }],
    [
      file,
      {
        headers: {
          "X-Kind": { schema: { const: "a" } },
          "X-Size": { schema: { enum: [7] } },
          "X-Default": { content: { "text/plain": { schema: { default: true } } } },
          "X-Open": { schema: { type: "string" } },
          "Content-Type": { schema: { const: "a/b" } },
        },
      },
      { file: true, headers: { "x-kind": "a", "x-size": "7", "x-default": "true" } },
    ],
  ])("%j with the encoding %j is %j", (schema, encoding, part) => {
    const { body, diagnostics } = multipart({ p: schema }, { p: encoding });
    expect(body.parts).toEqual({ p: part });
    expect(diagnostics).toEqual([]);
  });

  test("what is written in the usual way is not mentioned", () => {
    const properties = {
      a: { type: "string" },
      b: { type: "array", items: { type: "integer" } },
      c: { type: "object" },
      d: { $ref: "#/components/schemas/Any" },
    };
    const components = { schemas: { Any: { enum: ["x", null] } } };
    expect(multipart(properties, {}, { components }).body.parts).toBeUndefined();
  });

  test("in OpenAPI 3.0 a part without a type is a text, and parts have no style", () => {
    const { body } = multipart(
      { a: {}, b: { type: "array", items: {} } },
      { b: { explode: false } },
      { openapi: "3.0.3" },
    );
    expect(body.parts).toBeUndefined();
  });

  test.each<[object, object, string]>([
    [{ type: "object" }, { contentType: "application/xml" }, "warning part-as-json"],
    [
      { type: "string" },
      { headers: { "X-Id": { required: true, schema: { type: "string" } } } },
      "warning part-header",
    ],
  ])("%j with the encoding %j is reported", (schema, encoding, code) => {
    expect(multipart({ p: schema }, { p: encoding }).diagnostics).toEqual([code]);
  });

  test("files are found in all that a schema is composed of, and in the properties that it does not name", () => {
    const schema = {
      allOf: [
        { $ref: "#/components/schemas/Base" },
        { anyOf: [{ properties: { b: file } }, { properties: { c: file } }] },
      ],
      additionalProperties: file,
    };
    const components = { schemas: { Base: { properties: { a: file } } } };
    const { body, uploads } = factsOf({ "multipart/form-data": { schema } }, { components });
    expect(body).toMatchObject({
      parts: { a: { file: true }, b: { file: true }, c: { file: true } },
      items: { file: true },
    });
    expect(uploads).toEqual([
      "#/components/schemas/Base/properties/a",
      "schema/allOf/1/anyOf/0/properties/b",
      "schema/allOf/1/anyOf/1/properties/c",
      "schema/additionalProperties",
    ]);
  });

  test("by position, and one within another", () => {
    const { body, uploads } = factsOf({
      "multipart/mixed": {
        schema: {
          type: "array",
          prefixItems: [
            { type: "object" },
            { type: "array", prefixItems: [{ type: "object" }, { type: "string" }, {}] },
          ],
          items: {},
        },
        prefixEncoding: [
          {},
          {
            contentType: "multipart/mixed",
            prefixEncoding: [{ contentType: "application/json" }, {}, { contentType: "image/png" }],
          },
        ],
        itemEncoding: { contentType: "image/*" },
      },
    });
    expect(body).toEqual({
      mediaType: "multipart/mixed",
      encoding: "multipart",
      prefix: [
        {},
        {
          contentType: "multipart/mixed",
          prefix: [
            { contentType: "application/json" },
            {},
            { file: true, contentType: "image/png" },
          ],
        },
      ],
      items: { file: true, contentType: "image/*" },
    });
    expect(uploads).toEqual(["schema/prefixItems/1/prefixItems/2", "schema/items"]);
  });

  test("of a sequence described by its elements", () => {
    const { operations } = planned(
      postOf({
        requestBody: {
          required: true,
          content: {
            "multipart/mixed": { itemSchema: {}, itemEncoding: { contentType: "image/png" } },
          },
        },
      }),
    );
    const plan = Object.values(operations)[0];
    expect(plan?.facts.body).toMatchObject({ items: { file: true, contentType: "image/png" } });
    expect(plan?.declarations[0]?.properties).toMatchObject([{ name: "body", list: true }]);
    expect(plan?.example.arguments).toBe('{ body: [{ path: "file" }] }');
  });

  test("of a URL-encoded form, where that is not the usual way", () => {
    const schema = {
      properties: { a: { type: "object" }, b: { type: "string" }, c: { type: "string" } },
    };
    const encoding = {
      a: { style: "deepObject" },
      b: { contentType: "text/plain", headers: { x: { schema: { const: "1" } } } },
      c: { contentType: "application/json" },
      unknown: { style: "form" },
    };
    const content = { "application/x-www-form-urlencoded": { schema, encoding } };
    expect(factsOf(content).body.parts).toEqual({
      a: { style: "deepObject" },
      c: { contentType: "application/json" },
    });
  });
});

test.each([
  ["application/jsonl", { itemSchema: object }, "json-lines"],
  ["application/x-ndjson", { schema: { type: "array", items: object } }, "json-lines"],
  ["application/json-seq", { itemSchema: object }, "json-seq"],
  ["application/jsonl", { schema: { type: "string" } }, "binary"],
  ["application/jsonl", {}, "binary"],
])("a body in %s of %j is sent as %s", (mediaType, media, encoding) => {
  expect(factsOf({ [mediaType]: media }).body.encoding).toBe(encoding);
});

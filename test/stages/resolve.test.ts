import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type Diagnostic, DiagnosticError } from "../../generator/diagnostic.ts";
import { type JsonObject, type JsonValue, setChild, valueAt } from "../../generator/base/json.ts";
import { singleDocument } from "../../generator/base/bundle.ts";
import { resolve } from "../../generator/resolve.ts";
import { runs } from "../properties.ts";

const resolveText = async (text: string, overlay?: string) =>
  resolve(
    await singleDocument({ uri: "spec.yaml", text }),
    overlay === undefined ? [] : [{ uri: "overlay.yaml", text: overlay }],
    [],
  );

async function errors(text: string): Promise<readonly Diagnostic[]> {
  const error = await resolveText(text).catch((reason: unknown) => reason);
  if (!(error instanceof DiagnosticError)) throw new Error("no DiagnosticError was thrown");
  return error.diagnostics;
}

const HEAD = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

const withSchemas = (schemas: string) => `${HEAD}components:\n  schemas:\n${schemas}`;

/** An operation in which every kind of object occurs; the fields are at known lines. */
const withOperation = (operation: string) => `${HEAD}paths:\n  /a:\n    get:\n${operation}`;

describe("version", () => {
  test.each([
    ["3.0.3", "3.0.3"],
    ["3.1.0", "3.1.0"],
    ["3.2.0", "3.2.0"],
    ["3.1", "3.1"],
    ["3.0", "3.0"],
    ["3", "3.0"],
    ["v3.1.0", "3.1.0"],
    ["' 3.1.0-rc1'", "3.1.0-rc1"],
  ])("%s is understood", async (version, read) => {
    const { document } = await resolveText(HEAD.replace("3.1.0", version));
    expect(document.root.openapi).toBe(read);
  });

  test.each([
    ["swagger: '1.2'", "unsupported-version 1:10"],
    ["info: {}\nopenapi: 4.0.0", "unsupported-version 2:10"],
    ["openapi: 3.9.0", "unsupported-version 1:10"],
    ["info: {}", "not-openapi 1:1"],
    ["overlay: 1.0.0", "not-openapi 1:1"],
    ["- a", "not-openapi 1:1"],
    ["<html></html>", "not-openapi 1:1"],
  ])("%j is refused", async (text, expected) => {
    const [{ code, location, cure } = { code: "", location: undefined, cure: undefined }] =
      await errors(text);
    expect(`${code} ${location?.line}:${location?.column}`).toBe(expected);
    expect(cure).toMatch(/\w/);
  });
});

test.each([
  "openapi: { toString: 1, valueOf: 1 }",
  "swagger: { toString: 1, valueOf: 1 }",
  `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"components":{"schemas":{"A":{"discriminator":{"propertyName":"a","mapping":{"b":{"toString":1,"valueOf":1}}}}}}}`,
])("values that JavaScript cannot make a text of are ordinary values: %s", async (text) => {
  const said = await resolveText(text).then(
    ({ diagnostics }) => diagnostics,
    (error: unknown) => (error as DiagnosticError).diagnostics,
  );
  expect(said.length).toBeGreaterThan(0);
});

test.each([
  ["- a", "a list"],
  ["a", "a text"],
  ["1", "1"],
  ["null", "empty"],
])("what is no document is called what it is: %j", async (text, kind) => {
  const [diagnostic] = await errors(text);
  expect(diagnostic?.message).toBe(`this is no OpenAPI document, but ${kind}`);
});

describe("references", () => {
  test("that lead nowhere are errors, all of them, with place and cure", async () => {
    const found = await errors(
      withSchemas(`
    File: { type: object }
    Files: { type: array, items: { $ref: '#/components/schemas/Flie' } }
    Other: { $ref: '#/components/schema/File' }
    More: { $ref: '#File' }
`),
    );
    expect(found).toMatchObject([
      {
        code: "dangling-ref",
        pointer: "#/components/schemas/Files/items/$ref",
        location: { line: 7, column: 42 },
        cure: "did you mean `#/components/schemas/File`?",
      },
      { code: "dangling-ref", cure: "did you mean `#/components/schemas/File`?" },
      { code: "dangling-ref", location: { line: 9 } },
    ]);
  });

  test("may be escaped, and may lead anywhere in the document", async () => {
    const { document, diagnostics } = await resolveText(`${HEAD}
paths:
  /a/{b}~%:
    get: { responses: { 200: { content: { text/plain: { schema: { type: string } } } } } }
components:
  schemas:
    A: { $ref: '#/paths/~1a~1%7Bb%7D~0%25/get/responses/200/content/text~1plain/schema' }
    B: { $ref: '#/components/schemas/A' }
    C: { type: object, properties: { c: { $ref: '#/components/schemas/C' } } }
`);
    expect(diagnostics).toEqual([]);
    expect(document.locate("#/paths/~1a~1{b}~0%25/get").location.line).toBe(6);
  });

  test("are not looked for in values, but are in properties of such names", async () => {
    const ref = "{ $ref: '#/nowhere' }";
    const found = await errors(
      withSchemas(`
    A:
      default: ${ref}
      const: ${ref}
      enum: [${ref}]
      example: ${ref}
      examples: [${ref}]
      x-extension: ${ref}
      properties:
        default: ${ref}
        $ref: ${ref}
`),
    );
    expect(found.map(({ pointer }) => pointer)).toEqual([
      "#/components/schemas/A/properties/default/$ref",
      "#/components/schemas/A/properties/$ref/$ref",
    ]);
  });

  test("to other files, in circles and to the wrong kind are errors", async () => {
    const found = await errors(`${HEAD}
paths:
  /a: { $ref: ./a.yaml }
components:
  schemas:
    A: { $ref: '#/components/schemas/B' }
    B: { $ref: '#/components/schemas/A' }
    C: { $ref: '#/components/responses/R' }
    D: { $ref: 7 }
  responses:
    R: { description: x }
`);
    expect(found.map(({ code, location }) => `${code} ${location?.line}`)).toEqual([
      "external-ref 5",
      "circular-ref 8",
      "circular-ref 9",
      "wrong-ref 10",
      "invalid-structure 11",
    ]);
  });

  test("to `$defs` at the root mean the nearest ones", async () => {
    const { document, diagnostics } = await resolveText(
      withSchemas(`
    A:
      properties: { b: { $ref: '#/$defs/B' } }
      $defs: { B: { type: string } }
`),
    );
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "near-ref" }]);
    expect(document.root.components?.schemas?.["A"]).toMatchObject({
      properties: { b: { $ref: "#/components/schemas/A/$defs/B" } },
    });
  });
});

describe("structure", () => {
  test("all that is wrong is reported at once, in the order of the document", async () => {
    const found = await errors(
      withOperation(`
      tags: x
      parameters:
        - { in: query }
        - { name: b, in: body }
        - text
      requestBody: text
      responses: [{ description: x }]
      deprecated: maybe
    post: text
components: { schemas: { A: { allOf: [1] } } }
`),
    );
    expect(
      found.map(
        ({ code, pointer, location, rule }) => `${code} ${pointer} ${location?.line} ${rule}`,
      ),
    ).toEqual([
      "ignored-field #/paths/~1a/get/tags 7 undefined",
      "invalid-structure #/paths/~1a/get/parameters/0 9 OpenAPI 3.1.1, 4.8.12",
      "invalid-structure #/paths/~1a/get/parameters/1/in 10 OpenAPI 3.1.1, 4.8.12",
      "invalid-structure #/paths/~1a/get/parameters/2 11 OpenAPI 3.1.1, 4.8.10",
      "invalid-structure #/paths/~1a/get/requestBody 12 OpenAPI 3.1.1, 4.8.10",
      "invalid-structure #/paths/~1a/get/responses 13 OpenAPI 3.1.1, 4.8.10",
      "ignored-field #/paths/~1a/get/deprecated 14 undefined",
      "invalid-structure #/paths/~1a/post 15 OpenAPI 3.1.1, 4.8.9",
      "ignored-keyword #/components/schemas/A/allOf/0 16 undefined",
    ]);
  });

  test("what is harmless is put right", async () => {
    const { document, diagnostics } = await resolveText(`
openapi: 3.1.0
info: { title: T, version: 1.5 }
tags:
security: [{ nothing: [] }]
components:
  schemas:
    A:
      description:
      nullable: "true"
      required: true
      properties: []
      discriminator: { propertyName: a, mapping: { b: '#/components/schemas/B', a: A } }
`);
    expect(diagnostics.map(({ code, location }) => `${code} ${location?.line}`)).toEqual([
      "not-a-text 3",
      "unknown-security-scheme 5",
      "ignored-keyword 11",
      "ignored-keyword 12",
      "dangling-mapping 13",
    ]);
    expect(document.root).toEqual({
      openapi: "3.1.0",
      info: { title: "T", version: "1.5" },
      security: [{}],
      components: {
        schemas: {
          A: { nullable: true, discriminator: { propertyName: "a", mapping: { a: "A" } } },
        },
      },
    });
  });

  test("keys of the prototype are data", async () => {
    const text = `{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"__proto__": {"get": 1}}, "components": {"schemas": {"constructor": {"$ref": "#/components/schemas/toString"}}}}`;
    expect((await errors(text)).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "invalid-structure #/paths/__proto__/get",
      "dangling-ref #/components/schemas/constructor/$ref",
    ]);
  });
});

describe("overlays", () => {
  const overlay = `overlay: 1.0.0
info: { title: T, version: '1' }
actions:
  - target: $.paths['/a'].get
    update:
      responses:
        200: { $ref: '#/components/responses/Nothing' }
  - target: $.paths['/b']
    remove: true
`;

  test("an error about a node that an overlay made points into the overlay", async () => {
    const run = resolveText(withOperation("      tags: [x]"), overlay);
    await expect(run).rejects.toMatchObject({
      diagnostics: [
        {
          code: "dangling-ref",
          pointer: "#/paths/~1a/get/responses/200/$ref",
          location: { file: "overlay.yaml", line: 7, column: 22 },
        },
        { code: "overlay-no-match", location: { file: "overlay.yaml", line: 8 } },
      ],
    });
  });

  test("the document says where a node comes from", async () => {
    const fixed = overlay.replace(
      "{ $ref: '#/components/responses/Nothing' }",
      "{ description: x }",
    );
    const { document, diagnostics } = await resolveText(withOperation("      tags: [x]"), fixed);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(["warning"]);
    const place = (pointer: string) => document.locate(pointer).location;
    expect(place("#/paths/~1a/get/tags/0")).toEqual({ file: "spec.yaml", line: 6, column: 14 });
    expect(place("#/paths/~1a/get/responses")).toMatchObject({ file: "overlay.yaml", line: 6 });
    expect(place("#/paths/~1a/get/absent")).toMatchObject({ file: "spec.yaml", line: 5 });
  });
});

test("a chain of 2,000 schemas and one of 150 levels are no trouble", async () => {
  const schemas = Array.from({ length: 2_000 }, (_, index) => [
    `S${index}`,
    { properties: { next: { $ref: `#/components/schemas/S${(index + 1) % 2_000}` } } },
  ]);
  let deep: object = { type: "string" };
  for (let level = 0; level < 150; level++) deep = { items: deep };
  const components = { schemas: { ...Object.fromEntries(schemas), Deep: deep } };
  const spec = { openapi: "3.1.0", info: { title: "T", version: "1" }, components };
  const { diagnostics } = await resolveText(JSON.stringify(spec));
  expect(diagnostics).toEqual([]);
});

function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsIn(child, [...path, key]))];
}

describe("any value anywhere", () => {
  const spec = {
    openapi: "3.1.0",
    info: { title: "T", version: "1", license: { name: "MIT" } },
    servers: [{ url: "/", variables: { v: { default: "a", enum: ["a"] } } }],
    security: [{ key: [] }],
    paths: {
      "/a": {
        parameters: [{ $ref: "#/components/parameters/P" }],
        post: {
          tags: ["t"],
          requestBody: {
            content: { "application/json": { schema: { $ref: "#/components/schemas/A" } } },
          },
          responses: { 200: { description: "x", headers: { h: { schema: true } } } },
          callbacks: { c: { "{$url}": { post: {} } } },
        },
      },
    },
    components: {
      parameters: { P: { name: "p", in: "query", schema: { type: "string" } } },
      schemas: {
        A: { discriminator: { propertyName: "a", mapping: { b: "B" } }, required: ["a"] },
        B: { allOf: [{ $ref: "#/components/schemas/A" }], properties: { default: { enum: [1] } } },
      },
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
    },
  };

  const anything = fc.oneof(
    fc.constantFrom(null, true, 0, "", "#/components/schemas/A", [], {}, [null], { $ref: 1 }),
    fc.constantFrom({ $ref: "#" }, { $ref: "#/components" }, { "x-a": 1 }, { mapping: [] }),
    fc.jsonValue({ maxDepth: 2 }),
  );

  test("ends in a document or in diagnostics with places", async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...pathsIn(spec).filter((path) => path.length > 0)),
      anything,
      fc.constantFrom<readonly string[]>([], ["t"], ["!x"]),
      async (path, value, only) => {
        const changed = structuredClone(spec);
        const holder = valueAt(changed as unknown as JsonValue, path.slice(0, -1));
        setChild(holder as JsonObject, path.at(-1) ?? "", value as JsonValue);
        const source = { uri: "spec.json", text: JSON.stringify(changed) };
        const result = await resolve(await singleDocument(source), [], only).catch(
          (reason: unknown) => {
            if (reason instanceof DiagnosticError) return reason;
            throw reason;
          },
        );
        const placed = result.diagnostics.filter(({ code }) => !/selector|selected/.test(code));
        expect(placed.filter(({ location }) => location === undefined)).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: runs(1_500) });
  });
});

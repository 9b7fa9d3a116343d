/** References across files: what is read, what becomes of it, and where diagnostics point. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { buildModel } from "../../generator/build-model.ts";
import { type Diagnostic, DiagnosticError } from "../../generator/diagnostic.ts";
import type { Document } from "../../generator/document.ts";
import { readInputs } from "../../generator/read.ts";
import { resolve } from "../../generator/resolve.ts";

let root = "";

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "references-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

interface Resolved {
  readonly document: Document;
  readonly diagnostics: readonly Diagnostic[];
}

/** Of the files of a folder, the first being the document. */
async function resolved(files: Files, overlays: readonly string[] = []): Promise<Resolved> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const spec = Object.keys(files)[0] ?? "";
  const inputs = await readInputs({ spec, overlays }, { cwd: root });
  return resolve(inputs.spec, inputs.overlays, []);
}

async function errors(files: Files): Promise<readonly string[]> {
  const error = await resolved(files).catch((reason: unknown) => reason);
  if (!(error instanceof DiagnosticError)) throw error;
  return error.diagnostics.map(
    ({ code, location, pointer, message }) =>
      `${code} ${location?.file}:${location?.line}:${location?.column} ${pointer}: ${message}`,
  );
}

const HEAD = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

const schemaNames = ({ document }: Resolved): string[] =>
  buildModel(document).model.schemas.map(({ name, pointer }) => `${name} ${pointer}`);

describe("a reference to another file", () => {
  test("is followed, and what is there is named after the file", async () => {
    const result = await resolved({
      "api/openapi.yaml": `${HEAD}
paths:
  /pets:
    get:
      responses:
        200: { $ref: responses/pets.yaml }
        404: { $ref: 'shared.yaml#/components/responses/Missing' }
`,
      "api/responses/pets.yaml": `
description: pets
content: { application/json: { schema: { type: array, items: { $ref: ../schemas/Pet.yaml } } } }
`,
      "api/schemas/Pet.yaml": `
type: object
properties:
  owner: { $ref: 'people/index.yaml#/$defs/Owner' }
  friend: { $ref: Pet.yaml }
  tag: { $ref: '#/$defs/Tag' }
$defs: { Tag: { type: string } }
`,
      "api/schemas/people/index.yaml": `
$defs:
  Owner: { type: object, properties: { pets: { items: { $ref: ../Pet.yaml } } } }
`,
      "api/shared.yaml": `
components:
  responses:
    Missing: { description: none, content: { text/plain: { schema: { type: string } } } }
`,
    });
    expect(result.diagnostics).toEqual([]);
    expect(schemaNames(result)).toEqual([
      "Pet #/x-triptych-files/schemas~1Pet.yaml",
      "Owner #/x-triptych-files/schemas~1people~1index.yaml/$defs/Owner",
      "Tag #/x-triptych-files/schemas~1Pet.yaml/$defs/Tag",
    ]);
    const [operation] = buildModel(result.document).model.operations;
    expect(
      operation?.responses.map(({ status, description }) => `${status} ${description}`),
    ).toEqual(["200 pets", "404 none"]);
  });

  test("by a component gives it what is there, so that there is one type", async () => {
    const result = await resolved({
      "openapi.yaml": `${HEAD}
paths:
  /me: { $ref: paths/me.yaml }
components:
  schemas:
    Person: { $ref: schemas/User.yaml }
    User: { $ref: schemas/User.yaml }
    Other: { $ref: schemas/alias.yaml }
`,
      "paths/me.yaml": `
get:
  responses:
    200: { content: { application/json: { schema: { $ref: ../schemas/User.yaml } } } }
    201: { content: { application/json: { schema: { $ref: '../openapi.yaml#/components/schemas/Person' } } } }
    202: { content: { application/json: { schema: { $ref: ../schemas/alias.yaml } } } }
`,
      "schemas/User.yaml":
        "type: object\nproperties: { name: { $ref: '#/properties/id' }, id: { type: string } }",
      "schemas/alias.yaml": "$ref: End.yaml",
      "schemas/End.yaml": "type: integer",
    });
    expect(result.document.root).not.toHaveProperty("x-triptych-files");
    expect(result.document.root.components?.schemas).toEqual({
      Person: { $ref: "#/components/schemas/User" },
      User: {
        type: "object",
        properties: {
          name: { $ref: "#/components/schemas/User/properties/id" },
          id: { type: "string" },
        },
      },
      Other: { type: "integer" },
    });
    const responses = result.document.root.paths?.["/me"]?.get?.responses;
    expect(JSON.stringify(responses)).toContain('{"$ref":"#/components/schemas/User"}');
    expect(JSON.stringify(responses)).toContain('{"$ref":"#/components/schemas/Person"}');
    expect(JSON.stringify(responses)).toContain('{"$ref":"#/components/schemas/Other"}');
    expect(result.document.locate("#/components/schemas/User/properties/id")).toMatchObject({
      location: { file: "schemas/User.yaml", line: 2, column: 50 },
      pointer: "#/properties/id",
    });
  });

  test("by a whole section is followed with a warning", async () => {
    const result = await resolved({
      "openapi.yaml": `${HEAD}
paths: { $ref: paths.yaml }
components: { schemas: { $ref: schemas/index.yaml } }
`,
      "paths.yaml": `
/pets: { get: { $ref: list.yaml } }
`,
      "list.yaml": `
responses: { 200: { content: { application/json: { schema: { $ref: 'schemas/index.yaml#/Pet' } } } } }
`,
      "schemas/index.yaml":
        "Pet: { $ref: Pet.yaml }\nOwner: { properties: { pet: { $ref: '#/Pet' } } }",
      "schemas/Pet.yaml": "{ type: object, properties: { owner: { $ref: 'index.yaml#/Owner' } } }",
    });
    expect(
      result.diagnostics.map(({ code, location }) => `${code} ${location?.file}:${location?.line}`),
    ).toEqual([
      "unexpected-ref openapi.yaml:4",
      "unexpected-ref openapi.yaml:5",
      "unexpected-ref paths.yaml:2",
    ]);
    expect(schemaNames(result)).toEqual([
      "Pet #/components/schemas/Pet",
      "Owner #/components/schemas/Owner",
    ]);
    expect(JSON.stringify(result.document.root.components)).toBe(
      JSON.stringify({
        schemas: {
          Pet: { type: "object", properties: { owner: { $ref: "#/components/schemas/Owner" } } },
          Owner: { properties: { pet: { $ref: "#/components/schemas/Pet" } } },
        },
      }),
    );
    expect(result.document.locate("#/paths/~1pets/get/responses").location.file).toBe("list.yaml");
  });

  test("may have siblings where a path item is", async () => {
    const { document } = await resolved({
      "openapi.yaml": `${HEAD}
paths:
  /a/{x}:
    $ref: item.yaml
    parameters: [{ name: x, in: path, required: true, schema: { type: integer } }]
    summary: ours
  /b/{x}: { $ref: '#/paths/~1a~1{x}' }
`,
      "item.yaml": `
summary: theirs
parameters: [{ name: y, in: query, schema: { type: string } }]
get: { responses: {} }
`,
    });
    const { operations } = buildModel(document).model;
    expect(
      operations.map(({ path, parameters }) => [path, ...parameters.map(({ name }) => name)]),
    ).toEqual([
      ["/a/{x}", "x", "y"],
      ["/b/{x}", "x", "y"],
    ]);
    expect(document.root.paths?.["/a/{x}"]?.summary).toBe("ours");
    expect(document.locate("#/paths/~1b~1{x}/get").location.file).toBe("item.yaml");
    expect(document.locate("#/paths/~1a~1{x}/parameters/1")).toMatchObject({
      location: { file: "openapi.yaml", line: 7 },
    });
  });

  test("in an overlay is relative to the document", async () => {
    mkdirSync(join(root, "overlays"));
    writeFileSync(
      join(root, "overlays/o.yaml"),
      `overlay: 1.0.0
info: { title: O, version: '1' }
actions:
  - target: $.components.schemas
    update: { Added: { $ref: schemas/Added.yaml } }
`,
    );
    const result = await resolved(
      {
        "openapi.yaml": `${HEAD}components: { schemas: { Pet: { type: object } } }`,
        "schemas/Added.yaml": "{ items: { $ref: Inner.yaml } }",
        "schemas/Inner.yaml": "{ type: string }",
      },
      ["overlays/o.yaml"],
    );
    expect(result.document.root.components?.schemas?.["Added"]).toEqual({
      items: { $ref: "#/x-triptych-files/schemas~1Inner.yaml" },
    });
  });
});

describe("a `$ref` that is data", () => {
  test("where a text belongs is ignored with a warning, and no file is read", async () => {
    const result = await resolved({
      "openapi.yaml": `${HEAD.replace("title: T", "title: T, description: { $ref: secret.json }")}
paths:
  /a:
    get:
      summary: { $ref: '#/info/title' }
      deprecated: { $ref: none.yaml }
      responses: { 200: { description: { $ref: ../outside.md } } }
`,
      "secret.json": '"secret"',
    });
    expect(result.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "ignored-field #/info/description",
      "ignored-field #/paths/~1a/get/summary",
      "ignored-field #/paths/~1a/get/deprecated",
      "ignored-field #/paths/~1a/get/responses/200/description",
    ]);
    expect(result.diagnostics[0]?.cure).toBe(
      "write the text itself; a `$ref` is not followed here",
    );
    expect(JSON.stringify(result.document.root)).not.toMatch(/secret|\$ref/);
  });

  test("in enums, constants, defaults, examples and extensions stays as it is", async () => {
    const values = "[{ $ref: none.yaml }]";
    const schema = `{ enum: ${values}, const: ${values}, default: ${values}, example: ${values}, examples: ${values}, x-a: ${values} }`;
    const result = await resolved({
      "openapi.yaml": `${HEAD}paths: {}\ncomponents: { schemas: { A: ${schema} } }\nx-b: ${values}\n`,
    });
    expect(result.diagnostics).toEqual([]);
    const kept = [{ $ref: "none.yaml" }];
    expect(result.document.root.components?.schemas).toEqual({
      A: { enum: kept, const: kept, default: kept, example: kept, examples: kept, "x-a": kept },
    });
  });
});

describe("names of schemas", () => {
  test("`$recursiveRef` in a component means the component", async () => {
    const { document, diagnostics } = await resolved({
      "openapi.yaml": `${HEAD}
components:
  schemas:
    Filter:
      properties:
        filters: { items: { oneOf: [{ type: string }, { $recursiveRef: '#' }] } }
`,
    });
    expect(diagnostics).toEqual([]);
    expect(document.root.components?.schemas?.["Filter"]).toEqual({
      properties: {
        filters: {
          items: { oneOf: [{ type: "string" }, { $ref: "#/components/schemas/Filter" }] },
        },
      },
    });
  });

  test("by `$id`, `$anchor` and `$self` are found", async () => {
    const { document, diagnostics } = await resolved({
      "openapi.yaml": `
openapi: 3.2.0
$self: https://example.com/api/openapi.yaml
info: { title: T, version: '1' }
components:
  schemas:
    A:
      $id: https://example.com/schemas/a
      properties:
        own: { $ref: '#/$defs/inner' }
        named: { $ref: '#place' }
        whole: { $ref: b }
        root: { $ref: '/api/openapi.yaml#/components/schemas/C' }
      $defs: { inner: { $anchor: place, type: string } }
    B: { $id: /schemas/b, type: integer }
    C: { $ref: 'https://example.com/schemas/a#place' }
    D: { $ref: tree.yaml }
    E: { $ref: 'tree.yaml#node' }
`,
      "tree.yaml": `
$id: https://example.com/api/tree.yaml
$dynamicAnchor: node
properties: { children: { items: { $dynamicRef: '#node' } } }
`,
    });
    expect(diagnostics).toEqual([]);
    const schemas = document.root.components?.schemas;
    expect(schemas?.["A"]).toMatchObject({
      properties: {
        own: { $ref: "#/components/schemas/A/$defs/inner" },
        named: { $ref: "#/components/schemas/A/$defs/inner" },
        whole: { $ref: "#/components/schemas/B" },
        root: { $ref: "#/components/schemas/C" },
      },
    });
    expect(schemas?.["C"]).toEqual({ $ref: "#/components/schemas/A/$defs/inner" });
    expect(schemas?.["D"]).toMatchObject({
      properties: { children: { items: { $ref: "#/components/schemas/D" } } },
    });
    expect(schemas?.["E"]).toEqual({ $ref: "#/components/schemas/D" });
  });

  test("do not count before 3.1", async () => {
    const { document } = await resolved({
      "openapi.yaml": `openapi: 3.0.3
info: { title: T, version: '1' }
components:
  schemas:
    A: { $id: https://example.com/a, properties: { b: { $ref: Other.yaml } } }
`,
      "Other.yaml": "type: string",
    });
    expect(JSON.stringify(document.root.components)).toContain("#/x-triptych-files/Other.yaml");
  });
});

describe("errors", () => {
  test("point into the file, with the pointer that leads there", async () => {
    const found = await errors({
      "openapi.yaml": `${HEAD}
paths: { /a: { $ref: a.yaml } }
`,
      "a.yaml": `
get:
  parameters: x
  responses:
    200: { $ref: none.yaml }
    201: { $ref: 'b.yaml#/Nwo' }
    202: { $ref: 'b.yaml#/Loop' }
`,
      "b.yaml": "Now: {}\nLoop: { $ref: '#/Loop' }",
    });
    expect(found).toEqual([
      'invalid-structure a.yaml:3:15 #/get/parameters: `parameters` must be a list, but is "x"',
      "not-found a.yaml:5:18 #/get/responses/200/$ref: there is no file none.yaml",
      "dangling-ref a.yaml:6:18 #/get/responses/201/$ref: there is no `b.yaml#/Nwo`",
      "circular-ref a.yaml:7:18 #/get/responses/202/$ref: `b.yaml#/Loop` leads back here by references alone",
    ]);
  });

  test("of syntax are in the file that has them", async () => {
    expect(
      await errors({
        "openapi.yaml": `${HEAD}components: { schemas: { A: { $ref: a.json }, B: { $ref: b.json } } }`,
        "a.json": "{ nothing",
        "b.json": "{]",
      }),
    ).toEqual([
      expect.stringMatching(/^json-syntax a\.json:1:3 /),
      expect.stringMatching(/^json-syntax b\.json:1:2 /),
    ]);
  });

  test("are what makes a document contain itself", async () => {
    const found = await errors({
      "openapi.yaml": `${HEAD}
components:
  responses: { $ref: '#/components' }
  schemas: { A: { properties: { $ref: '#/x-a' } } }
x-a: { b: { properties: { $ref: '#/x-a' } } }
`,
    });
    expect(found.map((each) => each.replace(/:.*?#/, " #").replace(/: .*/, ""))).toEqual([
      "circular-ref openapi.yaml #/components/responses/$ref",
      "unexpected-ref openapi.yaml #/components/schemas/A/properties/$ref",
      "circular-ref openapi.yaml #/x-a/b/properties/$ref",
    ]);
  });
});

describe("what is not allowed is not read", () => {
  test.each([
    "../secret.yaml",
    "link.yaml",
    "folder/secret.yaml",
    "http://127.0.0.1:1/x",
    "data:,x",
  ])("%s", async (reference) => {
    writeFileSync(join(root, "secret.yaml"), "SECRET: [");
    mkdirSync(join(root, "api"));
    symlinkSync(root, join(root, "api/folder"));
    symlinkSync(join(root, "secret.yaml"), join(root, "api/link.yaml"));
    const found = await errors({
      "api/openapi.yaml": `${HEAD}components: { schemas: { A: { $ref: '${reference}' } } }`,
    });
    expect(found).toEqual([expect.stringMatching(/^ref-refused api\/openapi\.yaml:3:37 /)]);
    expect(found.join()).not.toContain("SECRET");
  });

  test("unless its folder is allowed", async () => {
    mkdirSync(join(root, "shared"));
    mkdirSync(join(root, "api"));
    writeFileSync(join(root, "shared/a.yaml"), "type: string");
    writeFileSync(
      join(root, "api/openapi.yaml"),
      `${HEAD}components: { schemas: { A: { $ref: ../shared/a.yaml } } }`,
    );
    for (const allow of ["shared/", "./shared", join(root, "shared"), "."]) {
      const inputs = await readInputs(
        { spec: "api/openapi.yaml", refs: { allow: [allow] } },
        { cwd: root },
      );
      const { document } = await resolve(inputs.spec, [], []);
      expect(document.root.components?.schemas).toEqual({ A: { type: "string" } });
    }
  });

  test("nor are references from standard input", async () => {
    const stdin = (async function* () {
      yield `${HEAD}components: { schemas: { A: { $ref: a.yaml } } }`;
    })();
    const inputs = await readInputs({ spec: "-" }, { cwd: root, stdin });
    await expect(resolve(inputs.spec, [], [])).rejects.toMatchObject({
      diagnostics: [{ code: "ref-refused", location: { file: "<stdin>", line: 3 } }],
    });
  });
});

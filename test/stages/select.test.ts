import { describe, expect, test } from "vitest";

import { buildModel } from "../../generator/build-model.ts";
import { assignStems, type Naming } from "../../generator/base/stems.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import { singleDocument } from "../../generator/base/bundle.ts";
import { resolve } from "../../generator/resolve.ts";

const SPEC = `
openapi: 3.1.0
info: { title: T, version: '1' }
security: [{ key: [] }]
paths:
  /v1/files:
    get: { operationId: listFiles, tags: [files], x-triptych: { stem: files.list }, responses: { 200: { $ref: '#/components/responses/Files' } } }
    post: { operationId: upload, tags: [files, write], x-triptych: { stem: files.upload } }
  /v1/files/{id}:
    get: { operationId: getFile, tags: [files], deprecated: true, x-triptych: { stem: files.get } }
  /v1/batch/jobs/{id}/cancel:
    post: { operationId: cancel, tags: [batch], x-triptych: { stem: batch.jobs.cancel }, security: [{ token: [] }] }
  /pets: { $ref: '#/components/pathItems/Pets' }
components:
  pathItems:
    Pets:
      get: { operationId: pets, responses: { 200: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } }
      put: { operationId: putPets }
  responses:
    Files: { description: x, content: { application/json: { schema: { items: { $ref: '#/components/schemas/File/properties/inner' } } } } }
    Unused: { description: x }
  schemas:
    File: { properties: { inner: { type: object }, owner: { $ref: '#/components/schemas/Owner' } } }
    Owner: { type: object }
    Unused: { $ref: '#/components/schemas/Nowhere' }
    Pet: { discriminator: { propertyName: kind, mapping: { bird: Bird } } }
    Bird: { type: object }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
    Siamese: { allOf: [{ $ref: '#/components/schemas/Cat' }] }
  securitySchemes:
    key: { type: http, scheme: bearer }
    token: { type: http, scheme: bearer }
`;

const select = (...only: string[]) => selectIn(SPEC, only);

async function selectIn(text: string, only: readonly string[], naming?: Naming) {
  const bundle = await singleDocument({ uri: "spec.yaml", text });
  const { document, diagnostics } = await resolve(bundle, [], only, naming);
  const { paths = {}, components = {} } = document.root;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
  const names = Object.entries(components).flatMap(([section, map]) =>
    Object.keys(map as object).map((name) => `${section}/${name}`),
  );
  return { operations, names, diagnostics };
}

const LIST = "get /v1/files";
const UPLOAD = "post /v1/files";
const GET = "get /v1/files/{id}";
const CANCEL = "post /v1/batch/jobs/{id}/cancel";
const PETS = "get /pets";
const PUT_PETS = "put /pets";

describe("selectors", () => {
  test.each([
    [["tag:files"], [LIST, UPLOAD, GET]],
    [["path:/v1/*"], [LIST, UPLOAD]],
    [["/v1/**"], [LIST, UPLOAD, GET, CANCEL]],
    [["/v1/files/{id}"], [GET]],
    [["stem:files.*"], [LIST, UPLOAD, GET]],
    [["stem:batch.**"], [CANCEL]],
    [["batch"], [CANCEL]],
    [["files.get"], [GET]],
    [["id:upload"], [UPLOAD]],
    [
      ["upload", "id:pets"],
      [UPLOAD, PETS],
    ],
    [["write"], [UPLOAD]],
    [["deprecated"], [GET]],
    [
      ["!deprecated", "!batch"],
      [LIST, UPLOAD, PETS, PUT_PETS],
    ],
    [
      ["!deprecated", "files"],
      [LIST, UPLOAD],
    ],
    [["/pets", "!putPets"], [PETS]],
  ])("%j", async (only, expected) => {
    const { operations, diagnostics } = await select(...only);
    expect(operations).toEqual(expected);
    expect(diagnostics).toEqual([]);
  });

  test.each([
    ["tag:fils", "did you mean `tag:files`?"],
    ["path:/v1/file", "did you mean `path:/v1/files`?"],
    ["files.lst", "did you mean `files.list`?"],
    ["stem:batch.*", "remove it, or see `triptych inspect` for what there is"],
  ])("%s matches nothing: a warning with a cure", async (selector, cure) => {
    const { diagnostics } = await select("files", selector);
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "selector-no-match", cure }]);
  });

  test("selecting nothing at all is an error", async () => {
    const error = await select("tag:nothing").catch((reason: unknown) => reason);
    expect((error as DiagnosticError).diagnostics).toMatchObject([
      { severity: "warning", code: "selector-no-match" },
      { severity: "error", code: "nothing-selected" },
    ]);
  });
});

describe("stems that the document does not give", () => {
  const TEXT = SPEC.replaceAll(/ x-triptych: \{[^}]*\},?/g, "");

  test.each([
    ["stem:v1.files.*", []],
    ["stem:files.listFiles", [LIST]],
    ["files.*", [LIST, UPLOAD, GET]],
    ["stem:batch.*", [CANCEL]],
    ["stem:pets.*", [PETS, PUT_PETS]],
  ])("%s", async (selector, expected) => {
    const run = selectIn(TEXT, [selector]);
    if (expected.length === 0) await expect(run).rejects.toBeInstanceOf(DiagnosticError);
    else expect((await run).operations).toEqual(expected);
  });

  test("follow the naming that is asked for", async () => {
    const { operations } = await selectIn(TEXT, ["stem:files.list"], "path");
    expect(operations).toEqual([LIST]);
  });

  test("are the same for a selected operation as in the whole", async () => {
    const text = `
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /files: { get: { responses: {} } }
  /v2/files: { get: { responses: {} } }
`;
    const stemsOf = async (only: readonly string[]) => {
      const bundle = await singleDocument({ uri: "a.yaml", text });
      const { document } = await resolve(bundle, [], only);
      const { model } = buildModel(document);
      return assignStems(model.operations, "auto").stems.map((stem) => stem.join("."));
    };
    const [, second = ""] = await stemsOf([]);
    expect(second).not.toBe("files.list");
    expect(await stemsOf(["path:/v2/files"])).toEqual([second]);
    expect(await stemsOf([`stem:${second}`])).toEqual([second]);
  });
});

describe("pruning", () => {
  test("keeps what the selected operations lead to, and nothing else", async () => {
    expect((await select("listFiles")).names).toEqual([
      "responses/Files",
      "schemas/File",
      "schemas/Owner",
      "securitySchemes/key",
    ]);
    expect((await select("cancel")).names).toEqual([
      "securitySchemes/key",
      "securitySchemes/token",
    ]);
  });

  test("keeps what a discriminator can mean", async () => {
    expect((await select("id:pets")).names).toEqual([
      "schemas/Pet",
      "schemas/Bird",
      "schemas/Cat",
      "schemas/Siamese",
      "securitySchemes/key",
    ]);
  });

  test("without a selection everything is kept, and checked", async () => {
    const error = await select().catch((reason: unknown) => reason);
    expect((error as DiagnosticError).diagnostics).toMatchObject([{ code: "dangling-ref" }]);
  });
});

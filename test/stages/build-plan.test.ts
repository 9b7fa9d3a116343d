import { describe, expect, test } from "vitest";

import { bodyOf, codes, json, operationOf, planOf, planned } from "./stage-helpers.ts";

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
      undefined,
      "application/octet-stream",
    ],
    ["a picture", { 200: media("image/png") }, "binary", undefined, "image/png"],
    [
      "binary CSV",
      { 200: media("text/csv", { type: "string", format: "binary" }) },
      "binary",
      undefined,
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
      undefined,
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

describe("several responses", () => {
  const components = { schemas: { Thing: { type: "object" }, Job: { type: "object" } } };
  const thing = { $ref: "#/components/schemas/Thing" };
  const job = { $ref: "#/components/schemas/Job" };
  const inline = { type: "object", properties: { id: { type: "string" } } };
  const bytes = { type: "string", format: "binary" };
  const empty = { description: "" };
  const of = (content: Readonly<Record<string, unknown>>) => ({
    description: "",
    content: Object.fromEntries(
      Object.entries(content).map(([type, schema]) => [type, { schema }]),
    ),
  });
  const inJson = (schema: unknown) => of({ "application/json": schema });

  test.each([
    [
      "two statuses with one type",
      { 200: inJson(thing), 201: inJson(thing) },
      { type: "Thing", binary: false },
      { response: "json" },
    ],
    [
      "two types",
      { 200: inJson(thing), 202: inJson({ anyOf: [job, { type: "null" }] }) },
      { type: "Thing | Job | null", binary: false },
      { response: "json" },
    ],
    [
      "a body and none",
      { 200: inJson(thing), 204: empty },
      { type: "Thing | undefined", binary: false },
      { response: "json", responses: [{ status: "204", response: "none" }] },
    ],
    [
      "none and a body",
      { 200: empty, 202: inJson(job) },
      { type: "Job | undefined", binary: false },
      { response: "json", responses: [{ status: "200", response: "none" }] },
    ],
    [
      "none twice",
      { 202: empty, 204: empty },
      { type: "void", binary: false },
      { response: "none" },
    ],
    [
      "a download and none",
      { 200: of({ "image/png": bytes }), 202: empty },
      { type: "undefined", binary: true },
      {
        response: "binary",
        responses: [{ status: "202", response: "none" }],
        accept: "image/png",
      },
    ],
    [
      "a download and JSON",
      { 202: inJson(job), 200: of({ "image/*": bytes }) },
      { type: "Job", binary: true },
      {
        response: "binary",
        responses: [{ status: "202", response: "json" }],
        accept: "image/*, application/json",
      },
    ],
    [
      "a status and a range",
      { "2XX": of({ "text/plain": {} }), 200: inJson(thing), 201: inJson(job) },
      { type: "Thing | Job | string", binary: false },
      {
        response: "json",
        responses: [
          { status: "200", response: "json" },
          { status: "201", response: "json" },
          { status: "2XX", response: "text" },
        ],
        accept: "application/json, text/plain",
      },
    ],
    [
      "errors by default",
      { 200: inJson(thing), default: inJson(job) },
      { type: "Thing", binary: false },
      { response: "json" },
    ],
    [
      "two inline schemas",
      { 200: inJson(inline), 201: inJson(inline), 202: inJson({ ...inline, required: ["id"] }) },
      { type: "ThingGetResponse | ThingGet202Response", binary: false },
      { response: "json" },
    ],
    [
      "anything and something",
      { 200: inJson({}), 202: inJson(thing) },
      { type: "unknown", binary: false },
      { response: "json" },
    ],
  ])("%s", (_what, responses, result, facts) => {
    const plan = planOf({ responses }, { components });
    const { type, binary } = plan.result;
    expect({ type, binary }).toEqual(result);
    const { response, responses: table, accept } = plan.facts;
    expect({ response, responses: table, accept }).toEqual(facts);
  });

  test.each([
    [
      "JSON is asked for, and what else there is can be read",
      { "application/xml": thing, "application/json": thing },
      "Thing",
      {
        response: "json",
        responses: [{ mediaType: "application/xml", response: "text" }],
      },
    ],
    [
      "media types that are read alike are all asked for",
      { "image/png": bytes, "application/json": { type: "string" }, "image/gif": bytes },
      undefined,
      {
        response: "binary",
        responses: [{ mediaType: "application/json", response: "json" }],
        accept: "image/png, image/gif",
      },
    ],
    [
      "a media type goes before the range that it is in",
      { "*/*": thing, "application/*": bytes, "text/csv": bytes },
      "Thing",
      {
        response: "json",
        responses: [
          { mediaType: "text/csv", response: "binary" },
          { mediaType: "application/*", response: "binary" },
        ],
        accept: "*/*",
      },
    ],
  ])("with several media types: %s", (_what, content, type, facts) => {
    const plan = planOf({ responses: { 200: of(content) } }, { components });
    expect(plan.result.type).toBe(type);
    const { response, responses, accept } = plan.facts;
    expect({ response, responses, accept }).toEqual(facts);
  });

  test("a HEAD request has no body, whatever the document says", () => {
    const paths = { "/a": { head: { responses: { 200: inJson(thing) } } } };
    const [plan] = Object.values(planned({ paths, components }).operations);
    expect([plan?.result.type, plan?.facts.response]).toEqual(["void", "none"]);
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
            properties: {
              data: { type: "array", items: { $ref: "#/components/schemas/Thing" } },
              total: { type: "integer" },
            },
          },
        ],
      },
    },
  };

  test("have a type of item", () => {
    const responses = json({ $ref: "#/components/schemas/Things" });
    const plan = planOf({ parameters, responses, "x-triptych": { pagination } }, { components });
    expect(plan.page).toEqual({ itemType: "Thing", uses: ["Thing"], method: "listAll" });
    expect(plan.facts.pagination).toEqual(pagination);
  });

  test("items without a name get one", () => {
    const responses = json({
      properties: { data: { items: { properties: { id: {} } } }, total: {} },
    });
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
        type: "Credential",
        doc: "A token, sent as a bearer token.",
        required: true,
      },
    ]);
    expect(plan.api.facts.security).toEqual({ apiKey: { type: "bearer" } });
    expect(plan.api.facts.userAgent).toBe(`${plan.package.name}/${plan.package.version}`);
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
      "info: the schema `File` is the type `FileObject`, since `File` is something else in TypeScript",
      "warning: the schema `simple-user` is the type `SimpleUser2`, since `SimpleUser` is the schema `SimpleUser` (#/components/schemas/SimpleUser)",
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

test.each([
  ["files", "1.2.3-rc.1+5", "files/1.2.3-rc.1+5"],
  ["@acme/batch-files", "1.0.0", "acme-batch-files/1.0.0"],
])("the user agent of %s %s is %s", (name, version, expected) => {
  const { plan } = planned({}, { name, version });
  expect(plan.api.facts.userAgent).toBe(expected);
});

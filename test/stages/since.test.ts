import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { buildModel } from "../../generator/build-model.ts";
import { buildPlan } from "../../generator/build-plan.ts";
import { affectedBy, EVERYTHING } from "../../generator/changes/affected.ts";
import { keptText, LAST } from "../../generator/changes/kept.ts";
import { type Comparison, compareApis, type GeneratedApi } from "../../generator/changes.ts";
import type { NameLock } from "../../generator/base/name-lock.ts";
import { keptFormsOf } from "../../generator/emit/forms.ts";
import { changesSince } from "../../generator/since.ts";
import { runs } from "../properties.ts";
import { documentOf, json, planned } from "./stage-helpers.ts";

function apiOf(parts: object, uri: string, lock: NameLock = {}): GeneratedApi {
  const { document, model, plan, lock: names } = planned(parts, { lock });
  const forms = keptFormsOf(document, model, plan);
  const placeOf = (pointer: string) => ({ file: uri, pointer });
  return { uri, root: document.root, model, plan, lock: names, forms, placeOf };
}

function sinceOf(old: object, next: object): Comparison | undefined {
  const { lock } = planned(old);
  const kept = keptText(documentOf(old), { lock });
  return changesSince(kept, apiOf(next, "spec.yaml", lock));
}

/** What is said if everything is built again and compared. */
function wholeOf(old: object, next: object): Comparison {
  const { lock } = planned(old);
  return compareApis(apiOf(old, LAST, lock), apiOf(next, "spec.yaml", lock), EVERYTHING);
}

const schemaNames = ["Cat", "Dog", "Pet", "Owner", "Tag"] as const;
const name = fc.constantFrom(...schemaNames);
const reference = name.map((each) => ({ $ref: `#/components/schemas/${each}` }));
const scalar = fc.oneof(
  fc.constantFrom<object>(
    { type: "string" },
    { type: "integer", description: "A number." },
    { type: "string", readOnly: true },
    { type: "string", format: "binary" },
    { type: ["string", "null"], deprecated: true },
  ),
  fc.subarray(["a", "b", "c"], { minLength: 1 }).map((values) => ({ enum: values })),
);
const property = fc.oneof(
  scalar,
  reference,
  reference.map((items) => ({ type: "array", items })),
  fc.array(reference, { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
  scalar.map((inner) => ({ type: "object", properties: { inner } })),
);
const properties = fc.dictionary(fc.constantFrom("id", "kind", "name", "other"), property);
const objects = fc.record({
  type: fc.constant("object"),
  properties,
  required: fc.subarray(["id", "kind"]),
});
const discriminator = fc.constant({ propertyName: "kind" });
const schema = fc.oneof(
  { weight: 4, arbitrary: objects },
  fc.record({ allOf: fc.tuple(reference, objects) }),
  // Whose own properties can change while it stays composed as it is.
  fc.tuple(reference, objects).map(([parent, own]) => ({ allOf: [parent], ...own })),
  fc.record({ oneOf: fc.array(reference, { minLength: 2, maxLength: 3 }), discriminator }),
  fc.tuple(objects, discriminator).map(([each, told]) => ({ ...each, discriminator: told })),
  fc.constantFrom<object>({ type: "string", enum: ["x", "y"] }),
);
const content = fc
  .tuple(
    fc.constantFrom("application/json", "application/json", "multipart/form-data"),
    fc.oneof(reference, objects, property),
  )
  .map(([mediaType, each]) => ({ [mediaType]: { schema: each } }));
const parameter = fc.record({
  name: fc.constantFrom("limit", "offset", "q"),
  in: fc.constantFrom("query", "header"),
  required: fc.boolean(),
  schema: scalar,
});
const sharedParameter = fc.constant({ $ref: "#/components/parameters/Page" });
const response = fc.oneof(
  { weight: 3, arbitrary: property.map((each) => json(each)[200 as never] as object) },
  fc.constant({ $ref: "#/components/responses/Missing" }),
);
const operation = fc.record(
  {
    summary: fc.constantFrom("One.", "Two."),
    deprecated: fc.boolean(),
    tags: fc.constantFrom(["a"], ["b"]),
    parameters: fc.uniqueArray(fc.oneof(parameter, sharedParameter), {
      maxLength: 2,
      selector: (each) => ("name" in each ? each.name + each.in : "Page"),
    }),
    requestBody: fc.record({ content, required: fc.boolean() }),
    responses: fc.dictionary(fc.constantFrom("200", "404", "default"), response, { minKeys: 1 }),
    security: fc.constantFrom<object[]>([], [{ key: [] }]),
    servers: fc.constantFrom([{ url: "https://a.test" }], [{ url: "/v2" }]),
  },
  { requiredKeys: ["responses"] },
);
const item = fc.dictionary(fc.constantFrom("get", "post", "put"), operation, { minKeys: 1 });
const parts = {
  paths: fc.dictionary(fc.constantFrom("/a", "/b", "/c/d"), item, { minKeys: 1 }),
  schemas: fc.record(Object.fromEntries(schemaNames.map((each) => [each, schema]))),
  Page: parameter,
  Missing: property,
};
const document = fc.record(parts).map(({ paths, schemas, Page, Missing }) => ({
  servers: [{ url: "/v1" }],
  paths,
  components: {
    schemas,
    parameters: { Page },
    responses: {
      Missing: { description: "", content: { "application/json": { schema: Missing } } },
    },
    securitySchemes: { key: { type: "http", scheme: "bearer" } },
  },
}));
type Parts = typeof document extends fc.Arbitrary<infer T> ? T : never;

/** Of which no two parts are one and the same object. */
function cloneOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

type Edit = (parts: Parts) => void;

/** Changes of one part; most leave alone what others depend on, so that only a part is built again. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(fc.nat(), fc.constantFrom("get", "post", "put"), operation)
    .map(([at, method, changed]): Edit => ({ paths }) => {
      const found = Object.values(paths)[at % Object.keys(paths).length]!;
      if (found[method] !== undefined) found[method] = { ...found[method], ...changed };
    }),
  fc
    .tuple(name, fc.constantFrom("id", "kind", "name", "more"), property)
    .map(([of, key, changed]): Edit => ({ components }) => {
      const found = components.schemas[of] as { properties?: Record<string, object> };
      if (found.properties !== undefined) found.properties[key] = changed;
    }),
  fc
    .tuple(name, fc.constantFrom("id", "kind", "name"))
    .map(([of, key]): Edit => ({ components }) => {
      const found = components.schemas[of] as { properties?: Record<string, object> };
      delete found.properties?.[key];
    }),
  fc.tuple(name, schema).map(
    ([of, changed]): Edit =>
      ({ components }) =>
        void (components.schemas[of] = changed),
  ),
  parameter.map(
    (changed): Edit =>
      ({ components }) =>
        void (components.parameters.Page = changed),
  ),
  property.map(
    (changed): Edit =>
      ({ components }) =>
        void (components.responses.Missing.content["application/json"].schema = changed),
  ),
  fc.tuple(fc.constantFrom("/a", "/b", "/e"), item).map(
    ([path, changed]): Edit =>
      ({ paths }) =>
        void (paths[path] = changed),
  ),
  fc.constantFrom<Edit>(
    ({ paths }) => void delete paths["/a"],
    ({ components }) => void delete (components.securitySchemes as { key?: object }).key,
    ({ servers }) => void (servers[0]!.url = "https://b.test"),
  ),
);

test("what changed is the same, whether all is built again and compared or only what can differ", () => {
  fc.assert(
    fc.property(
      document.map(cloneOf),
      fc.array(edit, { minLength: 1, maxLength: 2 }),
      (old, edits) => {
        const next = cloneOf(old);
        for (const each of edits) each(next);
        const edited = cloneOf(next);
        const whole = wholeOf(old, edited);
        expect(sinceOf(old, edited)).toEqual(whole);
        const { lock } = planned(old);
        expect(compareApis(apiOf(old, LAST, lock), apiOf(edited, "spec.yaml", lock))).toEqual(
          whole,
        );
      },
    ),
    { numRuns: runs(20) },
  );
});

test.each<[what: string, mapping: Readonly<Record<string, string>> | undefined]>([
  ["by names", undefined],
  ["by a mapping", { dog: "#/components/schemas/Dog" }],
])("an heir that changes is found where its base is used, told apart %s", (_, mapping) => {
  const discriminator = { propertyName: "kind", ...(mapping && { mapping }) };
  const parts = (bark: string): object => ({
    paths: { "/pets": { get: { responses: json({ $ref: "#/components/schemas/Pet" }) } } },
    components: {
      schemas: {
        Pet: { required: ["kind"], properties: { kind: { type: "string" } }, discriminator },
        Canine: { allOf: [{ $ref: "#/components/schemas/Pet" }] },
        Dog: {
          allOf: [{ $ref: "#/components/schemas/Canine" }],
          properties: { bark: { type: bark } },
        },
      },
    },
  });
  const [old, next] = [parts("string"), parts("integer")];
  const found = sinceOf(old, next);
  expect(found?.changes.map(({ subject, operations }) => [subject, operations])).toEqual([
    ["Dog.bark", ["pets.list"]],
  ]);
  expect(found).toEqual(wholeOf(old, next));
  expect(affectedBy(documentOf(old).root, documentOf(next).root)).toBeDefined();
});

describe("what can differ", () => {
  const old = {
    paths: {
      "/a": { get: { summary: "A.", responses: json({ $ref: "#/components/schemas/Cat" }) } },
      "/b": { get: { responses: json({ $ref: "#/components/schemas/Dog" }) } },
    },
    components: {
      schemas: {
        Cat: { properties: { owner: { $ref: "#/components/schemas/Owner" } } },
        Dog: { properties: { name: { type: "string" } } },
        Owner: { properties: { name: { type: "string" } } },
        Pet: { oneOf: [{ $ref: "#/components/schemas/Dog" }] },
      },
    },
  };
  const parts = [
    "#/paths/~1a",
    "#/paths/~1b",
    "#/components/schemas/Cat",
    "#/components/schemas/Dog",
    "#/components/schemas/Owner",
    "#/components/schemas/Pet",
  ];
  /** The old document with another value at a path; `undefined` removes what is there. */
  function affectedOf(path: readonly string[], value: unknown): string[] | undefined {
    const next = structuredClone(old);
    const holder = path.slice(0, -1).reduce<object>((at, key) => at[key as never], next);
    const key = path.at(-1)!;
    if (value === undefined) delete holder[key as never];
    else Object.assign(holder, { [key]: value });
    const affected = affectedBy(documentOf(old).root, documentOf(next).root);
    return affected && parts.filter((part) => affected.has(part));
  }

  test("nothing of equal documents", () => {
    expect(affectedOf(["paths"], structuredClone(old.paths))).toEqual([]);
  });

  test("an operation alone", () => {
    expect(affectedOf(["paths", "/a", "get", "summary"], "B.")).toEqual(["#/paths/~1a"]);
    expect(affectedOf(["paths", "/b", "get", "deprecated"], true)).toEqual(["#/paths/~1b"]);
  });

  test("a schema with all that refer to it", () => {
    expect(affectedOf(["components", "schemas", "Owner", "properties", "name"], {})).toEqual([
      "#/paths/~1a",
      "#/components/schemas/Cat",
      "#/components/schemas/Owner",
    ]);
  });

  const { "/a": a, "/b": b } = old.paths;
  const within = json({ $ref: "#/components/schemas/Owner/properties/name" });
  test.each<[what: string, path: readonly string[], value: unknown]>([
    ["another operation", ["paths", "/c"], {}],
    ["another order", ["paths"], { "/b": b, "/a": a }],
    ["a schema that is gone", ["components", "schemas", "Pet"], undefined],
    ["security", ["security"], []],
    ["servers", ["paths", "/a", "get", "servers"], [{ url: "https://a.test" }]],
    ["what a schema is composed of", ["components", "schemas", "Pet", "oneOf"], []],
    [
      "a discriminator",
      ["components", "schemas", "Dog", "discriminator"],
      { propertyName: "name" },
    ],
    ["a type within a part", ["paths", "/b", "get", "responses"], within],
  ])("everything, for %s", (_, path, value) => {
    expect(affectedOf(path, value)).toBeUndefined();
  });
});

test("servers that are relative to the document do not change with what is kept of it", () => {
  const parts = {
    servers: [{ url: "/v1" }],
    paths: { "/a": { get: { summary: "A.", responses: { 204: { description: "" } } } } },
  };
  const { lock } = planned(parts);
  const uri = "https://api.test/openapi.json";
  const at = { ...documentOf(structuredClone(parts)), uri };
  const { model } = buildModel(at);
  const { plan } = buildPlan(model, { kind: "package", layers: [], lock });
  const forms = keptFormsOf(at, model, plan);
  const placeOf = (pointer: string) => ({ file: uri, pointer });
  const next = { uri, root: at.root, model, plan, lock, forms, placeOf };
  for (const kept of [lock, {}])
    expect(changesSince(keptText(documentOf(parts), { lock: kept }), next)?.changes).toEqual([]);
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { buildModel } from "../../generator/build-model.ts";
import { buildPlan } from "../../generator/build-plan.ts";
import { affectedBy, EVERYTHING } from "../../generator/changes/affected.ts";
import { keptBytes, LAST } from "../../generator/changes/kept.ts";
import { type Comparison, compareApis, type GeneratedApi } from "../../generator/changes.ts";
import type { NameLock } from "../../generator/base/name-lock.ts";
import { keptFormsOf } from "../../generator/emit/forms.ts";
import { changesSince as changesSinceDocument, lastDocument } from "../../generator/since.ts";
import { runs } from "../properties.ts";
import { cloneOf, document, edit } from "./changed-documents.ts";
import { documentOf, json, planned } from "./stage-helpers.ts";

function apiOf(parts: object, uri: string, lock: NameLock = {}): GeneratedApi {
  const { document, model, plan, lock: names } = planned(parts, { lock });
  const forms = keptFormsOf(document, model, plan);
  const placeOf = (pointer: string) => ({ file: uri, pointer });
  return { uri, root: document.root, model, plan, lock: names, forms, placeOf };
}

function changesSince(kept: Uint8Array, next: GeneratedApi): Comparison | undefined {
  const last = lastDocument(kept, next);
  return last && changesSinceDocument(last, next);
}

function sinceOf(old: object, next: object): Comparison | undefined {
  const { lock } = planned(old);
  const kept = keptBytes(documentOf(old), { lock });
  return changesSince(kept, apiOf(next, "spec.yaml", lock));
}

/** What is said if everything is built again and compared. */
function wholeOf(old: object, next: object): Comparison {
  const { lock } = planned(old);
  return compareApis(apiOf(old, LAST, lock), apiOf(next, "spec.yaml", lock), EVERYTHING);
}

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
    expect(changesSince(keptBytes(documentOf(parts), { lock: kept }), next)?.changes).toEqual([]);
});

/** What a comparison of two documents says: rule by rule, and above all where it must say nothing. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { EFFECTS, type Rule, verdictOf } from "../../generator/changes/rules.ts";
import { runs } from "../properties.ts";
import { changesOf, comparisonOf, exchanged, linesOf, received, sent } from "./changes-helpers.ts";
import { json, operationOf } from "./stage-helpers.ts";

const string = { type: "string" };
const number = { type: "number" };
const object = (properties: object, required = Object.keys(properties)): object => ({
  type: "object",
  properties,
  required,
});
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

describe("a property of a type that is sent, received, and both", () => {
  test.each([
    [
      "added",
      object({ a: string }),
      object({ a: string, b: string }, ["a"]),
      ["compatible property-added Thing.b"],
      ["compatible property-added Thing.b"],
    ],
    [
      "added and required",
      object({ a: string }),
      object({ a: string, b: string }),
      ["breaking property-added-required Thing.b"],
      ["compatible property-added-required Thing.b"],
    ],
    [
      "removed",
      object({ a: string, b: string }),
      object({ a: string }),
      ["breaking property-removed Thing.b"],
      ["breaking property-removed Thing.b"],
    ],
    [
      "required",
      object({ a: string }, []),
      object({ a: string }),
      ["breaking property-became-required Thing.a"],
      ["compatible property-became-required Thing.a"],
    ],
    [
      "optional",
      object({ a: string }),
      object({ a: string }, []),
      ["compatible property-became-optional Thing.a"],
      ["breaking property-became-optional Thing.a"],
    ],
    [
      "nullable",
      object({ a: string }),
      object({ a: { type: ["string", "null"] } }),
      ["compatible null-added Thing.a"],
      ["breaking null-added Thing.a"],
    ],
    [
      "an enumeration with another value",
      object({ a: { enum: ["x"] } }),
      object({ a: { enum: ["x", "y"] } }),
      ["compatible value-added Thing.a"],
      ["breaking value-added Thing.a"],
    ],
    [
      "an enumeration with a value less",
      object({ a: { enum: ["x", "y"] } }),
      object({ a: { enum: ["x"] } }),
      ["breaking value-removed Thing.a"],
      ["compatible value-removed Thing.a"],
    ],
    [
      "an enumeration that became any text",
      object({ a: { enum: ["x", "y"] } }),
      object({ a: string }),
      ["compatible type-widened Thing.a"],
      ["breaking type-widened Thing.a"],
    ],
    [
      "another type",
      object({ a: string }),
      object({ a: number }),
      ["breaking type-changed Thing.a"],
      ["breaking type-changed Thing.a"],
    ],
    [
      "inside of an array of objects",
      object({ a: { type: "array", items: object({ "b-c": string }) } }),
      object({ a: { type: "array", items: object({ "b-c": string }, []) } }),
      ['compatible property-became-optional Thing.a[]["b-c"]'],
      ['breaking property-became-optional Thing.a[]["b-c"]'],
    ],
    [
      "the values of a map",
      { type: "object", additionalProperties: string },
      { type: "object", additionalProperties: { type: ["string", "null"] } },
      ["compatible null-added Thing[key]"],
      ["breaking null-added Thing[key]"],
    ],
    [
      "a tighter limit",
      object({ a: { type: "string", maxLength: 9 } }),
      object({ a: { type: "string", maxLength: 8 } }),
      ["breaking limit-tightened Thing.a"],
      ["compatible limit-tightened Thing.a"],
    ],
    [
      "a looser limit",
      object({ a: { type: "number", minimum: 0 } }),
      object({ a: { type: "number", minimum: -1 } }),
      ["compatible limit-loosened Thing.a"],
      ["compatible limit-loosened Thing.a"],
    ],
    [
      "another default",
      object({ a: { type: "number", default: 1 } }, []),
      object({ a: { type: "number", default: 2 } }, []),
      ["breaking default-changed Thing.a"],
      ["compatible default-changed Thing.a"],
    ],
    [
      "another format",
      object({ a: { type: "string", format: "date" } }),
      object({ a: { type: "string", format: "date-time" } }),
      ["breaking format-changed Thing.a"],
      ["breaking format-changed Thing.a"],
    ],
    [
      "deprecated",
      object({ a: string }),
      object({ a: { ...string, deprecated: true } }),
      ["documentation deprecated Thing.a"],
      ["documentation deprecated Thing.a"],
    ],
    [
      "described otherwise",
      object({ a: { ...string, description: "A." } }),
      object({ a: { ...string, description: "The a." } }),
      ["documentation description-changed Thing.a"],
      ["documentation description-changed Thing.a"],
    ],
  ])("%s", (_, old, next, inRequests, inResponses) => {
    expect(linesOf(sent(old), sent(next))).toEqual(inRequests.map((line) => `${line} request`));
    expect(linesOf(received(old), received(next))).toEqual(
      inResponses.map((line) => `${line} response`),
    );
    const both = linesOf(exchanged(old), exchanged(next));
    const worst = [...inRequests, ...inResponses].sort()[0];
    expect(both).toEqual([`${worst} request response`]);
  });
});

describe("it makes no difference", () => {
  const inner = object({ id: string, at: string });
  test.each<[string, object, object, object?, object?]>([
    [
      "whether null is a type or an alternative",
      object({ a: { type: ["string", "null"] } }),
      object({ a: { anyOf: [string, { type: "null" }] } }),
    ],
    [
      "whether a value is a constant or the only one of an enumeration",
      object({ a: { const: "x" } }),
      object({ a: { enum: ["x"] } }),
    ],
    [
      "in which order properties, values and alternatives stand",
      object({ a: { enum: ["x", "y"] }, b: { oneOf: [string, number] } }),
      object({ b: { anyOf: [number, string] }, a: { enum: ["y", "x"] } }),
    ],
    [
      "whether an object is written down or composed",
      inner,
      { allOf: [object({ id: string }), object({ at: string })] },
    ],
    [
      "whether properties come from another type",
      inner,
      { allOf: [ref("Base"), object({ at: string })] },
      {},
      { Base: object({ id: string }) },
    ],
    [
      "whether an integer or a number is meant",
      object({ a: { type: "integer" } }),
      object({ a: number }),
    ],
    [
      "whether a description is wrapped otherwise",
      object({ a: { ...string, description: "one\ntwo" } }),
      object({ a: { ...string, description: "one two " } }),
    ],
  ])("%s", (_, old, next, oldMore = {}, nextMore = {}) => {
    const said = linesOf(received(old, oldMore), received(next, nextMore));
    expect(said.filter((line) => !line.includes("type-added"))).toEqual([]);
    const back = linesOf(received(next, nextMore), received(old, oldMore));
    expect(back.filter((line) => !line.includes("type-removed"))).toEqual([]);
  });

  test("that a type refers to itself", () => {
    const tree = (leaf: object): object => object({ leaf, next: ref("Thing") }, ["leaf"]);
    expect(linesOf(received(tree(string)), received(tree(string)))).toEqual([]);
    expect(linesOf(received(tree(string)), received(tree(number)))).toEqual([
      "breaking type-changed Thing.leaf response",
    ]);
  });

  test("that a property is in responses alone, for what is sent", () => {
    const thing = (a: object): object => object({ a: { ...a, readOnly: true }, b: string });
    expect(
      linesOf(exchanged(thing({ enum: ["x", "y"] })), exchanged(thing({ enum: ["x"] }))),
    ).toEqual(["compatible value-removed Thing.a response"]);
  });
});

describe("types by their names", () => {
  test("a type is renamed where another takes its place", () => {
    const old = received(object({ part: ref("Part") }), { Part: object({ id: string }) });
    const next = received(object({ part: ref("Piece") }), { Piece: object({ id: string }, []) });
    expect(
      changesOf(old, next).map(({ rule, subject, message }) => [rule, subject, message]),
    ).toEqual([
      ["type-renamed", "Part", "is called `Piece` now"],
      ["property-became-optional", "Part.id", "is no longer required"],
    ]);
  });

  test("a type that is used by several operations is reported once, with all of them", () => {
    const document = (id: object): object => ({
      paths: Object.fromEntries(
        ["a", "b", "c"].map((name) => [
          `/${name}`,
          { get: { "x-triptych": { stem: `${name}.get` }, responses: json(ref("Thing")) } },
        ]),
      ),
      components: { schemas: { Thing: object({ id }) } },
    });
    const [change, ...more] = changesOf(document(string), document(number));
    expect(more).toEqual([]);
    expect(change).toEqual({
      rule: "type-changed",
      level: "breaking",
      notice: "compiler",
      subject: "Thing.id",
      operations: ["a.get", "b.get", "c.get"],
      directions: ["response"],
      message: "is `number`, and was `string`",
      advice: "adapt the code to the new type",
      old: {
        file: "old.yaml",
        line: 1,
        column: 1,
        pointer: "#/components/schemas/Thing/properties/id",
      },
      new: {
        file: "new.yaml",
        line: 1,
        column: 1,
        pointer: "#/components/schemas/Thing/properties/id",
      },
    });
  });

  test("types that are there for an operation alone go and come with it", () => {
    const empty = { paths: {}, components: { schemas: {} } };
    expect(linesOf(received(object({ id: string })), empty)).toEqual([
      "breaking operation-removed thing.get",
    ]);
    expect(changesOf(received(object({ id: string })), empty)[0]?.message).toBe(
      "is gone, and with it `Thing`",
    );
    expect(linesOf(empty, received(object({ id: string })))).toEqual([
      "compatible operation-added thing.get",
    ]);
  });

  test("alternatives that got a common name are the same alternatives", () => {
    const parts = { Cat: object({ purrs: number }), Dog: object({ barks: number }) };
    const union = { oneOf: [ref("Cat"), ref("Dog")] };
    const old = received(
      object({ pet: { oneOf: [ref("Cat"), ref("Dog"), { type: "null" }] } }),
      parts,
    );
    const next = received(object({ pet: { oneOf: [ref("Pet"), { type: "null" }] } }), {
      ...parts,
      Pet: union,
    });
    expect(linesOf(old, next)).toEqual(["compatible type-added Pet"]);
  });
});

describe("an operation", () => {
  const get = (parts: object, path = "/thing", method = "get"): object => ({
    paths: { [path]: { [method]: { responses: { 204: { description: "" } }, ...parts } } },
  });
  const stem = (name: string): object => ({ "x-triptych": { stem: name } });

  test.each<[string, object, object, string[]]>([
    [
      "renamed: recognised by verb and path",
      get(stem("things.get")),
      get(stem("things.fetch")),
      ["breaking operation-renamed things.get"],
    ],
    [
      "moved: recognised by its name",
      get(stem("things.get")),
      get(stem("things.get"), "/v2/thing", "post"),
      ["compatible operation-moved things.get", "compatible retry-changed things.get"],
    ],
    [
      "with a path parameter of another name",
      get(stem("things.get"), "/things/{id}"),
      get(stem("things.get"), "/things/{thing_id}"),
      ["compatible argument-renamed things.get(id)"],
    ],
    [
      "with its path parameters the other way round",
      get(stem("things.get"), "/{a}/{b}"),
      get(stem("things.get"), "/{b}/{a}"),
      ["breaking argument-moved things.get"],
    ],
    [
      "with a path parameter more",
      get(stem("things.get"), "/things/{a}"),
      get(stem("things.get"), "/things/{a}/{b}"),
      ["breaking argument-added things.get(b)", "compatible operation-moved things.get"],
    ],
    [
      "deprecated",
      get({}),
      get({ deprecated: true }),
      ["documentation operation-deprecated thing.get"],
    ],
    [
      "described otherwise",
      get({ description: "Gets." }),
      get({ description: "Gets it." }),
      ["documentation description-changed thing.get"],
    ],
    [
      "with another status",
      get({ responses: { 200: { description: "" } } }),
      get({ responses: { 202: { description: "" } } }),
      ["compatible response-removed thing.get", "compatible response-added thing.get"],
    ],
    [
      "that returns something at last",
      get({}),
      get({ responses: json(object({ id: string })) }),
      [
        "compatible type-narrowed thing.get() response",
        "compatible response-removed thing.get",
        "compatible response-added thing.get",
      ],
    ],
    [
      "that returns a download instead of a value",
      get({ responses: json(object({ id: string })) }),
      get({ responses: { 200: { description: "", content: { "image/png": {} } } } }),
      ["breaking result-changed thing.get", "breaking type-removed ThingGetResponse"],
    ],
  ])("%s", (_, old, next, wanted) => {
    expect(linesOf(old, next).sort()).toEqual([...wanted].sort());
  });
});

describe("a client", () => {
  const schemes = {
    key: { type: "apiKey", in: "header", name: "X-Key" },
    token: { type: "http", scheme: "bearer" },
  };
  const secured = (...security: object[]): object =>
    operationOf({ security }, { components: { securitySchemes: schemes } });

  test.each<[string, object, object, string[]]>([
    [
      "that needs a credential now",
      secured(),
      secured({ key: [] }),
      ["breaking security-tightened thing.get", "breaking credential-became-required key"],
    ],
    [
      "that may have another credential instead",
      secured({ key: [] }),
      secured({ key: [] }, { token: [] }),
      [
        "compatible security-loosened thing.get",
        "compatible credential-became-optional key",
        "compatible credential-added token",
      ],
    ],
    [
      "that needs another scope",
      secured({ token: ["read"] }),
      secured({ token: ["read", "write"] }),
      ["breaking security-tightened thing.get"],
    ],
    [
      "whose server has another address",
      operationOf({}, { servers: [{ url: "https://a.example" }] }),
      operationOf({}, { servers: [{ url: "https://b.example" }] }),
      ["compatible server-changed baseUrl"],
    ],
    [
      "that must be told the address now",
      operationOf({}, { servers: [{ url: "https://a.example" }] }),
      operationOf({}, {}),
      ["breaking base-url-became-required baseUrl"],
    ],
  ])("%s", (_, old, next, wanted) => {
    expect(linesOf(old, next).sort()).toEqual([...wanted].sort());
  });
});

describe("the version that follows", () => {
  const a = received(object({ a: string }));
  test.each<[string, object, string]>([
    ["major", received(object({ a: number })), "major"],
    ["minor", received(object({ a: string, b: string })), "minor"],
    ["patch", received(object({ a: { ...string, description: "A." } })), "patch"],
    ["none", a, "none"],
  ])("%s", (_, next, bump) => {
    expect(comparisonOf(a, next).bump).toBe(bump);
  });
});

test("a document compared with itself changes nothing, and there is a rule for each thing said", () => {
  const leaf = fc.constantFrom<object>(
    string,
    number,
    { enum: ["x", "y"] },
    { type: ["string", "null"] },
    {},
  );
  const schema = fc.letrec<{ node: object; composed: object }>((tie) => ({
    node: fc.oneof({ depthSize: "small" }, leaf, tie("composed")),
    composed: fc.oneof(
      fc
        .dictionary(fc.constantFrom("a", "b", "c"), tie("node"), { maxKeys: 3 })
        .map((all) => object(all)),
      fc
        .dictionary(fc.constantFrom("a", "b", "c"), tie("node"), { maxKeys: 3 })
        .map((all) => object(all, [])),
      tie("node").map((items) => ({ type: "array", items })),
      fc.tuple(tie("node"), tie("node")).map((anyOf) => ({ anyOf })),
      fc.constant(ref("Thing")),
    ),
  })).node;
  fc.assert(
    fc.property(schema, schema, (one, other) => {
      const [old, next] = [exchanged(object({ it: one })), exchanged(object({ it: other }))];
      expect(linesOf(old, old)).toEqual([]);
      const [there, back] = [changesOf(old, next), changesOf(next, old)];
      for (const { rule } of [...there, ...back]) expect(EFFECTS[rule]).toBeDefined();
      // What differs in one direction differs in the other.
      expect(there.length === 0).toBe(back.length === 0);
    }),
    { numRuns: runs(50) },
  );
});

test("types that all lead to each other are looked at once each", () => {
  const all = [...Array(14).keys()];
  const document = (letter: string): object => {
    const names = all.map((index) => `${letter}${index}`);
    const fields = Object.fromEntries(names.map((name, index) => [`p${index}`, ref(name)]));
    const node = (own: number): object => object({ ...fields, own: { const: own } }, ["own"]);
    const nodes = Object.fromEntries(names.map((name, index) => [name, node(index)]));
    return received({ anyOf: [ref(`${letter}0`), ref(`${letter}1`)] }, nodes);
  };
  const lines = linesOf(document("Old"), document("New"));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !line.includes(" type-renamed "))).toEqual([]);
});

test("the documentation lists each rule with its meaning", () => {
  const text = readFileSync(new URL("../../docs/diff.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| `([a-z][a-z-]*)` +\|.*\| ([a-z ,]+?) +\|$/gm)];
  const listed = rows.map(([, rule = "", meaning = ""]) => [rule, meaning]);
  expect(listed).toEqual((Object.keys(EFFECTS) as Rule[]).map((rule) => [rule, meaningOf(rule)]));
});

function meaningOf(rule: Rule): string {
  const [sent, received] = [verdictOf(rule, ["request"]), verdictOf(rule, ["response"])];
  const where =
    sent.level === received.level
      ? sent.level
      : `breaking in ${sent.level === "breaking" ? "requests" : "responses"}`;
  return [sent, received].some(({ notice }) => notice === "runtime")
    ? `${where}, at run time`
    : where;
}

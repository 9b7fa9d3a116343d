import { expect, test } from "vitest";

import { declared, ref, text } from "./declared.ts";
import { compile } from "./fixtures/compile.ts";
import { operationOf } from "./stage-helpers.ts";

const Pet = { type: "object", required: ["name"], properties: { name: { type: "string" } } };

const several = operationOf(
  {
    "x-triptych": { stem: "pets.create" },
    parameters: [{ name: "dry", in: "query", schema: { type: "boolean" } }],
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: ref("Pet") },
        "application/xml": { schema: ref("Pet") },
        "application/x-www-form-urlencoded": { schema: ref("Pet") },
        "image/*": {},
      },
    },
  },
  { components: { schemas: { Pet } } },
);

test("several media types are a union, told apart by `contentType`", async () => {
  expect(await declared(several)).toBe(text`
    export interface Pet {
      name: string;
    }
    /** The params of \`petsCreate\`. */
    export type PetsCreateParams = { dry?: boolean } & (
      | {
          /** Default: \`application/json\`. */
          contentType?: "application/json";
          body: Pet;
        }
      | { contentType: "application/x-www-form-urlencoded"; body: Pet }
      | { contentType: "application/xml"; body: string }
      | { contentType: \`image/\${string}\`; body: Uploadable }
    );
  `);
});

test("a caller gives the body that belongs to the media type", async () => {
  const declarations = await declared(several);
  const module = `import type { Uploadable } from "./runtime/upload.js";
${declarations}
export const good: PetsCreateParams[] = [
  { body: { name: "a" } },
  { dry: true, contentType: "application/json", body: { name: "a" } },
  { contentType: "application/xml", body: "<a/>" },
  { contentType: "image/png", body: new Uint8Array() },
];
// @ts-expect-error: XML is a text
export const xml: PetsCreateParams = { contentType: "application/xml", body: { name: "a" } };
// @ts-expect-error: JSON is what is sent if nothing is said
export const json: PetsCreateParams = { body: "<a/>" };
// @ts-expect-error: none of the media types
export const other: PetsCreateParams = { contentType: "text/plain", body: "a" };
// @ts-expect-error: there is a body in any case
export const none: PetsCreateParams = { contentType: "application/json" };
`;
  const upload = "export type Uploadable = Uint8Array | string;";
  const files = [
    { path: "src/module.ts", text: module },
    { path: "src/runtime/upload.ts", text: upload },
  ];
  expect(compile(files, "x")).toEqual([]);
});

test("a body in one of several media types of one meaning stands beside its properties", async () => {
  const content = {
    "application/json": { schema: ref("Pet") },
    "application/merge-patch+json": { schema: ref("Pet") },
  };
  const parts = operationOf(
    { "x-triptych": { stem: "pets.update" }, requestBody: { required: true, content } },
    { components: { schemas: { Pet } } },
  );
  expect(await declared(parts)).toContain(text`
    export interface PetsUpdateParams extends Pet {
      /** Default: \`application/json\`. */
      contentType?: "application/json" | "application/merge-patch+json";
    }
  `);
});

test.each([
  ["image/*", "contentType?: `image/${string}`;"],
  ["application/*+xml", "contentType?: `application/${string}+xml`;"],
  ["*/*", "contentType?: string;"],
  ["image/*; a=`${b}", "contentType?: string;"],
])("the media types in %s are a type", async (range, want) => {
  const parts = operationOf({ requestBody: { content: { [range]: {} } } });
  expect(await declared(parts)).toContain(want);
});

test("a sequence is an array, whose files are uploads", async () => {
  const mixed = {
    "multipart/mixed": {
      schema: { type: "array", prefixItems: [ref("Pet"), {}], items: false },
      prefixEncoding: [{}, { contentType: "image/png" }],
    },
  };
  const parts = { components: { schemas: { Pet } } };
  const operation = (content: object): object =>
    operationOf({ requestBody: { required: true, content } }, parts);
  expect(await declared(operation(mixed))).toContain("body: [Pet, Uploadable];");
  const lines = { "application/jsonl": { itemSchema: ref("Pet") } };
  expect(await declared(operation(lines))).toContain("body: Pet[];");
  const images = { "multipart/mixed": { itemSchema: {} } };
  expect(await declared(operation(images))).toContain("body: Uploadable[];");
});

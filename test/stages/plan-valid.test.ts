import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { inspect } from "../../generator/generate.ts";
import { json, operationOf, planned } from "./stage-helpers.ts";

const root = new URL("../../", import.meta.url);
const schema = JSON.parse(
  readFileSync(new URL("generator/plan.schema.json", root), "utf8"),
) as object;
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

/** What is wrong with a plan as `triptych inspect` prints it. */
function faultsOf(plan: object): unknown[] {
  validate(JSON.parse(JSON.stringify(plan)));
  return validate.errors ?? [];
}

test("the plan of the home API is one that its schema describes", async () => {
  const spec = new URL("spec/mistral.yaml", root).pathname;
  const { plan } = await inspect({
    spec,
    overlays: [new URL("spec/mistral.overlay.yaml", root).pathname],
  });
  expect(faultsOf(plan)).toEqual([]);
});

test.each([
  ["nothing", {}],
  [
    "parameters of all kinds",
    operationOf({
      parameters: [
        {
          name: "a",
          in: "query",
          style: "deepObject",
          allowReserved: true,
          schema: { minimum: 1, items: { minLength: 1 } },
        },
        { name: "b", in: "cookie", content: { "application/json": {} } },
        { name: "c", in: "header", required: true, deprecated: true },
      ],
    }),
  ],
  [
    "a form with files",
    operationOf({
      requestBody: {
        content: {
          "multipart/form-data": {
            schema: { properties: { f: { type: "string", format: "binary" } } },
            encoding: { f: { contentType: "image/png" } },
          },
        },
      },
    }),
  ],
  [
    "a body and a response without names",
    operationOf({
      requestBody: { content: { "text/plain": {} } },
      responses: json({ properties: { a: {} } }),
    }),
  ],
  [
    "security",
    operationOf(
      {},
      {
        security: [{ Key: [] }],
        components: { securitySchemes: { Key: { type: "apiKey", in: "cookie", name: "key" } } },
      },
    ),
  ],
])("and so is that of a document with %s", (_what, parts) => {
  expect(faultsOf(planned(parts).plan)).toEqual([]);
});

test("a plan with a field too many is none", () => {
  expect(faultsOf({ ...planned({}).plan, more: 1 })).toMatchObject([
    { keyword: "additionalProperties" },
  ]);
});

import { expect, test } from "vitest";
import { singleDocument } from "../../generator/base/bundle.ts";
import { buildModel } from "../../generator/build-model.ts";
import { buildPlan } from "../../generator/build-plan.ts";
import { BUILTIN_TEMPLATES } from "../../generator/builtin.ts";
import { readTemplates } from "../../generator/read/templates.ts";
import { findLayers } from "../../generator/render/layers.ts";
import { render } from "../../generator/render.ts";
import { resolve } from "../../generator/resolve.ts";

const templates = await readTemplates([BUILTIN_TEMPLATES]);

async function readmeOf(document: object): Promise<string> {
  const text = JSON.stringify({
    openapi: "3.1.0",
    info: { title: "T", version: "1" },
    servers: [{ url: "https://api.example" }],
    ...document,
  });
  const resolved = await resolve(await singleDocument({ uri: "t.json", text }), [], []);
  const { plan } = buildPlan(buildModel(resolved.document).model, {
    kind: "package",
    layers: findLayers(templates),
  });
  return render(templates, plan).find(({ path }) => path === "README.md")?.text ?? "";
}

const sending = (mediaType: string, schema: object) => ({
  paths: {
    "/x": {
      post: {
        operationId: "send",
        requestBody: { content: { [mediaType]: { schema } } },
        responses: { 204: { description: "" } },
      },
    },
  },
});
const binary = { type: "string", format: "binary" };

test.each([
  ["a file as the body", sending("image/png", binary), true],
  [
    "a file in a form",
    sending("multipart/form-data", { type: "object", properties: { file: binary } }),
    true,
  ],
  ["no file", sending("application/json", { type: "object" }), false],
])(
  "the README speaks of uploads where an operation takes them: %s",
  async (_, document, speaks) => {
    const readme = await readmeOf(document);
    expect(readme.includes("An upload is `{ path }`")).toBe(speaks);
    expect(readme.includes("Uploads take `{ path }`")).toBe(speaks);
  },
);

test("the README speaks of pages, streams and operations only where there are some", async () => {
  const readme = await readmeOf({
    webhooks: {
      paid: {
        post: {
          requestBody: { content: { "application/json": { schema: { type: "string" } } } },
          responses: { 200: { description: "" } },
        },
      },
    },
  });
  expect(readme).toContain("./webhooks");
  expect(readme).not.toMatch(/pages\(\)|stream of items|onItem|^## Operations/m);
});

import { expect, test } from "vitest";

import { emit } from "../../generator/emit.ts";
import type { OutputFile } from "../../generator/source.ts";
import { ref } from "./declared.ts";
import { planned } from "./stage-helpers.ts";

const list = (of: object): object => ({
  get: {
    responses: { 200: { description: "", content: { "application/json": { schema: of } } } },
  },
});
const parts = {
  paths: { "/pets": list(ref("Pet")), "/cats": list({ allOf: [ref("Cat"), { properties: {} }] }) },
  components: {
    schemas: {
      Pet: { oneOf: [ref("Cat")], discriminator: { propertyName: "kind" } },
      Cat: { properties: { kind: { type: "string" }, name: { type: "string" } } },
    },
  },
  webhooks: {
    newPet: {
      post: {
        requestBody: { content: { "application/json": { schema: ref("Pet") } } },
        responses: {},
      },
    },
  },
};

async function emitted(
  kind: "package" | "source",
  isWanted?: (path: string) => boolean,
): Promise<OutputFile[]> {
  const { document, model, plan } = planned(parts, { kind });
  return listed(emit(document, model, plan, isWanted));
}

async function listed(files: AsyncIterable<OutputFile>): Promise<OutputFile[]> {
  const list: OutputFile[] = [];
  for await (const file of files) list.push(file);
  return list;
}

test("one module after the other, also among the sources of an application", async () => {
  const names = ["types.ts", "webhooks.ts", "error-bodies.ts", "operations/pets.ts"];
  const all = [...names, "operations/cats.ts"];
  expect((await emitted("package")).map(({ path }) => path)).toEqual(
    all.map((name) => `src/${name}`),
  );
  expect((await emitted("source")).map(({ path }) => path)).toEqual(all);
});

test("a module that is made alone is what it is among all", async () => {
  for (const file of await emitted("package")) {
    expect(await emitted("package", (path) => path === file.path)).toEqual([file]);
  }
});

test("nothing is made that is not wanted", async () => {
  const { model, plan } = planned(parts);
  const document = new Proxy({} as Parameters<typeof emit>[0], {
    get: () => expect.fail("the document is read"),
  });
  expect(await listed(emit(document, model, plan, () => false))).toEqual([]);
});

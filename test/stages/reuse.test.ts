import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { affectedBy } from "../../generator/changes/affected.ts";
import { emit } from "../../generator/emit.ts";
import { modulesOf } from "../../generator/emit/modules.ts";
import { isComparable, Reuse } from "../../generator/reuse.ts";
import type { EarlierRun } from "../../generator/stages.ts";
import { runs } from "../properties.ts";
import { cloneOf, document, edit } from "./changed-documents.ts";
import { json, planned, type Planned } from "./stage-helpers.ts";

async function emitted({ document: of, model, plan }: Planned): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const { path, text } of emit(of, model, plan)) texts.set(path, text);
  return texts;
}

/** What only the file on the disk has. */
const FORMATTED = "// Formatted.\n";

/** The modules that are taken after the document was changed, by path. */
async function takenOf(old: object, next: object): Promise<Map<string, string> | undefined> {
  const before = planned(old);
  const after = planned(next, { lock: before.lock });
  const affected =
    JSON.stringify(before.lock) === JSON.stringify(after.lock)
      ? affectedBy(before.document.root, after.document.root)
      : undefined;
  if (affected === undefined) return undefined;
  const texts = await emitted(before);
  const first = new Reuse(before.plan);
  first.modules(new Map([...texts].map(([path, text]) => [path, { path, text }])));
  const earlier: EarlierRun = {
    digests: first.digests,
    kept: new Uint8Array(),
    changedInputs: () => [],
    fileAt: (path) => {
      const text = texts.get(path);
      return text === undefined ? undefined : { path, text: FORMATTED + text };
    },
  };
  const reuse = new Reuse(after.plan, earlier, affected);
  const taken = reuse.modules(new Map());
  for (const file of taken) {
    expect([reuse.takes(file.path), reuse.written(file)]).toEqual([true, file]);
    expect(reuse.lengthOf(file)).toBe(file.text.length - FORMATTED.length);
    expect(reuse.digests[file.path]).toBe(earlier.digests[file.path]);
  }
  return new Map(taken.map(({ path, text }) => [path, text.slice(FORMATTED.length)]));
}

test("a module that is taken is the one that would be emitted", async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      document.map(cloneOf),
      fc.array(edit, { minLength: 1, maxLength: 2 }),
      async (old, edits) => {
        const next = cloneOf(old);
        for (const each of edits) each(next);
        const edited = cloneOf(next);
        const taken = (await takenOf(old, edited)) ?? new Map<string, string>();
        const after = planned(edited, { lock: planned(old).lock });
        const made = await emitted(after);
        expect([...made.keys()]).toEqual(modulesOf(after.plan).map(({ path }) => path));
        for (const [path, text] of taken) expect([path, text]).toEqual([path, made.get(path)]);
        count += taken.size;
      },
    ),
    { numRuns: runs(40) },
  );
  expect(count).toBeGreaterThan(0);
});

describe("after a change", () => {
  const old = {
    paths: {
      "/cats": {
        get: {
          summary: "A.",
          parameters: [{ name: "limit", in: "query", schema: { type: "integer" } }],
          responses: json({ $ref: "#/components/schemas/Cat" }),
        },
      },
      "/dogs": { get: { responses: json({ $ref: "#/components/schemas/Dog" }) } },
    },
    components: {
      schemas: {
        Cat: { properties: { name: { type: "string" } } },
        Dog: { properties: { name: { type: "string", readOnly: true } } },
      },
    },
  };
  const all = [
    "src/types.ts",
    "src/error-bodies.ts",
    "src/operations/cats.ts",
    "src/operations/dogs.ts",
  ];
  const changed = (change: (next: typeof old) => void): object => {
    const next = structuredClone(old);
    change(next);
    return next;
  };
  const more = { name: "more", in: "query", schema: { type: "string" } };
  test.each<[what: string, next: object, taken: readonly string[]]>([
    ["of nothing", structuredClone(old), all],
    [
      "of an operation",
      changed(({ paths }) => (paths["/cats"].get.summary = "B.")),
      all.filter((path) => !path.includes("cats")),
    ],
    [
      "of a parameter more",
      changed(({ paths }) => paths["/cats"].get.parameters.push(more)),
      all.filter((path) => !path.includes("cats")),
    ],
    [
      "of a schema that an operation returns",
      changed(({ components }) =>
        Object.assign(components.schemas.Cat.properties, { age: { type: "integer" } }),
      ),
      ["src/error-bodies.ts", "src/operations/dogs.ts"],
    ],
    ["of the title", { ...old, info: { title: "Other", version: "2.0.0" } }, all],
    [
      "of a first parameter, which takes another name",
      changed(({ paths }) => Object.assign(paths["/dogs"].get, { parameters: [more] })),
      [],
    ],
  ])("%s", async (_, next, wanted) => {
    const taken = await takenOf(old, next);
    expect(new Set(taken?.keys())).toEqual(new Set(wanted));
  });
});

test("the module of webhooks is one of those that are known", async () => {
  const content = { "application/json": { schema: { type: "string" } } };
  const all = planned({
    paths: {},
    webhooks: { ping: { post: { requestBody: { content }, responses: {} } } },
  });
  const paths = ["src/types.ts", "src/webhooks.ts", "src/error-bodies.ts"];
  expect([...(await emitted(all)).keys()]).toEqual(paths);
  expect(modulesOf(all.plan).map(({ path }) => path)).toEqual(paths);
});

test("what is emitted depends on the config", () => {
  const comparable = (...kinds: readonly string[]): boolean =>
    isComparable(
      {
        digests: {},
        kept: new Uint8Array(),
        changedInputs: () => kinds.map((kind) => ({ kind })),
        fileAt: () => undefined,
      },
      [],
    );
  expect(comparable()).toBe(true);
  expect(comparable("document", "overlays", "templates")).toBe(true);
  expect(comparable("document", "config")).toBe(false);
  expect(comparable("lock")).toBe(false);
});

/** Documents that are made to take long or to end in a stack overflow: a result or an error, and soon. */

import { expect, test } from "vitest";

import { singleDocument } from "../../generator/base/bundle.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import { resolve } from "../../generator/resolve.ts";

const COUNT = 10_000;

async function codesOf(text: string): Promise<readonly string[]> {
  const run = singleDocument({ uri: "a.json", text }).then((bundle) => resolve(bundle, [], []));
  const result = await run.catch((reason: unknown) => {
    if (reason instanceof DiagnosticError) return reason;
    throw reason;
  });
  return [...new Set(result.diagnostics.map(({ code }) => code))];
}

const document = (parts: object) =>
  JSON.stringify({ openapi: "3.1.0", info: { title: "T", version: "1" }, ...parts });

const schemas = (of: (index: number) => object) =>
  document({
    components: {
      schemas: Object.fromEntries(
        Array.from({ length: COUNT }, (_, index) => [`S${index}`, of(index)]),
      ),
    },
  });

const next = (index: number) => ({ $ref: `#/components/schemas/S${(index + 1) % COUNT}` });

test.each<[string, string, readonly string[]]>([
  ["references in a circle", schemas(next), ["circular-ref"]],
  [
    "references in a row",
    schemas((index) => (index === COUNT - 1 ? {} : next(index))),
    ["too-deep"],
  ],
  [
    "`allOf` in a row",
    schemas((index) => (index === COUNT - 1 ? {} : { allOf: [next(index)] })),
    ["too-deep"],
  ],
  ["`allOf` in a circle", schemas((index) => ({ allOf: [next(index)], title: "t" })), ["too-deep"]],
  [
    "`oneOf` in a circle",
    schemas((index) => ({ oneOf: [next(index), { type: "null" }] })),
    ["too-deep"],
  ],
  ["properties in a circle", schemas((index) => ({ properties: { next: next(index) } })), []],
  [
    "a section that is many references",
    document({ components: { schemas: { $ref: "#/components/schemas" } } }),
    ["circular-ref"],
  ],
  [
    "a pointer without end",
    document({ components: { schemas: { A: { $ref: `#${"/a".repeat(COUNT)}` } } } }),
    ["dangling-ref"],
  ],
  [
    "an enum of 100,000 values",
    document({
      components: {
        schemas: { A: { enum: Array.from({ length: 100_000 }, (_, index) => `v${index}`) } },
      },
    }),
    [],
  ],
])("%s", async (_, text, codes) => {
  expect(await codesOf(text)).toEqual(codes);
});

test("schemas that branch twice at each of 40 steps are no chain, but too many to follow", async () => {
  const branching = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `S${index}`,
      index < 2
        ? { type: "object" }
        : { allOf: [1, 2].map((back) => ({ $ref: `#/components/schemas/S${index - back}` })) },
    ]),
  );
  expect(await codesOf(document({ components: { schemas: branching } }))).toEqual([
    "too-many-parts",
  ]);
});

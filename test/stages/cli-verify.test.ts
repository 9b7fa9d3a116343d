/** What `generate` does before it writes, with its real stages: the type-check, if it is wanted. */

import { mkdirSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

import * as stages from "../../generator/generate.ts";
import type { Stages } from "../../generator/stages.ts";
import { at, put, tree, triptych } from "./cli-world.ts";

const SPEC = `openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        200: { description: A thing, content: { application/json: { schema: { type: string } } } }
`;

const WRONG = "// {{comment notice}}\n\nexport const name: number =   {{string package.name}};\n";

function prepare({ typescript = true, template = WRONG } = {}): void {
  put("a.yaml", SPEC);
  put("mine/src/wrong.ts.hbs", template);
  if (!typescript) return;
  mkdirSync(at("node_modules"));
  const target = fileURLToPath(new URL("../../node_modules/typescript7", import.meta.url));
  symlinkSync(target, at("node_modules/typescript"), "junction");
}

const generate = "generate a.yaml --kind source --out out --templates mine";

describe("a template whose output does not type-check", () => {
  test("is blamed by `--verify`, and nothing is written", async () => {
    prepare();
    const before = tree("mine");
    const { code, stdout, stderr } = await triptych(`${generate} --verify`, stages);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      [
        "error mistyped-output: the generated wrong.ts does not type-check: Type 'string' is not assignable to type 'number' (TS2322)",
        "  at mine/src/wrong.ts.hbs:3:14",
        "  3 | export const name: number =   {{string package.name}};",
        "    |              ^",
        '  cure: correct the template; line 3 of wrong.ts became `export const name: number =   "things";`',
        "\n",
      ].join("\n"),
    );
    expect(tree("mine")).toEqual(before);
    expect(() => tree("out")).toThrow(/ENOENT/);
  });

  test.each([
    ["without flag", generate, {}, 0],
    ["in CI", generate, { CI: "true" }, 1],
    ["in CI that is none", generate, { CI: "false" }, 0],
    ["in CI with --no-verify", `${generate} --no-verify`, { CI: "true" }, 0],
    ["with --dry-run", `${generate} --verify --dry-run`, {}, 1],
  ])("%s", async (_when, argv, env, wanted) => {
    prepare();
    const { code } = await triptych(argv, stages, { env });
    expect(code).toBe(wanted);
  });
});

describe("where there is no TypeScript", () => {
  test("`--verify` is refused", async () => {
    prepare({ typescript: false });
    const { code, stderr } = await triptych(`${generate} --verify`, stages);
    expect(code).toBe(1);
    expect(stderr).toContain("error no-typescript: the output is not type-checked: ");
    expect(() => tree("out")).toThrow(/ENOENT/);
  });

  test("CI says so and goes on", async () => {
    prepare({ typescript: false });
    const { code, stderr } = await triptych(generate, stages, { env: { CI: "1" } });
    expect(code).toBe(0);
    expect(stderr).toContain("warning no-typescript: the output is not type-checked: ");
    expect(tree("out")).toContain("wrong.ts");
  });
});

test("where a package is missing, CI says so at each run until it is there", async () => {
  prepare({ template: 'import { b } from "thing";\nexport const a: number = b;\n' });
  let generated = 0;
  const counting: Stages = {
    ...stages,
    generate(client, options) {
      generated++;
      return stages.generate(client, options);
    },
  };
  const ci = { env: { CI: "true" } };
  const missed = "warning missing-dependency: the generated wrong.ts cannot be type-checked: ";
  for (const times of [1, 2]) {
    const { code, stderr } = await triptych(generate, counting, ci);
    expect([code, generated]).toEqual([0, times]);
    expect(stderr).toContain(missed);
  }
  // Where nothing is to be checked, nothing is missed.
  const { stderr } = await triptych(`${generate} --no-verify`, counting, ci);
  expect([generated, stderr]).toEqual([2, ""]);

  put("node_modules/thing/package.json", '{ "name": "thing", "types": "./index.d.ts" }');
  put("node_modules/thing/index.d.ts", "export declare const b: number;\n");
  for (const times of [3, 3]) {
    const { code, stderr } = await triptych(generate, counting, ci);
    expect([code, generated, stderr]).toEqual([0, times, ""]);
  }
});

test("the folder of the option `verify` is below that of `cwd`", async () => {
  prepare({ typescript: false });
  const options = { cwd: at("."), verify: { from: "below" } };
  await expect(
    stages.generate({ spec: "a.yaml", kind: "source", format: "none" }, options),
  ).rejects.toMatchObject({
    diagnostics: [
      { code: "no-typescript", message: expect.stringContaining(` later in ${at("below")}, `) },
    ],
  });
});

test("packages are found from where a client without a folder is written", async () => {
  prepare({ template: 'import { b } from "thing";\nexport const a: number = b;\n' });
  put("below/node_modules/thing/package.json", '{ "name": "thing", "types": "./index.d.ts" }');
  put("below/node_modules/thing/index.d.ts", "export declare const b: number;\n");
  const client = {
    spec: "a.yaml",
    templates: ["mine"],
    kind: "source",
    layers: ["promise"],
  } as const;
  const options = { cwd: at("."), verify: { from: "." } };
  await expect(stages.generate(client, { ...options, root: "below" })).resolves.toBeDefined();
  await expect(stages.generate(client, options)).rejects.toMatchObject({
    diagnostics: [{ code: "missing-dependency" }],
  });
});

test("a package of ours passes: its sources, and its declarations for those who install it", async () => {
  prepare({ template: 'export const a: "b" = "b";\n' });
  const { code, stderr } = await triptych(
    "generate a.yaml --out out --templates mine --verify",
    stages,
  );
  expect([code, stderr]).toEqual([0, ""]);
});

/** What the command, with its real stages, says of input that it cannot use. */

import { describe, expect, test } from "vitest";

import * as stages from "../../generator/generate.ts";
import { put, read, tree, triptych } from "./cli-world.ts";

const GOOD = `openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
  /things:
    get:
      responses: { 204: { description: Nothing } }
`;

const DANGLING = `openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
  /things:
    get:
      responses:
        200: { $ref: "#/components/responses/Think" }
components: { responses: { Thing: { description: A thing } } }
`;

const overlay = (target: string): string => `overlay: 1.0.0
info: { title: Names, version: "1" }
actions:
  - target: ${target}
    update: { x-triptych: { stem: things.all } }
`;

type Files = Readonly<Record<string, string>>;

const putAll = (files: Files): void => {
  for (const [path, text] of Object.entries(files)) put(path, text);
};

describe("exit code 1, and nothing is written", () => {
  test.each<[what: string, files: Files, argv: string, wanted: readonly string[]]>([
    [
      "a missing file",
      { "good.yaml": GOOD },
      "god.yaml",
      ["error not-found: there is no file god.yaml", "did you mean `good.yaml`?"],
    ],
    [
      "unreadable YAML",
      { "bad.yaml": "openapi: 3.1.0\ninfo:\n\ttitle: Things\n" },
      "bad.yaml",
      ["error yaml-syntax: ", "at bad.yaml:3:1\n", "3 | \ttitle: Things\n"],
    ],
    [
      "unreadable JSON",
      { "bad.json": '{ "openapi": "3.1.0",\n  "info": { "title": "A" "version": "1" } }' },
      "bad.json",
      ["error json-syntax: ", "at bad.json:2:26\n"],
    ],
    ["another document", { "a.yaml": "a: 1\n" }, "a.yaml", ["error not-openapi: ", "a.yaml:1:1"]],
    [
      "an overlay in its place",
      { "o.yaml": overlay("$") },
      "o.yaml",
      ["error not-openapi: ", "give it by `--overlay`"],
    ],
    [
      "an unsupported version",
      { "old.yaml": 'swagger: "1.2"\n' },
      "old.yaml",
      ["error unsupported-version: Swagger 1.2", "old.yaml:1:10"],
    ],
    [
      "a reference to nothing",
      { "a.yaml": DANGLING },
      "a.yaml",
      [
        "error dangling-ref: there is no `#/components/responses/Think`",
        "at a.yaml:7:22\n",
        "in #/paths/~1things/get/responses/200/$ref\n",
        "did you mean `#/components/responses/Thing`?",
      ],
    ],
    [
      "an overlay that is no query",
      { "a.yaml": GOOD, "o.yaml": overlay("$.paths[") },
      "a.yaml --overlay o.yaml",
      ["error overlay-target: ", "at o.yaml:4:13\n"],
    ],
    [
      "an unknown key in the config",
      { "a.yaml": GOOD, "triptych.config.json": '{ "spec": "a.yaml",\n  "overlay": [] }' },
      "",
      ["error unknown-config-key: ", "at triptych.config.json:2:3\n", "did you mean `overlays`?"],
    ],
    [
      "a field that no template has",
      { "a.yaml": GOOD, "mine/src/x.ts.hbs": "// x\n{{string package.nam}}\n" },
      "a.yaml --templates mine",
      ["error template-unknown-field: ", "at mine/src/x.ts.hbs:2:10\n", "did you mean `name`?"],
    ],
    [
      "a template that does not parse",
      { "a.yaml": GOOD, "mine/src/x.ts.hbs": "// x\n{{#if package}}\n" },
      "a.yaml --templates mine",
      ["error template-syntax: ", "at mine/src/x.ts.hbs:"],
    ],
    [
      "a template that makes what does not parse",
      { "a.yaml": GOOD, "mine/src/x.ts.hbs": "export const = 1;\n" },
      "a.yaml --templates mine",
      [
        "error unparsable-output: the generated src/x.ts does not parse: ",
        "at mine/src/x.ts.hbs:1:14\n",
        "cure: correct the template\n",
      ],
    ],
    [
      "a template that makes what does not parse, by a value",
      {
        "a.yaml": GOOD,
        "mine/src/{resource}.ts.hbs": "{{#with resource}}\n{{> src/_p.ts}}\n{{/with}}\n",
        "mine/src/_p.ts.hbs":
          "// x\n{{#if class}}\n  f({{string class}} {{string file}});\n{{/if}}\n",
      },
      "a.yaml --templates mine",
      [
        "error unparsable-output: the generated src/",
        "at mine/src/_p.ts.hbs:3:",
        "; line 2 of src/",
      ],
    ],
    [
      "a template of JSON that does not parse, for sources that are not formatted",
      {
        "a.yaml": GOOD,
        "triptych.config.json": '{ "spec": "a.yaml", "format": "none", "kind": "source" }',
        "mine/src/x.mts": "export const y = {;\n",
        "mine/src/x.json.hbs": '{\n  "a": {{json package.name}} "b": 1\n}\n',
      },
      "a.yaml --templates mine",
      ["at mine/src/x.json.hbs:2:", "at mine/src/x.mts:1:"],
    ],
    [
      "templates below a file",
      { "a.yaml": GOOD },
      "a.yaml --templates a.yaml/x",
      ["error not-found: there is no folder a.yaml/x\n"],
    ],
    [
      "an unknown layer",
      { "a.yaml": GOOD },
      "a.yaml --layers promis",
      ["error unknown-layer: ", "did you mean `promise`?"],
    ],
    [
      "a selector for nothing",
      { "a.yaml": GOOD },
      "a.yaml --only tag:x",
      ["error nothing-selected: ", "warning selector-no-match: "],
    ],
  ])("%s", async (_what, files, argv, wanted) => {
    putAll(files);
    const before = tree(".");
    const { code, stdout, stderr } = await triptych(`generate ${argv}`, stages);
    expect([code, stdout]).toEqual([1, ""]);
    for (const text of wanted) expect(stderr).toContain(text);
    expect(stderr).toContain("cure: ");
    expect(tree(".")).toEqual(before);

    const { code: again, json } = await triptych(`generate ${argv} --json`, stages);
    expect([again, tree(".")]).toEqual([1, before]);
    const [client] = json.clients;
    expect([...json.diagnostics, ...(client?.diagnostics ?? [])]).not.toEqual([]);
  });
});

test("an overlay that matches nothing is a warning, in its place", async () => {
  putAll({ "a.yaml": GOOD, "o.yaml": overlay("$.paths['/thing'].get") });
  const { code, stderr } = await triptych(
    "generate a.yaml --overlay o.yaml --out out --kind source --layers promise",
    stages,
  );
  expect(code).toBe(0);
  expect(stderr).toContain("warning overlay-no-match: `$.paths['/thing'].get` matches nothing\n");
  expect(stderr).toContain("at o.yaml:4:13\n");
  expect(read("out/promise/things.ts")).toContain("class Things");
});

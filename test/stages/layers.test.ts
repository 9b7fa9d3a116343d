import { expect, test } from "vitest";
import { type Diagnostic, DiagnosticError } from "../../generator/diagnostic.ts";
import { findLayers } from "../../generator/render/layers.ts";
import { BUILTIN_TEMPLATES } from "../../generator/builtin.ts";
import { readTemplates } from "../../generator/read/templates.ts";
import type { TemplateFile } from "../../generator/source.ts";

function layer(name: string, value: object | string): TemplateFile {
  const path = `src/${name}/layer.json`;
  return {
    path,
    text: typeof value === "string" ? value : JSON.stringify(value),
    origin: `t/${path}`,
  };
}

function problems(run: () => unknown): readonly Diagnostic[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
  throw new Error("nothing was wrong");
}

test("the package has four layers, found by their folders", async () => {
  const templates = await readTemplates([BUILTIN_TEMPLATES]);
  expect(findLayers(templates).map(({ name, entry }) => [name, entry])).toEqual([
    ["promise", "."],
    ["callback", "./callback"],
    ["preview", "./preview"],
    ["sync", "./sync"],
  ]);
  expect(findLayers(templates, ["sync", "promise"]).map(({ name }) => name)).toEqual([
    "promise",
    "sync",
  ]);
});

test("a layer is what its file says", () => {
  const layers = findLayers([
    layer("b", { entry: "./b", title: "B" }),
    layer("a", {
      entry: ".",
      title: " A ",
      variable: "a",
      exports: { "./a/worker": { types: "w.d.ts", default: "w.js" } },
    }),
    { path: "src/b/index.ts.hbs", text: "", origin: "t/index" },
    { path: "src/b/c/layer.json", text: "no layer", origin: "t/other" },
  ]);
  expect(layers).toEqual([
    {
      name: "a",
      entry: ".",
      title: "A",
      variable: "a",
      exports: [{ entry: "./a/worker", types: "w.d.ts", default: "w.js" }],
    },
    { name: "b", entry: "./b", title: "B", exports: [] },
  ]);
});

test("an unknown name is an error that names the nearest", () => {
  const layers = [
    layer("promise", { entry: ".", title: "A" }),
    layer("sync", { entry: "./sync", title: "B" }),
  ];
  expect(problems(() => findLayers(layers, ["promis", "sync", "xyzzy"]))).toEqual([
    {
      severity: "error",
      code: "unknown-layer",
      message: "there is no layer `promis`",
      cure: "did you mean `promise`?",
    },
    {
      severity: "error",
      code: "unknown-layer",
      message: "there is no layer `xyzzy`",
      cure: "the layers are `promise`, `sync`",
    },
  ]);
});

test.each([
  ["text that is no JSON", '{\n  "entry": x\n}', "this is not JSON: expected a value here", "2:12"],
  ["a missing entry", { title: "A" }, "the field `entry` is missing", "1:1"],
  ["a missing title", { entry: "." }, "the field `title` is missing", "1:1"],
  ["an empty title", { entry: ".", title: " " }, '`title` must not be empty, and is ""', "1:14"],
  [
    "an entry without dot",
    { entry: "a", title: "A" },
    '`entry` must be `.` or like `./name`, and is "a"',
    "1:2",
  ],
  [
    "a variable that is none",
    { entry: ".", title: "A", variable: "a-b" },
    '`variable` must be an identifier, and is "a-b"',
    "1:26",
  ],
  [
    "an unknown field",
    { entry: ".", title: "A", varible: "a" },
    "a layer has no field `varible`",
    "1:26",
  ],
  [
    "a file elsewhere",
    { entry: ".", title: "A", exports: { "./b": { types: "../b.d.ts", default: "b.js" } } },
    '`exports../b.types` must be the path of a file in this folder, and is "../b.d.ts"',
    "1:44",
  ],
  ["an array", "[]", "a layer is described by an object", "1:1"],
])("%s is an error with its place", (_name, value, message, place) => {
  const [diagnostic, ...others] = problems(() => findLayers([layer("a", value)]));
  expect(others).toEqual([]);
  expect(diagnostic).toMatchObject({ severity: "error", code: "bad-layer", message });
  const { file, line, column } = diagnostic?.location ?? {};
  expect(`${file}:${line}:${column}`).toBe(`t/src/a/layer.json:${place}`);
});

test("a typing error in a field is named", () => {
  const [diagnostic] = problems(() =>
    findLayers([layer("a", { entry: ".", title: "A", varible: "a" })]),
  );
  expect(diagnostic?.cure).toBe("did you mean `variable`?");
});

test("two layers cannot have one entry, and a folder needs a plain name", () => {
  const layers = [
    layer("a", { entry: "./x", title: "A" }),
    layer("b", { entry: "./x", title: "B" }),
    layer("c d", { entry: ".", title: "C" }),
  ];
  expect(problems(() => findLayers(layers)).map(({ message }) => message)).toEqual([
    "the entry `./x` is that of the layer `a` as well",
    "the folder of a layer cannot be named `c d`",
  ]);
});

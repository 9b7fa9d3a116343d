import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildModel } from "../../generator/build-model.ts";
import { buildPlan } from "../../generator/build-plan.ts";
import { type Diagnostic, DiagnosticError } from "../../generator/diagnostic.ts";
import { format } from "../../generator/format.ts";
import { findLayers } from "../../generator/render/layers.ts";
import type { Plan } from "../../generator/plan.ts";
import { BUILTIN_TEMPLATES } from "../../generator/builtin.ts";
import { readTemplates } from "../../generator/read/templates.ts";
import { outputPath, render } from "../../generator/render.ts";
import { singleDocument } from "../../generator/base/bundle.ts";
import { resolve } from "../../generator/resolve.ts";
import type { OutputFile, TemplateFile } from "../../generator/source.ts";
import { compile, snippetsOf, stubsFor } from "./fixtures/compile.ts";
import { samplePlan } from "./fixtures/sample-plan.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const builtin = await readTemplates([BUILTIN_TEMPLATES]);
const withResult = await readTemplates([BUILTIN_TEMPLATES, `${root}test/custom-templates`]);

const file = (path: string, text: string): TemplateFile => ({
  path,
  text,
  origin: `templates/${path}`,
});
const layers = [{ name: "one", entry: ".", title: "One", exports: [] }];

function filled(
  files: readonly TemplateFile[],
  plan: Plan = samplePlan(layers),
): Record<string, string> {
  return Object.fromEntries(render(files, plan).map(({ path, text }) => [path, text]));
}

function problems(
  files: readonly TemplateFile[],
  plan: Plan = samplePlan([]),
): readonly Diagnostic[] {
  try {
    render(files, plan);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
  throw new Error("nothing was wrong");
}

const entry = (path: string) => ({
  types: `./dist/${path}.d.ts`,
  default: `./dist/${path}.js`,
});

describe("the package's templates", () => {
  test("make of the home API what was written by hand", async () => {
    const source = (uri: string) => ({ uri, text: readFileSync(root + uri, "utf8") });
    const { document } = await resolve(
      await singleDocument(source("spec/mistral.yaml")),
      [source("spec/mistral.overlay.yaml")],
      [],
    );
    const settings = { kind: "package", layers: findLayers(builtin) } as const;
    const { plan } = buildPlan(buildModel(document).model, settings);
    const byHand = readdirSync(`${root}test/by-hand`, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".ts"),
    );
    const files = render(builtin, plan).filter(({ path }) =>
      byHand.includes(path.replace(/^src\//, "")),
    );
    expect(files.length).toBe(byHand.length);
    for (const { path, text } of await format(files, { format: "prettier" }))
      expect(text).toBe(readFileSync(`${root}test/by-hand/${path.replace(/^src\//, "")}`, "utf8"));
  });

  test("compile for everything a plan can hold, with a layer added by a folder of templates", () => {
    const plan = samplePlan(findLayers(withResult));
    const files = render(withResult, plan);
    expect(plan.layers.map(({ name }) => name)).toContain("result");
    expect(files.map(({ path }) => path)).toContain("src/result/things-parts.ts");
    const readme = files.find(({ path }) => path === "README.md")?.text ?? "";
    const snippets = snippetsOf(readme);
    expect(snippets.length).toBe(17);
    const all = [...files, ...stubsFor(plan)];
    expect(compile(all, plan.package.name)).toEqual([]);
    expect(
      compile([...all, ...snippets], plan.package.name, { isolatedDeclarations: false }),
    ).toEqual([]);
  });

  test("compile for an API without server, credentials or operations", () => {
    const sample = samplePlan(findLayers(builtin));
    const { title } = sample.api;
    const plan: Plan = {
      ...sample,
      credentials: [],
      credentialTypes: [],
      servers: { ...sample.servers, baseUrlRequired: true, baseUrlDoc: "Where it is." },
      api: {
        title,
        doc: "",
        facts: { title, security: {} },
        uses: { servers: false, schemes: [] },
      },
    };
    expect(compile([...render(builtin, plan), ...stubsFor(plan)], plan.package.name)).toEqual([]);
    const open: Plan = {
      ...sample,
      credentials: [],
      credentialTypes: [],
      optionsRequired: false,
    };
    expect(compile([...render(builtin, open), ...stubsFor(open)], open.package.name)).toEqual([]);
    const choice: Plan = {
      ...sample,
      api: {
        ...sample.api,
        facts: {
          title,
          servers: [{ name: "production", url: "https://h/{base-path}" }],
          moreVariables: ["__proto__"],
          security: { id: { type: "basic" }, k: { type: "apiKey", in: "query", name: "k" } },
        },
        uses: { servers: true, schemes: ["basic", "queryKey"] },
      },
      servers: {
        baseUrlRequired: false,
        baseUrlDoc: "",
        names: ["production", 'a "test" */ server'],
        doc: "Which one: `*/`",
        variables: [
          { name: "base-path", doc: "", values: [], required: true, example: "…" },
          { name: "__proto__", doc: "`*/`", values: ["a", '"b'], required: false, example: "a" },
        ],
        variablesRequired: true,
      },
    };
    expect(compile([...render(builtin, choice), ...stubsFor(choice)], choice.package.name)).toEqual(
      [],
    );
    const none: Plan = { ...sample, resources: [], root: [] };
    expect(compile([...render(builtin, none), ...stubsFor(none)], none.package.name)).toEqual([]);
  });

  test("describe the package", () => {
    const files = filled(withResult, samplePlan(findLayers(withResult)));
    const described = JSON.parse(files["package.json"] ?? "") as {
      exports: Record<string, unknown>;
    };
    expect(described).toEqual({
      name: "@sample/client",
      version: "1.2.3",
      description: "A sample.",
      license: "MIT",
      type: "module",
      sideEffects: ["./dist/**/worker.js"],
      browser: { "./dist/runtime/platform.js": "./dist/runtime/platform-browser.js" },
      files: ["dist", "src", "README.md"],
      exports: {
        ".": entry("promise/index"),
        "./callback": entry("callback/index"),
        "./preview": entry("preview/index"),
        "./result": entry("result/index"),
        "./sync": entry("sync/index"),
        "./sync/worker": entry("sync/worker"),
        "./errors": entry("errors"),
        "./logger": entry("logger"),
        "./operations": entry("operations/index"),
        "./types": entry("types"),
        "./package.json": "./package.json",
      },
      dependencies: { "openapi-fetch": "^0.17.0" },
      engines: { node: ">=20.19" },
    });
    expect(files["README.md"]).toMatch(
      /^import \{ promise, callback, preview, result, sync, +\} from ".\/clients.js";$/m,
    );
  });

  test("of layers that are not wanted nothing is left", () => {
    const plan = samplePlan(findLayers(builtin, ["sync"]));
    const files = render(builtin, plan);
    const folders = new Set(files.map(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1]));
    expect([...folders].filter((name) => name !== undefined).sort()).toEqual([
      "operations",
      "runtime",
      "sync",
    ]);
    expect(files.find(({ path }) => path === "README.md")?.text).not.toMatch(
      /promise\.|createClient|callback/,
    );
    expect(compile([...files, ...stubsFor(plan)], plan.package.name)).toEqual([]);
  });

  test("inside of an application only the sources count", () => {
    const sample = samplePlan(findLayers(builtin));
    const plan: Plan = { ...sample, package: { ...sample.package, kind: "source" } };
    const paths = render(builtin, plan).map(({ path }) => path);
    expect(paths).toContain("promise/things.ts");
    expect(paths).toContain("runtime/core.ts");
    expect(paths.filter((path) => /package\.json|README|^src/.test(path))).toEqual([]);
    expect([outputPath("src/types.ts", plan), outputPath("README.md.hbs", plan)]).toEqual([
      "types.ts",
      undefined,
    ]);
    expect(outputPath("src/types.ts", sample)).toBe("src/types.ts");
  });

  test("leave nothing of themselves", () => {
    for (const { path, text } of render(builtin, samplePlan(findLayers(builtin)))) {
      expect(path).not.toMatch(/\.hbs$|layer\.json$|(?:^|\/)_|[{}]/);
      const copied = path.startsWith("src/runtime/") || path.endsWith(".js");
      expect(copied ? "" : text).not.toMatch(/\{\{|\[object/);
    }
  });
});

describe("a template", () => {
  test("is filled in if it is one, and copied if not", () => {
    expect(
      filled([file("a.txt.hbs", "{{literal api.title}}"), file("b.txt", "{{api.title}}\r\n")]),
    ).toEqual({
      "a.txt": '"Sample"',
      "b.txt": "{{api.title}}\n",
    });
  });

  test("is filled in once per resource where its path says so, and knows the resource", () => {
    const files = filled([
      file(
        "docs/{resource}.txt.hbs",
        "{{resource.class}} of {{@root.package.openapiFetch}}".replace(
          "{{@root.package.openapiFetch}}",
          "{{path package.name}}",
        ),
      ),
      file("docs/{resource}.md", "same"),
    ]);
    expect(files["docs/things-parts.txt"]).toBe("ThingsParts of @sample/client");
    expect(Object.keys(files)).toEqual(
      ["txt", "md"].flatMap((extension) =>
        ["things", "things-parts", "groups", "groups-pages", "groups-feeds"].map(
          (name) => `docs/${name}.${extension}`,
        ),
      ),
    );
  });

  test("gets no resource without operations and children", () => {
    const sample = samplePlan([]);
    const empty = sample.resources.map((resource) => ({
      ...resource,
      operations: [],
      children: [],
    }));
    expect(filled([file("{resource}.txt.hbs", "a")], { ...sample, resources: empty })).toEqual({});
  });

  test("may share partials, also those of every layer", () => {
    const two = [
      ...layers,
      { name: "two", entry: "./two", title: "Two", exports: [] },
      { name: "none", entry: "./none", title: "None", exports: [] },
    ];
    const files = [
      file("a.txt.hbs", '{{> _p name=package}}\n{{#each root}}\n{{> "src/*/_q"}}\n{{/each}}\n'),
      file("_p.hbs", "[{{path name.name}}]"),
      file("src/one/layer.json", ""),
      file("src/one/_q.hbs", "1 {{class}}\n"),
      file("src/two/layer.json", ""),
      file("src/two/_q.hbs", "2 {{class}}\n"),
      file("src/three/layer.json", ""),
      file("src/three/_q.hbs", "3 {{nothing}}\n"),
    ];
    expect(filled(files, samplePlan(two))).toEqual({
      "a.txt": "[@sample/client]1 Things\n2 Things\n1 Groups\n2 Groups\n",
    });
  });

  test("that breaks a rule of Handlebars is an error with its line", () => {
    expect(problems([file("a.txt.hbs", "a\n{{#each root}}\nx")])).toEqual([
      {
        severity: "error",
        code: "template-syntax",
        message: "the template ends within a block or a mustache",
        cure: "close every `{{` by `}}` and every `{{#…}}` by `{{/…}}`; the error may lie in a line above",
        location: { file: "templates/a.txt.hbs", line: 3, column: 1 },
        excerpt: ["x"],
      },
    ]);
    const [end] = problems([file("a.txt.hbs", "a\n{{#if api.doc}}\n  {{/each}}")]);
    expect(end).toMatchObject({
      code: "template-syntax",
      message: "if doesn't match each",
      location: { line: 2, column: 4 },
    });
    const both = problems([file("a.txt.hbs", "a\n\n {{string }=}}"), file("_p.hbs", "{{")]);
    expect(both.map(({ location }) => `${location?.file}:${location?.line}`)).toEqual([
      "templates/a.txt.hbs:3",
      "templates/_p.hbs:1",
    ]);
  });

  test("that gets a value which an encoder refuses is an error with its place", () => {
    const sample = samplePlan([]);
    const plan: Plan = { ...sample, package: { ...sample.package, name: "a b" } };
    expect(
      problems([file("a.txt.hbs", "{{> _p}}"), file("_p.hbs", "\n  {{path package.name}}")], plan),
    ).toEqual([
      {
        severity: "error",
        code: "template-value",
        message:
          'the encoder `path` cannot write this: "a b" is no relative path of plain segments',
        location: { file: "templates/_p.hbs", line: 2, column: 3 },
        excerpt: ["  {{path package.name}}"],
      },
    ]);
  });

  test("has a path with `{resource}` only, and is alone to make its file", () => {
    const found = problems([
      file("{resouce}/{layer}.txt", ""),
      file("a.md", ""),
      file("a.md.hbs", ""),
    ]);
    expect(found.map(({ code, message, cure }) => [code, message, cure])).toEqual([
      [
        "template-path",
        "there is no `{resouce}` in the path of a template",
        "did you mean `{resource}`?",
      ],
      [
        "template-path",
        "there is no `{layer}` in the path of a template",
        "`{resource}` makes one file per resource",
      ],
      [
        "template-path",
        "templates/a.md and this template would make the same file.",
        "remove or rename one of the two",
      ],
    ]);
  });

  test("does not change the plan, and gives the same for the same", () => {
    const plan = samplePlan(findLayers(builtin));
    const before = JSON.stringify(plan);
    const outputs: OutputFile[] = render(builtin, plan);
    expect(render(builtin, plan)).toEqual(outputs);
    expect(JSON.stringify(plan)).toBe(before);
  });
});

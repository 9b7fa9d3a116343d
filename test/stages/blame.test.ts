import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";

import { outputDiagnostic, type OutputProblemCode } from "../../generator/base/output-problem.ts";
import { BUILTIN_TEMPLATES } from "../../generator/builtin.ts";
import type { Diagnostic } from "../../generator/diagnostic.ts";
import { readTemplates } from "../../generator/read/templates.ts";
import { blameTemplates, render } from "../../generator/render.ts";
import { findLayers } from "../../generator/render/layers.ts";
import type { TemplateFile } from "../../generator/source.ts";
import { samplePlan } from "./fixtures/sample-plan.ts";

const file = (path: string, text: string, more: Partial<TemplateFile> = {}): TemplateFile => ({
  path,
  text,
  origin: `mine/${path}`,
  ...more,
});

/** Finds a text in what the templates make, says that something is wrong there, and asks which template it was. */
function blamed(
  templates: readonly TemplateFile[],
  path: string,
  wrong: string,
  code: OutputProblemCode = "unparsable-output",
): Diagnostic | undefined {
  const plan = samplePlan([]);
  const made = render(templates, plan).find((each) => each.path === path);
  const lines = made?.text.split("\n") ?? [];
  const line = lines.findIndex((text) => text.includes(wrong));
  const place = { line: line + 1, column: (lines[line]?.indexOf(wrong) ?? -1) + 1 };
  const problem = outputDiagnostic(made ?? { path, text: "" }, code, "no", place);
  return blameTemplates([problem], templates, plan)[0];
}

describe("the template that makes a place", () => {
  const at = (origin: string, line: number, column: number) => ({
    location: { file: `mine/${origin}`, line, column },
  });

  test("text after blocks that leave no lines", () => {
    const text =
      "// one\n{{#each resources}}\n  {{#if operations}}\n  const a = ;\n  {{/if}}\n\n{{/each}}\nconst b = ;\n";
    const templates = [file("a.ts.hbs", text)];
    expect(blamed(templates, "a.ts", "const a")).toMatchObject(at("a.ts.hbs", 4, 3));
    expect(blamed(templates, "a.ts", "const b")).toMatchObject(at("a.ts.hbs", 8, 1));
  });

  test("white space that a mustache takes away on both sides", () => {
    const templates = [
      file("a.ts.hbs", "f(\n  {{~#if package~}}  \n\n  bad )  {{~/if~}}\n  , more);\n"),
    ];
    expect(blamed(templates, "a.ts", "bad")).toMatchObject(at("a.ts.hbs", 4, 3));
    expect(blamed(templates, "a.ts", "more")).toMatchObject(at("a.ts.hbs", 5, 5));
  });

  test("a value is the mustache that writes it, also where it has several lines", () => {
    const templates = [file("a.ts.hbs", "const a = 1;\n const b = {{string package.name}};\n")];
    const diagnostic = blamed(templates, "a.ts", '"');
    expect(diagnostic).toMatchObject({
      ...at("a.ts.hbs", 2, 12),
      message: "the generated a.ts does not parse: no",
      excerpt: [" const b = {{string package.name}};"],
    });
    expect(diagnostic?.cure).toBe(
      `correct the template; line 2 of a.ts became \`const b = ${JSON.stringify(samplePlan([]).package.name)};\``,
    );
  });

  test("a partial, and what stands after it", () => {
    const templates = [
      file("a.ts.hbs", "{{> _p.ts}}\nafter;\n{{> _p.ts}}\n"),
      file("_p.ts.hbs", "// {{comment package.name}}\npart;\n"),
    ];
    expect(blamed(templates, "a.ts", "part")).toMatchObject(at("_p.ts.hbs", 2, 1));
    expect(blamed(templates, "a.ts", "after")).toMatchObject(at("a.ts.hbs", 2, 1));
  });

  test("a partial of ours: the template of the user's that calls it", () => {
    const templates = [
      file("a.ts.hbs", "// a\n  {{> _own.ts}}\n"),
      file("_own.ts.hbs", "{{> _ours.ts}}\nafter;\n"),
      file("_ours.ts.hbs", "part;\n{{> _inner.ts}}\n", { formatted: true }),
      file("_inner.ts.hbs", "inner;\n", { formatted: true }),
    ];
    expect(blamed(templates, "a.ts", "part")).toMatchObject(at("_own.ts.hbs", 1, 1));
    expect(blamed(templates, "a.ts", "inner")).toMatchObject(at("_own.ts.hbs", 1, 1));
    expect(blamed(templates, "a.ts", "after")).toMatchObject(at("_own.ts.hbs", 2, 1));
  });

  test("a remark stays a remark", () => {
    const plan = samplePlan([]);
    const templates = [file("a.ts", "import a from 'a';\n")];
    const place = { line: 1, column: 15 };
    const problem = outputDiagnostic(templates[0]!, "missing-dependency", "no a", place);
    expect(blameTemplates([{ ...problem, severity: "info" }], templates, plan)).toMatchObject([
      {
        severity: "info",
        ...at("a.ts", 1, 15),
        cure: "install it, or generate without `--verify`",
      },
    ]);
  });

  test("a file that is copied, of which the line needs no repeating", () => {
    expect(blamed([file("a.ts", "ok;\n\n  bad\n")], "a.ts", "bad", "untyped-export")).toMatchObject(
      {
        ...at("a.ts", 3, 3),
        message: "the generated a.ts cannot be compiled: no",
        cure: "give the export an explicit type",
        excerpt: ["  bad"],
      },
    );
  });

  test("a template with the line ends of Windows", () => {
    const templates = [file("a.ts.hbs", "{{#if package}}\r\nok;\r\n  bad\r\n{{/if}}\r\n")];
    expect(blamed(templates, "a.ts", "bad")).toMatchObject({
      ...at("a.ts.hbs", 3, 3),
      excerpt: ["  bad"],
    });
  });

  test("one template of many files is blamed once", () => {
    const plan = samplePlan([]);
    const templates = [file("{resource}.ts.hbs", "// {{comment resource.class}}\nbad;\n")];
    const made = render(templates, plan);
    const problems = made.map((each) =>
      outputDiagnostic(each, "unparsable-output", "no", { line: 2, column: 1 }),
    );
    expect(made.length).toBeGreaterThan(2);
    expect(blameTemplates(problems, templates, plan)).toMatchObject([
      {
        ...at("{resource}.ts.hbs", 2, 1),
        message: `the generated ${made[0]?.path} does not parse: no (and ${made.length - 1} times more)`,
      },
    ]);
  });

  test("what no template of the user's makes stays as it is", () => {
    const plan = samplePlan([]);
    const templates = [file("a.ts", "bad", { formatted: true })];
    const place = { line: 1, column: 1 };
    const problems: Diagnostic[] = [
      outputDiagnostic({ path: "types.ts", text: "bad" }, "unparsable-output", "no", place),
      outputDiagnostic({ path: "a.ts", text: "bad" }, "unparsable-output", "no", place),
      { severity: "error", code: "other", message: "no", location: { file: "a.ts", ...place } },
    ];
    expect(blameTemplates(problems, templates, plan)).toEqual(problems);
  });
});

test("each place in the output of our templates is found in them", async () => {
  const templates = (await readTemplates([BUILTIN_TEMPLATES])).map(
    ({ formatted: _, ...template }) => ({ ...template, origin: randomUUID() }),
  );
  const plan = samplePlan(findLayers(templates));
  const files = render(templates, plan).filter(({ path }) => path.startsWith("src/"));
  const texts = new Map<string, string[]>(
    templates.map(({ origin, text }) => [origin, text.split("\n")]),
  );
  const problems = files.flatMap(({ path, text }) =>
    text
      .split("\n")
      .slice(0, 60)
      .flatMap((line, index) => {
        const column = line.search(/\S/) + 1 + (index % 3);
        if (line.trim() === "" || column > line.length) return [];
        const rest = line.slice(column - 1);
        return outputDiagnostic({ path, text }, "unparsable-output", rest, {
          line: index + 1,
          column,
        });
      }),
  );
  const found = blameTemplates(problems, templates, plan);
  expect(found.length).toBeGreaterThan(500);
  const wrong = found.filter(({ message, location }) => {
    const { file: origin = "", line = 0, column = 0 } = location ?? {};
    const there = texts.get(origin)?.[line - 1]?.slice(column - 1) ?? "";
    const made = message.slice(message.indexOf(": ") + 2);
    return !there.startsWith("{{") && there[0] !== made[0];
  });
  expect(wrong.map(({ message, location }) => `${message} at ${location?.line}`)).toEqual([]);
});

import { beforeAll, describe, expect, test, vi } from "vitest";

import { BUILTIN_TEMPLATES } from "../../generator/builtin.ts";
import type { Plan } from "../../generator/plan.ts";
import { readTemplates } from "../../generator/read/templates.ts";
import { render } from "../../generator/render.ts";
import { findLayers } from "../../generator/render/layers.ts";
import { precompile } from "../../generator/render/precompile.ts";
import type { OutputFile, TemplateFile } from "../../generator/source.ts";
import { samplePlan } from "./fixtures/sample-plan.ts";

const builtin = await readTemplates([BUILTIN_TEMPLATES]);
const names = findLayers(builtin).map(({ name }) => name);

/** Rendering as in the built package, with the standard templates compiled beforehand. */
let built: typeof render;

beforeAll(async () => {
  const templates = builtin.filter(({ path }) => path.endsWith(".hbs"));
  const code = precompile(templates);
  vi.resetModules();
  vi.doMock(
    "../../generator/render/standard.ts",
    () => import(`data:text/javascript,${encodeURIComponent(code)}`),
  );
  ({ render: built } = await import("../../generator/render.ts"));
});

function planOf(templates: readonly TemplateFile[], only = names): Plan {
  return samplePlan(findLayers(templates, only));
}

function laidOver(path: string, change: (text: string) => string): readonly TemplateFile[] {
  return builtin.map((file) =>
    file.path === path ? { path, text: change(file.text), origin: `custom/${path}` } : file,
  );
}

/** What is made, or what is wrong. */
function outcome(run: () => readonly OutputFile[]): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && "diagnostics" in error) return error.diagnostics;
    throw error;
  }
}

describe("templates compiled beforehand make what they make when they are compiled", () => {
  test.each([[names], ...names.map((name) => [[name]])])("with the layers %j", (only) => {
    const plan = planOf(builtin, only);
    expect(built(builtin, plan)).toEqual(render(builtin, plan));
  });

  test("with another template laid over one that others include", () => {
    const templates = laidOver("src/sync/_client.md.hbs", (text) => `${text}\nOurs.\n`);
    const plan = planOf(templates);
    const files = built(templates, plan);
    expect(files).toEqual(render(templates, plan));
    expect(files.find(({ path }) => path === "README.md")?.text).toContain("\nOurs.\n");
  });

  test("also where that is wrong", () => {
    const templates = laidOver("src/sync/_client.md.hbs", (text) => `${text}\n{{api.titel}}\n`);
    const plan = planOf(templates);
    const problems = outcome(() => built(templates, plan));
    expect(problems).toEqual(outcome(() => render(templates, plan)));
    expect(problems).toMatchObject([{ code: "template-unknown-field" }]);
  });

  test("and where a standard template gets what its encoder refuses", () => {
    const plan = planOf(builtin);
    const bad = { ...plan, package: { ...plan.package, name: 7 } } as unknown as Plan;
    const problems = outcome(() => built(builtin, bad));
    expect(problems).toEqual(outcome(() => render(builtin, bad)));
    expect(problems).toMatchObject([{ code: "template-value" }]);
  });
});

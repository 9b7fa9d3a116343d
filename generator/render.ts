/** Templates and a plan become files. */

import { randomUUID } from "node:crypto";
import handlebars from "handlebars";

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import { layerFolders, layerOf } from "./render/layers.ts";
import type { Plan, ResourcePlan } from "./plan.ts";
import type { OutputFile, TemplateFile } from "./source.ts";
import { isOutputProblem } from "./base/output-problem.ts";
import { didYouMean } from "./base/suggest.ts";
import { type Program, type Template, templateError } from "./render/ast.ts";
import { blame } from "./render/blame.ts";
import { parseTemplate, standardTemplate, unfoldPartials, withProgram } from "./render/parse.ts";
import { lintTemplates } from "./render/lint.ts";
import { runner } from "./render/run.ts";
import { Trace } from "./render/trace.ts";

const TEMPLATE = ".hbs";
const PER_RESOURCE = "{resource}";

/** A file to be made of a template. */
interface Job {
  readonly path: string;
  readonly file: TemplateFile;
  /** Absent where the file is copied. */
  readonly template: Template | undefined;
  readonly context: object;
}

interface Work {
  readonly jobs: readonly Job[];
  /** By name. */
  readonly partials: ReadonlyMap<string, Template>;
}

/**
 * Fills in every `.hbs`, once per resource where its path has `{resource}`, and copies all other files; of the layers only
 * those in the plan. A name that begins with `_` makes a partial and no file. Of templates for sources inside of an
 * application only the folder `src` counts, and is the root of what comes out.
 *
 * @throws DiagnosticError with all that is wrong with the templates.
 */
export function render(templates: readonly TemplateFile[], plan: Plan): OutputFile[] {
  const { jobs, partials } = prepare(templates, plan);
  const run = runner(partials, foldersOf(plan));
  return jobs.map(({ path, file, template, context }) =>
    template === undefined
      ? { path, text: file.text, ...(file.formatted && { formatted: true }) }
      : { path, text: run(template)(context) },
  );
}

/**
 * Diagnostics about places in what {@link render} makes, as diagnostics about the templates: those of one place are one. What
 * no template makes stays as it is.
 *
 * @param templates what `render` got, as is the plan.
 */
export function blameTemplates(
  diagnostics: readonly Diagnostic[],
  templates: readonly TemplateFile[],
  plan: Plan,
): Diagnostic[] {
  if (!diagnostics.some(({ code }) => isOutputProblem(code))) return [...diagnostics];
  const { jobs, partials } = prepare(templates, plan);
  const trace = new Trace(`\u0000${randomUUID()}:`);
  const marked = new Map([...partials].map(([name, partial]) => [name, trace.marked(partial)]));
  const run = runner(marked, foldersOf(plan));
  const texts = new Map<string, string>();
  return blame(diagnostics, (path, place) => {
    const job = jobs.find((each) => each.path === path);
    if (job === undefined) return [];
    const { file, template, context } = job;
    if (template === undefined) {
      return [{ file, point: { line: place.line, column: place.column - 1 } }];
    }
    const text = texts.get(path) ?? run(trace.marked(template))(context);
    texts.set(path, text);
    return trace.find(text, place);
  });
}

function prepare(templates: readonly TemplateFile[], plan: Plan): Work {
  const chosen = new Set(plan.layers.map(({ name }) => name));
  const unchosen = [...layerFolders(templates)].filter((name) => !chosen.has(name));
  const used = templates
    .filter(({ path }) => !unchosen.includes(layerOf(path) ?? "") && !isLayerFile(path))
    .map((file) => ({ ...file, text: file.text.replaceAll("\r\n", "\n") }));
  const outputs = used.filter(
    ({ path }) => !isPartial(path) && outputPath(path, plan) !== undefined,
  );
  stopAt(outputs.flatMap(checkPath));

  const parsed = parseAll(used, plan);
  const partials = new Map(
    parsed.filter(({ file }) => isPartial(file.path)).map((one) => [one.path, one]),
  );
  const filled = new Map(
    parsed.filter(({ file }) => outputs.includes(file)).map((one) => [one.file, one]),
  );
  // Those that come with this package were checked when it was made.
  if (!parsed.every(({ compiled }) => compiled !== undefined))
    stopAt(lintTemplates([...filled.values()], partials));

  const jobs = outputs.flatMap((file): Job[] => {
    const template = filled.get(file);
    const resources = file.path.includes(PER_RESOURCE) ? plan.resources : [undefined];
    return resources.filter(isRendered).map((resource) => ({
      path: (outputPath(file.path, plan) ?? "").replaceAll(PER_RESOURCE, resource?.file ?? ""),
      file,
      template,
      context: resource === undefined ? plan : { ...plan, resource },
    }));
  });
  return { jobs, partials };
}

/** The path that a file of the template tree gets, or undefined if the kind of output has no place for it. */
export function outputPath(path: string, plan: Pick<Plan, "package">): string | undefined {
  const output = path.endsWith(TEMPLATE) ? path.slice(0, -TEMPLATE.length) : path;
  if (plan.package.kind === "package") return output;
  return output.startsWith("src/") ? output.slice("src/".length) : undefined;
}

function isRendered(resource: ResourcePlan | undefined): boolean {
  return resource === undefined || resource.operations.length > 0 || resource.children.length > 0;
}

function isLayerFile(path: string): boolean {
  return /^src\/[^/]+\/layer\.json$/.test(path);
}

function isPartial(path: string): boolean {
  return /(?:^|\/)_[^/]*\.hbs$/.test(path);
}

function checkPath(
  file: TemplateFile,
  _index: number,
  files: readonly TemplateFile[],
): Diagnostic[] {
  const stem = (path: string): string =>
    path.endsWith(TEMPLATE) ? path.slice(0, -TEMPLATE.length) : path;
  const other = files.find(({ path }) => path !== file.path && stem(path) === stem(file.path));
  const diagnostics: Diagnostic[] = [];
  if (other !== undefined && file.path.endsWith(TEMPLATE)) {
    const message = `${other.origin} and this template would make the same file.`;
    diagnostics.push(
      templateError(file, undefined, "template-path", message, "remove or rename one of the two"),
    );
  }
  for (const [hole] of file.path.matchAll(/\{[^/]*?\}/g)) {
    if (hole === PER_RESOURCE) continue;
    const message = `there is no \`${hole}\` in the path of a template`;
    const cure = didYouMean(
      hole,
      [PER_RESOURCE],
      `\`${PER_RESOURCE}\` makes one file per resource`,
    );
    diagnostics.push(templateError(file, undefined, "template-path", message, cure));
  }
  return diagnostics;
}

function stopAt(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
}

function parseAll(files: readonly TemplateFile[], plan: Plan): Template[] {
  const results = files
    .filter(({ path }) => path.endsWith(TEMPLATE))
    .map((file) => {
      const path = file.path.slice(0, -TEMPLATE.length);
      return standardTemplate(file, path, parse) ?? parseTemplate(file, path, parse);
    });
  stopAt(results.filter((result) => "severity" in result));
  const templates = results.filter((result) => "program" in result);
  const names = new Set(templates.map(({ path }) => path));
  return templates.map((template) =>
    withProgram(template, () =>
      unfoldPartials(template.program, foldersOf(plan), (name) => names.has(name)),
    ),
  );
}

function parse(text: string, options: { readonly srcName: string }): Program {
  return handlebars.parse(text, options) as unknown as Program;
}

/** For which a `*` in the name of a partial stands. */
function foldersOf({ layers }: Plan): readonly string[] {
  return layers.map(({ name }) => name);
}

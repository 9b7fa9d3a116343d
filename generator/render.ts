/** Templates and a plan become files. */

import handlebars from "handlebars";

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import { EncodeError } from "./encode.ts";
import { layerFolders, layerOf } from "./render/layers.ts";
import type { Plan, ResourcePlan } from "./plan.ts";
import type { OutputFile, TemplateFile } from "./source.ts";
import { didYouMean } from "./base/suggest.ts";
import { type Point, type Program, type Template, templateError } from "./render/ast.ts";
import { ENCODERS } from "./render/encoders.ts";
import { parseTemplate, unfoldPartials } from "./render/parse.ts";
import { lintTemplates } from "./render/lint.ts";

const TEMPLATE = ".hbs";
const PER_RESOURCE = "{resource}";

/**
 * Fills in every `.hbs`, once per resource where its path has `{resource}`, and copies all other files; of the layers only
 * those in the plan. A name that begins with `_` makes a partial and no file. Of templates for sources inside of an
 * application only the folder `src` counts, and is the root of what comes out.
 *
 * @throws DiagnosticError with all that is wrong with the templates.
 */
export function render(templates: readonly TemplateFile[], plan: Plan): OutputFile[] {
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
  stopAt(lintTemplates([...filled.values()], partials));

  const run = runner(partials);
  return outputs.flatMap((file) => {
    const template = filled.get(file);
    const fill = template === undefined ? undefined : run(template);
    const resources = file.path.includes(PER_RESOURCE) ? plan.resources : [undefined];
    return resources.filter(isRendered).map((resource) => {
      const path = (outputPath(file.path, plan) ?? "").replaceAll(
        PER_RESOURCE,
        resource?.file ?? "",
      );
      if (fill === undefined)
        return { path, text: file.text, ...(file.formatted && { formatted: true }) };
      return { path, text: fill(resource === undefined ? plan : { ...plan, resource }) };
    });
  });
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
    .map((file) =>
      parseTemplate(
        file,
        file.path.slice(0, -TEMPLATE.length),
        (text, options) => handlebars.parse(text, options) as unknown as Program,
      ),
    );
  stopAt(results.filter((result) => "severity" in result));
  const templates = results.filter((result) => "program" in result);
  const names = new Set(templates.map(({ path }) => path));
  const layers = plan.layers.map(({ name }) => name);
  return templates.map((template) => ({
    ...template,
    program: unfoldPartials(template.program, layers, (name) => names.has(name)),
  }));
}

/** What Handlebars gives a helper last. */
interface HelperOptions {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly loc: { readonly source: string; readonly start: Point };
}

/** Compiles each template once. Templates reach own properties of the plan only, and no helpers but the encoders. */
function runner(
  partials: ReadonlyMap<string, Template>,
): (template: Template) => (context: object) => string {
  const environment = handlebars.create();
  const options = {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(Object.keys(ENCODERS).map((name) => [name, true])),
    noEscape: true,
    preventIndent: true,
  };
  const compile = ({ program }: Template) => environment.compile<object>(program, options);
  const compiled = Object.fromEntries(
    [...partials].map(([name, partial]) => [name, compile(partial)]),
  );
  return (template) => {
    const fill = compile(template);
    const helpers = helpersFor([template, ...partials.values()].map(({ file }) => file));
    return (context) =>
      fill(context, {
        helpers,
        partials: compiled,
        allowProtoPropertiesByDefault: false,
        allowProtoMethodsByDefault: false,
      });
  };
}

function helpersFor(
  files: readonly TemplateFile[],
): Record<string, (...values: unknown[]) => string> {
  const helpers = Object.entries(ENCODERS).map(([name, encoder]) => {
    const help = (value: unknown, options: unknown): string => {
      const { hash, loc } = options as HelperOptions;
      try {
        return encoder.run({ value, hash, column: loc.start.column });
      } catch (error) {
        const file = files.find(({ origin }) => origin === loc.source);
        if (!(error instanceof EncodeError) || file === undefined) throw error;
        const message = `the encoder \`${name}\` cannot write this: ${error.message}`;
        throw new DiagnosticError([templateError(file, loc.start, "template-value", message)]);
      }
    };
    return [name, help] as const;
  });
  return Object.fromEntries(helpers);
}

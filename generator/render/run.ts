/** Runs parsed templates. */

import handlebars from "handlebars";

import { DiagnosticError } from "../diagnostic.ts";
import { EncodeError } from "../encode.ts";
import type { TemplateFile } from "../source.ts";
import { type Point, type Template, templateError } from "./ast.ts";
import { ENCODERS } from "./encoders.ts";
import { unfoldName } from "./parse.ts";
import { STANDARD } from "./standard.ts";

type Fill = handlebars.TemplateDelegate<object>;

/** What Handlebars gives a helper last. */
interface HelperOptions {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly loc: { readonly source: string; readonly start: Point };
}

export const OPTIONS = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(ENCODERS).map((name) => [name, true])),
  noEscape: true,
  preventIndent: true,
};

/**
 * Compiles each template once. Templates reach own properties of the plan only, and no helpers but the encoders.
 *
 * @param folders for which a `*` in the name of a partial stands.
 */
export function runner(
  partials: ReadonlyMap<string, Template>,
  folders: readonly string[],
): (template: Template) => (context: object) => string {
  const environment = handlebars.create();
  const compile = (template: Template): Fill =>
    template.compiled === undefined
      ? environment.compile<object>(template.program, OPTIONS)
      : environment.template<object>(template.compiled.specification);
  const compiled = new Map([...partials].map(([name, partial]) => [name, compile(partial)]));
  for (const { patterns } of STANDARD.values())
    for (const pattern of patterns) {
      const names = unfoldName(pattern, folders, (name) => partials.has(name));
      compiled.set(pattern, (context, options) =>
        names.map((name) => compiled.get(name)?.(context, options)).join(""),
      );
    }
  const all = Object.fromEntries(compiled);
  const made = new Map<Template, (context: object) => string>();
  return (template) => {
    const known = made.get(template);
    if (known !== undefined) return known;
    const fill = compile(template);
    const helpers = helpersFor([template, ...partials.values()].map(({ file }) => file));
    const run = (context: object): string =>
      fill(context, {
        helpers,
        partials: all,
        allowProtoPropertiesByDefault: false,
        allowProtoMethodsByDefault: false,
      });
    made.set(template, run);
    return run;
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
        const file = files.find(({ path }) => path === loc.source);
        if (!(error instanceof EncodeError) || file === undefined) throw error;
        const message = `the encoder \`${name}\` cannot write this: ${error.message}`;
        throw new DiagnosticError([templateError(file, loc.start, "template-value", message)]);
      }
    };
    return [name, help] as const;
  });
  return Object.fromEntries(helpers);
}

/** Runs parsed templates. */

import handlebars from "handlebars";

import { DiagnosticError } from "../diagnostic.ts";
import { EncodeError } from "../encode.ts";
import type { TemplateFile } from "../source.ts";
import { type Point, type Template, templateError } from "./ast.ts";
import { ENCODERS } from "./encoders.ts";

/** What Handlebars gives a helper last. */
interface HelperOptions {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly loc: { readonly source: string; readonly start: Point };
}

/** Compiles each template once. Templates reach own properties of the plan only, and no helpers but the encoders. */
export function runner(
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
  const made = new Map<Template, (context: object) => string>();
  return (template) => {
    const known = made.get(template);
    if (known !== undefined) return known;
    const fill = compile(template);
    const helpers = helpersFor([template, ...partials.values()].map(({ file }) => file));
    const run = (context: object): string =>
      fill(context, {
        helpers,
        partials: compiled,
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

/** Templates as syntax trees: parse errors become diagnostics, and partials that stand for one of each layer are unfolded. */

import type { Diagnostic } from "../diagnostic.ts";
import type { TemplateFile } from "../source.ts";
import type { Program, Statement, Template } from "./ast.ts";
import { originalOf, templateError } from "./ast.ts";
import { STANDARD } from "./standard.ts";

/** Handlebars' parser. */
export type Parse = (text: string, options: { readonly srcName: string }) => Program;

/** The tree of a template, or what is wrong with it. */
export function parseTemplate(
  file: TemplateFile,
  path: string,
  parse: Parse,
): Template | Diagnostic {
  try {
    return { file, path, program: parse(file.text, { srcName: file.path }) };
  } catch (error) {
    return syntaxError(file, error);
  }
}

/** A template that comes with this package, compiled; it is parsed if its tree is asked for. */
export function standardTemplate(
  file: TemplateFile,
  path: string,
  parse: Parse,
): Template | undefined {
  const compiled = STANDARD.get(file.path);
  if (compiled?.text !== file.text) return undefined;
  return withProgram({ file, path, compiled }, () => parse(file.text, { srcName: file.path }));
}

/** The template with a tree that is made when it is asked for. */
export function withProgram(
  { file, path, compiled }: Omit<Template, "program">,
  make: () => Program,
): Template {
  let program: Program | undefined;
  return {
    file,
    path,
    compiled,
    get program() {
      return (program ??= make());
    },
  };
}

function syntaxError(file: TemplateFile, error: unknown): Diagnostic {
  if (!(error instanceof Error)) throw error;
  const { lineNumber, column } = error as { lineNumber?: unknown; column?: unknown };
  if (typeof lineNumber === "number" && typeof column === "number") {
    const message = error.message.replace(/ - \d+:\d+$/, "");
    return templateError(file, { line: lineNumber, column }, "template-syntax", message, CURE);
  }
  const [, line, found] =
    /error on line (\d+)[^]*?(?:got '(\w+)'|Unrecognized text|$)/.exec(error.message) ?? [];
  if (line === undefined) throw error;
  const message =
    found === "EOF"
      ? "the template ends within a block or a mustache"
      : "this is no mustache that Handlebars understands";
  return templateError(file, { line: Number(line), column: 0 }, "template-syntax", message, CURE);
}

const CURE =
  "close every `{{` by `}}` and every `{{#…}}` by `{{/…}}`; the error may lie in a line above";

/** The partials for which a name with `*` for a folder stands. */
export function unfoldName(
  pattern: string,
  folders: readonly string[],
  exists: (name: string) => boolean,
): readonly string[] {
  return folders.map((folder) => pattern.replace("*", folder)).filter(exists);
}

/** The names with `*` of the partials that a template includes. */
export function patternsIn({ body }: Program): readonly string[] {
  return body.flatMap((statement) => {
    if (statement.type === "PartialStatement") {
      const name = originalOf(statement.name);
      return name.includes("*") ? [name] : [];
    }
    if (statement.type !== "BlockStatement") return [];
    const { program, inverse } = statement;
    return [program, inverse].flatMap((each) => (each === undefined ? [] : patternsIn(each)));
  });
}

/**
 * A copy of the tree in which a partial with `*` for a folder, for instance every layer, is replaced by that partial of each
 * folder that has it, in their order.
 */
export function unfoldPartials(
  program: Program,
  folders: readonly string[],
  exists: (name: string) => boolean,
): Program {
  const unfold = (statement: Statement): readonly Statement[] => {
    if (statement.type === "PartialStatement" && originalOf(statement.name).includes("*")) {
      const { loc } = statement.name;
      return unfoldName(originalOf(statement.name), folders, exists).map((original) => ({
        ...statement,
        name: { type: "StringLiteral", value: original, original, loc },
      }));
    }
    if (statement.type !== "BlockStatement") return [statement];
    const { program: body, inverse } = statement;
    return [
      {
        ...statement,
        ...(body === undefined ? {} : { program: unfoldPartials(body, folders, exists) }),
        ...(inverse === undefined ? {} : { inverse: unfoldPartials(inverse, folders, exists) }),
      },
    ];
  };
  return { ...program, body: program.body.flatMap(unfold) };
}

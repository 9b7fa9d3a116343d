/** Formats generated text in memory: Prettier's style, by Prettier or by oxfmt, which is some forty times as fast. */

import type { Options, Plugin } from "prettier";

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import { outputDiagnostic, placeOfByte } from "./output-problem.ts";
import type { OutputFile } from "./source.ts";

/**
 * TypeScript and JavaScript files of more bytes than this are formatted by oxfmt also where Prettier is asked for. The styles
 * differ only in how a few unions near the line width break; Prettier takes two seconds for a megabyte.
 */
export const OXFMT_ABOVE_BYTES = 100_000;

/** Where oxfmt's default is another one. */
const PRETTIER_PRINT_WIDTH = 80;

const STYLE_OPTIONS = [
  "printWidth",
  "tabWidth",
  "useTabs",
  "semi",
  "singleQuote",
  "quoteProps",
  "trailingComma",
  "bracketSpacing",
  "objectWrap",
  "arrowParens",
  "proseWrap",
  "endOfLine",
  "experimentalOperatorPosition",
  "embeddedLanguageFormatting",
] as const satisfies (keyof Options)[];

/** Options of Prettier; what is not set is Prettier's default. Plugins are not run. */
type FormatStyle = Readonly<Pick<Options, (typeof STYLE_OPTIONS)[number]>>;

/** The style where no Prettier configuration lies near the output. */
const DEFAULT_STYLE: FormatStyle = { printWidth: 100 };

export interface FormatSettings {
  readonly format: "prettier" | "oxfmt" | "none";
  /** From the Prettier configuration near the output; undefined if there is none, and then the style is `DEFAULT_STYLE`. */
  readonly prettier?: Readonly<Options> | undefined;
}

/** @throws DiagnosticError naming each file that does not parse. */
export async function format(
  files: readonly OutputFile[],
  settings: FormatSettings,
): Promise<OutputFile[]> {
  if (settings.format === "none") return [...files];
  const style = settings.prettier === undefined ? DEFAULT_STYLE : styleOf(settings.prettier);
  const diagnostics: Diagnostic[] = [];
  const formatted: OutputFile[] = [];
  for (const file of files) {
    const language = languageOf(file.path);
    const big = language?.script === true && Buffer.byteLength(file.text) > OXFMT_ABOVE_BYTES;
    if (language === undefined) formatted.push(file);
    else {
      const result =
        settings.format === "oxfmt" || big
          ? await byOxfmt(file, style)
          : await byPrettier(file, language, style);
      if ("text" in result) formatted.push({ ...file, text: result.text });
      else diagnostics.push(result);
    }
  }
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return formatted;
}

function styleOf(options: Readonly<Options>): FormatStyle {
  const set = STYLE_OPTIONS.filter((name) => options[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, options[name]]));
}

interface Language {
  readonly parser: "typescript" | "babel" | "json" | "json-stringify" | "markdown";
  readonly script: boolean;
}

/** As Prettier's own table has it, so that `prettier --check` agrees. */
function languageOf(path: string): Language | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  switch (name.slice(name.lastIndexOf("."))) {
    case ".ts":
      return { parser: "typescript", script: true };
    case ".js":
      return { parser: "babel", script: true };
    case ".json":
      return { parser: name === "package.json" ? "json-stringify" : "json", script: false };
    case ".md":
      return { parser: "markdown", script: false };
    default:
      return undefined;
  }
}

async function byPrettier(
  file: OutputFile,
  { parser }: Language,
  style: FormatStyle,
): Promise<{ readonly text: string } | Diagnostic> {
  const prettier = await import("prettier/standalone");
  const plugins = await prettierPlugins(parser);
  try {
    return { text: await prettier.format(file.text, { ...style, parser, plugins }) };
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    const message = error.message.split("\n")[0]?.replace(/ \(\d+:\d+\)$/, "") ?? "";
    return outputDiagnostic(file, "unparsable-output", message, error.loc.start);
  }
}

/** The parts of Prettier that a language needs; loading all of them takes longer than most output. */
async function prettierPlugins(parser: Language["parser"]): Promise<Plugin[]> {
  switch (parser) {
    case "typescript":
      return [(await import("prettier/plugins/typescript")).default, await estreePrinter()];
    case "babel":
    case "json":
    case "json-stringify":
      return [(await import("prettier/plugins/babel")).default, await estreePrinter()];
    case "markdown":
      return [
        (await import("prettier/plugins/markdown")).default,
        (await import("prettier/plugins/typescript")).default,
        (await import("prettier/plugins/babel")).default,
        await estreePrinter(),
      ];
  }
}

async function estreePrinter(): Promise<Plugin> {
  return (await import("prettier/plugins/estree")).default;
}

async function byOxfmt(
  file: OutputFile,
  style: FormatStyle,
): Promise<{ readonly text: string } | Diagnostic> {
  const oxfmt = await import("oxfmt");
  const { endOfLine, printWidth = PRETTIER_PRINT_WIDTH, ...shared } = style;
  const { code, errors } = await oxfmt.format(file.path, file.text, {
    ...shared,
    printWidth,
    ...(endOfLine === undefined || endOfLine === "auto" ? {} : { endOfLine }),
    sortPackageJson: false,
  });
  const [error] = errors;
  if (error === undefined) return { text: code };
  const place = placeOfByte(file.text, error.labels[0]?.start ?? 0);
  return outputDiagnostic(file, "unparsable-output", error.message, place);
}

function isSyntaxError(
  error: unknown,
): error is SyntaxError & { loc: { start: { line: number; column: number } } } {
  return error instanceof SyntaxError && "loc" in error;
}

/** Formats generated text in memory: Prettier's style, by Prettier or by oxfmt, which is some forty times as fast. */

import { isDeepStrictEqual } from "node:util";
import type { Options, Plugin } from "prettier";

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import { findJsonSyntaxError } from "./base/json-syntax.ts";
import { outputDiagnostic, placeOfByte, placeOfIndex } from "./base/output-problem.ts";
import type { OutputFile } from "./source.ts";

/**
 * TypeScript files of more bytes than this are left to oxfmt also where Prettier is asked for: Prettier takes two seconds for a
 * megabyte. The styles differ only in how a few unions near the line width break. JavaScript and declarations, which nobody
 * edits, are always left to oxfmt.
 */
export const OXFMT_ABOVE_BYTES = 100_000;

/** Oxfmt refuses more; Prettier has no limit, and `max_line_length = off` is infinity to it. */
const OXFMT_MAX_PRINT_WIDTH = 320;
const OXFMT_MAX_TAB_WIDTH = 24;

/** The options that make a style, with Prettier's defaults. Other options, and plugins, are not passed on. */
const PRETTIER_STYLE = {
  printWidth: 80,
  tabWidth: 2,
  useTabs: false,
  semi: true,
  singleQuote: false,
  quoteProps: "as-needed",
  trailingComma: "all",
  bracketSpacing: true,
  objectWrap: "preserve",
  arrowParens: "always",
  proseWrap: "preserve",
  endOfLine: "lf",
  experimentalOperatorPosition: "end",
  embeddedLanguageFormatting: "auto",
} as const satisfies Options;

type Style = { readonly [Name in keyof typeof PRETTIER_STYLE]: NonNullable<Options[Name]> };

/** The style where no Prettier config lies near the output, but for what an `.editorconfig` says. */
const DEFAULT_STYLE: Style = { ...PRETTIER_STYLE, printWidth: 100 };

export interface FormatSettings {
  /** `none` leaves the files as they are. By default Prettier where a config of it lies near the output, else oxfmt. */
  readonly format?: "prettier" | "oxfmt" | "none" | undefined;
  /** From the Prettier config near the output. */
  readonly prettier?: Readonly<Options> | undefined;
  /** From an `.editorconfig`, where no Prettier config is near. What it leaves open is Prettier's own at 100 columns. */
  readonly editorconfig?: Readonly<Options> | undefined;
}

/** Gives the file as it is written, or says why it does not parse, which is found out also where nothing is formatted. */
export type Formatter = (file: OutputFile) => Promise<OutputFile | Diagnostic>;

export function formatterOf(settings: FormatSettings): Formatter {
  const { prettier, editorconfig = {} } = settings;
  const by = settings.format ?? (prettier === undefined ? "oxfmt" : "prettier");
  const style =
    prettier === undefined
      ? styleOf(editorconfig, DEFAULT_STYLE)
      : styleOf(prettier, PRETTIER_STYLE);
  const isDefault = isDeepStrictEqual(style, DEFAULT_STYLE);
  return async (file) => {
    if (isDefault && file.formatted === true) return file;
    const result = await formatFile(file, by, style);
    return by === "none" && !("severity" in result) ? file : result;
  };
}

/** @throws DiagnosticError naming each file that does not parse. */
export async function format(
  files: readonly OutputFile[],
  settings: FormatSettings | Formatter,
): Promise<OutputFile[]> {
  const formatter = typeof settings === "function" ? settings : formatterOf(settings);
  const results = await Promise.all(files.map(formatter));
  const diagnostics = results.filter((result) => "severity" in result);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return results.filter((result) => "path" in result);
}

function styleOf(options: Readonly<Options>, defaults: Style): Style {
  const names = Object.keys(PRETTIER_STYLE) as (keyof Style)[];
  const set = names.filter((name) => options[name] !== undefined);
  return { ...defaults, ...Object.fromEntries(set.map((name) => [name, options[name]])) };
}

async function formatFile(
  file: OutputFile,
  by: NonNullable<FormatSettings["format"]>,
  style: Style,
): Promise<OutputFile | Diagnostic> {
  const parser = parserFor(file.path);
  if (parser === undefined) return file;
  const problem = parser === "json-stringify" ? problemOfJson(file) : undefined;
  if (problem !== undefined) return problem;
  const big = parser === "babel-ts" && Buffer.byteLength(file.text) > OXFMT_ABOVE_BYTES;
  const isMade = parser === "babel" || /\.d\.[cm]?ts$/.test(file.path);
  return by !== "prettier" || big || isMade
    ? byOxfmt(file, style)
    : byPrettier(file, parser, style);
}

/** Formatters mend a comma too many or drop a comment, and what is made of the file would depend on who reads it first. */
function problemOfJson(file: OutputFile): Diagnostic | undefined {
  try {
    JSON.parse(file.text);
    return undefined;
  } catch {
    const { offset, expected } = findJsonSyntaxError(file.text);
    const place = placeOfIndex(file.text, offset);
    return outputDiagnostic(file, "unparsable-output", `expected ${expected} here`, place);
  }
}

type Parser = "babel-ts" | "babel" | "json" | "json-stringify" | "markdown";

/** As Prettier's own table has it, so that `prettier --check` agrees, but for the faster of the two parsers of TypeScript. */
function parserFor(path: string): Parser | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  switch (name.slice(name.lastIndexOf("."))) {
    case ".ts":
    case ".mts":
    case ".cts":
    case ".tsx":
      return "babel-ts";
    case ".js":
    case ".mjs":
    case ".cjs":
    case ".jsx":
      return "babel";
    case ".json":
      return name === "package.json" ? "json-stringify" : "json";
    case ".md":
      return "markdown";
    default:
      return undefined;
  }
}

async function byPrettier(
  file: OutputFile,
  parser: Parser | "typescript",
  style: Style,
): Promise<OutputFile | Diagnostic> {
  const prettier = await import("prettier/standalone");
  const plugins = await pluginsFor(parser);
  try {
    return { ...file, text: await prettier.format(file.text, { ...style, parser, plugins }) };
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    // It refuses some TypeScript that is rare and right.
    if (parser === "babel-ts") return byPrettier(file, "typescript", style);
    const message = error.message.split("\n")[0]?.replace(/ \(\d+:\d+\)$/, "") ?? "";
    return outputDiagnostic(file, "unparsable-output", message, error.loc.start);
  }
}

/** The parts of Prettier that a language needs; loading all of them takes longer than most output. */
async function pluginsFor(parser: Parser | "typescript"): Promise<Plugin[]> {
  const babel = (await import("prettier/plugins/babel")).default;
  const estree: Plugin = (await import("prettier/plugins/estree")).default;
  switch (parser) {
    case "typescript":
      return [(await import("prettier/plugins/typescript")).default, estree];
    case "markdown": {
      const markdown = (await import("prettier/plugins/markdown")).default;
      // What stands in a block of code is parsed by the parser of that name.
      const typescript = { parsers: { typescript: babel.parsers["babel-ts"] } };
      return [markdown, babel, typescript, estree];
    }
    default:
      return [babel, estree];
  }
}

async function byOxfmt(file: OutputFile, style: Style): Promise<OutputFile | Diagnostic> {
  const oxfmt = await import("oxfmt");
  const { endOfLine, printWidth, tabWidth, ...shared } = style;
  const { code, errors } = await oxfmt.format(file.path, file.text, {
    ...shared,
    printWidth: Math.min(printWidth, OXFMT_MAX_PRINT_WIDTH),
    tabWidth: Math.min(tabWidth, OXFMT_MAX_TAB_WIDTH),
    endOfLine: endOfLine === "auto" ? "lf" : endOfLine,
    sortPackageJson: false,
    ...(isJavaScript(file) ? { objectWrap: "collapse" } : {}),
  });
  const [error] = errors;
  if (error === undefined) return { ...file, text: code };
  const place = placeOfByte(file.text, error.labels[0]?.start ?? 0);
  return outputDiagnostic(file, "unparsable-output", error.message, place);
}

/** Of which the bundler breaks the objects that are broken in the source, whether that was formatted or not. */
function isJavaScript({ path }: OutputFile): boolean {
  return /\.[cm]?js$/.test(path);
}

function isSyntaxError(
  error: unknown,
): error is SyntaxError & { loc: { start: { line: number; column: number } } } {
  return error instanceof SyntaxError && "loc" in error;
}

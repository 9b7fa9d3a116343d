import { createColors } from "picocolors";

/** A place in a text; line and column count from 1, the column in UTF-16 code units. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing to tell the user about the input. */
export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  /** Kebab-case and stable, for instance `dangling-ref`. */
  readonly code: string;
  /** A sentence without capital and full stop, as it follows the code. */
  readonly message: string;
  /** What to do about it, in the same form. */
  readonly cure?: string;
  /** The rule that the input breaks, for instance `OpenAPI 3.1.1, 4.8.12.1`: of an error about a document that is refused for it. */
  readonly rule?: string;
  /** The node it is about, for instance `#/paths/~1v1~1files`. */
  readonly pointer?: string;
  readonly location?: Location;
  /** The offending lines, the first being the one that `location` names; made by {@link excerptOf}. */
  readonly excerpt?: readonly string[];
}

/** Bad input: thrown by a stage that cannot go on. At least one of its diagnostics is an error. */
export class DiagnosticError extends Error {
  override readonly name = "DiagnosticError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(
      diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, { colors: false })).join("\n\n"),
    );
    this.diagnostics = diagnostics;
  }
}

const LONGEST_LINE = 160;
const KEPT_BEFORE = 60;

/** The line as it is shown: a line too long to read (minified JSON) is cut to the part around `column`. */
export function excerptOf(line: string, column: number): string {
  if (line.length <= LONGEST_LINE) return line;
  const start = Math.max(0, column - 1 - KEPT_BEFORE);
  const end = start + LONGEST_LINE;
  return `${start > 0 ? "…" : ""}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
}

/** Where in the excerpt's first line `column` is, counting from 0. */
function caretIndex(line: string, column: number): number {
  const index = column - 1;
  return line.startsWith("…") && index > KEPT_BEFORE
    ? KEPT_BEFORE + 1
    : Math.min(index, line.length);
}

/**
 * A diagnostic as text without a final newline: severity and code, message, place, pointer, the offending lines with a
 * caret, the rule that is broken, and the cure. Control characters from the input are made visible, so that it cannot steer a terminal.
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  options: { readonly colors: boolean },
): string {
  const colors = createColors(options.colors);
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan }[
    diagnostic.severity
  ];
  const { location, pointer, rule, cure } = diagnostic;
  const lines = [
    `${paint(colors.bold(`${diagnostic.severity} ${diagnostic.code}`))}: ${visible(diagnostic.message)}`,
  ];
  if (location !== undefined)
    lines.push(
      `  ${colors.dim("at")} ${visible(location.file)}:${location.line}:${location.column}`,
    );
  if (pointer !== undefined) lines.push(`  ${colors.dim("in")} ${visible(pointer)}`);
  if (location !== undefined && diagnostic.excerpt !== undefined) {
    const width = String(location.line + diagnostic.excerpt.length - 1).length;
    for (const [index, text] of diagnostic.excerpt.entries()) {
      lines.push(
        `  ${colors.dim(`${String(location.line + index).padStart(width)} |`)} ${visible(text)}`,
      );
      if (index > 0) continue;
      const indent = visible(text.slice(0, caretIndex(text, location.column))).replace(
        /[^\t]/gu,
        " ",
      );
      lines.push(`  ${colors.dim(`${" ".repeat(width)} |`)} ${indent}${paint("^")}`);
    }
  }
  if (rule !== undefined) lines.push(`  ${colors.dim("rule:")} ${visible(rule)}`);
  if (cure !== undefined) lines.push(`  ${colors.green("cure:")} ${visible(cure)}`);
  return lines.join("\n");
}

/** `text` with its control characters made visible, but for tabs. */
export function visible(text: string): string {
  return text.replace(
    /(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Diagnostics about generated text: it has places too, in a file that is not on the disk yet. */

import { type Diagnostic, excerptOf } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";

/** What is wrong, and what to do where a template of the user's is at fault. */
const CURES = {
  "unparsable-output": "correct the template",
  "untyped-export": "give the export an explicit type",
  "unlinkable-output": "correct the import, or add a template that makes what it needs",
  "mistyped-output": "correct the template",
  "missing-dependency": "install it, or generate without `--verify`",
} as const;

export type OutputProblemCode = keyof typeof CURES;

const OUTCOMES: Readonly<Record<OutputProblemCode, string>> = {
  "unparsable-output": "does not parse",
  "untyped-export": "cannot be compiled",
  "unlinkable-output": "cannot be compiled",
  "mistyped-output": "does not type-check",
  "missing-dependency": "cannot be type-checked",
};

export function isOutputProblem(code: string): code is OutputProblemCode {
  return Object.hasOwn(CURES, code);
}

export function cureOf(code: OutputProblemCode): string {
  return CURES[code];
}

/** Line and column count from 1. */
export interface OutputPlace {
  readonly line: number;
  readonly column: number;
}

/** As long as no template of the user's is known to be at fault. */
export function outputDiagnostic(
  file: OutputFile,
  code: OutputProblemCode,
  message: string,
  { line, column }: OutputPlace,
): Diagnostic {
  return {
    severity: "error",
    code,
    message: `the generated ${file.path} ${OUTCOMES[code]}: ${message.replace(/\.$/, "")}`,
    cure: "if a template of yours replaces what this depends on, correct that; if not, please report it",
    location: { file: file.path, line, column },
    excerpt: [excerptOf(file.text.split("\n")[line - 1] ?? "", column)],
  };
}

/** The place of an offset that counts UTF-8 bytes. */
export function placeOfByte(text: string, offset: number): OutputPlace {
  return placeOfIndex(Buffer.from(text).subarray(0, offset).toString("utf8"));
}

/** @param index by default the end. */
export function placeOfIndex(text: string, index: number = text.length): OutputPlace {
  const lines = text.slice(0, index).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

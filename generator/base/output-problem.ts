/** Diagnostics about generated text: it has places too, in a file that is not on the disk yet. */

import { type Diagnostic, excerptOf } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";

export type OutputProblemCode = "unparsable-output" | "untyped-export" | "unlinkable-output";

const CURES: Readonly<Record<OutputProblemCode, string>> = {
  "unparsable-output":
    "correct the template that makes this file; if it is one of ours, please report it",
  "untyped-export": "give the export an explicit type in the template that makes this file",
  "unlinkable-output":
    "correct the template that makes this file, or add the one that makes what it needs",
};

/** Line and column count from 1. */
export interface OutputPlace {
  readonly line: number;
  readonly column: number;
}

export function outputDiagnostic(
  file: OutputFile,
  code: OutputProblemCode,
  message: string,
  { line, column }: OutputPlace,
): Diagnostic {
  const outcome = code === "unparsable-output" ? "does not parse" : "cannot be compiled";
  return {
    severity: "error",
    code,
    message: `the generated ${file.path} ${outcome}: ${message.replace(/\.$/, "")}`,
    cure: CURES[code],
    location: { file: file.path, line, column },
    excerpt: [excerptOf(file.text.split("\n")[line - 1] ?? "", column)],
  };
}

/** The place of an offset that counts UTF-8 bytes. */
export function placeOfByte(text: string, offset: number): OutputPlace {
  const lines = Buffer.from(text).subarray(0, offset).toString("utf8").split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

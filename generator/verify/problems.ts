/** What the compiler says, as diagnostics. */

import { outputDiagnostic } from "../base/output-problem.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";
import { CHECKED } from "./projects.ts";

/** How many are shown: one mistake can lead to hundreds. */
const SHOWN = 20;

const PROBLEM = /^(?:(.+)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/;

/** @param output what the compiler prints without `--pretty`, with paths from the folder of the projects. */
export function problemsIn(output: string, files: readonly OutputFile[]): Diagnostic[] {
  const problems = output.split(/\r?\n/).flatMap((line) => problemOf(line, files));
  if (problems.length <= SHOWN) return problems;
  const more: Diagnostic = {
    severity: "error",
    code: "mistyped-output",
    message: `there are ${problems.length - SHOWN} more of this kind`,
  };
  return [...problems.slice(0, SHOWN), more];
}

/** Lines that only go on about the problem before them are none. */
function problemOf(text: string, files: readonly OutputFile[]): readonly Diagnostic[] {
  const [, path, line, column, code = "", said = ""] = PROBLEM.exec(text) ?? [];
  if (code === "") return [];
  const message = `${said.replace(/\.$/, "")} (${code})`;
  const file = files.find((each) => each.path === outputPathOf(path ?? ""));
  if (file === undefined) {
    const where = path === undefined ? "" : `${path}:${line}:${column}: `;
    return [
      {
        severity: "error",
        code: "mistyped-output",
        message: `the output does not type-check: ${where}${message}`,
        cure: "generate without `--verify` to look at it",
      },
    ];
  }
  const place = { line: Number(line), column: Number(column) };
  const dependency = /^Cannot find module '([^.'][^']*)'/.exec(said)?.[1];
  if (dependency === undefined) return [outputDiagnostic(file, "mistyped-output", message, place)];
  const missing = `${dependency} is not installed where the output is`;
  return [outputDiagnostic(file, "missing-dependency", missing, place)];
}

/** The path in the output of a file of the output, or of the package as a project has it installed. */
function outputPathOf(path: string): string | undefined {
  const posix = path.replaceAll("\\", "/");
  if (posix.startsWith(`${CHECKED}/`)) return posix.slice(CHECKED.length + 1);
  return /^[^/]+\/node_modules\/(?:@[^/]+\/)?[^/]+\/(.*)$/.exec(posix)?.[1];
}

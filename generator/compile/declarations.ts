/** Declarations for a package, file by file and without a type-checker: the sources are written with `isolatedDeclarations`. */

import { outputDiagnostic, placeOfByte } from "../base/output-problem.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";
import { declarationPath } from "./folders.ts";
import { headed, headerOf } from "./header.ts";

/**
 * What is made of a file of a package: `dist/**\/*.d.ts` of `src/**\/*.ts`, and nothing of others; or why it is not, if the file
 * does not parse or an export lacks the type that its declaration needs.
 */
export type Declarer = (file: OutputFile) => Promise<OutputFile | readonly Diagnostic[]>;

export const declarationOf: Declarer = async (file) => {
  const path = declarationPath(file.path);
  if (path === undefined) return [];
  if (file.path.endsWith(".d.ts")) return { path, text: file.text };
  const { isolatedDeclaration } = await import("oxc-transform");
  const { code, errors } = await isolatedDeclaration(file.path, file.text);
  if (errors.length === 0) return { path, text: headed(code, headerOf(file.text)) };
  return errors.map(({ message, labels }) => {
    const kind = /^TS9\d+: /.test(message) ? "untyped-export" : "unparsable-output";
    const place = placeOfByte(file.text, labels[0]?.start ?? 0);
    return outputDiagnostic(file, kind, message, place);
  });
};

/** @throws DiagnosticError with all that {@link declarationOf} says. */
export async function declarationsOf(
  files: readonly OutputFile[],
  declarer = declarationOf,
): Promise<OutputFile[]> {
  const results = await Promise.all(files.map(declarer));
  const diagnostics = results.flatMap((result) => ("path" in result ? [] : result));
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return results.filter((result) => "path" in result);
}

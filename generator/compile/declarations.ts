/** Declarations for a package, file by file and without a type-checker: the sources are written with `isolatedDeclarations`. */

import { outputDiagnostic, placeOfByte } from "../base/output-problem.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";
import { outputOf, SOURCE } from "./folders.ts";
import { headed, headerOf } from "./header.ts";

/**
 * @param files the files of a package.
 * @returns `dist/**\/*.d.ts` for each `src/**\/*.ts`.
 * @throws DiagnosticError if a file does not parse or an export lacks the type that its declaration needs.
 */
export async function declarationsOf(files: readonly OutputFile[]): Promise<OutputFile[]> {
  const { isolatedDeclaration } = await import("oxc-transform");
  const diagnostics: Diagnostic[] = [];
  const sources = files.filter(({ path }) => path.startsWith(SOURCE) && path.endsWith(".ts"));
  const outputs = await Promise.all(
    sources.map(async (file): Promise<OutputFile> => {
      const path = outputOf(file.path);
      if (path.endsWith(".d.ts")) return { path, text: file.text };
      const { code, errors } = await isolatedDeclaration(file.path, file.text);
      for (const { message, labels } of errors) {
        const kind = /^TS9\d+: /.test(message) ? "untyped-export" : "unparsable-output";
        const place = placeOfByte(file.text, labels[0]?.start ?? 0);
        diagnostics.push(outputDiagnostic(file, kind, message, place));
      }
      return { path: path.replace(/\.ts$/, ".d.ts"), text: headed(code, headerOf(file.text)) };
    }),
  );
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return outputs;
}

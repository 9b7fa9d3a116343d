/**
 * JavaScript and declarations for a package, file by file and without a type-checker: the sources are written so that types
 * can be erased (`erasableSyntaxOnly`) and declarations read off (`isolatedDeclarations`).
 */

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import { outputDiagnostic, placeOfByte } from "./base/output-problem.ts";
import type { OutputFile } from "./source.ts";

/** The youngest syntax in the JavaScript of a package. */
const TARGET = "es2022";

const SOURCE = "src/";
const OUTPUT = "dist/";

/**
 * @param files the files of a package.
 * @returns `dist/**\/*.js` and `.d.ts` for each `src/**\/*.ts`, and a copy of each `src/**\/*.js`; the given files not included.
 * @throws DiagnosticError if a file does not parse or an export lacks the type that its declaration needs.
 */
export async function transpile(files: readonly OutputFile[]): Promise<OutputFile[]> {
  const { transform } = await import("oxc-transform");
  const diagnostics: Diagnostic[] = [];
  const outputs = await Promise.all(
    files.map(async (file): Promise<OutputFile[]> => {
      if (!file.path.startsWith(SOURCE)) return [];
      const path = OUTPUT + file.path.slice(SOURCE.length);
      if (/\.(?:js|d\.ts)$/.test(path)) return [{ path, text: file.text }];
      if (!path.endsWith(".ts")) return [];
      const { code, declaration, errors, helpersUsed } = await transform(file.path, file.text, {
        lang: "ts",
        sourceType: "module",
        target: TARGET,
        typescript: { onlyRemoveTypeImports: true, declaration: { stripInternal: false } },
      });
      for (const { message, labels } of errors) {
        const kind = /^TS9\d+: /.test(message) ? "untyped-export" : "unparsable-output";
        const place = placeOfByte(file.text, labels[0]?.start ?? 0);
        diagnostics.push(outputDiagnostic(file, kind, message, place));
      }
      for (const helper of Object.keys(helpersUsed)) {
        const message = `it has syntax younger than ${TARGET}, for which the helper ${helper} would be needed`;
        diagnostics.push(
          outputDiagnostic(file, "unsupported-syntax", message, { line: 1, column: 1 }),
        );
      }
      const stem = path.slice(0, -".ts".length);
      const header = headerOf(file.text);
      return [
        { path: `${stem}.js`, text: withHeader(header, code) },
        { path: `${stem}.d.ts`, text: withHeader(header, declaration ?? "") },
      ];
    }),
  );
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return outputs.flat();
}

/** The line comments with which a file begins: the compiler drops them where the import below them goes. */
function headerOf(text: string): string {
  return /^(?:\/\/.*\r?\n)+/.exec(text)?.[0] ?? "";
}

function withHeader(header: string, code: string): string {
  return code.startsWith(header) ? code : `${header}\n${code}`;
}

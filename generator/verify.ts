/** Type-checks what is about to be written, with the TypeScript of the project that it is for. */

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import type { ImportExtension } from "./compile/import-extension.ts";
import type { OutputFile } from "./source.ts";
import { type Compiler, findCompiler } from "./verify/compiler.ts";
import { problemsIn } from "./verify/problems.ts";
import { layOut } from "./verify/projects.ts";
import { compileIn } from "./verify/folder.ts";

export interface Verification {
  /** Where TypeScript is looked for, and above: the folder of the config. */
  readonly from: string;
  /** Whether it is a warning and no error if something keeps from checking, for instance that there is no TypeScript. Default false. */
  readonly optional?: boolean;
}

export interface VerifySettings extends Verification {
  /** The output folder, from which packages are found; it need not be there. */
  readonly out: string;
  readonly kind: "package" | "source";
  readonly importExtension: ImportExtension;
}

/** The first of which `--erasableSyntaxOnly`, the last option of the matrix, is known. */
const OLDEST = [5, 8] as const;

/**
 * Checks the sources under the strictest options, and the declarations of a package as those see them who install it, for
 * each way to resolve modules. It takes as long as the compiler does.
 *
 * @param files sources, and declarations where it is a package.
 * @returns what keeps from checking, as warnings, where the check is optional; empty if everything was checked.
 * @throws DiagnosticError with what does not type-check, or with what keeps from checking: `no-typescript`, `not-verified`,
 * `missing-dependency`, `mistyped-dependency`.
 */
export async function verify(
  files: readonly OutputFile[],
  settings: VerifySettings,
): Promise<readonly Diagnostic[]> {
  const problems = await problemsOf(files, settings).catch((error: unknown) => {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  });
  const hindrances = problems.filter(({ code }) => code !== "mistyped-output");
  if (settings.optional === true && hindrances.length > 0) {
    return hindrances.map((problem) => ({ ...problem, severity: "warning" }));
  }
  if (problems.length > 0) throw new DiagnosticError(problems);
  return [];
}

async function problemsOf(
  files: readonly OutputFile[],
  settings: VerifySettings,
): Promise<readonly Diagnostic[]> {
  const compiler = compilerFor(settings);
  if ("severity" in compiler) return [compiler];
  const layout = layOut(files, settings);
  return problemsIn(await compileIn(layout, settings.out, compiler), files, layout);
}

/** Why nothing can be checked: `no-typescript`, or undefined if there is one. */
export function missingCompiler(verification: Verification): Diagnostic | undefined {
  const compiler = compilerFor(verification);
  return "severity" in compiler ? compiler : undefined;
}

function compilerFor({ from, optional = false }: Verification): Compiler | Diagnostic {
  const compiler = findCompiler(from);
  if (compiler !== undefined && !isOld(compiler.version)) return compiler;
  const why =
    compiler === undefined
      ? "none is installed there or above"
      : `the one that is installed there is ${compiler.version}`;
  return {
    severity: optional ? "warning" : "error",
    code: "no-typescript",
    message: `the output is not type-checked: it needs TypeScript ${OLDEST.join(".")} or later in ${from}, and ${why}`,
    cure: "install it with `npm install --save-dev typescript`, or generate with `--no-verify`",
  };
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

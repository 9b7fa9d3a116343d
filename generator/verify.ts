/** Type-checks what is about to be written, with the TypeScript of the project that it is for. */

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import type { ImportExtension } from "./compile/import-extension.ts";
import type { OutputFile } from "./source.ts";
import { findCompiler } from "./verify/compiler.ts";
import { problemsIn } from "./verify/problems.ts";
import { filesOf, projectsFor } from "./verify/projects.ts";
import { inFolder } from "./verify/folder.ts";

export interface Verification {
  /** Where TypeScript is looked for, and above: the folder of the config. */
  readonly from: string;
  /** Whether output that cannot be checked because there is no TypeScript is a remark and no error. Default false. */
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
 * @returns remarks.
 * @throws DiagnosticError with what does not type-check; `no-typescript` if there is none that could do it.
 */
export async function verify(
  files: readonly OutputFile[],
  settings: VerifySettings,
): Promise<Diagnostic[]> {
  const compiler = findCompiler(settings.from);
  if (compiler === undefined) return withoutCompiler("none is installed there or above", settings);
  if (isOld(compiler.version)) {
    const why = `that which is installed there is ${compiler.version}`;
    return withoutCompiler(why, settings);
  }
  const projects = projectsFor(files, settings);
  return inFolder(filesOf(files, projects, settings.kind), settings.out, async (check) => {
    for (const { name } of projects) {
      const output = await check(compiler, name);
      const problems = problemsIn(output, files);
      if (problems.length > 0) throw new DiagnosticError(problems);
    }
    return [];
  });
}

/** @throws DiagnosticError unless the check is optional. */
function withoutCompiler(why: string, { from, optional = false }: Verification): Diagnostic[] {
  const problem: Diagnostic = {
    severity: optional ? "info" : "error",
    code: "no-typescript",
    message: `the output is not type-checked: it needs TypeScript ${OLDEST.join(".")} or later in ${from}, and ${why}`,
    cure: "install it with `npm install --save-dev typescript`, or generate with `--no-verify`",
  };
  if (!optional) throw new DiagnosticError([problem]);
  return [problem];
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

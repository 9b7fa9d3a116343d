/** Which paths a generated file may have: relative, inside the output folder, and distinct on every file system. */

import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { MANIFEST_FILE } from "./manifest.ts";
import { WORKPLACE } from "./workplace.ts";

/** Why `path` must not be written, or undefined where it may. */
export function pathProblem(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "it is absolute";
  if (path.includes("\\")) return "it has a backslash";
  if (
    [...path].some((character) => character < " " || character === "\u007f" || character === ":")
  ) {
    return "it has a character that no file name may have everywhere";
  }
  const segments = path.split("/");
  if (segments.includes("..")) return "it leaves the output folder";
  if (segments.some((segment) => segment === "" || segment === "."))
    return "it is not in its shortest form";
  return undefined;
}

/** One spelling for all paths that are one file where case or Unicode form does not count. */
export function foldPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** @throws DiagnosticError listing each path that must not be written, and each two that would be one file. */
export function checkOutputPaths(paths: readonly string[]): void {
  const diagnostics: Diagnostic[] = [];
  const report = (message: string): void => {
    diagnostics.push({
      severity: "error",
      code: "output-path",
      message,
      cure: "rename the template, the resource or the schema from which the path is made",
    });
  };
  const seen = new Map([MANIFEST_FILE, WORKPLACE].map((name) => [foldPath(name), name]));
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem !== undefined) {
      report(`the output path ${JSON.stringify(path)} cannot be written: ${problem}`);
      continue;
    }
    const other = seen.get(foldPath(path));
    if (other === undefined) seen.set(foldPath(path), path);
    else if (other === path) report(`the output path ${path} is written twice`);
    else report(`the output paths ${other} and ${path} are one file where case does not count`);
  }
  for (const [folded, path] of seen) {
    for (let end = folded.lastIndexOf("/"); end > 0; end = folded.lastIndexOf("/", end - 1)) {
      const file = seen.get(folded.slice(0, end));
      if (file !== undefined) report(`the output path ${file} is a file, and a folder in ${path}`);
    }
  }
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
}

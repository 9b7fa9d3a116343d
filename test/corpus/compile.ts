/** What compilers say of the projects of a package. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { PackageFolder } from "./projects.ts";
import type { CompileError } from "./row.ts";

/** An example may have none but properties that its schema does not list, which is no error in a document. */
const OTHER_PROPERTIES = /has no properties in common with type [^\n]*$/;

type Project = CompileError["project"];

const NATIVE = fileURLToPath(new URL("../../node_modules/typescript7/bin/tsc", import.meta.url));

/** Libraries and the like, which all programs of a process share. */
const shared = new Map<string, ts.SourceFile | undefined>();

export function programOf(folder: PackageFolder, project: Project): ts.Program {
  const config: unknown = JSON.parse(ts.sys.readFile(join(folder.path, `${project}.json`)) ?? "{}");
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder.path);
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...rest) => {
    if (path.startsWith(folder.path)) return getSourceFile(path, ...rest);
    if (!shared.has(path)) shared.set(path, getSourceFile(path, ...rest));
    return shared.get(path);
  };
  return ts.createProgram(fileNames, options, host);
}

/** With the compiler that the repository has. */
export function compile(
  program: ts.Program,
  folder: PackageFolder,
  project: Project,
): CompileError[] {
  const host = {
    getCurrentDirectory: () => folder.path,
    getCanonicalFileName: (name: string) => name,
    getNewLine: () => "\n",
  };
  const messages = ts
    .getPreEmitDiagnostics(program)
    .map((problem) => ts.formatDiagnostic(problem, host).trim());
  return errorsOf(messages, ts.version, project);
}

function errorsOf(messages: readonly string[], compiler: string, project: Project): CompileError[] {
  return messages
    .filter((message) => project !== "calls" || !OTHER_PROPERTIES.test(message))
    .map((message) => ({ compiler, project, message }));
}

/** With TypeScript 7, which is a program of its own. */
export async function compileNatively(
  folder: PackageFolder,
  project: Project,
): Promise<CompileError[]> {
  const args = [NATIVE, "-p", join(folder.path, `${project}.json`), "--pretty", "false"];
  const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder.path, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
  // A message that is more than one line goes on indented.
  const messages = output.split(/\n(?=\S)/).filter((message) => message.includes("error TS"));
  if (code !== 0 && messages.length === 0) messages.push(output.trim() || `exit code ${code}`);
  return errorsOf(
    messages.map((message) => message.trim()),
    "7",
    project,
  );
}

/** A folder for the time of a check, from which packages are found as from the output folder. */

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { execPath } from "node:process";

import { DiagnosticError } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";
import type { Compiler } from "./compiler.ts";

/** What generated code imports: it is here also where nobody has installed it yet. */
const DEPENDENCY = "openapi-fetch";

const CURE =
  "see whether there is room in the folder for temporary files, and whether `npx tsc --version` works; or generate with `--no-verify`";

/** Runs a compiler on a project of the folder, and returns what it says. */
export type Check = (compiler: Compiler, project: string) => Promise<string>;

/**
 * Makes the folder, and removes it in the end.
 *
 * @param out need not be there.
 */
export async function inFolder<T>(
  files: readonly OutputFile[],
  out: string,
  run: (check: Check) => Promise<T>,
): Promise<T> {
  let root: string | undefined;
  try {
    root = await realpath(await mkdtemp(join(tmpdir(), "triptych-verify-")));
    const folder = await below(root, out);
    for (const { path, text } of files) {
      const file = join(folder, path);
      if (!file.startsWith(folder + sep)) throw failure(`${path} leads out of the output`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return await run((compiler, project) => compile(compiler, folder, project));
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    throw failure(`the output cannot be type-checked: ${error.message}`);
  } finally {
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  }
}

/** A folder in which each `node_modules` that the output can see is above it, by a link, in the same order. */
async function below(root: string, out: string): Promise<string> {
  const own = dirname(
    createRequire(import.meta.url).resolve(`${DEPENDENCY}/package.json`),
  );
  await link(own, join(root, "node_modules", DEPENDENCY));
  let folder = join(root, "below");
  for (const modules of await modulesAbove(out)) {
    await link(modules, join(folder, "node_modules"));
    folder = join(folder, "below");
  }
  return folder;
}

/** The outermost first. */
async function modulesAbove(out: string): Promise<string[]> {
  const found: string[] = [];
  for (let dir = out; ; dir = dirname(dir)) {
    const modules = join(dir, "node_modules");
    const info = await stat(modules).catch(() => undefined);
    if (info?.isDirectory() === true) found.unshift(modules);
    if (dirname(dir) === dir) return found;
  }
}

function failure(message: string): DiagnosticError {
  return new DiagnosticError([{ severity: "error", code: "not-verified", message, cure: CURE }]);
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // Elsewhere than on Windows the type is not looked at; there, a junction needs no rights.
  await symlink(target, path, "junction");
}

async function compile(
  { program, version }: Compiler,
  folder: string,
  project: string,
): Promise<string> {
  const args = [program, "--project", project, "--pretty", "false"];
  const child = spawn(execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0 || /\berror TS\d+: /.test(output)) return output;
  const said = /^.*\bError\b.*$/im.exec(output)?.[0] ?? output.trim().split("\n")[0] ?? "";
  throw failure(`TypeScript ${version} ended with ${code ?? "a signal"}: ${said.trim()}`);
}

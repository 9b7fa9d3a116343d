/** A folder for the time of a check, from which packages are found as from the output folder. */

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { execPath } from "node:process";

import { inBatches } from "../base/in-batches.ts";
import { DiagnosticError } from "../diagnostic.ts";
import type { Compiler } from "./compiler.ts";
import { CHECKED, type Layout } from "./projects.ts";

/** What generated code imports: it is here also where nobody has installed it yet. */
const DEPENDENCY = "openapi-fetch";

/** How many files are written at the same time: systems limit how many may be open. */
const WRITTEN_AT_ONCE = 64;

const CURE =
  "see whether there is room in the folder for temporary files, and whether `npx tsc --version` works; or generate with `--no-verify`";

/**
 * Makes the folder, lets the compiler check its projects in one go, and removes it.
 *
 * @param out the output folder; it need not be there.
 * @returns what the compiler says.
 * @throws DiagnosticError `not-verified` if the folder cannot be made or the compiler breaks down.
 */
export async function compileIn(layout: Layout, out: string, compiler: Compiler): Promise<string> {
  let root: string | undefined;
  try {
    root = await realpath(await mkdtemp(join(tmpdir(), "triptych-verify-")));
    const folder = await below(root, out);
    await fill(folder, layout);
    return await compile(compiler, folder, layout.projects);
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    throw failure(`the output cannot be type-checked: ${error.message}`);
  } finally {
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  }
}

/** A folder in which each `node_modules` that the output can see is above it, by a link, in the same order. */
async function below(root: string, out: string): Promise<string> {
  const own = dirname(createRequire(import.meta.url).resolve(`${DEPENDENCY}/package.json`));
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

async function fill(folder: string, { files, installed }: Layout): Promise<void> {
  const placed = files.map(({ path, text }) => ({ file: inside(folder, path), text }));
  for (const parent of new Set(placed.map(({ file }) => dirname(file)))) {
    await mkdir(parent, { recursive: true });
  }
  await inBatches(placed, WRITTEN_AT_ONCE, ({ file, text }) => writeFile(file, text));
  if (installed !== undefined) await link(join(folder, CHECKED), inside(folder, installed));
}

function inside(folder: string, path: string): string {
  const file = join(folder, path);
  if (!file.startsWith(folder + sep)) throw failure(`${path} leads out of the output`);
  return file;
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // Elsewhere than on Windows the type is not looked at; there, a junction needs no rights.
  await symlink(target, path, "junction");
}

function failure(message: string): DiagnosticError {
  return new DiagnosticError([{ severity: "error", code: "not-verified", message, cure: CURE }]);
}

async function compile(
  { program, version }: Compiler,
  folder: string,
  projects: readonly string[],
): Promise<string> {
  const args = [program, "--build", ...projects, "--pretty", "false"];
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

import { execFile } from "node:child_process";
import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program without a shell, whatever its exit code. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1", ...options.env };
  // A runner's own Node options are not those of a user's process.
  delete env["NODE_OPTIONS"];
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd: options.cwd ?? root, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, output: stdout, errors: stderr });
      },
    );
  });
}

/** What a program prints. Anything but exit code 0 is an error with all that it printed. */
export async function succeed(
  program: string,
  args: readonly string[],
  options: Parameters<typeof run>[2] = {},
): Promise<string> {
  const { code, output, errors } = await run(program, args, options);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(" ")} exits ${code}:\n${output}${errors}`);
  }
  return output;
}

/** A new folder outside the repository, so that nothing is found there by accident, with these files. */
export function folder(files: Readonly<Record<string, string | object>>): string {
  const path = mkdtempSync(join(tmpdir(), "triptych-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(
      join(path, name),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }
  return path;
}

/** Packs the package in a folder as `npm publish` would, and gives the path of the tarball. */
export async function pack(packageFolder: string): Promise<string> {
  const destination = folder({});
  await succeed("npm", ["pack", "--ignore-scripts", "--pack-destination", destination], {
    cwd: packageFolder,
  });
  const listing = await succeed("ls", [destination]);
  return join(destination, listing.trim());
}

/** Installs packages into a folder that has a `package.json`. */
export function install(into: string, ...packages: string[]): Promise<string> {
  return succeed("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], {
    cwd: into,
  });
}

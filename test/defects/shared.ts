import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { caseNamed } from "../contract/cases.ts";
import { entries } from "../contract/package.ts";
import { runCases } from "../contract/run.ts";
import { startServer } from "../server/start.js";
import type { ServerHandle } from "../server/types.ts";

/** A server for the tests of one file, started and ended with them. */
export function useServer(): () => ServerHandle {
  let server: ServerHandle;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());
  return () => server;
}

/** Puts cases of the contract suite, by their names, to every layer; a sound package has no failures. */
export async function failuresOf(
  server: ServerHandle,
  ...names: readonly string[]
): Promise<string[]> {
  const failures = await runCases(entries, server, names.map(caseNamed));
  return failures.map(
    ({ layer, case: name, messages }) => `${layer}, ${name}: ${messages.join("; ")}`,
  );
}

/** Runs a module in a process of its own, and gives what it wrote. Fails unless the exit code is 0. */
export async function runModule(
  source: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", source],
    {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      env: { ...process.env, NODE_OPTIONS: "", ...env },
    },
  );
  return stdout.trim();
}

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
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

/** Cases of the contract suite that show that a defect is not there, in every layer. */
export async function shownBy(server: ServerHandle, ...names: readonly string[]): Promise<void> {
  const failures = await runCases(entries, server, names.map(caseNamed));
  expect(
    failures.map((failure) => `${failure.layer}, ${failure.case}: ${failure.messages.join("; ")}`),
  ).toEqual([]);
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

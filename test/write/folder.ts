/** An output folder in a folder of its own, new for each test. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";

import { DiagnosticError } from "../../generator/diagnostic.ts";
import { write, type WriteOptions, type WriteReport } from "../../generator/write.ts";

export let root = "";
export let out = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "write-"));
  out = join(root, "out");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

export const generate = (
  files: Readonly<Record<string, string>>,
  options: Partial<WriteOptions> = {},
): Promise<WriteReport> =>
  write(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    out,
    { generator: "1.2.3", ...options },
  );

export const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
};
export const read = (path: string): string => readFileSync(join(out, path), "utf8");
export const tree = (): string[] => {
  const paths = readdirSync(root, { recursive: true }) as string[];
  const files = paths.filter((path) => statSync(join(root, path)).isFile());
  files.sort();
  return files;
};
export const diagnosticsOf = async (
  run: Promise<unknown>,
): Promise<DiagnosticError["diagnostics"]> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DiagnosticError);
  return (error as DiagnosticError).diagnostics;
};

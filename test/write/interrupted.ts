/** An output folder before, during and after a run that does not end well. */

import { build } from "esbuild";
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect } from "vitest";

import { write, type WriteOptions } from "../../generator/write.ts";
import type { OutputFile } from "../../generator/source.ts";
import type { Fault } from "./disk.js";

export type Files = Readonly<Record<string, string>>;

/** A file is replaced, one appears in a folder that is new, one goes with its folder, one was edited, one stays. */
export const OLD: Files = {
  "edited.ts": "old edited",
  "kept.ts": "as it was",
  "replaced.ts": "old replaced",
  "gone/deep/gone.ts": "gone",
  "Case.ts": "case",
  "kept.json.gz": "old and compressed",
};
export const NEW: Files = {
  "edited.ts": "new edited",
  "kept.ts": "as it was",
  "replaced.ts": "new replaced",
  "added/deep/added.ts": "added",
  "case.ts": "case",
  "kept.json.gz": "new and compressed",
};
export const NEWER: Files = { ...NEW, "replaced.ts": "newer", "added/deep/more.ts": "more" };

/** What a person made of a generated file. */
const EDIT = "what a person wrote";

const filesOf = (files: Files): readonly OutputFile[] =>
  Object.entries(files).map(([path, text]) => ({ path, text }));

export const generate = (out: string, files: Files, more: Partial<WriteOptions> = {}) =>
  write(filesOf(files), out, { generator: "1.0.0", patience: 5_000, ...more });

/** Generates the old files and edits one of them. */
export async function prepare(out: string): Promise<void> {
  rmSync(dirname(out), { recursive: true, force: true });
  mkdirSync(dirname(out), { recursive: true });
  await generate(out, OLD);
  writeFileSync(join(out, "edited.ts"), EDIT);
}

/** Everything around the output, uncompressed, without manifests. */
export function snapshot(out: string): Files {
  const root = dirname(out);
  const paths = (readdirSync(root, { recursive: true }) as string[]).filter(
    (path) => statSync(join(root, path)).isFile() && !path.endsWith(".triptych.json"),
  );
  paths.sort();
  const text = (path: string): string => {
    const bytes = readFileSync(join(root, path));
    return (path.endsWith(".gz") && path.startsWith("out/") ? gunzipSync(bytes) : bytes).toString();
  };
  return Object.fromEntries(paths.map((path) => [path, text(path)]));
}

/** How a folder looks that was generated from `files` at a stroke, with the edited version saved. */
export function settled(files: Files): Files {
  const all = { ...files, "edited.ts.orig": EDIT };
  const paths = Object.keys(all).map((path) => `out/${path}`);
  paths.sort();
  return Object.fromEntries(
    paths.map((path) => [path, all[path.slice(4) as keyof typeof all] as string]),
  );
}

/** Every file is the old one or the new one, and what the person wrote is there. */
export function expectWholeFiles(out: string, seen: Files): void {
  for (const path of new Set([...Object.keys(OLD), ...Object.keys(NEW)])) {
    const allowed = [OLD[path], NEW[path], ...(path === "edited.ts" ? [EDIT] : [])];
    expect(allowed, `${path} in ${out}`).toContain(seen[`out/${path}`]);
  }
  const edits = Object.keys(seen).filter((path) => seen[path] === EDIT && path.startsWith("out/"));
  expect(edits.length, "places of the edited version").toBeGreaterThan(0);
}

const here = dirname(fileURLToPath(import.meta.url));

/** Bundles the writer, with the disk that fails below it, into a program; see `program.js`. */
export async function buildProgram(file: string): Promise<void> {
  await build({
    entryPoints: [join(here, "program.js")],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
  });
}

export interface Task {
  readonly out: string;
  readonly files: Files;
  readonly fault?: Fault;
}

/** Runs the program. @returns how many points it passed; undefined if it was killed. */
export function runProgram(file: string, task: Task): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [file, JSON.stringify(task)], (error, stdout) => {
      if (error === null) resolve(Number(stdout));
      else if (error.signal === "SIGKILL") resolve(undefined);
      else reject(error);
    });
  });
}

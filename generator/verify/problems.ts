/** What the compiler says, as diagnostics. */

import { outputDiagnostic, type OutputPlace, placeOfIndex } from "../base/output-problem.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";
import { CHECKED, CONSUMER, type Layout } from "./projects.ts";

/** How many are shown: one mistake can lead to hundreds. */
const SHOWN = 20;

const PROBLEM = /^(?:(.+)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/;

/** What the compiler advises is for the tsconfig, which is not the user's here. */
const NODE_ADVICE = /\. Do you need to install type definitions for node\?.*$/;
const NODE_HINT =
  '; code that needs the types of Node begins with `/// <reference types="node" />`';

/** What one line of the compiler says. */
interface Problem {
  /** From the folder of the projects; absent where it is about no file. */
  readonly path: string | undefined;
  readonly place: OutputPlace;
  readonly said: string;
  readonly code: string;
}

/** @param output what the compiler prints without `--pretty`, with paths from the folder of the projects. */
export function problemsIn(
  output: string,
  files: readonly OutputFile[],
  { entries }: Pick<Layout, "entries">,
): Diagnostic[] {
  const all = output.split(/\r?\n(?!\s)/).flatMap(problemOf);
  // What is wrong in a source is wrong in its declarations too, and there it is nobody's.
  const first = all.filter(({ path }) => path?.startsWith(`${CHECKED}/src/`));
  const found = (first.length > 0 ? first : all).map((each) => diagnosticOf(each, files, entries));
  const problems = [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
  if (problems.length <= SHOWN) return problems;
  const more: Diagnostic = {
    severity: "error",
    code: "mistyped-output",
    message: `there are ${problems.length - SHOWN} more of this kind`,
  };
  return [...problems.slice(0, SHOWN), more];
}

/** @param text a line, and those which go on about it: of them the last says what is at the bottom of it. */
function problemOf(text: string): readonly Problem[] {
  const [line = "", ...more] = text.trimEnd().split(/\r?\n\s*/);
  const [, path, row, column, code, said = ""] = PROBLEM.exec(line) ?? [];
  if (code === undefined) return [];
  const phrases = [said.replace(NODE_ADVICE, NODE_HINT), ...more.slice(-1)].map((phrase) =>
    phrase.replace(/\.$/, ""),
  );
  const place = { line: Number(row), column: Number(column) };
  return [{ path: path?.replaceAll("\\", "/"), place, said: phrases.join(": "), code }];
}

function diagnosticOf(
  { path, place, said, code }: Problem,
  files: readonly OutputFile[],
  entries: readonly string[],
): Diagnostic {
  const message = `${said} (${code})`;
  if (path === undefined) return hindrance("not-verified", `TypeScript says: ${message}`);
  const fileAt = (wanted: string) => files.find((each) => `${CHECKED}/${each.path}` === wanted);
  const file = fileAt(path);
  if (file !== undefined) {
    const dependency = dependencyIn(said);
    if (dependency === undefined) return outputDiagnostic(file, "mistyped-output", message, place);
    const missing = `${dependency} is not installed where the output is`;
    return outputDiagnostic(file, "missing-dependency", missing, place);
  }
  const manifest = fileAt(`${CHECKED}/package.json`);
  if (manifest !== undefined && path.endsWith(`/${CONSUMER}`)) {
    const entry = JSON.stringify(entries[place.line - 1] ?? "");
    return outputDiagnostic(
      manifest,
      "mistyped-output",
      message,
      placeOfIndex(manifest.text, Math.max(0, manifest.text.indexOf(entry))),
    );
  }
  const where = `${path.replace(/^.*\/(?=node_modules\/)/, "")}:${place.line}:${place.column}`;
  return hindrance(
    "mistyped-dependency",
    `what the output imports does not type-check: ${where}: ${message}`,
  );
}

function hindrance(code: string, message: string): Diagnostic {
  return { severity: "error", code, message, cure: "correct that, or generate with `--no-verify`" };
}

/** The package that the compiler says it does not find, unless it is one of Node's modules. */
function dependencyIn(said: string): string | undefined {
  const name = /^Cannot find module '([^.'][^']*)'/.exec(said)?.[1];
  return name?.startsWith("node:") === true ? undefined : name;
}

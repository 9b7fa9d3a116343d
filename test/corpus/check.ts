/** Checks one document. */

import { join } from "node:path";
import type { Diagnostic, Generated, Plan } from "../../generator/index.ts";
import { makeCalls, planCalls, typedModule } from "../replay/calls.ts";
import { type DeclaredOperation, operationsOf } from "../replay/operations.ts";
import { Replay } from "../replay/server.ts";
import { Source } from "../replay/source.ts";
import { compile, compileNatively, programOf } from "./compile.ts";
import { droppedFrom } from "./dropped.ts";
import { PackageFolder } from "./projects.ts";
import type { Calls, Refusal, Row } from "./row.ts";
import { untypedIn } from "./typed.ts";

/** What is built is checked, with the types of what it was built from. */
const { DiagnosticError, generate } = (await import(
  "openapi-triptych" as string
)) as typeof import("../../generator/index.ts");

/** What the parent wants besides. */
export interface Wanted {
  /** Leaves the package on the disk. */
  readonly keep?: boolean;
  /** Makes calls against a server that replays examples. */
  readonly calls?: boolean;
  /** Compiles with TypeScript 7 alone. */
  readonly quick?: boolean;
}

export async function check(cwd: string, document: string, wanted: Wanted = {}): Promise<Row> {
  const source = read(join(cwd, document));
  const declared = source === undefined ? [] : operationsOf(source);
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1000;
  const base = {
    document,
    version: source?.version ?? "",
    operations: declared.length,
    refusals: [],
    errors: [],
    dropped: [],
    untyped: [],
    warnings: {},
    seconds: 0,
  };
  let generated: Generated;
  try {
    generated = await generate({ spec: document, refs: { allow: [cwd] } }, { cwd });
  } catch (error) {
    if (error instanceof DiagnosticError) {
      const refusals = error.diagnostics
        .filter(({ severity }) => severity === "error")
        .map(refusalOf);
      return { ...base, outcome: "refused", refusals, generated: since() };
    }
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...base, outcome: "crashed", crash, generated: since() };
  }
  const seconds = since();
  const findings = await examine(generated, source, declared, wanted);
  return {
    ...base,
    ...findings,
    outcome: findings.errors.every(({ project }) => project === "calls") ? "clean" : "errors",
    warnings: countsOf(generated.diagnostics),
    generated: seconds,
  };
}

async function examine(
  { files, plan }: Generated,
  source: Source | undefined,
  declared: readonly DeclaredOperation[],
  wanted: Wanted,
): Promise<Pick<Row, "errors" | "dropped" | "untyped" | "calls">> {
  const folder = await PackageFolder.create(plan.package.name, files);
  try {
    const calls =
      wanted.calls === true && source !== undefined
        ? await callsWith(folder, plan, source)
        : undefined;
    const declarations = programOf(folder, "declarations");
    const errors = [
      ...(await compileNatively(folder, "sources")),
      ...(await compileNatively(folder, "declarations")),
      ...(calls === undefined ? [] : await compileNatively(folder, "calls")),
    ];
    if (wanted.quick !== true) {
      errors.push(...compile(programOf(folder, "sources"), folder, "sources"));
      errors.push(...compile(declarations, folder, "declarations"));
      if (calls !== undefined) errors.push(...compile(programOf(folder, "calls"), folder, "calls"));
    }
    return {
      ...(calls === undefined ? {} : { calls }),
      errors,
      dropped: droppedFrom(plan, declared),
      untyped:
        source === undefined ? [] : untypedIn(declarations, folder.path, plan, source, declared),
    };
  } finally {
    if (wanted.keep !== true) await folder[Symbol.asyncDispose]();
  }
}

/** Calls each operation in each style, and leaves the same calls to the compilers. */
async function callsWith(folder: PackageFolder, plan: Plan, source: Source): Promise<Calls> {
  const replay = await Replay.start(source);
  try {
    const planned = planCalls(replay, plan);
    await folder.write("consumer/calls.ts", typedModule(plan, planned));
    const path = (name: string): string => join(folder.path, name);
    const report = await makeCalls(replay, plan, planned, path("package"), path("consumer"));
    return { operations: planned.calls.length, skipped: planned.skipped, ...report };
  } finally {
    await replay.close();
  }
}

/** An unreadable document is for the generator to refuse. */
function read(path: string): Source | undefined {
  try {
    return new Source(path);
  } catch {
    return undefined;
  }
}

function refusalOf(diagnostic: Diagnostic & { readonly rule?: string }): Refusal {
  const { code, rule, message, location, pointer } = diagnostic;
  const place =
    location === undefined ? "" : `${location.file}:${location.line}:${location.column}`;
  return { code, rule, message, place: [place, pointer].filter(Boolean).join(" ") };
}

function countsOf(diagnostics: readonly Diagnostic[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of diagnostics) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

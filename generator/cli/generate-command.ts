/** `triptych generate` and `triptych inspect`: the stages for each client, and what came of it. */

import { basename, resolve } from "node:path";

import type { ClientConfig } from "../config.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import type { Comparison } from "../changes.ts";
import { KEPT_FILE } from "../changes/kept.ts";
import type { Plan } from "../plan.ts";
import { readKept } from "../read/kept.ts";
import { shownPath } from "../read/text.ts";
import { VERSION } from "../builtin.ts";
import type { Verification } from "../verify.ts";
import type { WriteReport } from "../write.ts";
import type { GenerateFlags } from "./program.ts";
import {
  type ClientResult,
  namesLocked,
  NOTHING_WRITTEN,
  reportDiagnostics,
  waiting,
} from "./report.ts";
import { type InputFlags, type Selection, selectClients } from "./select-clients.ts";
import type { Generated, Stages } from "../stages.ts";
import { UsageError } from "./usage-error.ts";

/** How the commands reach what is outside of them. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stages: () => Promise<Stages>;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly onStage: (text: string) => void;
  readonly report: (diagnostics: readonly Diagnostic[]) => void;
  /** Runs what must not be stopped half-way; the signal says that the user wants to stop. */
  readonly uninterrupted: <T>(run: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

/**
 * Writes nothing unless every client can be generated. What is only informative is said when something changes.
 *
 * @throws DiagnosticError if the config cannot be used.
 * @throws UsageError if the flags make no sense.
 */
export async function runGenerate(
  spec: string | undefined,
  flags: GenerateFlags,
  context: Context,
): Promise<readonly ClientResult[]> {
  const selection = await selectClients(spec, flags, context.cwd);
  context.report(selection.diagnostics);
  const drafts: Draft[] = [];
  for (const client of selection.clients) drafts.push(await makeDraft(client, selection, flags, context));
  refuseSharedFolders(drafts, context);
  refuseSharedNames(drafts, context);
  if (drafts.some((draft) => draft.failed)) return drafts.map((draft) => resultOf(draft, context));

  const results: ClientResult[] = [];
  for (const draft of drafts) {
    const { files, out } = draft;
    context.onStage(`writing ${draft.label}`);
    const start = performance.now();
    try {
      const { write } = await import("../write.ts");
      const before = await readKept(out, KEPT_FILE);
      const options = {
        generator: VERSION,
        inputs: draft.inputs,
        force: flags.force ?? false,
        dryRun: flags.dryRun ?? false,
        onWait: (holder: string) => context.report([waiting(holder, shownPath(out, context.cwd))]),
      };
      const report = await context.uninterrupted((signal) =>
        write(files, out, { ...options, signal }),
      );
      const news = report.written.length + report.removed.length > 0;
      draft.report = report;
      if (news) context.report(draft.diagnostics.filter(({ severity }) => severity === "info"));
      const diagnostics = reportDiagnostics(report, shownPath(out, context.cwd));
      context.report(diagnostics);
      draft.diagnostics.push(...diagnostics);
      if (report.refused.length === 0 && isAsConfigured(flags)) await lockNames(draft, context);
      if (before !== undefined && report.written.includes(KEPT_FILE))
        draft.changes = (await draft.changesSince?.(before)) ?? null;
    } catch (error) {
      fail(draft, error, context);
    }
    draft.milliseconds += performance.now() - start;
    results.push(resultOf(draft, context));
  }
  return results;
}

/** @throws DiagnosticError if the config or the document cannot be used. */
export async function runInspect(
  spec: string | undefined,
  flags: InputFlags,
  context: Context,
): Promise<Plan> {
  const { clients, diagnostics } = await selectClients(spec, flags, context.cwd);
  context.report(diagnostics);
  const [client, ...more] = clients;
  if (client === undefined || more.length > 0) {
    throw new UsageError(
      `inspect shows one client, and there are ${clients.length}: select one with --name`,
    );
  }
  const { inspect } = await context.stages();
  const { cwd, stdin, onStage } = context;
  const inspected = await inspect(client, { cwd, stdin, onStage });
  context.report(inspected.diagnostics);
  return inspected.plan;
}

/** A client on its way to the disk. */
export interface Draft {
  /** For messages, before there is a name. */
  label: string;
  files: Generated["files"];
  inputs: Generated["inputs"];
  names: Generated["names"];
  out: string;
  name: string | null;
  operations: number;
  failed: boolean;
  milliseconds: number;
  report: WriteReport;
  changesSince: Generated["changesSince"] | undefined;
  changes: Comparison | null;
  readonly diagnostics: Diagnostic[];
}

export async function makeDraft(
  client: ClientConfig,
  { root }: Selection,
  flags: GenerateFlags,
  context: Context,
): Promise<Draft> {
  const start = performance.now();
  const label = client.name ?? basename(client.spec);
  const draft: Draft = {
    label,
    files: [],
    inputs: [],
    names: undefined,
    out: client.out ?? "",
    name: client.name ?? null,
    operations: 0,
    failed: false,
    milliseconds: 0,
    report: NOTHING_WRITTEN,
    changesSince: undefined,
    changes: null,
    diagnostics: [],
  };
  try {
    const { generate } = await context.stages();
    const { cwd, env, stdin } = context;
    const onStage = (stage: string): void => context.onStage(`${label}: ${stage}`);
    const verify = verificationOf(flags, env, root);
    const { files, inputs, names, plan, diagnostics, changesSince } = await generate(client, {
      cwd,
      stdin,
      onStage,
      ...(verify === undefined ? {} : { verify }),
    });
    context.report(diagnostics.filter(({ severity }) => severity !== "info"));
    draft.diagnostics.push(...diagnostics);
    draft.files = files;
    draft.inputs = inputs;
    draft.names = names;
    draft.changesSince = changesSince;
    draft.name = plan.package.name;
    draft.out = client.out ?? resolve(root, "generated", plan.package.name.replace(/^@.*\//, ""));
    draft.operations = plan.resources.reduce((sum, { operations }) => sum + operations.length, 0);
  } catch (error) {
    fail(draft, error, context);
  }
  draft.milliseconds = performance.now() - start;
  return draft;
}

/** Whether the output is what the config says: a trial leaves the name lock as it is. */
export function isAsConfigured({ only, out, dryRun = false }: GenerateFlags): boolean {
  return only === undefined && out === undefined && !dryRun;
}

/** After the output is written: if this fails, the next run gives the same names, and writes them down. */
async function lockNames({ names, diagnostics }: Draft, context: Context): Promise<void> {
  if (names === undefined) return;
  const { writeNames } = await import("../write/name-lock.ts");
  const shown = shownPath(names.path, context.cwd);
  const isNew = await context.uninterrupted((signal) =>
    writeNames(names.path, names.client, names.lock, {
      signal,
      onWait: (holder) => context.report([waiting(holder, shown)]),
    }),
  );
  if (!isNew) return;
  const diagnostic = namesLocked(names.client, shown);
  context.report([diagnostic]);
  diagnostics.push(diagnostic);
}

/** Where nobody looks at what is generated, it is checked if that is possible. */
function verificationOf(
  { verify }: GenerateFlags,
  { CI: ci = "" }: Context["env"],
  from: string,
): Verification | undefined {
  if (verify === true) return { from };
  return verify === undefined && !["", "0", "false"].includes(ci)
    ? { from, optional: true }
    : undefined;
}

/** @throws what is no fault of the input. */
export function fail(draft: Draft, error: unknown, context: Context): void {
  if (!(error instanceof DiagnosticError)) throw error;
  context.report(error.diagnostics);
  draft.diagnostics.push(...error.diagnostics);
  draft.failed = true;
}

export function refuseSharedFolders(drafts: readonly Draft[], context: Context): void {
  const owners = new Map<string, Draft>();
  for (const draft of drafts) {
    if (draft.failed) continue;
    const owner = owners.get(draft.out);
    if (owner === undefined) owners.set(draft.out, draft);
    else {
      const diagnostic: Diagnostic = {
        severity: "error",
        code: "shared-output",
        message: `${owner.label} and ${draft.label} have the same output folder, ${shownPath(draft.out, context.cwd)}`,
        cure: "give each client an `out` of its own",
      };
      fail(draft, new DiagnosticError([diagnostic]), context);
    }
  }
}

/** Two clients would take each other's names out of the lock in turn. */
function refuseSharedNames(drafts: readonly Draft[], context: Context): void {
  const owners = new Map<string, Draft>();
  for (const draft of drafts) {
    const { names } = draft;
    if (draft.failed || names === undefined) continue;
    const key = JSON.stringify([names.path, names.client]);
    const owner = owners.get(key);
    owners.set(key, owner ?? draft);
    if (owner === undefined || JSON.stringify(owner.names) === JSON.stringify(names)) continue;
    const diagnostic: Diagnostic = {
      severity: "error",
      code: "shared-names",
      message: `two clients are called ${names.client}, and have different names in ${shownPath(names.path, context.cwd)}`,
      cure: "give each client a `name` or a `lock` of its own",
    };
    fail(draft, new DiagnosticError([diagnostic]), context);
  }
}

function resultOf(draft: Draft, { cwd }: Context): ClientResult {
  const { written, unchanged, removed, kept, saved, refused } = draft.report;
  return {
    name: draft.name,
    out: draft.out === "" ? null : shownPath(draft.out, cwd),
    operations: draft.operations,
    written,
    unchanged: unchanged.length,
    removed,
    kept,
    saved,
    refused,
    changes: draft.changes,
    milliseconds: Math.round(draft.milliseconds),
    diagnostics: draft.diagnostics,
  };
}

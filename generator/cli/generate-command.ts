/** `triptych generate` and `triptych inspect`: the stages for each client, and what came of it. */

import { VERSION } from "../builtin.ts";
import { KEPT_FILE } from "../changes/kept.ts";
import { DiagnosticError } from "../diagnostic.ts";
import type { Plan } from "../plan.ts";
import { generatorStamp } from "../read/generator-stamp.ts";
import { shownPath } from "../read/text.ts";
import type { Verification } from "../verify.ts";
import type { Context } from "./context.ts";
import {
  type Draft,
  fail,
  makeDrafts,
  type Making,
  refuseSharedFolders,
  refuseSharedNames,
} from "./draft.ts";
import type { GenerateFlags } from "./program.ts";
import { type ClientResult, namesLocked, reportDiagnostics, waiting } from "./report.ts";
import { type InputFlags, type Selection, selectClients } from "./select-clients.ts";
import { UsageError } from "./usage-error.ts";

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
  context.stopwatch.start("configuring");
  const selection = await selectClients(spec, flags, context.cwd);
  context.report(selection.diagnostics);
  const stamp = generatorStamp();
  context.stopwatch.stop();
  const drafts = await generateClients(selection, flags, context, stamp);
  return drafts.map((draft) => resultOf(draft, context));
}

/**
 * @param stamp of the generator that is running.
 * @param others clients that were generated before, whose folders and names are taken.
 */
export async function generateClients(
  { clients, root }: Selection,
  flags: GenerateFlags,
  context: Context,
  stamp: string,
  others: readonly Draft[] = [],
): Promise<readonly Draft[]> {
  const mayPassOver = flags.force !== true && flags.verify !== true;
  const verify = await verificationOf(flags, root, context);
  const { concurrency = context.concurrency } = flags;
  // What is to be checked is made, down to the last file.
  const takesWritten = mayPassOver && verify === undefined;
  const making = { root, stamp, mayPassOver, takesWritten, verify, compares: true, concurrency };
  const drafts = await makeDrafts(clients, making, context);
  refuseSharedFolders([...others, ...drafts], context);
  refuseSharedNames([...others, ...drafts], context);
  if (drafts.some((draft) => draft.failed)) return drafts;

  for (const draft of drafts) if (!draft.isDone) await writeDraft(draft, making, flags, context);
  return drafts;
}

async function writeDraft(
  draft: Draft,
  { stamp }: Making,
  flags: GenerateFlags,
  context: Context,
): Promise<void> {
  const { files, digests, out, label, stopwatch, summary } = draft;
  const shown = shownPath(out, context.cwd);
  context.onStage(`writing ${label}`);
  stopwatch.start("writing");
  try {
    const { write } = await import("../write.ts");
    const report = await context.uninterrupted((signal) =>
      write(files, out, {
        generator: VERSION,
        inputs: draft.inputs,
        force: flags.force ?? false,
        dryRun: flags.dryRun ?? false,
        onWait: (holder: string) => context.report([waiting(holder, shown)]),
        signal,
        ...(summary === undefined ? {} : { memory: { stamp, summary, digests } }),
      }),
    );
    const news = report.written.length + report.removed.length > 0;
    draft.report = report;
    if (news) context.report(draft.diagnostics.filter(({ severity }) => severity === "info"));
    const diagnostics = reportDiagnostics(report, shown);
    context.report(diagnostics);
    draft.diagnostics.push(...diagnostics);
    if (report.refused.length === 0 && isAsConfigured(flags)) await lockNames(draft, context);
    if (!report.written.includes(KEPT_FILE)) draft.changes = null;
  } catch (error) {
    fail(draft, error, context);
  } finally {
    stopwatch.stop();
  }
}

/** @throws DiagnosticError if the config or the document cannot be used. */
export async function runInspect(
  spec: string | undefined,
  flags: InputFlags,
  context: Context,
): Promise<Plan> {
  const { clients, root, diagnostics } = await selectClients(spec, flags, context.cwd);
  context.report(diagnostics);
  const [client, ...more] = clients;
  if (client === undefined || more.length > 0) {
    throw new UsageError(
      `inspect shows one client, and there are ${clients.length}: select one with --name`,
    );
  }
  const { inspect } = await context.stages();
  const { cwd, stdin, onStage } = context;
  const inspected = await inspect(client, { cwd, root, stdin, onStage });
  context.report(inspected.diagnostics);
  return inspected.plan;
}

/** Whether the output is what the config says: a trial leaves the name lock as it is. */
export function isAsConfigured({ only, out, dryRun = false }: GenerateFlags): boolean {
  return only === undefined && out === undefined && !dryRun;
}

/** After the output is written: if this fails, the next run gives the same names, and writes them down. */
async function lockNames(draft: Draft, context: Context): Promise<void> {
  const { names, diagnostics } = draft;
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
  draft.wroteNames = true;
  const diagnostic = namesLocked(names.client, shown);
  context.report([diagnostic]);
  diagnostics.push(diagnostic);
}

/**
 * Where nobody looks at what is generated, it is checked if that is possible.
 *
 * @throws DiagnosticError if it is asked for and there is no TypeScript.
 */
async function verificationOf(
  { verify }: GenerateFlags,
  from: string,
  { env: { CI: ci = "" }, report }: Context,
): Promise<Verification | undefined> {
  const isCi = !["", "0", "false"].includes(ci);
  if (!(verify ?? isCi)) return undefined;
  const verification = { from, optional: verify !== true };
  const { missingCompiler } = await import("../verify.ts");
  const missing = missingCompiler(verification);
  if (missing === undefined) return verification;
  if (missing.severity === "error") throw new DiagnosticError([missing]);
  report([missing]);
  return undefined;
}

export function resultOf(draft: Draft, { cwd }: Context): ClientResult {
  const { written, unchanged, removed, kept, saved, refused } = draft.report;
  const { timings, total } = draft.stopwatch;
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
    milliseconds: Math.round(total),
    timings,
    diagnostics: draft.diagnostics,
  };
}

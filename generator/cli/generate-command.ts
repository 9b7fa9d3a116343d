/** `triptych generate` and `triptych inspect`: the stages for each client, and what came of it. */

import { KEPT_FILE } from "../changes/kept.ts";
import type { Plan } from "../plan.ts";
import { readKept } from "../read/kept.ts";
import { shownPath } from "../read/text.ts";
import { VERSION } from "../builtin.ts";
import type { Verification } from "../verify.ts";
import type { Context } from "./context.ts";
import { type Draft, fail, makeDraft, refuseSharedFolders, refuseSharedNames } from "./draft.ts";
import type { GenerateFlags } from "./program.ts";
import { type ClientResult, namesLocked, reportDiagnostics, waiting } from "./report.ts";
import { type InputFlags, selectClients } from "./select-clients.ts";
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
  const selection = await selectClients(spec, flags, context.cwd);
  context.report(selection.diagnostics);
  const verify = verificationOf(flags, context.env, selection.root);
  const drafts: Draft[] = [];
  for (const client of selection.clients)
    drafts.push(await makeDraft(client, selection, context, verify));
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

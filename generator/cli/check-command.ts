/** `triptych check`: whether the clients are as `generate` would write them, and if not, why. */

import { resolve } from "node:path";

import { VERSION } from "../builtin.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { generatorStamp } from "../read/generator-stamp.ts";
import { shownPath } from "../read/text.ts";
import type { CheckedFile, CheckReport } from "../write/check.ts";
import type { InputChange } from "../write/changed-inputs.ts";
import type { Context } from "./context.ts";
import {
  type Draft,
  fail,
  makeDrafts,
  type Making,
  refuseSharedFolders,
  refuseSharedNames,
} from "./draft.ts";
import { isAsConfigured } from "./generate-command.ts";
import type { CheckFlags } from "./program.ts";
import { reportDiagnostics, NOTHING_WRITTEN } from "./report.ts";
import { selectClients } from "./select-clients.ts";

export { printCheck } from "./print-check.ts";

/** What `--json` prints of one client. */
export interface CheckedClient {
  /** Null if the check ended before it was known. */
  readonly name: string | null;
  /** The output folder, relative to the current one; null if the check ended before it was known. */
  readonly out: string | null;
  readonly status: "fresh" | "stale" | "failed";
  readonly lastRun: CheckReport["lastRun"] | null;
  /** What changed since the last run. Files are named relative to the current folder. */
  readonly inputs: readonly InputChange[];
  /** What is not as it should be. Paths are relative to the output folder. */
  readonly files: readonly CheckedFile[];
  readonly unchanged: number;
  readonly milliseconds: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `--json` prints. */
export interface CheckResult {
  readonly clients: readonly CheckedClient[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Writes nothing. Of what there is to say about the input only errors are reported, unless everything is wanted.
 *
 * @throws DiagnosticError if the config cannot be used.
 * @throws UsageError if the flags make no sense.
 */
export async function runCheck(
  spec: string | undefined,
  flags: CheckFlags,
  context: Context,
): Promise<readonly CheckedClient[]> {
  const quiet: Context = {
    ...context,
    report: (diagnostics) =>
      context.report(
        diagnostics.filter(({ severity }) => flags.verbose === true || severity === "error"),
      ),
  };
  const selection = await selectClients(spec, flags, context.cwd);
  context.report(selection.diagnostics);
  const { clients, root } = selection;
  const { concurrency = context.concurrency } = flags;
  const stamp = generatorStamp();
  const making: Making = {
    root,
    stamp,
    mayPassOver: true,
    takesWritten: false,
    compares: false,
    concurrency,
  };
  const drafts = await makeDrafts(clients, making, quiet);
  refuseSharedFolders(drafts, quiet);
  refuseSharedNames(drafts, quiet);
  const checked: CheckedClient[] = [];
  for (const draft of drafts) checked.push(await checkDraft(draft, flags, quiet));
  return checked;
}

async function checkDraft(
  draft: Draft,
  flags: CheckFlags,
  context: Context,
): Promise<CheckedClient> {
  const { name, files, inputs, names, out, label, stopwatch, diagnostics } = draft;
  const shown = out === "" ? null : shownPath(out, context.cwd);
  const result = (report?: CheckReport): CheckedClient => ({
    name,
    out: shown,
    status: report === undefined ? "failed" : report.isFresh ? "fresh" : "stale",
    lastRun: report?.lastRun ?? null,
    inputs: (report?.inputs ?? []).map((input) => shownInput(input, report!.folder, context.cwd)),
    files: report?.files ?? [],
    unchanged: report?.unchanged ?? 0,
    milliseconds: Math.round(stopwatch.total),
    diagnostics,
  });
  if (draft.failed) return result();
  if (draft.isDone) return result(freshReport(draft));
  stopwatch.start("checking");
  context.onStage(`checking ${label}`);
  try {
    const { check } = await import("../write/check.ts");
    const diffFolder = flags.diff === true ? (shown ?? "") : undefined;
    const report = await check(files, out, {
      generator: VERSION,
      inputs,
      asFound: isAsConfigured(flags) ? names?.asFound : undefined,
      diffFolder,
    });
    const refusals = reportDiagnostics(
      { ...NOTHING_WRITTEN, refused: report.refused },
      shown ?? "",
    );
    context.report(refusals);
    diagnostics.push(...refusals);
    return result(report);
  } catch (error) {
    fail(draft, error, context);
    return result();
  } finally {
    stopwatch.stop();
  }
}

/** Of a client that was passed over. */
function freshReport({ out, report }: Draft): CheckReport {
  return {
    folder: out,
    isFresh: true,
    lastRun: "complete",
    inputs: [],
    files: [],
    unchanged: report.unchanged.length,
    refused: [],
  };
}

/** The names of files are relative to the output folder, where nobody is. */
function shownInput(input: InputChange, folder: string, cwd: string): InputChange {
  const { kind, name } = input;
  const isFile = kind !== "config" && kind !== "generator" && name !== "-";
  if (!isFile || /^https?:/i.test(name)) return input;
  return { ...input, name: shownPath(resolve(folder, name), cwd) };
}

/** Results for people, one line per client, and for programs, as JSON. */

import { plural } from "../base/plural.ts";
import type { Comparison } from "../changes.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Refusal, WriteReport } from "../write.ts";
import type { Timing } from "./stopwatch.ts";

/** What `--json` prints of one client. */
export interface ClientResult {
  /** Null if the run ended before it was known. */
  readonly name: string | null;
  /** The output folder, relative to the current one; null if the run ended before it was known. */
  readonly out: string | null;
  readonly operations: number;
  /** Paths relative to the output folder, as are all below. */
  readonly written: readonly string[];
  readonly unchanged: number;
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  readonly saved: readonly string[];
  readonly refused: readonly Refusal[];
  /** What changed for callers since the last run; null if the document is the same, or no last one is known. */
  readonly changes: Comparison | null;
  readonly milliseconds: number;
  /** By stage. */
  readonly timings: readonly Timing[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What `--json` prints. */
export interface Result {
  readonly clients: readonly ClientResult[];
  /** Of what is about no client: with those of the clients, all the time since the process began. Left out of an error. */
  readonly timings?: readonly Timing[];
  /** What is about no client: the command line, the config, a fault of the generator. */
  readonly diagnostics: readonly Diagnostic[];
}

export const NOTHING_WRITTEN: WriteReport = {
  written: [],
  unchanged: [],
  removed: [],
  kept: [],
  saved: [],
  refused: [],
  recovered: null,
};

export function resultLine(result: ClientResult, dryRun: boolean): string {
  const { name, out, operations, written, unchanged, removed, refused, milliseconds } = result;
  const outcome =
    refused.length > 0
      ? `${plural(refused.length, "file")} refused, nothing written`
      : `${plural(written.length, "file")} ${dryRun ? "to write" : "written"}, ${unchanged} unchanged, ${removed.length} ${dryRun ? "to remove" : "removed"}`;
  return `${name ?? "?"}: ${plural(operations, "operation")}, ${outcome}, ${milliseconds} ms (${out ?? "?"})`;
}

/** What the user should know about the files, in the form of everything else that the command says. */
export function reportDiagnostics(report: WriteReport, out: string): Diagnostic[] {
  const recovered = report.recovered === null ? [] : [recoveryDiagnostic(report.recovered, out)];
  const kept = report.kept.map((path): Diagnostic => ({
    severity: "warning",
    code: "edited-file-kept",
    message: `${out}/${path} is no longer generated; it was edited, so it stays`,
    cure: "remove it if you do not need it: from now on it counts as yours",
  }));
  const saved = report.saved.map((path): Diagnostic => ({
    severity: "info",
    code: "edited-file-saved",
    message: `${out}/${path} holds what was replaced`,
  }));
  const refused = report.refused.map(({ reason, message, cure }): Diagnostic => ({
    severity: "error",
    code: `refused-${reason}`,
    message: `in ${out}, ${message}`,
    cure,
  }));
  return [...recovered, ...kept, ...saved, ...refused];
}

/** @param holder the run that is waited for. */
export function waiting(holder: string, out: string): Diagnostic {
  const message = `waiting for another run (${holder}) that writes to ${out}`;
  return { severity: "info", code: "waiting", message };
}

/** @param lock the name lock. */
export function namesLocked(client: string, lock: string): Diagnostic {
  const message = `the names of ${client} are in ${lock}`;
  const cure = "commit it with the output: where names clash, callers keep theirs by it";
  return { severity: "info", code: "names-locked", message, cure };
}

function recoveryDiagnostic(outcome: "completed" | "settled", out: string): Diagnostic {
  const message =
    outcome === "completed"
      ? `an earlier run was interrupted while it wrote to ${out}; it was completed first`
      : `an earlier run was interrupted while it wrote to ${out}; what it left was put in order as far as the files had not been changed since`;
  return { severity: "info", code: "interrupted-run", message };
}

/** How many informative diagnostics of one kind are shown. */
const SHOWN = 3;

/** The diagnostics, of which those that are only informative and of one kind are summed up if there are many. */
export function condensed(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const infos = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== "info") continue;
    infos.set(diagnostic.code, [...(infos.get(diagnostic.code) ?? []), diagnostic]);
  }
  return diagnostics.flatMap((diagnostic) => {
    const { severity, code } = diagnostic;
    const alike = infos.get(code) ?? [];
    if (severity !== "info" || alike.length <= SHOWN) return diagnostic;
    if (diagnostic !== alike[0]) return [];
    const more: Diagnostic = {
      severity,
      code,
      message: `there are ${alike.length - 1} more of this kind`,
      cure: "see them all with `--verbose`",
    };
    return [diagnostic, more];
  });
}

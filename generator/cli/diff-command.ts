/** `triptych diff`: what changed between two documents for those who call their clients. */

import { accept, acceptedOf, RULE_NAMES } from "../changes/accept.ts";
import type { Comparison, Level } from "../changes.ts";
import { LEVELS } from "../changes/findings.ts";
import { printMarkdown } from "../changes/print-markdown.ts";
import { printText } from "../changes/print-text.ts";
import { didYouMean } from "../base/suggest.ts";
import { type ClientConfig, resolveClient } from "../config.ts";
import type { Context } from "./context.ts";
import type { DiffFlags } from "./program.ts";
import { selectClients } from "./select-clients.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Compares two documents under the settings of one client, so that overlays and naming count for both.
 *
 * @throws DiagnosticError if a document, an overlay or the config cannot be used.
 * @throws UsageError if the flags make no sense.
 */
export async function runDiff(
  old: string,
  next: string,
  flags: DiffFlags,
  context: Context,
): Promise<Comparison> {
  const accepted = (flags.accept ?? []).map(acceptedOf);
  for (const { rule } of accepted) {
    if (RULE_NAMES.includes(rule)) continue;
    const hint = didYouMean(rule, RULE_NAMES, "docs/diff.md lists them");
    throw new UsageError(`no rule is named ${rule}: ${hint}`);
  }
  if (old === "-" && next === "-") throw new UsageError("standard input can be read only once");
  const { cwd, stdin, onStage } = context;
  const client = await clientOf(old, next, flags, cwd);
  const { compare } = await context.stages();
  const specOf = (spec: string): string => resolveClient({ spec }, cwd).spec;
  const { comparison, diagnostics } = await compare(
    { ...client, spec: specOf(old) },
    { ...client, spec: specOf(next) },
    { cwd, stdin, onStage },
  );
  context.report(diagnostics.filter(({ severity }) => flags.verbose && severity !== "info"));
  return accept(comparison, accepted);
}

/** The client of the config that has the new document, or else the old one; without either, one without settings. */
async function clientOf(
  old: string,
  next: string,
  flags: DiffFlags,
  cwd: string,
): Promise<ClientConfig> {
  const ofNew = await selectClients(next, flags, cwd);
  const isUnused = ofNew.diagnostics.some(({ code }) => code === "config-unused");
  const { clients } = isUnused ? await selectClients(old, flags, cwd) : ofNew;
  const [client, ...more] = clients;
  if (client === undefined || more.length > 0) {
    throw new UsageError(
      `diff compares with the settings of one client, and there are ${clients.length}: select one with --name`,
    );
  }
  return client;
}

export function printComparison(
  comparison: Comparison,
  { format, verbose, colors }: Pick<DiffFlags, "format" | "verbose"> & { readonly colors: boolean },
): string {
  switch (format) {
    case "json":
      return JSON.stringify(comparison, undefined, 2);
    case "markdown":
      return printMarkdown(comparison);
    default:
      return printText(comparison, { colors, verbose: verbose ?? false });
  }
}

/** Whether there is a change of the level, or of a graver one. */
export function fails({ counts }: Comparison, level: Level | undefined): boolean {
  if (level === undefined) return false;
  return LEVELS.slice(0, LEVELS.indexOf(level) + 1).some((each) => counts[each] > 0);
}

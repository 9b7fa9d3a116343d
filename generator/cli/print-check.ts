/** The outcome of a check for people. */

import { createColors } from "picocolors";

import { plural } from "../base/plural.ts";
import { visible } from "../diagnostic.ts";
import type { FileState } from "../write/check.ts";
import type { InputChange } from "../write/changed-inputs.ts";
import type { CheckedClient } from "./check-command.ts";

/** The most files of a kind that are listed. */
const MOST = 20;

const HEADINGS: Readonly<Record<string, string>> = {
  written: "would be written",
  removed: "would be removed",
  edited: "edited by hand",
  foreign: "not generated, and in the way",
  blocked: "cannot be replaced",
};

const HEADING_OF: Readonly<Record<FileState, keyof typeof HEADINGS>> = {
  outdated: "written",
  new: "written",
  missing: "written",
  obsolete: "removed",
  edited: "edited",
  foreign: "foreign",
  blocked: "blocked",
};

const LAST_RUN: Readonly<Record<NonNullable<CheckedClient["lastRun"]>, string | undefined>> = {
  complete: undefined,
  none: "there is no record of an earlier run",
  incomplete: "the last run did not bring all of its files to the disk",
  interrupted: "the last run was interrupted; the next one completes it first",
};

export function printCheck(
  client: CheckedClient,
  { colors, verbose }: { readonly colors: boolean; readonly verbose: boolean },
): string {
  const paint = createColors(colors);
  const { name, out, status, files, unchanged, inputs, lastRun, milliseconds } = client;
  const amount =
    files.length === 0
      ? `${plural(unchanged, "file")} as generated`
      : `${plural(files.length, "file")} of ${files.length + unchanged} to change`;
  const painted = { fresh: paint.green, stale: paint.yellow, failed: paint.red }[status](status);
  const head = `${name ?? "?"}: ${painted}, ${amount}, ${milliseconds} ms (${visible(out ?? "?")})`;
  if (status === "failed") return `${name ?? "?"}: ${painted}`;
  if (status === "fresh") return head;

  const lines = [head];
  const reason = lastRun === null ? undefined : LAST_RUN[lastRun];
  if (reason !== undefined) lines.push(`  ${reason}`);
  else if (inputs.length > 0) {
    lines.push("  changed since the last run:");
    for (const input of inputs) lines.push(`    ${inputLine(input)}`);
  } else lines.push("  none of the inputs changed since the last run");
  for (const [group, heading] of Object.entries(HEADINGS)) {
    const listed = files.filter(({ state }) => HEADING_OF[state] === group);
    if (listed.length === 0) continue;
    lines.push(`  ${heading}:`);
    for (const { path, state } of verbose ? listed : listed.slice(0, MOST)) {
      const note = state === "new" || state === "missing" ? ` (${state})` : "";
      lines.push(`    ${visible(path)}${note}`);
    }
    if (!verbose && listed.length > MOST)
      lines.push(`    and ${listed.length - MOST} more; see all with \`--verbose\``);
  }
  if (files.length === 0) lines.push("  only the record of the last run would be written");
  const diffs = files.flatMap(({ diff }) => diff ?? []);
  if (diffs.length > 0) lines.push("", paintDiff(diffs.join(""), paint).replace(/\n$/, ""));
  return lines.join("\n");
}

function inputLine({ kind, name, before, after }: InputChange): string {
  const singular = kind.replace(/s$/, "").padEnd(9);
  if (kind === "generator") return `${singular} ${visible(`${before} → ${after}`)}`;
  return `${singular} ${visible(name)}${noteOf(before, after)}`;
}

function noteOf(before: string | null, after: string | null): string {
  if (before === after) return " (in another place of the order)";
  if (before === null) return " (new)";
  if (after === null) return " (no longer used)";
  if (after === "missing") return " (cannot be had)";
  return before === "missing" ? " (could not be had)" : "";
}

function paintDiff(diff: string, paint: ReturnType<typeof createColors>): string {
  const lines = diff.split("\n").map((line) => {
    if (/^(?:---|\+\+\+) /.test(line)) return paint.bold(line);
    if (line.startsWith("@@")) return paint.cyan(line);
    if (line.startsWith("+")) return paint.green(line);
    return line.startsWith("-") ? paint.red(line) : line;
  });
  return lines.join("\n");
}

/** A comparison for the terminal. */

import { createColors } from "picocolors";

import { plural } from "../base/plural.ts";
import { visible } from "../diagnostic.ts";
import type { Change, ChangePlace, ComparedDocument, Comparison } from "./change.ts";
import { LEVELS } from "./findings.ts";
import { isItself, nextVersion, operationsText, summaryOf, usesText } from "./words.ts";

export interface TextOptions {
  readonly colors: boolean;
  /** Whether all is said of every change. By default compatible ones have a line each, and documentation is counted. */
  readonly verbose: boolean;
}

/** @returns lines without a final newline. */
export function printText(comparison: Comparison, { colors, verbose }: TextOptions): string {
  const paint = createColors(colors);
  const tones = { breaking: paint.red, compatible: paint.green, documentation: paint.cyan };
  const { old, new: next, changes, bump } = comparison;
  const blocks: string[] = [`${titleOf(old)} → ${titleOf(next)}`];
  for (const level of LEVELS) {
    const own = changes.filter((change) => change.level === level);
    if (own.length === 0 || (level === "documentation" && !verbose)) continue;
    const isLong = verbose || level === "breaking";
    const lines = isLong ? own.map((change) => longText(change)) : shortTexts(own);
    blocks.push(
      [tones[level](paint.bold(`${level} (${own.length})`)), ...lines].join(isLong ? "\n\n" : "\n"),
    );
  }
  const rest = verbose || comparison.counts.documentation === 0 ? "" : "; see all with `--verbose`";
  blocks.push(`${paint.bold(bump)}: ${summaryOf(comparison)}${nextVersion(comparison)}${rest}`);
  return blocks.join("\n\n");

  function longText(change: Change): string {
    const { old: before, new: after, advice } = change;
    return [
      lineOf(change),
      ...field("used by", isItself(change) ? undefined : operationsText(change)),
      ...field("old", before && placeText(before)),
      ...field("new", after && placeText(after)),
      ...field("advice", advice),
    ].join("\n");
  }

  function lineOf(change: Change): string {
    const uses = usesText(change);
    const notes = [change.rule, ...(uses === "" ? [] : [uses]), ...noticeOf(change)].join(", ");
    return `  ${paint.bold(visible(change.subject))} ${visible(change.message)} ${paint.dim(`[${notes}]`)}`;
  }

  /** One line each; of many that follow one rule, the first ones and how many more there are. */
  function shortTexts(list: readonly Change[]): string[] {
    const byRule = groups(list);
    return [...byRule.values()].flatMap((alike) => {
      const shown = alike.length > MOST_ALIKE + 1 ? alike.slice(0, MOST_ALIKE) : alike;
      const more = alike.length - shown.length;
      const note = `  and ${more} more of ${alike[0]?.rule}`;
      return [...shown.map(lineOf), ...(more === 0 ? [] : [paint.dim(note)])];
    });
  }

  function field(name: string, text: string | undefined): string[] {
    return text === undefined ? [] : [`      ${paint.dim(name.padEnd(8))} ${visible(text)}`];
  }
}

const MOST_ALIKE = 10;

function groups(list: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const byRule = new Map<string, Change[]>();
  for (const change of list) byRule.set(change.rule, [...(byRule.get(change.rule) ?? []), change]);
  return byRule;
}

function noticeOf({ notice, accepted }: Change): string[] {
  if (accepted === true) return ["accepted"];
  return notice === "runtime" ? ["no compiler says so"] : [];
}

function titleOf({ uri, version, operations }: ComparedDocument): string {
  return visible(`${uri} (${version}, ${plural(operations, "operation")})`);
}

function placeText({ file, line, column, pointer }: ChangePlace): string {
  return `${line === undefined ? file : `${file}:${line}:${column}`} ${pointer}`;
}

/** A comparison as Markdown, for pull requests and release notes. */

import { plural } from "../base/plural.ts";
import { code, markdown } from "../encode.ts";
import type { Change, ChangePlace, ComparedDocument, Comparison, Level } from "./change.ts";
import { LEVELS } from "./findings.ts";
import { isItself, nextVersion, summaryOf, usesText } from "./words.ts";

const TITLES: Readonly<Record<Level, string>> = {
  breaking: "Breaking",
  compatible: "Compatible",
  documentation: "Documentation only",
};

/** @returns text without a final newline. */
export function printMarkdown(comparison: Comparison): string {
  const { old, new: next, bump, changes } = comparison;
  const sections = LEVELS.flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    if (own.length === 0) return [];
    const list = own.map(itemOf).join("\n");
    const title = `${TITLES[level]} (${own.length})`;
    return level === "breaking"
      ? [`### ${title}`, list]
      : [`<details>\n<summary>${title}</summary>`, list, "</details>"];
  });
  return [
    `## ${markdown(next.title)}: ${bump === "none" ? "no change" : bump}`,
    `From ${documentText(old)} to ${documentText(next)}: ${summaryOf(comparison)}${nextVersion(comparison)}.`,
    ...sections,
  ].join("\n\n");
}

function itemOf(change: Change): string {
  const { subject, message, rule, notice, accepted, advice, operations } = change;
  const uses = usesText(change);
  const notes = [
    code(rule),
    ...(uses === "" ? [] : [uses]),
    ...(notice === "runtime" ? ["no compiler says so"] : []),
    ...(accepted === true ? ["accepted"] : []),
  ];
  return [
    `- ${code(subject)} ${message} (${notes.join(", ")})`,
    ...(isItself(change) ? [] : [`  - used by ${operations.map(code).join(", ")}`]),
    ...(change.level === "breaking" ? placesOf(change) : []),
    ...(advice === undefined ? [] : [`  - advice: ${advice}`]),
  ].join("\n");
}

function placesOf({ old, new: next }: Change): string[] {
  const texts = [
    ...(old === undefined ? [] : [`old ${placeText(old)}`]),
    ...(next === undefined ? [] : [`new ${placeText(next)}`]),
  ];
  return texts.length === 0 ? [] : [`  - ${texts.join(", ")}`];
}

function placeText({ file, line, column, pointer }: ChangePlace): string {
  return code(line === undefined ? `${file} ${pointer}` : `${file}:${line}:${column}`);
}

function documentText({ uri, version, operations }: ComparedDocument): string {
  return `${code(uri)} (${markdown(version)}, ${plural(operations, "operation")})`;
}

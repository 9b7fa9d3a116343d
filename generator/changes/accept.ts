/** Changes that somebody has looked at and agreed to. */

import type { Change, Comparison } from "./change.ts";
import { bumpOf, countsOf } from "./findings.ts";
import { EFFECTS } from "./rules.ts";

/** What is accepted: a rule, at one subject if it names one. */
export interface Accepted {
  readonly rule: string;
  readonly subject: string | undefined;
}

/** @param text `RULE` or `RULE:SUBJECT`. */
export function acceptedOf(text: string): Accepted {
  const [rule = "", ...subject] = text.split(":");
  return { rule, subject: subject.length === 0 ? undefined : subject.join(":") };
}

export const RULE_NAMES: readonly string[] = Object.keys(EFFECTS);

/** The comparison, in which accepted changes count as compatible and say that they are accepted. */
export function accept(comparison: Comparison, list: readonly Accepted[]): Comparison {
  if (list.length === 0) return comparison;
  const isAccepted = ({ rule, subject }: Change): boolean =>
    list.some((each) => each.rule === rule && (each.subject ?? subject) === subject);
  const changes = comparison.changes.map((change): Change => {
    if (change.level !== "breaking" || !isAccepted(change)) return change;
    const { notice: _notice, advice: _advice, ...rest } = change;
    return { ...rest, level: "compatible", accepted: true };
  });
  const counts = countsOf(changes);
  return { ...comparison, changes, counts, bump: bumpOf(counts) };
}

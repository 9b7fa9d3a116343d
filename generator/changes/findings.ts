/** What was found, and what it means. */

import type { Direction } from "../base/direction.ts";
import type { Bump, Change, Level } from "./change.ts";
import { type Rule, verdictOf } from "./rules.ts";
import type { Places } from "./places.ts";
import type { Origin, Pair } from "./scope.ts";

export interface Finding {
  readonly rule: Rule;
  readonly subject: string;
  readonly message: string;
  readonly operations?: Iterable<string>;
  readonly direction?: Direction;
  readonly origin: Origin;
}

interface Merged extends Finding {
  readonly stems: Set<string>;
  readonly directions: Set<Direction>;
}

/** Collects findings; the same of a type in requests and in responses is one. */
export class Findings {
  readonly #found = new Map<string, Merged>();

  add(finding: Finding): void {
    const { rule, subject, message, operations = [], direction } = finding;
    const key = [rule, subject, message].join("\n");
    const merged = this.#found.get(key) ?? { ...finding, stems: new Set(), directions: new Set() };
    this.#found.set(key, merged);
    for (const stem of operations) merged.stems.add(stem);
    if (direction !== undefined) merged.directions.add(direction);
  }

  changes(places: Pair<Places>): Change[] {
    const changes = Array.from(this.#found.values(), (finding): Change => {
      const { rule, subject, message, stems, origin } = finding;
      const directions = [...finding.directions].sort();
      const verdict = verdictOf(rule, directions);
      const [old, next] = [places.old.of(origin.old), places.new.of(origin.new)];
      const said = verdict.level === "breaking" ? verdict.advice : undefined;
      return {
        rule,
        level: verdict.level,
        ...(verdict.notice === undefined ? {} : { notice: verdict.notice }),
        subject,
        operations: [...stems],
        directions,
        message,
        ...(said === undefined ? {} : { advice: said }),
        ...(old === undefined ? {} : { old }),
        ...(next === undefined ? {} : { new: next }),
      };
    });
    return LEVELS.flatMap((level) => changes.filter((change) => change.level === level));
  }
}

export const LEVELS: readonly Level[] = ["breaking", "compatible", "documentation"];

export function countsOf(changes: readonly Change[]): Record<Level, number> {
  const count = (level: Level): number => changes.filter((change) => change.level === level).length;
  return {
    breaking: count("breaking"),
    compatible: count("compatible"),
    documentation: count("documentation"),
  };
}

export function bumpOf(counts: Readonly<Record<Level, number>>): Bump {
  if (counts.breaking > 0) return "major";
  if (counts.compatible > 0) return "minor";
  return counts.documentation > 0 ? "patch" : "none";
}

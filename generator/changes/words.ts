/** Words that all reports have in common. */

import inc from "semver/functions/inc.js";

import type { Change, Comparison } from "./change.ts";

const MOST_NAMED = 3;

/** The operations that a change concerns: a few by name. */
export function operationsText({ operations }: Change): string {
  const shown = operations.length > MOST_NAMED + 1 ? operations.slice(0, MOST_NAMED) : operations;
  const more = operations.length - shown.length;
  return shown.join(", ") + (more === 0 ? "" : ` and ${more} more`);
}

/** Whether the change is one of an operation, and concerns no other; or none. */
export function isItself({ operations, subject }: Change): boolean {
  return operations.length === 0 || (operations.length === 1 && operations[0] === subject);
}

/** Where a type that changed is used. */
export function usesText({ directions }: Change): string {
  return directions.length === 0
    ? ""
    : `in ${directions.map((direction) => `${direction}s`).join(" and ")}`;
}

export function summaryOf({ counts }: Comparison): string {
  const { breaking, compatible, documentation } = counts;
  if (breaking + compatible + documentation === 0) return "nothing that callers can see changed";
  return [
    ...(breaking > 0 ? [`${breaking} breaking`] : []),
    ...(compatible > 0 ? [`${compatible} compatible`] : []),
    ...(documentation > 0 ? [`${documentation} in documentation only`] : []),
  ].join(", ");
}

/** What a client with the old document's version has next; empty if that is no plain version. */
export function nextVersion({ old, bump }: Comparison): string {
  if (bump === "none" || !/^\d+\.\d+\.\d+$/.test(old.version)) return "";
  // Below 1.0 a break raises the minor version: `^0.1.0` does not take 0.2.0.
  const belowOne = bump === "major" ? "minor" : "patch";
  const next = inc(old.version, old.version.startsWith("0.") ? belowOne : bump);
  return next === null ? "" : `; ${old.version} becomes ${next}`;
}

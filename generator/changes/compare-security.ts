/** Compares the credentials that an operation asks for. */

import { code } from "../encode.ts";
import type { SecurityUseFact } from "../model.ts";
import type { Operation } from "./api.ts";
import type { Say } from "./compare-operations.ts";
import type { Pair } from "./scope.ts";

type Alternative = readonly SecurityUseFact[];

export function compareSecurity({ old, new: next }: Pair<Operation>, say: Say): void {
  const [before, after] = [alternativesOf(old), alternativesOf(next)];
  const isMet = (has: Alternative, all: readonly Alternative[]): boolean =>
    all.some((each) => each.every((use) => isGiven(use, has)));
  const lost = before.filter((each) => !isMet(each, after));
  const won = after.filter((each) => !isMet(each, before));
  if (lost.length > 0)
    say(
      "security-tightened",
      `is not open to ${listText(lost)} any more, but to ${listText(after)}`,
    );
  else if (won.length > 0) say("security-loosened", `is open to ${listText(won)} as well`);
  else if (before.some((each) => !after.some((other) => isSame(each, other))))
    say("security-loosened", `asks for ${listText(after)} only`);
}

/** An operation without alternatives is open to everybody. */
function alternativesOf({ fact }: Operation): readonly Alternative[] {
  return fact.security.length === 0 ? [[]] : fact.security;
}

function isGiven({ scheme, scopes }: SecurityUseFact, has: Alternative): boolean {
  const use = has.find((each) => each.scheme === scheme);
  return use !== undefined && scopes.every((scope) => use.scopes.includes(scope));
}

function isSame(one: Alternative, other: Alternative): boolean {
  return one.every((use) => isGiven(use, other)) && other.every((use) => isGiven(use, one));
}

function listText(alternatives: readonly Alternative[]): string {
  const texts = alternatives.map((all) => {
    if (all.length === 0) return "everybody";
    const uses = all.map(({ scheme, scopes }) =>
      scopes.length === 0 ? code(scheme) : `${code(scheme)} (${scopes.map(code).join(", ")})`,
    );
    return uses.join(" with ");
  });
  return texts.join(" or ");
}

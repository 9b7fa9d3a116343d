/** Stems for what an operation has beside itself, for instance a stream where it returns a value. */

import { type NameRecord } from "./held-names.ts";
import type { NameLock } from "./name-lock.ts";
import { type Nameable, routeOf } from "./nameable.ts";
import { NameSet } from "./naming.ts";
import { FUNCTIONS_IN_USE } from "./reserved.ts";
import { heldCompanions, namesOf, numbered, resourcesOf, type Stem } from "./stems.ts";

/** Gives a further stem beside one: that of the first of the methods that is free, else of the first with a number. */
export type FurtherStems = (stem: Stem, methods: readonly [string, ...string[]]) => Stem;

/**
 * @param stems those of the operations, which are not given again.
 * @param lock the names of the last run, which are given again.
 * @param record is told what is given.
 */
export function furtherStems(
  operations: readonly Pick<Nameable, "method" | "path">[],
  stems: readonly Stem[],
  lock: NameLock,
  record: NameRecord,
): FurtherStems {
  const functions = new NameSet([...FUNCTIONS_IN_USE, ...stems.flatMap(namesOf)]);
  const resources = new Set(stems.flatMap(resourcesOf));
  const routes = new Map(operations.map((each, index) => [stems[index]!.join("."), routeOf(each)]));
  const held = heldCompanions(operations, lock);
  const isFree = (stem: Stem): boolean =>
    !resources.has(stem.join(".")) && !namesOf(stem).some((name) => functions.has(name));
  return (stem, methods) => {
    const [first, ...others] = methods.map((method) => [...stem.slice(0, -1), method]);
    const claim = { owner: routes.get(stem.join(".")) ?? "", wanted: first!.join(".") };
    const isOurs = (each: Stem): boolean => isFree(each) && !held.isOthers(each.join("."), claim);
    const kept = held.of(claim).map((name) => name.split("."));
    const free = kept.find(isFree) ?? [first!, ...others].find(isOurs) ?? numbered(first!, isOurs);
    namesOf(free).forEach((name) => functions.add(name));
    record.set(free.join("."), claim);
    return free;
  };
}

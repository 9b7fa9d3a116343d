/** The names of a client on their way from one run to the next. */

import { HeldNames, NameRecord, ownerKey, type StableNames } from "../base/held-names.ts";
import { type BodyPlace, type NameLock, sortedObject } from "../base/name-lock.ts";
import { routeOf } from "../base/nameable.ts";
import { TYPES_IN_USE } from "../base/reserved.ts";
import { type AssignedStems, resourcesOf, type Stem } from "../base/stems.ts";
import type { Model } from "../model.ts";
import type { PlannedOperation } from "./operation.ts";

/** The names of types and classes whose owners are still there. */
export function heldTypes(lock: NameLock, model: Model, stems: readonly Stem[]): HeldNames {
  if (lock.types === undefined) return new HeldNames();
  const { schemas, operations, webhooks } = model;
  const callbacks = operations.flatMap((operation) => operation.callbacks);
  const responses = operations.flatMap((operation) => operation.responses);
  const present = new Set([
    ...schemas.map(({ pointer }) => pointer),
    ...[...webhooks, ...callbacks].map(({ pointer }) => pointer),
    ...responses.flatMap(({ content }) => content.map(({ pointer }) => componentOf(pointer))),
    ...operations.map((operation) => ownerKey(routeOf(operation))),
    ...stems.flatMap(resourcesOf),
  ]);
  return new HeldNames(
    lock.types,
    ({ name, owner }) => !TYPES_IN_USE.has(name) && present.has(ownerKey(owner)),
  );
}

/** `#/components/responses/NotFound`, of what is in it. */
function componentOf(pointer: string): string {
  return pointer.split("/").slice(0, 4).join("/");
}

interface Given {
  readonly companions: NameRecord;
  readonly types: StableNames;
  readonly planned: readonly PlannedOperation[];
}

/** All names that were given, for the next run. */
export function nameLockOf(
  model: Model,
  { stems, wanted }: AssignedStems,
  { companions, types, planned }: Given,
): NameLock {
  const operations = new NameRecord();
  for (const [index, operation] of model.operations.entries())
    operations.set(stems[index]!.join("."), { owner: routeOf(operation), wanted: wanted[index]! });
  const bodies = planned.flatMap(({ plan, body }): [string, BodyPlace][] =>
    body === undefined ? [] : [[plan.route, body.joins ? "params" : "body"]],
  );
  const lock: NameLock = {
    operations: operations.toJSON(),
    companions: companions.toJSON(),
    types: types.locked((name, owner) => owner === `#/components/schemas/${name}`),
    bodies: sortedObject(bodies),
  };
  return Object.fromEntries(
    Object.entries(lock).filter(([, names]) => Object.keys(names).length > 0),
  );
}

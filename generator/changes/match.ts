/** Which operation of the new client is which one of the old. */

import { ownerKey } from "../base/held-names.ts";
import { routeOf } from "../base/nameable.ts";
import type { Affected } from "./affected.ts";
import type { GeneratedApi, Operation } from "./api.ts";
import type { Pair } from "./scope.ts";

export interface Matches {
  /** In the order of the old document. */
  readonly pairs: readonly Pair<Operation>[];
  readonly removed: readonly Operation[];
  readonly added: readonly Operation[];
}

/**
 * By verb and path first, where the names of path parameters do not count; then by stem, for what moved; then by operation
 * id. Those that are not affected are left out. One that returns a value and one that returns a stream of the same path are two.
 */
export function matchOperations(
  old: GeneratedApi,
  next: GeneratedApi,
  affected: Affected,
): Matches {
  const found = new Map<Operation, Operation>();
  const isAffected = ({ fact }: Operation): boolean => affected.has(fact.pointer);
  const before = operationsOf(old).filter(isAffected);
  const after = new Set(operationsOf(next).filter(isAffected));
  for (const keyOf of [byRouteAndStem, byRouteAndResult, byRoute, byStem, byId]) {
    const byKey = new Map<string, Operation[]>();
    for (const operation of after) {
      const key = keyOf(operation);
      if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), operation]);
    }
    for (const operation of before) {
      if (found.has(operation)) continue;
      const key = keyOf(operation);
      const other = key === undefined ? undefined : byKey.get(key)?.shift();
      if (other === undefined) continue;
      found.set(operation, other);
      after.delete(other);
    }
  }
  return {
    pairs: before.flatMap((operation) => {
      const other = found.get(operation);
      return other === undefined ? [] : [{ old: operation, new: other }];
    }),
    removed: before.filter((operation) => !found.has(operation)),
    added: [...after],
  };
}

export function operationsOf({ plan, model }: GeneratedApi): Operation[] {
  const facts = new Map(model.operations.map((fact) => [routeOf(fact), fact]));
  return plan.resources.flatMap(({ operations }) =>
    operations.flatMap((each) => {
      const fact = facts.get(each.route);
      return fact === undefined ? [] : [{ plan: each, fact }];
    }),
  );
}

/** The route without the names of path parameters, which callers do not see. */
export function namelessRoute({ plan }: Operation): string {
  return ownerKey(plan.route);
}

function byRouteAndStem(operation: Operation): string {
  return `${namelessRoute(operation)} ${operation.plan.stem}`;
}

function byRouteAndResult(operation: Operation): string {
  return `${namelessRoute(operation)} ${operation.plan.stream === undefined ? "value" : "stream"}`;
}

const byRoute = namelessRoute;

function byStem({ plan }: Operation): string {
  return plan.stem;
}

function byId({ fact, plan }: Operation): string | undefined {
  return (
    fact.operationId && `${fact.operationId} ${plan.stream === undefined ? "value" : "stream"}`
  );
}

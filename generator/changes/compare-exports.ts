/** Compares the names of the types and constants that clients export. */

import { code } from "../encode.ts";
import type { Plan, TypePlan } from "../plan.ts";
import type { Operation } from "./api.ts";
import type { TypeComparison } from "./compare-types.ts";
import type { Findings } from "./findings.ts";
import type { Matches } from "./match.ts";
import type { Pair } from "./scope.ts";

interface Exported {
  readonly name: string;
  /** Of the schema; undefined if it has none of its own. */
  readonly pointer: string | undefined;
  /** The operation that brings it. */
  readonly stem: string | undefined;
}

export interface ExportComparison {
  readonly plans: Pair<Plan>;
  readonly matches: Matches;
  readonly types: TypeComparison;
  readonly findings: Findings;
  /** Types that went or came with operations, and are no news of their own. */
  readonly apart: Pair<ReadonlyMap<string, string>>;
}

export function compareExports(comparison: ExportComparison): void {
  const { matches, types, findings, apart } = comparison;
  const { old, new: next } = comparison.plans;
  const { renamed } = types;
  const users = types.operationsByOldName();
  const before = [...exportedOf(old), ...matches.pairs.flatMap(keptTypes)];
  const after = new Set(namesIn(next));
  const pointers = new Map(
    next.types.flatMap((type) => namesOf(type).map((name) => [name, type.pointer])),
  );
  for (const { name, pointer, stem } of before) {
    if (after.has(name) || apart.old.has(name)) continue;
    const other = renamed.get(name);
    const operations = stem === undefined ? users.get(name) : [stem];
    const origin = { old: pointer, new: other === undefined ? undefined : pointers.get(other) };
    const [rule, message] =
      other === undefined
        ? (["type-removed", "is no exported type any more"] as const)
        : (["type-renamed", `is called ${code(other)} now`] as const);
    findings.add({ rule, subject: name, message, origin, ...(operations && { operations }) });
  }
  const known = new Set([...namesIn(old), ...renamed.values()]);
  for (const { name, pointer } of exportedOf(next)) {
    if (known.has(name) || apart.new.has(name)) continue;
    findings.add({
      rule: "type-added",
      subject: name,
      message: "is a new type",
      origin: { old: undefined, new: pointer },
    });
  }
  compareConstants(old, next, findings);
}

function exportedOf({ types }: Plan): Exported[] {
  return types.flatMap((type) =>
    namesOf(type).map((name) => ({ name, pointer: type.pointer, stem: undefined })),
  );
}

function namesOf({ name, input, base, baseInput }: TypePlan): string[] {
  return [name, input, base, baseInput].filter((each) => each !== undefined);
}

/** The types of an operation that is still there, under its name. */
function keptTypes({ old, new: next }: Pair<Operation>): Exported[] {
  const { stem, declarations } = old.plan;
  if (stem !== next.plan.stem) return [];
  return declarations.map(({ name, base }) => ({ name, pointer: base ?? old.fact.pointer, stem }));
}

function namesIn(plan: Plan): string[] {
  const declarations = plan.resources.flatMap(({ operations }) =>
    operations.flatMap((operation) => operation.declarations),
  );
  return [
    ...plan.types.flatMap(namesOf),
    ...[...declarations, ...plan.errorTypes].map(({ name }) => name),
  ];
}

function compareConstants(old: Plan, next: Plan, findings: Findings): void {
  const after = new Map(next.types.map((type) => [type.name, type]));
  for (const { name, members = [], pointer } of old.types) {
    const other = after.get(name);
    if (other === undefined) continue;
    const kept = new Set(other.members?.map((member) => member.name));
    for (const member of members) {
      if (kept.has(member.name)) continue;
      findings.add({
        rule: "constant-removed",
        subject: `${name}.${member.name}`,
        message: `is gone, which was ${code(JSON.stringify(member.value))}`,
        origin: { old: pointer, new: other.pointer },
      });
    }
  }
}

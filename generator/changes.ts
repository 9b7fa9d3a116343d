/** What changed between two generated clients, and what that means for those who call them. */

import { reference } from "./base/schema-forms.ts";
import { code } from "./encode.ts";
import type { Plan } from "./plan.ts";
import { type Affected, affectedBy, EVERYTHING, isSame } from "./changes/affected.ts";
import type { GeneratedApi } from "./changes/api.ts";
import type { ComparedDocument, Comparison } from "./changes/change.ts";
import { compareOptions, compareWebhooks } from "./changes/compare-client.ts";
import { compareExports } from "./changes/compare-exports.ts";
import { compareOperation } from "./changes/compare-operations.ts";
import { TypeComparison, type TypeNames } from "./changes/compare-types.ts";
import { bumpOf, countsOf, Findings } from "./changes/findings.ts";
import { matchOperations, operationsOf } from "./changes/match.ts";
import { typesApart } from "./changes/reach.ts";
import { placesOf } from "./changes/places.ts";
import type { Pair } from "./changes/scope.ts";
import { TypeView } from "./changes/type-view.ts";

export type { GeneratedApi } from "./changes/api.ts";
export type { Change, ChangePlace, Comparison, Level } from "./changes/change.ts";

/**
 * Compares what two documents generate. It makes no difference how they are written, only what callers see of it.
 *
 * @param affected which parts of the documents can make a difference.
 */
export function compareApis(
  old: GeneratedApi,
  next: GeneratedApi,
  affected: Affected = affectedIn(old, next),
): Comparison {
  const findings = new Findings();
  const views = { old: new TypeView(old.forms), new: new TypeView(next.forms) };
  const types = new TypeComparison(views, namesOf({ old, new: next }, affected));
  const matches = matchOperations(old, next, affected);
  const apart = {
    old: typesApart(views.old, old.plan, matches.removed),
    new: typesApart(views.new, next.plan, matches.added),
  };
  for (const { plan, fact } of matches.removed)
    findings.add({
      rule: "operation-removed",
      subject: plan.stem,
      message: `is gone${withTypes(apart.old, plan.stem)}`,
      operations: [plan.stem],
      origin: { old: fact.pointer, new: undefined },
    });
  for (const pair of matches.pairs) compareOperation({ findings, types }, pair);
  for (const { plan, fact } of matches.added)
    findings.add({
      rule: "operation-added",
      subject: plan.stem,
      message: `is new: ${code(plan.route)}`,
      operations: [plan.stem],
      origin: { old: undefined, new: fact.pointer },
    });
  const clients = { old, new: next, findings };
  compareOptions(clients);
  compareWebhooks(clients, types);
  compareUnreached(types, old.plan, next.plan, affected);
  types.spreadOperations();
  const plans = { old: old.plan, new: next.plan };
  compareExports({ plans, matches, types, findings, apart });
  addTypes(types, findings);

  const changes = findings.changes(placesOf({ old, new: next }, affected));
  const counts = countsOf(changes);
  return { old: documentOf(old), new: documentOf(next), bump: bumpOf(counts), counts, changes };
}

/** Types can be told to be the same only where they have the same names, and the same ones stand for files. */
function affectedIn(old: GeneratedApi, next: GeneratedApi): Affected {
  const isKnown = isSame(old.lock, next.lock) && isSame(old.plan.uploads, next.plan.uploads);
  return (isKnown ? affectedBy(old.root, next.root) : undefined) ?? EVERYTHING;
}

const MOST_TYPES = 5;

/** The types that went with an operation. */
function withTypes(owners: ReadonlyMap<string, string>, stem: string): string {
  const names = [...owners].filter(([, owner]) => owner === stem).map(([name]) => code(name));
  if (names.length === 0) return "";
  const more = names.length - MOST_TYPES;
  const shown = more > 1 ? [...names.slice(0, MOST_TYPES), `${more} more`] : names;
  return `, and with it ${shown.join(", ")}`;
}

/** Types that both export and no operation mentions. */
function compareUnreached(types: TypeComparison, old: Plan, next: Plan, affected: Affected): void {
  const names = new Set(next.types.map(({ name }) => name));
  const reached = new Set(types.scopes.map(({ subject }) => subject));
  for (const { name, pointer } of old.types) {
    if (!affected.has(pointer) || reached.has(name) || !names.has(name)) continue;
    const origin = { old: undefined, new: undefined };
    types.compareRoot(reference(name), reference(name), {
      subject: name,
      direction: "response",
      stem: undefined,
      origin,
    });
  }
}

function addTypes(types: TypeComparison, findings: Findings): void {
  for (const { subject, direction, operations, found } of types.scopes) {
    for (const { rule, path, message, origin } of found)
      findings.add({ rule, subject: subject + path, message, operations, direction, origin });
  }
}

/** How types are called in messages: by one name, although they have another form in requests. */
function namesOf({ old, new: next }: Pair<GeneratedApi>, affected: Affected): TypeNames {
  const mainNames = ({ types }: Plan): ReadonlyMap<string, string> =>
    new Map(
      types.flatMap(({ name, input, base, baseInput }) => [
        ...(input === undefined ? [] : [[input, name] as const]),
        ...(base === undefined || baseInput === undefined ? [] : [[baseInput, base] as const]),
      ]),
    );
  const schemasIn = ({ plan, model }: GeneratedApi) => {
    const schemas = new Map(model.schemas.map(({ pointer, schema }) => [pointer, schema]));
    return new Map(plan.types.map(({ name, pointer }) => [name, schemas.get(pointer) ?? pointer]));
  };
  const mains = { old: mainNames(old.plan), new: mainNames(next.plan) };
  const schemas = { old: schemasIn(old), new: schemasIn(next) };
  const declared = { old: declarationsIn(old), new: declarationsIn(next) };
  const exported = new Set(next.plan.types.map(({ name }) => name));
  const same = new Set(
    next.plan.types
      .filter(({ pointer }) => !affected.has(pointer))
      .flatMap(({ name, input, base, baseInput }) => [name, input, base, baseInput]),
  );
  const main = (side: keyof typeof mains, name: string): string => mains[side].get(name) ?? name;
  return {
    subjectOf: (before, after) => {
      const [from, to] = [main("old", before), main("new", after)];
      return from === to || !exported.has(from) ? from : `${from} → ${to}`;
    },
    originOf: (before, after) => ({
      old: schemas.old.get(main("old", before)) ?? declared.old.get(before),
      new: schemas.new.get(main("new", after)) ?? declared.new.get(after),
    }),
    isSame: (name) => same.has(name),
  };
}

/** Where the types are that operations bring. */
function declarationsIn(api: GeneratedApi): ReadonlyMap<string, string> {
  return new Map(
    operationsOf(api).flatMap(({ plan, fact }) =>
      plan.declarations.map(({ name, base }) => [name, base ?? fact.pointer] as const),
    ),
  );
}

function documentOf({ uri, model, plan }: GeneratedApi): ComparedDocument {
  const { title, version } = model;
  const operations = plan.resources.reduce((sum, each) => sum + each.operations.length, 0);
  return { uri, title, version, operations };
}

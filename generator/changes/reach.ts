/** Which exported types are there only for operations that the other client does not have. */

import { isRecord } from "../base/is-record.ts";
import type { OperationPlan, Plan } from "../plan.ts";
import type { Operation } from "./api.ts";
import { formOfText } from "./type-text.ts";
import { referenceName, type TypeView } from "./type-view.ts";

/** @returns for each of the types that only `apart` need, the stem of the first operation that does. */
export function typesApart(
  view: TypeView,
  plan: Plan,
  apart: readonly Operation[],
): ReadonlyMap<string, string> {
  if (apart.length === 0) return new Map();
  const stems = new Set(apart.map(({ plan: { stem } }) => stem));
  const operations = plan.resources.flatMap((resource) => resource.operations);
  const others = operations.filter(({ stem }) => !stems.has(stem));
  const heard = [...plan.webhooks, ...plan.callbacks].map(({ declaration }) => declaration.name);
  const needed = reached(view, [...others.flatMap(namesIn), ...heard]);
  const owners = new Map<string, string>();
  for (const { plan: operation } of apart) {
    for (const name of reached(view, namesIn(operation))) {
      if (view.has(name) && !needed.has(name) && !owners.has(name))
        owners.set(name, operation.stem);
    }
  }
  return owners;
}

function namesIn(operation: OperationPlan): string[] {
  const { declarations, errors, params, result, stream, page, arguments: positional } = operation;
  const types = [
    ...positional.map(({ type }) => type),
    ...errors.map(({ type }) => type),
    result.type,
    stream?.itemType,
    page?.itemType,
  ].filter((type) => type !== undefined);
  return [
    params.type,
    ...declarations.map(({ name }) => name),
    ...types.flatMap((type) => [...mentioned(formOfText(type))]),
  ];
}

function reached(view: TypeView, names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  for (const name of found) for (const each of mentioned(view.named(name))) found.add(each);
  return found;
}

function* mentioned(form: unknown): Iterable<string> {
  if (typeof form !== "object" || form === null) return;
  if (isRecord(form) && typeof form["$ref"] === "string") {
    const name = referenceName({ $ref: form["$ref"] });
    if (name !== undefined) yield name;
    return;
  }
  for (const value of Object.values(form)) yield* mentioned(value);
}

/** What waits for the end of something that an operation returns: by the property of its response that says how far it is. */

import type { Json, OperationFacts } from "../../templates/package/src/runtime/operation.ts";
import { isRecord } from "../base/is-record.ts";
import { extensionIn, type SchemaLookup, schemasIn } from "../base/schema.ts";
import type { FurtherStems } from "../base/further-stems.ts";
import { functionName, methodOf, type Stem } from "../base/stems.ts";
import { upperFirst } from "../base/naming.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { OperationFact, Schema } from "../model.ts";
import type { WaiterPlan } from "../plan.ts";
import { compact, namesIn, propertyAt } from "./properties.ts";
import type { ResultPlan } from "./result.ts";

export interface Waiter {
  readonly facts: NonNullable<OperationFacts["polling"]>;
  readonly plan: WaiterPlan;
}

interface Setting {
  readonly lookup: SchemaLookup;
  report(diagnostic: Diagnostic): void;
}

/** @param further gives the waiter its name. */
export function waiterOf(
  setting: Setting,
  fact: OperationFact,
  result: ResultPlan,
  stem: Stem,
  further: FurtherStems,
): Waiter | undefined {
  const facts = fact.polling && pollingOf(setting, fact, result);
  if (facts === undefined) return undefined;
  const own = further(stem, methodsFor(stem));
  return {
    facts,
    plan: {
      stem: own.join("."),
      method: own.at(-1) ?? "",
      function: functionName(own),
      doc: docOf(facts),
      type: result.type ?? "unknown",
    },
  };
}

/** `wait`; where that is something else, for instance `waitForStatus` of `getStatus`. */
function methodsFor(stem: Stem): readonly [string, ...string[]] {
  const what = upperFirst(methodOf(stem).replace(/^(?:get|retrieve)(?=\p{Lu})/u, ""));
  return ["wait", `waitFor${what}`];
}

function pollingOf(
  setting: Setting,
  fact: OperationFact,
  { success, type, items }: ResultPlan,
): Waiter["facts"] | undefined {
  const { lookup } = setting;
  const { field } = fact.polling ?? { field: "" };
  const isJson = success.values.every(({ reading }) => reading !== "binary");
  const json = success.values.find(({ reading }) => reading === "json");
  if (json === undefined || !isJson || type === undefined || items !== undefined)
    return unused(setting, fact, "its response is not JSON alone");
  if (fact.retry === "unsafe")
    return unused(
      setting,
      fact,
      "it may not be sent more than once",
      "say `retry: safe` if it may",
    );
  const path = namesIn(field).find((names) => propertyAt(lookup, json, names) !== undefined);
  const property = path && propertyAt(lookup, json, path);
  if (path === undefined || property === undefined)
    return unused(setting, fact, `the response has no property \`${field}\``);
  const { terminal, values } = valuesOf(lookup, property.schema, 0);
  if (terminal.length === 0) {
    const cure = "say them in an overlay, at that schema: `x-triptych: { terminal: […] }`";
    return unused(setting, fact, `the schema of \`${field}\` has no \`terminal\` values`, cure);
  }
  for (const value of values.length === 0 ? [] : terminal) {
    if (values.includes(value)) continue;
    setting.report({
      severity: "warning",
      code: "bad-polling",
      message: `\`${text(value)}\` is called terminal, but is no value of \`${field}\``,
      pointer: property.pointer,
      cure: "correct its spelling, or add it to the `enum`",
    });
  }
  return { field: compact(path), terminal };
}

const DEEPEST = 8;

/** The values after which nothing changes, and all values if the schema says them. */
function valuesOf(
  lookup: SchemaLookup,
  start: Schema,
  depth: number,
): { readonly terminal: readonly Json[]; readonly values: readonly unknown[] } {
  if (typeof start === "boolean" || depth > DEEPEST) return { terminal: [], values: [] };
  const inner = [
    lookup.target(start)?.schema ?? true,
    ...(["allOf", "anyOf", "oneOf"] as const).flatMap((keyword) => schemasIn(start, keyword)),
  ].map((schema) => valuesOf(lookup, schema, depth + 1));
  const scalars = extensionIn(start).terminal.filter(
    (value) => !isRecord(value) && !Array.isArray(value),
  ) as Json[];
  const own = Array.isArray(start["enum"]) ? start["enum"] : [];
  return {
    terminal: [...new Set([...scalars, ...inner.flatMap(({ terminal }) => terminal)])],
    values: [...own, ...inner.flatMap(({ values }) => values)],
  };
}

function docOf({ field, terminal }: Waiter["facts"]): string {
  const values = terminal.map((value) => `\`${text(value)}\``);
  const last = values.pop() ?? "";
  const listed = values.length === 0 ? last : `${values.join(", ")} or ${last}`;
  return `Polls until \`${[field].flat().join(".")}\` is ${listed}, and returns the last answer.`;
}

/** As it stands in inline code. */
function text(value: unknown): string {
  return String(value).replaceAll(/[`\s]+/g, " ");
}

function unused(setting: Setting, fact: OperationFact, reason: string, cure?: string): undefined {
  setting.report({
    severity: "warning",
    code: "bad-polling",
    message: `\`${fact.method.toUpperCase()} ${fact.path}\` cannot be waited for, since ${reason}`,
    pointer: `${fact.pointer}/x-triptych/polling`,
    cure: cure ?? "correct the overlay, or declare what it names",
  });
  return undefined;
}

/** Compares an operation with what became of it. */

import { code } from "../encode.ts";
import { reference } from "../base/schema-forms.ts";
import type { ArgumentPlan, OperationPlan } from "../plan.ts";
import type { Operation } from "./api.ts";
import type { TypeComparison } from "./compare-types.ts";
import type { Finding, Findings } from "./findings.ts";
import { descriptionOf } from "./limits.ts";
import { namelessRoute } from "./match.ts";
import type { Origin, Pair } from "./scope.ts";
import { compareResponses } from "./compare-responses.ts";
import { compareSecurity } from "./compare-security.ts";
import { formOfText } from "./type-text.ts";
import { EMPTY } from "./type-view.ts";

export interface OperationComparison {
  readonly findings: Findings;
  readonly types: TypeComparison;
}

/** Reports something about an operation. */
export type Say = (
  rule: Finding["rule"],
  message: string,
  more?: { readonly subject?: string; readonly origin?: Origin },
) => void;

export function compareOperation(
  { findings, types }: OperationComparison,
  pair: Pair<Operation>,
): void {
  const { old, new: next } = pair;
  const { stem } = old.plan;
  const here: Origin = { old: old.fact.pointer, new: next.fact.pointer };
  const say: Say = (rule, message, { subject = stem, origin = here } = {}) => {
    findings.add({ rule, subject, message, operations: [stem], origin });
  };
  compareNames(pair, say);
  compareArguments(types, pair, say);
  compareParams(types, pair, here);
  compareResponses(types, pair, say);
  compareSecurity(pair, say);
  const [before, after] = [old.plan.facts, next.plan.facts];
  if (before.retry !== after.retry) {
    const is = after.retry === "safe" ? "is sent again" : "is no longer sent again";
    say("retry-changed", `${is} where it may have reached the server`);
  }
  const [form, other] = [before.body?.mediaType, after.body?.mediaType];
  if (form !== undefined && other !== undefined && form !== other)
    say("media-type-changed", `is sent as ${code(other)}, and was as ${code(form)}`);
}

function compareNames({ old, new: next }: Pair<Operation>, say: Say): void {
  const { plan } = old;
  if (plan.stem !== next.plan.stem)
    say("operation-renamed", `is called ${code(next.plan.stem)} now`);
  if (namelessRoute(old) !== namelessRoute(next))
    say("operation-moved", `is ${code(next.plan.route)}, and was ${code(plan.route)}`);
  if (!plan.deprecated && next.plan.deprecated) say("operation-deprecated", "is deprecated now");
  if (plan.deprecated && !next.plan.deprecated)
    say("operation-no-longer-deprecated", "is no longer deprecated");
  for (const { rule, message } of descriptionOf(plan.doc, next.plan.doc)) say(rule, message);
  compareWaiters(plan, next.plan, say);
}

function compareWaiters(
  { waiter: old }: OperationPlan,
  { waiter: next }: OperationPlan,
  say: Say,
): void {
  if (old === undefined && next !== undefined)
    say("waiter-added", `can be waited for by ${code(next.stem)}`);
  if (old === undefined) return;
  const subject = old.stem;
  if (next === undefined)
    say("waiter-removed", "is gone: nothing says when it has come to its end", { subject });
  else if (old.stem !== next.stem)
    say("operation-renamed", `is called ${code(next.stem)} now`, { subject });
}

function compareArguments(types: TypeComparison, pair: Pair<Operation>, say: Say): void {
  const { old, new: next } = pair;
  const { stem } = old.plan;
  const renamed = renamedIn(pair);
  const newName = ({ wireName }: ArgumentPlan): string => renamed.get(wireName) ?? wireName;
  const [before, after] = [old.plan.arguments, next.plan.arguments];
  const kept = before.filter((each) => after.some(({ wireName }) => wireName === newName(each)));
  for (const each of before) {
    const other = after.find(({ wireName }) => wireName === newName(each));
    const origin = { old: parameterAt(old, each), new: other && parameterAt(next, other) };
    const subject = `${stem}(${each.name})`;
    if (other === undefined) {
      say("argument-removed", "is gone", {
        subject,
        origin: { ...origin, new: next.fact.pointer },
      });
      continue;
    }
    if (each.name !== other.name)
      say("argument-renamed", `is called ${code(other.name)} now; it is passed by its position`, {
        subject,
        origin,
      });
    types.compareRoot(formOfText(each.type), formOfText(other.type), {
      subject,
      direction: "request",
      stem,
      origin,
    });
  }
  for (const other of after) {
    if (kept.some((each) => newName(each) === other.wireName)) continue;
    const origin = { old: old.fact.pointer, new: parameterAt(next, other) };
    say("argument-added", "is new", { subject: `${stem}(${other.name})`, origin });
  }
  const order = after
    .map(({ wireName }) => wireName)
    .filter((name) => kept.some((each) => newName(each) === name));
  if (order.join("\n") !== kept.map(newName).join("\n"))
    say(
      "argument-moved",
      `takes its arguments in the order ${after.map(({ name }) => code(name)).join(", ")}`,
    );
}

/** What the path parameters of the old path are called in the new one, where only their names differ. */
function renamedIn({ old, new: next }: Pair<Operation>): ReadonlyMap<string, string> {
  if (namelessRoute(old) !== namelessRoute(next)) return new Map();
  const namesIn = ({ plan }: Operation): string[] =>
    [...plan.path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  const [before, after] = [namesIn(old), namesIn(next)];
  const isOther = before.some((name) => !after.includes(name));
  if (!isOther) return new Map();
  return new Map(before.map((name, index) => [name, after[index] ?? name]));
}

function parameterAt({ fact }: Operation, { wireName }: ArgumentPlan): string {
  const found = fact.parameters.find((each) => each.in === "path" && each.name === wireName);
  return found?.pointer ?? fact.pointer;
}

function compareParams(
  types: TypeComparison,
  { old, new: next }: Pair<Operation>,
  origin: Origin,
): void {
  const [before, after] = [old.plan.params, next.plan.params];
  if (before.none && after.none) return;
  const subject = before.none ? after.type : before.type;
  types.compareRoot(
    before.none ? EMPTY : reference(before.type),
    after.none ? EMPTY : reference(after.type),
    { subject, direction: "request", stem: old.plan.stem, origin },
  );
}

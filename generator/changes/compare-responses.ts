/** Compares what an operation returns, and the errors that the document knows of. */

import { code } from "../encode.ts";
import type { OperationPlan } from "../plan.ts";
import type { Operation } from "./api.ts";
import type { Say } from "./compare-operations.ts";
import type { TypeComparison } from "./compare-types.ts";
import type { Origin, Pair } from "./scope.ts";
import { formOfText } from "./type-text.ts";

export function compareResponses(types: TypeComparison, pair: Pair<Operation>, say: Say): void {
  const { old, new: next } = pair;
  const { stem } = old.plan;
  const [before, after] = [kindOf(old.plan), kindOf(next.plan)];
  const origin = successOf(pair);
  if (before !== after)
    say("result-changed", `returns ${after}, and returned ${before}`, { origin });
  else {
    const [from, to] = [typeOf(old.plan), typeOf(next.plan)];
    if (from !== undefined && to !== undefined) {
      types.compareRoot(formOfText(from), formOfText(to), {
        subject: `${stem}()`,
        direction: "response",
        stem,
        origin,
      });
    }
  }
  comparePages(pair, say);
  compareErrors(types, pair, say);
}

function kindOf({ stream, result }: OperationPlan): string {
  if (stream?.events === true) return "a stream of events";
  if (stream !== undefined) return "a stream of items";
  if (!result.binary) return "a value";
  return result.type === undefined ? "a download" : "a value or a download";
}

function typeOf({ stream, result }: OperationPlan): string | undefined {
  if (stream !== undefined) return stream.events ? undefined : stream.itemType;
  return result.type;
}

function comparePages({ old, new: next }: Pair<Operation>, say: Say): void {
  const [before, after] = [old.plan.page, next.plan.page];
  if (before === undefined && after !== undefined)
    say("pages-added", "is a list now, whose pages can be followed");
  if (before !== undefined && after === undefined)
    say("pages-removed", "is no list any more, whose pages could be followed");
}

/** The places of the first successful responses. */
function successOf({ old, new: next }: Pair<Operation>): Origin {
  const pointerIn = ({ fact }: Operation): string =>
    fact.responses.find(({ status }) => status.startsWith("2"))?.pointer ?? fact.pointer;
  return { old: pointerIn(old), new: pointerIn(next) };
}

function compareErrors(types: TypeComparison, { old, new: next }: Pair<Operation>, say: Say): void {
  const { stem, errors } = old.plan;
  const place = ({ fact }: Operation, status: string): string =>
    fact.responses.find((response) => response.status === status)?.pointer ?? fact.pointer;
  const originOf = (status: string): Origin => ({
    old: place(old, status),
    new: place(next, status),
  });

  const compared = new Set<string>();
  for (const { status, type } of errors) {
    const other = next.plan.errors.find((each) => each.status === status);
    compared.add(status);
    if (other === undefined) {
      say(
        "error-body-removed",
        `has no type for the body of an error with status ${code(status)}`,
        {
          origin: originOf(status),
        },
      );
      continue;
    }
    types.compareRoot(formOfText(type), formOfText(other.type), {
      subject: `ErrorBodies[${JSON.stringify(stem)}][${JSON.stringify(status)}]`,
      direction: "response",
      stem,
      origin: originOf(status),
    });
  }
  const [before, after] = [old, next].map(({ fact }) => fact.responses.map(({ status }) => status));
  for (const status of before ?? []) {
    if (after?.includes(status) === true || compared.has(status)) continue;
    say("response-removed", `declares the status ${code(status)} no more`, {
      origin: originOf(status),
    });
  }
  for (const status of after ?? []) {
    if (before?.includes(status) === true) continue;
    say("response-added", `declares the status ${code(status)}`, { origin: originOf(status) });
  }
}

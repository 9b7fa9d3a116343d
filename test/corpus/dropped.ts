/** What a document declares and a plan lacks. */

import type { OperationPlan, Plan } from "../../generator/plan.ts";
import type { DeclaredOperation } from "../replay/operations.ts";

/** Headers that OpenAPI 3.1.1, 4.8.12.2 has ignored where they are declared as parameters. */
const NO_PARAMETERS = ["accept", "content-type", "authorization"];

export function droppedFrom(plan: Plan, declared: readonly DeclaredOperation[]): string[] {
  const planned = new Map<string, OperationPlan>(
    plan.resources.flatMap(({ operations }) =>
      operations.map((each) => [`${each.httpMethod} ${each.path}`, each] as const),
    ),
  );
  return declared.flatMap((operation) => {
    const route = `${operation.method} ${operation.path}`;
    const plan = planned.get(route);
    return plan === undefined ? [route] : lost(plan, operation).map((part) => `${route} ${part}`);
  });
}

function lost({ facts }: OperationPlan, declared: DeclaredOperation): string[] {
  const sent = new Set((facts.parameters ?? []).map((each) => wireKey(each.in, each.name)));
  const parameters = declared.parameters
    .filter((each) => each.in !== "path" || declared.path.includes(`{${each.name}}`))
    .filter((each) => each.in !== "header" || !NO_PARAMETERS.includes(each.name.toLowerCase()))
    .filter((each) => !sent.has(wireKey(each.in, each.name)))
    .map((each) => `${each.in} ${each.name}`);
  const body =
    declared.body !== undefined && declared.body.content.length > 0 && facts.body === undefined;
  return body ? [...parameters, "body"] : parameters;
}

/** Names of headers are the same in any case: RFC 9110, 5.1. */
function wireKey(place: string, name: string): string {
  return `${place} ${place === "header" ? name.toLowerCase() : name}`;
}

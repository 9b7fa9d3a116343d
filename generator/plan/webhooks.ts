/** The types of what the API sends by itself. */

import type { Diagnostic } from "../diagnostic.ts";
import type { MediaTypeFact, OperationFact, WebhookFact } from "../model.ts";
import { pascalCase } from "../base/naming.ts";
import type { WebhookPlan } from "../plan.ts";
import { functionName, type Stem, typePrefix } from "../base/stems.ts";
import type { StableNames } from "../base/held-names.ts";
import { reporting } from "./names.ts";

interface Setting {
  readonly types: StableNames;
  report(diagnostic: Diagnostic): void;
}

/** A type for each webhook that has a payload: `newPet` is `NewPetWebhook`. */
export function webhooksOf(setting: Setting, webhooks: readonly WebhookFact[]): WebhookPlan[] {
  return named(webhooks).flatMap(({ fact, words }) =>
    planOf(
      setting,
      fact,
      suffixed(words, "Webhook"),
      `The payload of the webhook \`${fact.name}\`.`,
    ),
  );
}

/** A type for each callback of an operation that has a payload: `OrdersCreateOnPaidCallback`. */
export function callbacksOf(
  setting: Setting,
  { callbacks }: Pick<OperationFact, "callbacks">,
  stem: Stem,
): WebhookPlan[] {
  return named(callbacks).flatMap(({ fact, words }) => {
    const doc = `The payload of the callback \`${fact.name}\` of \`${functionName(stem)}\`.`;
    return planOf(setting, fact, suffixed(`${typePrefix(stem)}${words}`, "Callback"), doc);
  });
}

/** With the method in the name where there are several of one name, unless it is POST. */
function named(
  facts: readonly WebhookFact[],
): { readonly fact: WebhookFact; readonly words: string }[] {
  return facts.map((fact) => {
    const alone = facts.filter(({ name }) => name === fact.name).length === 1;
    const words = alone || fact.method === "post" ? fact.name : `${fact.name} ${fact.method}`;
    return { fact, words: pascalCase(words) };
  });
}

function suffixed(name: string, suffix: string): string {
  return name.endsWith(suffix) ? name : `${name}${suffix}`;
}

function planOf(
  { types, report }: Setting,
  fact: WebhookFact,
  wanted: string,
  what: string,
): WebhookPlan[] {
  const media = fact.content.find(isJson) ?? fact.content[0];
  if (media === undefined) return [];
  const { pointer } = fact;
  const user = { owner: pointer, what: `\`${fact.name}\``, pointer };
  const name = reporting(types, user, report).add(wanted);
  const description = fact.description?.trim() ?? "";
  return [
    {
      name: fact.name,
      deprecated: fact.deprecated,
      declaration: {
        name,
        doc: description === "" ? what : `${description}\n\n${what}`,
        direction: "response",
        ...(media.schema === undefined ? {} : { base: `${media.pointer}/schema` }),
        properties: [],
      },
    },
  ];
}

function isJson({ mediaType }: MediaTypeFact): boolean {
  return /[/+]json\b/i.test(mediaType);
}

/** The module with a type for the payload of each webhook and callback. */

import { comment, docComment, identifier, key } from "../encode.ts";
import type { Plan, WebhookPlan } from "../plan.ts";
import type { OutputFile } from "../source.ts";
import { modulePath } from "./module-path.ts";
import type { Declarations } from "./schema.ts";
import { UPLOADABLE } from "./tidy.ts";

/** @returns no file if the document has neither. */
export function emitWebhooks(plan: Plan, declarations: Declarations): OutputFile[] {
  const { webhooks, callbacks } = plan;
  const own = [...webhooks, ...callbacks].flatMap(
    ({ declaration }) => declarations.get(declaration.name) ?? [],
  );
  if (own.length === 0) return [];
  const uses = new Set(own.flatMap((each) => [...each.uses]));
  const names = [...uses].filter((name) => name !== UPLOADABLE).sort();
  const blocks = [
    `// ${comment(plan.notice)}`,
    [
      ...(uses.has(UPLOADABLE)
        ? [`import type { ${UPLOADABLE} } from "./runtime/upload.js";`]
        : []),
      ...(names.length > 0
        ? [`import type { ${names.map(identifier).join(", ")} } from "./types.js";`]
        : []),
    ].join("\n"),
    ...own.map(({ text }) => text.trim()),
    ...(webhooks.length > 0 ? [webhooksInterface(plan)] : []),
  ];
  return [
    {
      path: modulePath(plan, "webhooks.ts"),
      text: `${blocks.filter((block) => block !== "").join("\n\n")}\n`,
    },
  ];
}

function webhooksInterface({ webhooks }: Plan): string {
  const byName = new Map<string, WebhookPlan[]>();
  for (const webhook of webhooks) {
    byName.set(webhook.name, [...(byName.get(webhook.name) ?? []), webhook]);
  }
  const members = Array.from(byName, ([name, list]) => {
    const types = list.map(({ declaration }) => identifier(declaration.name));
    const mark = list.every(({ deprecated }) => deprecated) ? "  /** @deprecated */\n" : "";
    return `${mark}  ${key(name)}: ${types.join(" | ")};`;
  });
  const doc = docComment(["The payload of each webhook, by the name that the document gives it."]);
  return `${doc}\nexport interface Webhooks {\n${members.join("\n")}\n}`;
}

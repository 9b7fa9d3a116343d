/** What the API sends by itself: webhooks (OpenAPI 3.1.1, 4.8.1) and the callbacks of operations (4.8.18). */

import { METHODS, type OpenApiRoot, type Operation, type PathItem } from "../document.ts";
import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { WebhookFact } from "../model.ts";
import { requestBodyOf } from "./content.ts";
import { followed } from "./references.ts";

export function webhooksIn(root: OpenApiRoot): WebhookFact[] {
  return Object.entries(root.webhooks ?? {}).flatMap(([name, item]) =>
    requestsOf(root, name, item, pointerOf(["webhooks", name])),
  );
}

/** @param pointer of the operation. */
export function callbacksOf(
  root: OpenApiRoot,
  callbacks: Operation["callbacks"],
  pointer: string,
): WebhookFact[] {
  return Object.entries(callbacks ?? {}).flatMap(([name, callback]) => {
    const at = pointer + pointerOf(["callbacks", name]).slice(1);
    const target = followed<Readonly<Record<string, PathItem>>>(root, callback, at);
    if (target === undefined) return [];
    const items = Object.entries(target.node).filter(
      ([expression]) => !expression.startsWith("x-"),
    );
    return items.flatMap(([expression, item]) =>
      requestsOf(root, name, item, target.pointer + pointerOf([expression]).slice(1)),
    );
  });
}

function requestsOf(
  root: OpenApiRoot,
  name: string,
  item: PathItem,
  pointer: string,
): WebhookFact[] {
  if (name.startsWith("x-") || !isRecord(item)) return [];
  const target = followed<PathItem>(root, item, pointer);
  if (target === undefined) return [];
  return METHODS.flatMap((method): WebhookFact[] => {
    const operation = target.node[method];
    if (operation === undefined) return [];
    const at = `${target.pointer}/${method}`;
    return [
      {
        name,
        method,
        description: operation.description ?? operation.summary,
        deprecated: operation.deprecated === true,
        content: requestBodyOf(root, operation.requestBody, `${at}/requestBody`)?.content ?? [],
        pointer: at,
      },
    ];
  });
}

/** Document -> Model: the facts, with references to parameters, bodies and responses followed and parameters merged. */

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import type { Document } from "./document.ts";
import type { JsonValue } from "./base/json.ts";
import type { Model, OperationFact, WebhookFact } from "./model.ts";
import { namedSchemas, type PlacedSchema } from "./model/schemas.ts";
import { operationsIn } from "./model/operations.ts";
import { securitySchemes } from "./model/security.ts";
import { serversOf } from "./model/servers.ts";
import { webhooksIn } from "./model/webhooks.ts";

/**
 * @returns the facts, and warnings about what the document says and is not used.
 * @throws DiagnosticError if an `x-triptych` says something that it cannot say.
 */
export function buildModel(document: Document): {
  readonly model: Model;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    const place = diagnostic.pointer === undefined ? {} : document.locate(diagnostic.pointer);
    diagnostics.push({ ...diagnostic, ...place });
  };
  const { root } = document;
  const security = securitySchemes(root, report);
  const operations = operationsIn(document, report);
  const webhooks = webhooksIn(root);
  const used = [...operations, ...webhooks].flatMap(schemasOf);
  const schemas = namedSchemas(root as unknown as JsonValue, used, report);
  if (diagnostics.some(({ severity }) => severity === "error"))
    throw new DiagnosticError(diagnostics);
  const { info } = root;
  const model: Model = {
    openapi: root.openapi,
    title: info.title,
    version: info.version,
    description: info.description ?? info.summary,
    license: info.license?.identifier ?? info.license?.name,
    servers: serversOf(root.servers ?? [], document.uri, "#/servers", report),
    security,
    schemas,
    operations,
    webhooks,
  };
  return { model, diagnostics };
}

function schemasOf(fact: OperationFact | WebhookFact): PlacedSchema[] {
  const isWebhook = "content" in fact;
  const holders = isWebhook ? [fact] : [fact.requestBody, ...fact.responses, ...fact.callbacks];
  const media = holders.flatMap((holder) => holder?.content ?? []);
  const parameters = isWebhook ? [] : fact.parameters;
  return [
    ...parameters.map(({ schema, schemaPointer: pointer }) => ({ schema, pointer })),
    ...media.flatMap(({ schema, itemSchema, pointer }) => [
      ...(schema === undefined ? [] : [{ schema, pointer: `${pointer}/schema` }]),
      ...(itemSchema === undefined
        ? []
        : [{ schema: itemSchema, pointer: `${pointer}/itemSchema` }]),
    ]),
  ];
}

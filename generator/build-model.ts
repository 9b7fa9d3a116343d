/** Document -> Model: the facts, with references to parameters, bodies and responses followed and parameters merged. */

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import type { Document } from "./document.ts";
import type { JsonValue } from "./base/json.ts";
import type { Model, OperationFact } from "./model.ts";
import { namedSchemas, type PlacedSchema } from "./model/schemas.ts";
import { operationsIn } from "./model/operations.ts";
import { securitySchemes } from "./model/security.ts";
import { serversOf } from "./model/servers.ts";

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
  const schemas = namedSchemas(root as unknown as JsonValue, operations.flatMap(schemasOf), report);
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
  };
  return { model, diagnostics };
}

function schemasOf(operation: OperationFact): PlacedSchema[] {
  const media = [operation.requestBody, ...operation.responses].flatMap(
    (holder) => holder?.content ?? [],
  );
  return [
    ...operation.parameters.map(({ schema, schemaPointer: pointer }) => ({ schema, pointer })),
    ...media.flatMap(({ schema, itemSchema, pointer }) => [
      ...(schema === undefined ? [] : [{ schema, pointer: `${pointer}/schema` }]),
      ...(itemSchema === undefined
        ? []
        : [{ schema: itemSchema, pointer: `${pointer}/itemSchema` }]),
    ]),
  ];
}

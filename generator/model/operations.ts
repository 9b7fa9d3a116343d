/** The operations of a document, each with all that applies to it. */

import type { Diagnostic } from "../diagnostic.ts";
import {
  type Document,
  METHODS,
  type OpenApiRoot,
  type Operation,
  type PathItem,
} from "../document.ts";
import { pointerOf } from "../base/json.ts";
import type { OperationFact } from "../model.ts";
import { requestBodyOf, responsesOf } from "./content.ts";
import { EXTENSION, operationExtension } from "./extension.ts";
import { parametersOf } from "./parameters.ts";
import { followed } from "./references.ts";
import { securityOf } from "./security.ts";
import { serversOf } from "./servers.ts";
import { callbacksOf } from "./webhooks.ts";

/** Requests that may be sent twice unless an overlay says otherwise: RFC 9110, 9.2.2 calls them idempotent. */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  "get",
  "head",
  "options",
  "put",
  "delete",
  "query",
]);

export function operationsIn(
  { root, uri, stems }: Document,
  report: (diagnostic: Diagnostic) => void,
): OperationFact[] {
  return Object.entries(root.paths ?? {}).flatMap(([path, item]) => {
    if (path.startsWith("x-")) return [];
    const pointer = pointerOf(["paths", path]);
    const target = followed<PathItem>(root, item as PathItem & { readonly $ref: string }, pointer);
    if (target === undefined) return [];
    const place = target.pointer;
    const found = METHODS.flatMap((method) => {
      const operation = target.node[method];
      return operation === undefined
        ? []
        : [{ method: method as string, operation, at: `${place}/${method}` }];
    });
    for (const [method, operation] of Object.entries(target.node.additionalOperations ?? {})) {
      const at = `${place}${pointerOf(["additionalOperations", method]).slice(1)}`;
      found.push({ method, operation, at });
    }
    return found.map(({ method, operation, at }) =>
      operationFact({
        root,
        uri,
        stems,
        path,
        method,
        item: target.node,
        itemPointer: place,
        operation,
        pointer: at,
        report,
      }),
    );
  });
}

interface Source {
  readonly root: OpenApiRoot;
  readonly uri: string;
  readonly stems: Document["stems"];
  readonly path: string;
  readonly method: string;
  readonly item: PathItem;
  readonly itemPointer: string;
  readonly operation: Operation;
  readonly pointer: string;
  readonly report: (diagnostic: Diagnostic) => void;
}

function operationFact(source: Source): OperationFact {
  const { root, path, method, operation, pointer, report } = source;
  const { stem, retry, idempotency, pagination, polling, stream } = operationExtension(
    operation[EXTENSION],
    pointer,
    report,
  );
  const assigned = source.stems?.get(pointer);
  return {
    operationId: operation.operationId,
    stem: assigned?.stem ?? stem,
    wantedStem: assigned?.wanted,
    method,
    path,
    tags: operation.tags ?? [],
    summary: operation.summary,
    description: operation.description ?? source.item.description,
    deprecated: operation.deprecated === true,
    parameters: parametersOf(source),
    requestBody: requestBodyOf(root, operation.requestBody, `${pointer}/requestBody`),
    responses: responsesOf(root, operation.responses, `${pointer}/responses`),
    callbacks: callbacksOf(root, operation.callbacks, pointer),
    security: securityOf(operation.security ?? root.security ?? []),
    servers: serversFor(source),
    retry: retry ?? (IDEMPOTENT.has(method.toLowerCase()) ? "safe" : "unsafe"),
    idempotency,
    pagination,
    polling,
    stream,
    pointer,
  };
}

/** An empty list is as good as none (OpenAPI 3.1.1, 4.8.10.1). */
function serversFor(source: Source): OperationFact["servers"] {
  const { item, itemPointer, operation, pointer, uri, report } = source;
  const [servers, at] =
    operation.servers === undefined
      ? [item.servers, `${itemPointer}/servers`]
      : [operation.servers, `${pointer}/servers`];
  const facts = serversOf(servers ?? [], uri, at, report);
  return facts.length === 0 ? undefined : facts;
}

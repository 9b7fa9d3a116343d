/** What a document says of its operations that tools disagree about, or that can only be a slip. */

import { METHODS } from "../document.ts";
import { child, isObject, type JsonObject } from "../base/json.ts";
import type { Problem } from "../base/problem.ts";
import { schemaNotices } from "./schema-notices.ts";

/** Warnings about a document of checked structure. */
export function noticesOf(root: JsonObject): Problem[] {
  const operations = operationsOf(root);
  return [
    ...duplicateIds(operations),
    ...identicalPaths(root),
    ...unknownStatuses(operations),
    ...schemaNotices(root),
  ];
}

interface PlacedOperation {
  readonly operation: JsonObject;
  readonly tokens: readonly string[];
}

function operationsOf(root: JsonObject): PlacedOperation[] {
  return ["paths", "webhooks"].flatMap((section) => {
    const paths = root[section];
    if (!isObject(paths)) return [];
    return Object.keys(paths).flatMap((path) =>
      METHODS.flatMap((method) => {
        const operation = child(child(paths, path), method);
        return isObject(operation) ? [{ operation, tokens: [section, path, method] }] : [];
      }),
    );
  });
}

function nameOf([, path = "", method = ""]: readonly string[]): string {
  return `\`${method.toUpperCase()} ${path}\``;
}

/** OpenAPI 3.1.1, 4.8.10.1: ids must be unique. Names are made from more than them, so that nothing is lost. */
function duplicateIds(operations: readonly PlacedOperation[]): Problem[] {
  const owners = new Map<string, readonly string[]>();
  return operations.flatMap(({ operation, tokens }): Problem[] => {
    const { operationId: id } = operation;
    if (typeof id !== "string") return [];
    const owner = owners.get(id);
    if (owner === undefined) {
      owners.set(id, tokens);
      return [];
    }
    return [
      {
        severity: "warning",
        code: "duplicate-operation-id",
        message: `the operation id \`${id}\` is that of ${nameOf(owner)} too`,
        cure: "give each operation an id of its own",
        tokens: [...tokens, "operationId"],
      },
    ];
  });
}

/** OpenAPI 3.1.1, 4.8.8.2: templates with the same hierarchy are identical. All are generated, the server decides. */
function identicalPaths(root: JsonObject): Problem[] {
  const { paths } = root;
  const owners = new Map<string, string>();
  return Object.keys(isObject(paths) ? paths : {}).flatMap((path): Problem[] => {
    const shape = path.replaceAll(/\{[^{}]*\}/g, "{}");
    const owner = owners.get(shape);
    if (owner === undefined) {
      owners.set(shape, path);
      return [];
    }
    return [
      {
        severity: "warning",
        code: "identical-paths",
        message: `the paths \`${owner}\` and \`${path}\` differ in the names of their parameters only`,
        cure: "declare the operations of both under one path",
        tokens: ["paths", path],
      },
    ];
  });
}

const STATUS = /^(?:default|[1-9](?:\d\d|xx))$/i;

/** Leaves out responses whose status is none. */
function unknownStatuses(operations: readonly PlacedOperation[]): Problem[] {
  return operations.flatMap(({ operation: { responses }, tokens }) => {
    if (!isObject(responses)) return [];
    const unknown = Object.keys(responses).filter(
      (key) => !key.startsWith("x-") && !STATUS.test(key),
    );
    return unknown.map((status): Problem => ({
      severity: "warning",
      code: "unknown-status",
      message: `\`${status}\` is no status; the response is left out`,
      cure: "write a code such as `200`, a range such as `2XX`, or `default`",
      tokens: [...tokens, "responses", status],
    }));
  });
}

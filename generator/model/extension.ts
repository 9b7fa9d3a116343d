/** The extension `x-triptych`, with which an overlay or a document says what OpenAPI has no words for. */

import * as v from "valibot";

import type { Diagnostic } from "../diagnostic.ts";
import { pointerOf, tokensOf } from "../base/json.ts";
import type { PaginationFact, PollingFact, StreamFact } from "../model.ts";

export const EXTENSION = "x-triptych";

const text = v.pipe(v.string(), v.nonEmpty("is empty"));

const path = v.union([text, v.array(text)]);
/** Of the array of items: empty if it is the body. */
const items = v.exactOptional(v.union([v.string(), v.array(text)]));
const number = v.pipe(v.number(), v.integer("is no whole number"));

const paginationSchema = v.variant("style", [
  v.strictObject({
    style: v.literal("page"),
    page: text,
    firstPage: number,
    pageSize: v.exactOptional(text),
    items,
    total: v.exactOptional(path),
    totalPages: v.exactOptional(path),
    hasMore: v.exactOptional(path),
  }),
  v.strictObject({
    style: v.literal("offset"),
    offset: text,
    firstOffset: v.exactOptional(number),
    limit: v.exactOptional(text),
    items,
    total: v.exactOptional(path),
    hasMore: v.exactOptional(path),
  }),
  v.strictObject({
    style: v.literal("cursor"),
    cursor: text,
    next: v.exactOptional(path),
    lastId: v.exactOptional(path),
    limit: v.exactOptional(text),
    items,
    hasMore: v.exactOptional(path),
  }),
  v.strictObject({
    style: v.literal("link"),
    next: v.exactOptional(path),
    items,
    hasMore: v.exactOptional(path),
  }),
]);

/** A field name of HTTP (RFC 9110, 5.1). */
const headerName = v.pipe(
  v.string(),
  v.regex(/^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/, "is no name of a header"),
);

const streamSchema = v.strictObject({
  item: v.exactOptional(v.picklist(["data", "event"])),
  set: v.exactOptional(v.record(v.string(), v.unknown())),
});

const operationSchema = v.strictObject({
  stem: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(
        /^[\p{Ll}_][\p{L}\p{Nd}_]*(?:\.[\p{Ll}_][\p{L}\p{Nd}_]*)+$/u,
        "is no stem: it takes at least a resource and a method, in camelCase and joined by dots, for instance `batch.jobs.list`",
      ),
    ),
  ),
  retry: v.exactOptional(v.picklist(["safe", "unsafe"])),
  idempotency: v.exactOptional(
    v.lazy((value) => (value === false ? v.literal(false) : headerName)),
  ),
  pagination: v.exactOptional(
    v.lazy((value) => (value === false ? v.literal(false) : paginationSchema)),
  ),
  polling: v.exactOptional(v.strictObject({ field: text })),
  stream: v.exactOptional(v.lazy((value) => (value === false ? v.literal(false) : streamSchema))),
});

const schemaSchema = v.strictObject({
  openEnum: v.exactOptional(v.boolean()),
  terminal: v.exactOptional(v.array(v.unknown())),
});

export interface OperationExtension {
  readonly stem: string | undefined;
  readonly retry: "safe" | "unsafe" | undefined;
  readonly idempotency: string | false | undefined;
  readonly pagination: PaginationFact | false | undefined;
  readonly polling: PollingFact | undefined;
  readonly stream: StreamFact | false | undefined;
}

/**
 * Reads the extension of an operation.
 *
 * @param pointer of the operation.
 * @param report is told of each value that is not as it should be; such an extension is not used.
 */
export function operationExtension(
  value: unknown,
  pointer: string,
  report: (diagnostic: Diagnostic) => void,
): OperationExtension {
  const found = check(operationSchema, value, pointer, report) ?? {};
  const { pagination, stream } = found;
  return {
    stem: found.stem,
    retry: found.retry,
    idempotency: found.idempotency,
    pagination,
    polling: found.polling,
    stream: stream && { item: stream.item, set: stream.set },
  };
}

/** Checks the extension of a schema. */
export function checkSchemaExtension(
  value: unknown,
  pointer: string,
  report: (diagnostic: Diagnostic) => void,
): void {
  check(schemaSchema, value, pointer, report);
}

function check<T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
  pointer: string,
  report: (diagnostic: Diagnostic) => void,
): T | undefined {
  if (value === undefined) return undefined;
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  for (const issue of result.issues) {
    const path = (issue.path ?? []).map(({ key }) => String(key));
    const place = pointerOf([...(tokensOf(pointer) ?? []), EXTENSION, ...path]);
    const subject = `\`${[EXTENSION, ...path].join(".")}\``;
    const unknownKey = issue.type === "strict_object" && issue.expected === "never";
    report({
      severity: "error",
      code: unknownKey ? "unknown-extension-key" : "bad-extension-value",
      message: unknownKey ? `${subject} means nothing` : `${subject} ${problemOf(issue)}`,
      pointer: place,
      ...(unknownKey ? { cure: "remove it, or correct its spelling" } : {}),
    });
  }
  return undefined;
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === "validation") return issue.message;
  if (issue.received === "undefined") return "is missing";
  return `is ${issue.received} and should be ${issue.expected ?? "something else"}`;
}

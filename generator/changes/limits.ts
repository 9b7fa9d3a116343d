/** What a schema says of a value beside its type: default, limits, format, description, deprecation. */

import { code, type EncodableValue, json } from "../encode.ts";
import { isRecord } from "../base/is-record.ts";
import { onlyBranch, type SchemaObject, textIn } from "../base/schema.ts";
import type { Schema } from "../model.ts";
import type { Rule } from "./rules.ts";

export interface Said {
  readonly rule: Rule;
  readonly message: string;
}

export interface Source {
  readonly schema: Schema;
  readonly description?: string;
  readonly deprecated?: boolean;
}

const LONGEST = 60;

/** The differences in what two schemas say of a value beside its type. */
export function saidOf(old: Source, next: Source): readonly Said[] {
  const [before, after] = [schemaOf(old.schema), schemaOf(next.schema)];
  return [
    ...deprecationOf(isDeprecated(old), isDeprecated(next)),
    ...defaultOf(before, after),
    ...limitsOf(before, after, ""),
    ...formatOf(before, after),
    ...descriptionOf(descriptionIn(old), descriptionIn(next)),
  ];
}

/** The schema that speaks of the value itself where null is the only alternative. */
function schemaOf(schema: Schema): SchemaObject {
  if (typeof schema === "boolean") return {};
  const only = onlyBranch(schema);
  return typeof only === "object" ? { ...only, ...schema } : schema;
}

function isDeprecated({ schema, deprecated }: Source): boolean {
  return deprecated === true || (typeof schema === "object" && schema["deprecated"] === true);
}

function descriptionIn({ schema, description }: Source): string {
  const own =
    typeof schema === "object" ? (textIn(schema, "description") ?? textIn(schema, "title")) : "";
  return (description?.trim() || own || "").trim();
}

function deprecationOf(old: boolean, next: boolean): readonly Said[] {
  if (old === next) return [];
  return next
    ? [{ rule: "deprecated", message: "is deprecated now" }]
    : [{ rule: "no-longer-deprecated", message: "is no longer deprecated" }];
}

function defaultOf(old: SchemaObject, next: SchemaObject): readonly Said[] {
  const [before, after] = [valueText(old["default"]), valueText(next["default"])];
  if (before === after) return [];
  if (before === undefined) return [{ rule: "default-added", message: `has the default ${after}` }];
  if (after === undefined)
    return [{ rule: "default-removed", message: `has no default any more, which was ${before}` }];
  return [{ rule: "default-changed", message: `has the default ${after}, which was ${before}` }];
}

export function descriptionOf(old: string, next: string): readonly Said[] {
  const plain = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
  return plain(old) === plain(next)
    ? []
    : [{ rule: "description-changed", message: "has another description" }];
}

/** Formats that say nothing to those who write JavaScript. */
const PLAIN: ReadonlySet<string> = new Set([
  "double",
  "float",
  "int32",
  "int64",
  "password",
  "string",
  "binary",
]);

function formatOf(old: SchemaObject, next: SchemaObject): readonly Said[] {
  const formatIn = (schema: SchemaObject): string | undefined => {
    const format = textIn(schema, "format");
    return format === undefined || PLAIN.has(format) ? undefined : code(format);
  };
  const [before, after] = [formatIn(old), formatIn(next)];
  if (before === after) return [];
  if (before === undefined) return [{ rule: "format-added", message: `has the format ${after}` }];
  if (after === undefined)
    return [{ rule: "format-removed", message: `has no format any more, which was ${before}` }];
  return [{ rule: "format-changed", message: `has the format ${after}, which was ${before}` }];
}

interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

const COUNTS = ["Items", "Length", "Properties"] as const;

function limitsOf(old: SchemaObject, next: SchemaObject, of: string): readonly Said[] {
  const found: Said[] = [];
  const add = (keyword: string, before: Bound | undefined, after: Bound | undefined): void => {
    const said = boundOf(keyword, before, after);
    if (said !== undefined) found.push({ ...said, message: said.message + of });
  };
  add("minimum", rangeBound(old, "minimum"), rangeBound(next, "minimum"));
  add("maximum", rangeBound(old, "maximum"), rangeBound(next, "maximum"));
  for (const noun of COUNTS) {
    for (const keyword of [`min${noun}`, `max${noun}`]) {
      add(keyword, countBound(old, keyword), countBound(next, keyword));
    }
  }
  for (const keyword of ["pattern", "multipleOf", "uniqueItems"]) {
    const [before, after] = [
      valueText(old[keyword] || undefined),
      valueText(next[keyword] || undefined),
    ];
    if (before === after) continue;
    const rule = after === undefined ? "limit-loosened" : "limit-tightened";
    const was = before === undefined ? "" : `, which was ${before}`;
    const message =
      after === undefined
        ? `has no \`${keyword}\` any more${was}`
        : `has the \`${keyword}\` ${after}${was}`;
    found.push({ rule, message: message + of });
  }
  const [items, others] = [old["items"], next["items"]];
  if (isRecord(items) && isRecord(others))
    found.push(...limitsOf(items, others, " (each element)"));
  return found;
}

function boundOf(
  keyword: string,
  old: Bound | undefined,
  next: Bound | undefined,
): Said | undefined {
  if (old?.value === next?.value && old?.exclusive === next?.exclusive) return undefined;
  const was = old === undefined ? "" : `, which was ${boundText(old)}`;
  if (next === undefined)
    return { rule: "limit-loosened", message: `has no \`${keyword}\` any more${was}` };
  const sign = keyword.startsWith("max") ? -1 : 1;
  const grows = (next.value - (old?.value ?? Number.NEGATIVE_INFINITY * sign)) * sign;
  const isTighter = grows > 0 || (grows === 0 && next.exclusive);
  return {
    rule: isTighter ? "limit-tightened" : "limit-loosened",
    message: `has the \`${keyword}\` ${boundText(next)}${was}`,
  };
}

function boundText({ value, exclusive }: Bound): string {
  return exclusive ? `${value} (not itself)` : String(value);
}

function countBound(schema: SchemaObject, keyword: string): Bound | undefined {
  const value = schema[keyword];
  if (typeof value !== "number" || (value === 0 && keyword.startsWith("min"))) return undefined;
  return { value, exclusive: false };
}

/** In OpenAPI 3.0 an exclusive bound is a mark beside the bound, later it is a bound of its own. */
function rangeBound(schema: SchemaObject, keyword: "maximum" | "minimum"): Bound | undefined {
  const value = schema[keyword];
  const strict = schema[keyword === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum"];
  if (typeof strict === "number") {
    const isStricter =
      typeof value !== "number" || (keyword === "minimum" ? strict >= value : strict <= value);
    if (isStricter) return { value: strict, exclusive: true };
  }
  return typeof value === "number" ? { value, exclusive: strict === true } : undefined;
}

function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = json(value as EncodableValue);
  return code(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** Documentation of a type or a property, from what its schema says. */

import { code, docLines, docTag, type EncodableValue, json } from "../encode.ts";
import { isRecord } from "../base/is-record.ts";
import type { Schema } from "../model.ts";
import { wordsOf } from "../base/naming.ts";
import { type SchemaObject, textIn } from "../base/schema.ts";

/** The longest example or default that is shown, in characters. */
const LONGEST_VALUE = 60;

export interface DocSource {
  /** Of the type or the property, to see whether a title says more. */
  readonly name: string;
  readonly schema: Schema;
  /** What is said in another place than the schema, for instance by a parameter. */
  readonly description?: string;
  readonly deprecated?: boolean;
}

/** The lines of a doc comment: description, default and limits in words, examples, deprecation. */
export function schemaDoc({ name, schema, description, deprecated }: DocSource): string[] {
  if (typeof schema === "boolean") return docLines(description ?? "");
  const own = textIn(schema, "description")?.trim();
  const said = description?.trim() || own || titleOf(schema, name) || "";
  const facts = factsOf(schema);
  const text = docLines([said, facts].filter((part) => part !== "").join("\n\n"));
  const tags = [
    ...exampleTags(schema),
    ...(deprecated === true || schema["deprecated"] === true ? ["@deprecated"] : []),
  ];
  return text.length > 0 && tags.length > 0 ? [...text, "", ...tags] : [...text, ...tags];
}

/** The lines of the doc comment of a type's form in requests. */
export function inputDoc(source: DocSource): string[] {
  const lines = schemaDoc(source);
  const form = `The form of {@link ${source.name}} in requests.`;
  return lines.length === 0 ? [form] : [form, "", ...lines];
}

/** The lines of the doc comment of what a type has in common with those that it stands for. */
export function baseDoc(name: string): string[] {
  return [`What every {@link ${name}} has.`];
}

/** A title that is not just the name again. */
function titleOf(schema: SchemaObject, name: string): string | undefined {
  const title = textIn(schema, "title")?.trim();
  const plain = (text: string): string => wordsOf(text).join("").toLowerCase();
  return title === undefined || plain(title) === plain(name) ? undefined : title;
}

function factsOf(schema: SchemaObject): string {
  const facts: string[] = [];
  const byDefault = schema["const"] === undefined ? shortJson(schema["default"]) : undefined;
  if (byDefault !== undefined) facts.push(`Default: ${code(byDefault)}.`);
  const format = textIn(schema, "format");
  if (format !== undefined && !PLAIN_FORMATS.has(format)) facts.push(`Format: ${code(format)}.`);
  const mediaType = textIn(schema, "contentMediaType");
  if (mediaType !== undefined) facts.push(`Content: ${code(mediaType)}.`);
  const encoding = textIn(schema, "contentEncoding");
  if (encoding !== undefined) facts.push(`Encoding: ${code(encoding)}.`);
  const pattern = textIn(schema, "pattern");
  if (pattern !== undefined && pattern.length <= LONGEST_VALUE)
    facts.push(`Pattern: ${code(pattern)}.`);
  facts.push(...rangeOf(schema));
  facts.push(...countOf(schema["minLength"], schema["maxLength"], "character"));
  facts.push(...countOf(schema["minItems"], schema["maxItems"], "element"));
  facts.push(
    ...countOf(schema["minProperties"], schema["maxProperties"], "property", "properties"),
  );
  if (schema["uniqueItems"] === true) facts.push("No element twice.");
  if (typeof schema["multipleOf"] === "number")
    facts.push(`A multiple of ${count(schema["multipleOf"])}.`);
  return facts.join(" ");
}

/** Formats that the type says, or that concern nobody who writes JavaScript. */
const PLAIN_FORMATS: ReadonlySet<string> = new Set([
  "binary",
  "double",
  "float",
  "int32",
  "int64",
  "string",
]);

function rangeOf(schema: SchemaObject): string[] {
  const number = (keyword: string): string | undefined => {
    const value = schema[keyword];
    return typeof value === "number" ? count(value) : undefined;
  };
  const minimum = number("minimum");
  const maximum = number("maximum");
  const above =
    number("exclusiveMinimum") ?? (schema["exclusiveMinimum"] === true ? minimum : undefined);
  const below =
    number("exclusiveMaximum") ?? (schema["exclusiveMaximum"] === true ? maximum : undefined);
  if (
    above === undefined &&
    below === undefined &&
    minimum !== undefined &&
    maximum !== undefined
  ) {
    return [minimum === maximum ? `Always ${minimum}.` : `From ${minimum} to ${maximum}.`];
  }
  const low =
    above === undefined
      ? minimum === undefined
        ? []
        : [`At least ${minimum}.`]
      : [`Greater than ${above}.`];
  const high =
    below === undefined
      ? maximum === undefined
        ? []
        : [`At most ${maximum}.`]
      : [`Less than ${below}.`];
  return [...low, ...high];
}

function countOf(min: unknown, max: unknown, one: string, many = `${one}s`): string[] {
  const least = typeof min === "number" && min > 0 ? min : undefined;
  const noun = (number: number): string => (number === 1 ? one : many);
  if (typeof max !== "number")
    return least === undefined ? [] : [`At least ${count(least)} ${noun(least)}.`];
  if (least === undefined) return [`At most ${count(max)} ${noun(max)}.`];
  return least === max
    ? [`Exactly ${count(max)} ${noun(max)}.`]
    : [`From ${count(least)} to ${count(max)} ${noun(max)}.`];
}

/** A number with its thousands set apart. */
function count(value: number): string {
  const text = String(value);
  return /^\d{5,}$/.test(text) ? text.replaceAll(/\B(?=(?:\d{3})+$)/g, ",") : text;
}

function exampleTags(schema: SchemaObject): string[] {
  const { example, examples } = schema;
  const given: unknown[] = example === undefined && Array.isArray(examples) ? examples : [example];
  const plain = given.filter((value) => value !== null && !isRecord(value));
  const texts = plain.flatMap((value) => shortJson(value) ?? []);
  return texts.slice(0, 2).flatMap((text) => docTag("example", undefined, text));
}

/** A value as JSON; undefined if there is none, or one too long to read at a glance. */
function shortJson(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = json(value as EncodableValue);
  return text.length > LONGEST_VALUE ? undefined : text;
}

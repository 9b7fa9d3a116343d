/** Names from path and method: `GET /v1/batch/jobs` is `batch.jobs.list`, `POST /v1/batch/jobs/{id}/cancel` is `batch.jobs.cancel`. */

import { isRecord } from "./is-record.ts";
import type { Nameable } from "./nameable.ts";
import { camelCase, wordsOf } from "./naming.ts";

const VERSION = /^v\d+(?:[._-]?\d+)*(?:(?:alpha|beta|rc|preview)\d*)?$|^\d{4}-\d{2}(?:-\d{2})?$/i;

export function isVersion(segment: string): boolean {
  return VERSION.test(segment);
}

interface Segment {
  readonly text: string;
  readonly parameter: boolean;
}

/** The parts of a path: `/files/{id}:copy` has three, the middle one a parameter. */
function segmentsOf(path: string): Segment[] {
  return path.split("/").flatMap((segment) => {
    const parts = segment.match(/\{[^}]*\}|[^{}]+/g) ?? [];
    return parts
      .map((part) => ({ text: part.replaceAll(/[{}]/g, ""), parameter: part.startsWith("{") }))
      .filter(({ text }) => wordsOf(text).length > 0);
  });
}

/** Segments that name what is done, whatever the method. */
const ACTIONS: ReadonlySet<string> = new Set(
  (
    "activate add approve archive cancel check clone complete confirm copy count create deactivate delete disable download " +
    "enable execute export find get import invoke list lookup merge move pause preview publish query refresh reject remove " +
    "reset restart restore resume retry revoke run search send start stop submit sync test transfer trigger unarchive update " +
    "upload validate verify"
  ).split(" "),
);

/** For where names would be the same otherwise: what becomes a word too. */
export interface PathWords {
  readonly parameters?: boolean;
  readonly versions?: boolean;
}

/** At least one resource and a method. */
export function stemFromPath(operation: Nameable, also: PathWords = {}): string[] {
  const segments = segmentsOf(operation.path);
  const named = segments.filter(({ text, parameter }, index) => {
    if (parameter) return also.parameters === true;
    return (
      also.versions === true || !(isVersion(text) || (index === 0 && text.toLowerCase() === "api"))
    );
  });
  const words = named.map(({ text, parameter }) => camelCase(parameter ? `by ${text}` : text));
  const last = segments.at(-1);
  const isNamed =
    last !== undefined && words.length > 1 && isAction(last, segments.at(-2), operation);
  if (isNamed) return words;
  return [...(words.length === 0 ? ["root"] : words), crudVerb(operation)];
}

/** A last segment that is no collection: `POST …/{id}/cancel`, `GET …/search`. */
function isAction(last: Segment, before: Segment | undefined, { method }: Nameable): boolean {
  if (last.parameter || isVersion(last.text)) return false;
  if (ACTIONS.has(last.text.toLowerCase())) return true;
  return (
    method === "post" && !isPlural(last.text) && before !== undefined && !isVersion(before.text)
  );
}

/** What the method does to what the path names. */
export function crudVerb(operation: Nameable): string {
  const last = segmentsOf(operation.path).at(-1);
  switch (operation.method) {
    case "get":
      return last !== undefined && !last.parameter && isCollection(last.text, operation)
        ? "list"
        : "get";
    case "post":
      return last?.parameter === true ? "update" : "create";
    case "put":
    case "patch":
      return "update";
    default:
      return camelCase(operation.method);
  }
}

function isCollection(segment: string, operation: Nameable): boolean {
  const { pagination } = operation;
  if ((pagination !== undefined && pagination !== false) || isPlural(segment)) return true;
  const success = operation.responses.find(({ status }) => status.startsWith("2"));
  const schema = success?.content[0]?.schema;
  return isRecord(schema) && schema["type"] === "array";
}

function isPlural(word: string): boolean {
  return /s$/i.test(word) && !/(?:ss|us|is|news)$/i.test(word);
}

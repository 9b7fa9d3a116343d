/** What a parameter of a list can be, judged by its schema and its description. */

import { wordOf } from "./page-names.ts";
import type { NamedParameter } from "./parameters.ts";

/** A number of a page, or of items. */
export function isWhole(types: readonly string[]): boolean {
  return types.length === 0 || types.includes("integer") || types.includes("number");
}

/** A cursor: no time, which may stand behind `after` as well. */
export function isToken(
  types: readonly string[],
  { fact: { name, schema } }: NamedParameter,
): boolean {
  const format = typeof schema === "object" ? schema["format"] : undefined;
  if (format === "date-time" || format === "date") return false;
  if (/^(?:offset|page)$/.test(wordOf(name))) return types.join() === "string";
  return types.length === 0 || types.includes("string") || types.includes("integer");
}

/** The number with which a count begins, where the document says it: the server's default, or that there is none below 1. */
export function firstOf({
  fact: { schema, description = "" },
}: NamedParameter): number | undefined {
  const { default: usual, minimum } = typeof schema === "object" ? schema : {};
  const isNumber = typeof usual === "number" || (typeof usual === "string" && usual.trim() !== "");
  if (isNumber && Number.isInteger(Number(usual))) return Number(usual);
  if (minimum === 1) return 1;
  const said =
    /\b(?:default(?:s|ing)?(?: value)?(?: is| to|:|=)*|(?:start|begin)(?:s|ning|ing)?(?: at| from| with)) *[`'"]?([01])\b/i.exec(
      description,
    )?.[1];
  if (said !== undefined) return Number(said);
  if (/\b(?:zero|0)[- ](?:based|indexed)/i.test(description)) return 0;
  if (/\b(?:one|1)[- ](?:based|indexed)/i.test(description)) return 1;
  return undefined;
}

/** Whether the size of a page is a period of time, in which there may be any number of items. */
export function isPeriod({ fact: { description = "" } }: NamedParameter): boolean {
  return /\b(?:minutes|hours|days|weeks|months|years) per page\b/i.test(description);
}

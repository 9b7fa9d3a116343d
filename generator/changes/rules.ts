/**
 * The rules: what each kind of change means for those who call. A type that is sent may become wider and not narrower; one that
 * is received may become narrower and not wider.
 */

import type { Direction } from "../base/direction.ts";
import type { Level, Notice } from "./change.ts";

/** What each rule means for callers; `narrows` breaks requests alone, `widens` responses alone, `extends` nobody. */
export const EFFECTS = {
  "operation-added": "extends",
  "operation-removed": "breaks",
  "operation-renamed": "breaks",
  "operation-moved": "extends",
  "operation-deprecated": "documents",
  "operation-no-longer-deprecated": "documents",
  "argument-added": "breaks",
  "argument-removed": "breaks",
  "argument-moved": "breaks",
  "argument-renamed": "extends",
  "result-changed": "breaks",
  "pages-added": "extends",
  "pages-removed": "breaks",
  "waiter-added": "extends",
  "waiter-removed": "breaks",
  "response-added": "extends",
  "response-removed": "extends",
  "error-body-removed": "breaks",
  "media-type-changed": "extends",
  "retry-changed": "extends",
  "security-tightened": "breaks",
  "security-loosened": "extends",
  "credential-added": "extends",
  "credential-became-required": "breaks",
  "credential-became-optional": "extends",
  "credential-changed": "breaks",
  "credential-removed": "breaks",
  "server-added": "extends",
  "server-changed": "extends",
  "server-removed": "breaks",
  "base-url-became-required": "breaks",
  "server-variable-added": "extends",
  "server-variable-became-required": "breaks",
  "server-variable-removed": "breaks",
  "webhook-added": "extends",
  "webhook-removed": "breaks",
  "type-added": "extends",
  "type-removed": "breaks",
  "type-renamed": "breaks",
  "constant-removed": "breaks",
  "property-added": "extends",
  "property-added-required": "narrows",
  "property-removed": "breaks",
  "property-became-required": "narrows",
  "property-became-optional": "widens",
  deprecated: "documents",
  "no-longer-deprecated": "documents",
  "other-properties-added": "extends",
  "other-properties-removed": "breaks",
  "null-added": "widens",
  "null-removed": "narrows",
  "value-added": "widens",
  "value-removed": "narrows",
  "known-value-added": "extends",
  "known-value-removed": "extends",
  "variant-added": "widens",
  "variant-removed": "narrows",
  "type-changed": "breaks",
  "type-narrowed": "narrows",
  "type-widened": "widens",
  "default-added": "extends",
  "default-changed": "narrows",
  "default-removed": "extends",
  "limit-tightened": "narrows",
  "limit-loosened": "extends",
  "format-added": "narrows",
  "format-changed": "breaks",
  "format-removed": "extends",
  "description-changed": "documents",
} as const;

export type Rule = keyof typeof EFFECTS;

/** What breaks without a word of the compiler. */
const AT_RUNTIME: ReadonlySet<Rule> = new Set([
  "argument-moved",
  "security-tightened",
  "default-changed",
  "limit-tightened",
  "format-added",
  "format-changed",
] satisfies Rule[]);

const KEEP_NAME = "or keep the old name by `x-triptych: { stem: … }` in an overlay";
const GIVE_IT = "give it in every call";
const HANDLE_ABSENCE = "handle the case that it is missing";
const HANDLE_ALL =
  "handle what is new; where such lists grow, an overlay with `x-triptych: { openEnum: true }` makes the type open to it";
const NO_LONGER = "send none of what is gone";

/** What callers can do where it breaks them. */
const ADVICE: Readonly<Partial<Record<Rule, string | Readonly<Record<Direction, string>>>>> = {
  "operation-removed": "remove the calls, or find what replaces it",
  "operation-renamed": `call it by its new name, ${KEEP_NAME}`,
  "argument-added": "pass it, in its place",
  "argument-removed": "leave it out of the calls",
  "argument-moved":
    "pass the arguments in the new order: where their types are alike, no compiler says so",
  "result-changed": "adapt the code that uses what the call returns",
  "pages-removed": "ask for each page, or state `x-triptych: { pagination: … }` in an overlay",
  "waiter-removed": "poll by yourself, or state `x-triptych: { polling: … }` in an overlay",
  "error-body-removed": "remove the code that reads this body: `isApiError` knows its type no more",
  "security-tightened": "give the client the credentials that are asked for now",
  "credential-became-required": "give it where the client is made",
  "credential-changed": "give what is asked for now",
  "credential-removed": "leave it out where the client is made",
  "server-removed": "choose another server, or set `baseUrl`",
  "base-url-became-required": "set `baseUrl` where the client is made",
  "server-variable-became-required": "set it in `serverVariables` where the client is made",
  "server-variable-removed": "leave it out of `serverVariables`",
  "webhook-removed": "remove what handles it",
  "type-removed": "remove the imports of it",
  "type-renamed": "import it by its new name",
  "constant-removed": "write the value, or leave it out",
  "property-added-required": GIVE_IT,
  "property-removed": {
    request: "leave it out of the calls",
    response: "remove the code that reads it",
  },
  "property-became-required": GIVE_IT,
  "property-became-optional": HANDLE_ABSENCE,
  "other-properties-removed": "use only the properties that are declared",
  "null-added": "handle null",
  "null-removed": "send no null: leave the property out",
  "value-added": HANDLE_ALL,
  "value-removed": NO_LONGER,
  "variant-added": "handle the new variant",
  "variant-removed": NO_LONGER,
  "type-changed": "adapt the code to the new type",
  "type-narrowed": "send only what the new type allows",
  "type-widened": "handle all that the new type allows",
  "default-changed": "where the old default is wanted, send it",
  "limit-tightened":
    "keep within the new limit: beyond it, a call ends with a `ParameterError` or a refusal",
  "format-added": "send only texts of this format",
  "format-changed": "write and read it in the new format",
};

export interface Verdict {
  readonly level: Level;
  readonly notice?: Notice;
  readonly advice?: string;
}

/** What a change means; `directions` are those of the type that changed, and empty for what is no type. */
export function verdictOf(rule: Rule, directions: readonly Direction[]): Verdict {
  const effect = EFFECTS[rule];
  if (effect === "documents") return { level: "documentation" };
  const broken = directions.filter((direction) => breaks(effect, direction));
  if (broken.length === 0 && effect !== "breaks") return { level: "compatible" };
  const notice = AT_RUNTIME.has(rule) ? "runtime" : "compiler";
  const said = ADVICE[rule];
  const advice =
    typeof said === "object" ? broken.map((direction) => said[direction]).join("; ") : said;
  return { level: "breaking", notice, ...(advice === undefined ? {} : { advice }) };
}

function breaks(effect: (typeof EFFECTS)[Rule], direction: Direction): boolean {
  if (effect === "breaks") return true;
  return effect === (direction === "request" ? "narrows" : "widens");
}

/** Types as text, and back: short for messages, whole for the types that a plan writes where they are used. */

import { key, literal, type EncodableValue } from "../encode.ts";
import {
  any,
  type Form,
  isUnknown,
  propertyName,
  reference,
  SPECIAL,
} from "../base/schema-forms.ts";
import { PRIMITIVES, referenceName } from "./type-view.ts";

const MOST_PROPERTIES = 4;
const MOST_BRANCHES = 8;
const DEEPEST = 3;

/** TypeScript, cut where it is long. */
export function typeText(form: Form, depth = 0): string {
  if (form === false) return "never";
  if (form === true || isUnknown(form)) return "unknown";
  if (form.enum !== undefined) return unionText(form.enum.map(literalText));
  if ("const" in form) return literalText(form.const);
  if (form.anyOf !== undefined) return unionText(form.anyOf.map((each) => typeText(each, depth)));
  if (form.allOf !== undefined) {
    return form.allOf.map((part) => inParentheses(typeText(part, depth), " | ")).join(" & ");
  }
  const name = referenceName(form);
  if (name !== undefined) return nameText(name);
  if (form.type === "array") return arrayText(form.prefixItems, form.items, depth);
  if (form.type !== "object") return form.type ?? "unknown";
  if (depth >= DEEPEST) return "{ … }";
  const entries = Object.entries(form.properties ?? {});
  if (entries.length === 0) {
    const values = form.additionalProperties ?? true;
    return `Record<string, ${typeText(values, depth + 1)}>`;
  }
  const shown = entries.slice(0, MOST_PROPERTIES).map(([property, each]) => {
    const mark = form.required?.includes(property) === true ? "" : "?";
    return `${key(propertyName(property))}${mark}: ${typeText(each, depth + 1)}`;
  });
  return `{ ${[...shown, ...(entries.length > shown.length ? ["…"] : [])].join("; ")} }`;
}

function nameText(name: string): string {
  switch (name) {
    case SPECIAL.anyString:
      return "any other string";
    case SPECIAL.uploadable:
      return "Uploadable";
    case SPECIAL.emptyObject:
      return "{}";
    default:
      return name.startsWith(SPECIAL.mediaRange)
        ? name.slice(SPECIAL.mediaRange.length).replace("|", "/")
        : name;
  }
}

function arrayText(
  tuple: readonly Form[] | undefined,
  items: Form | undefined,
  depth: number,
): string {
  if (tuple === undefined)
    return `${inParentheses(typeText(items ?? true, depth), " | ", " & ")}[]`;
  const rest = items === undefined ? [] : [`...${typeText(items, depth)}[]`];
  return `[${[...tuple.map((each) => typeText(each, depth)), ...rest].join(", ")}]`;
}

function unionText(parts: readonly string[]): string {
  const distinct = [...new Set(parts)];
  const shown = distinct.slice(0, MOST_BRANCHES);
  const more = distinct.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(" | ");
}

function inParentheses(text: string, ...operators: readonly string[]): string {
  return operators.some((operator) => text.includes(operator)) ? `(${text})` : text;
}

function literalText(value: unknown): string {
  return literal(value as EncodableValue);
}

/** The form of a type that a plan holds as text: names, primitives, literals, arrays and unions of these. */
export function formOfText(type: string): Form {
  const reader = new Reader(type.match(/"(?:[^"\\]|\\.)*"|[\p{ID_Continue}$.+-]+|\S/gu) ?? []);
  return reader.union();
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  union(): Form {
    const branches = [this.#array()];
    while (this.#take("|")) branches.push(this.#array());
    return any(branches);
  }

  #array(): Form {
    let form = this.#single();
    while (this.#take("[")) {
      this.#take("]");
      form = { type: "array", items: form };
    }
    return form;
  }

  #single(): Form {
    if (this.#take("(")) {
      const form = this.union();
      this.#take(")");
      return form;
    }
    const token = this.#tokens[this.#at++] ?? "unknown";
    if (/^["\d-]/.test(token)) return { const: JSON.parse(token) as unknown };
    if (token === "true" || token === "false") return { const: token === "true" };
    if (token === "unknown") return {};
    if (token === "Record") {
      while (this.#at < this.#tokens.length && !this.#take(">")) this.#at++;
      return { type: "object" };
    }
    return token === "null" || PRIMITIVES.has(token) ? { type: token } : reference(token);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

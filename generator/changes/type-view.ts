/** The types of one generated client, as a comparison looks at them. */

import { type Form, isUnknown, type SchemaForm, SPECIAL } from "../base/schema-forms.ts";
import { tokensOf } from "../base/json.ts";
import type { Forms } from "../emit/forms.ts";
import type { Schema } from "../model.ts";

/** An object without properties. */
export const EMPTY: SchemaForm = { type: "object", properties: {} };

/** One of the alternatives of a type. */
export interface Branch {
  readonly kind: "any" | "any-string" | "literal" | "null" | "primitive" | "reference" | "shape";
  /** Equal for equal branches. */
  readonly key: string;
  readonly form: Form;
}

export class TypeView {
  readonly #forms: Forms;

  constructor(forms: Forms) {
    this.#forms = forms;
  }

  has(name: string): boolean {
    return this.#forms.has(name);
  }

  named(name: string): Form | undefined {
    return this.#forms.formOf(name);
  }

  /** The schema that the form of a property was made from, and what a parameter says of it. */
  sourceOf(form: Form): { readonly schema: Schema; readonly description?: string } | undefined {
    return typeof form === "object" ? this.#forms.docOf(form) : undefined;
  }

  /** What a reference to an exported type means, if it is one. */
  expanded(form: Form): Form {
    let found = form;
    for (let steps = 0; steps < 100; steps++) {
      const name = referenceName(found);
      if (name === SPECIAL.emptyObject) return EMPTY;
      const target = name === undefined ? undefined : this.#forms.formOf(name);
      if (target === undefined) return found;
      found = target;
    }
    return {};
  }
}

/** The name of the type that the form refers to. */
export function referenceName(form: Form): string | undefined {
  if (typeof form === "boolean" || form.$ref === undefined) return undefined;
  return tokensOf(form.$ref)?.at(-1);
}

/** The alternatives; none of a type that has no values. */
export function branchesOf(form: Form): readonly Branch[] {
  if (form === false) return [];
  if (form === true || isUnknown(form)) return [{ kind: "any", key: "any", form }];
  if (form.anyOf !== undefined) {
    const branches = form.anyOf.flatMap((each) => branchesOf(each));
    return [...new Map(branches.map((branch) => [branch.key, branch])).values()];
  }
  if (form.enum !== undefined) return form.enum.flatMap((value) => branchesOf({ const: value }));
  if ("const" in form) return [literalBranch(form.const)];
  const name = referenceName(form);
  if (name === SPECIAL.anyString) return [{ kind: "any-string", key: name, form }];
  if (name !== undefined) return [{ kind: "reference", key: `reference ${name}`, form }];
  if (form.type === "null") return [{ kind: "null", key: "null", form }];
  if (form.allOf === undefined && form.type !== undefined && PRIMITIVES.has(form.type))
    return [{ kind: "primitive", key: form.type, form: { type: form.type } }];
  return [{ kind: "shape", key: JSON.stringify(form), form }];
}

export const PRIMITIVES: ReadonlySet<string> = new Set([
  "boolean",
  "number",
  "string",
  "undefined",
  "void",
]);

function literalBranch(value: unknown): Branch {
  if (value === null) return { kind: "null", key: "null", form: { type: "null" } };
  return { kind: "literal", key: JSON.stringify(value) ?? "", form: { const: value } };
}

/** The primitive type of a literal. */
export function primitiveOf({ form }: Branch): string | undefined {
  return typeof form === "object" && "const" in form ? typeof form.const : undefined;
}

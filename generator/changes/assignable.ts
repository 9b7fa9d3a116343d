/** Whether all values of one type are values of another, where the two stand in different clients. */

import type { Form, SchemaForm } from "../base/schema-forms.ts";
import { SPECIAL } from "../base/schema-forms.ts";
import { membersOf } from "./members.ts";
import { type Branch, branchesOf, primitiveOf, type TypeView } from "./type-view.ts";

export interface Typed {
  readonly view: TypeView;
  readonly form: Form;
}

/**
 * What is known of pairs of named types, so that each is looked at once. One that is being looked at holds until something speaks
 * against it; what was found to hold meanwhile is then forgotten.
 */
type Known = Map<string, boolean>;

export function isAssignable(source: Typed, target: Typed, known: Known = new Map()): boolean {
  const targets = branchesOf(target.form);
  if (targets.some(({ kind }) => kind === "any")) return true;
  return branchesOf(source.form).every((branch) => {
    const one = { view: source.view, form: branch.form };
    return targets.some((other) =>
      fits(one, branch, { view: target.view, form: other.form }, other, known),
    );
  });
}

function fits(source: Typed, one: Branch, target: Typed, other: Branch, known: Known): boolean {
  if (one.kind === "any") return false;
  if (one.kind === "reference" || other.kind === "reference") {
    const pair = `${one.key} ${other.key}`;
    if (one.key === other.key && isSpecial(one)) return true;
    const before = known.get(pair);
    if (before !== undefined) return before;
    const [from, to] = [expand(source), expand(target)];
    if (from.form === source.form && to.form === target.form) return false;
    const size = known.size;
    known.set(pair, true);
    if (isAssignable(from, to, known)) return true;
    for (const later of [...known.keys()].slice(size))
      if (known.get(later) === true) known.delete(later);
    known.set(pair, false);
    return false;
  }
  if (one.key === other.key && one.kind !== "shape") return true;
  if (other.key === "void") return true;
  const isText = other.key === "string" || other.kind === "any-string";
  if (isText && (one.key === "string" || one.kind === "any-string")) return true;
  if (one.kind === "literal" && primitiveOf(one) === (isText ? "string" : other.key)) return true;
  return one.kind === "shape" && other.kind === "shape" && shapeFits(source, target, known);
}

function isSpecial({ key }: Branch): boolean {
  return key.startsWith("reference :") || key === SPECIAL.anyString;
}

function expand({ view, form }: Typed): Typed {
  return { view, form: view.expanded(form) };
}

function shapeFits(source: Typed, target: Typed, known: Known): boolean {
  const [from, to] = [arrayIn(source.form), arrayIn(target.form)];
  if (from !== undefined || to !== undefined)
    return from !== undefined && to !== undefined && arrayFits(source, from, target, to, known);
  const given = membersOf(source.view, source.form);
  const wanted = membersOf(target.view, target.form);
  if (given === undefined || wanted === undefined) return false;
  const inside = (a: Form, b: Form): boolean =>
    isAssignable({ view: source.view, form: a }, { view: target.view, form: b }, known);
  const properties = [...wanted.properties].every(([name, member]) => {
    const own = given.properties.get(name);
    if (own === undefined) return !member.required;
    return (own.required || !member.required) && inside(own.form, member.form);
  });
  const { others } = wanted;
  const hasOthers =
    others === undefined || (given.others !== undefined && inside(given.others, others));
  return properties && hasOthers && wanted.rest.every((part) => inside(source.form, part));
}

function arrayFits(
  source: Typed,
  from: SchemaForm,
  target: Typed,
  to: SchemaForm,
  known: Known,
): boolean {
  const inside = (a: Form, b: Form): boolean =>
    isAssignable({ view: source.view, form: a }, { view: target.view, form: b }, known);
  const [given, wanted] = [from.prefixItems ?? [], to.prefixItems ?? []];
  if (to.prefixItems !== undefined && from.prefixItems === undefined) return false;
  if (to.prefixItems !== undefined && given.length !== wanted.length) return false;
  const elements = given.every((form, at) => inside(form, wanted[at] ?? to.items ?? true));
  const rest = from.items ?? (from.prefixItems === undefined ? true : undefined);
  if (rest === undefined) return elements;
  const others = to.items ?? (to.prefixItems === undefined ? true : undefined);
  return elements && others !== undefined && inside(rest, others);
}

export function arrayIn(form: Form): SchemaForm | undefined {
  return typeof form === "object" && form.type === "array" && form.allOf === undefined
    ? form
    : undefined;
}

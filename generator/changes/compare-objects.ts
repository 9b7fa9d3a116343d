/** Compares objects with all that they are composed of, so that it makes no difference where a property is declared. */

import type { Form } from "../base/schema-forms.ts";
import { code } from "../encode.ts";
import { saidOf } from "./limits.ts";
import { type Member, type Members, membersOf } from "./members.ts";
import { type At, propertyPath, report, type TypeComparer } from "./scope.ts";
import { typeText } from "./type-text.ts";

/** @returns false if one of them is no object. */
export function compareObjects(comparer: TypeComparer, old: Form, next: Form, at: At): boolean {
  const before = membersOf(comparer.views.old, old);
  const after = membersOf(comparer.views.new, next);
  if (before === undefined || after === undefined) return false;
  // A type that both are all of speaks for itself, once.
  const shared = new Set(before.parts.filter((name) => after.parts.includes(name)));
  for (const name of shared) comparer.compareNamed(name, name, at);
  const isShared = ({ from }: Member): boolean => from !== undefined && shared.has(from);

  for (const [name, member] of before.properties) {
    const other = after.properties.get(name);
    if (other !== undefined) {
      if (!isShared(member) || other.from !== member.from)
        compareMembers(comparer, name, member, other, at);
      else compareDemands(comparer, name, member, other, at);
    } else if (!isShared(member)) {
      const source = comparer.views.old.sourceOf(member.form);
      reportProperty(at, "property-removed", name, hintOf(member, before, after), {
        old: source?.schema ?? at.origin.old,
      });
    }
  }
  for (const [name, member] of after.properties) {
    if (before.properties.has(name) || isShared(member)) continue;
    const source = comparer.views.new.sourceOf(member.form);
    const rule = member.required ? "property-added-required" : "property-added";
    const message = member.required ? "is new and required" : "is new";
    reportProperty(at, rule, name, message, { new: source?.schema ?? at.origin.new });
  }
  compareOthers(comparer, before, after, at);
  compareRest(comparer, before, after, at);
  return true;
}

function compareMembers(
  comparer: TypeComparer,
  name: string,
  old: Member,
  next: Member,
  at: At,
): void {
  const before = comparer.views.old.sourceOf(old.form);
  const after = comparer.views.new.sourceOf(next.form);
  const inside: At = {
    scope: at.scope,
    path: at.path + propertyPath(name),
    origin: { old: before?.schema ?? at.origin.old, new: after?.schema ?? at.origin.new },
  };
  if (!old.required && next.required) report(inside, "property-became-required", "is required now");
  if (old.required && !next.required)
    report(inside, "property-became-optional", "is no longer required");
  if (before !== undefined && after !== undefined) {
    for (const { rule, message } of saidOf(before, after)) report(inside, rule, message);
  }
  comparer.compare(old.form, next.form, inside);
}

/** Of a property of a type that both objects share: what the objects themselves demand. */
function compareDemands(
  { views }: TypeComparer,
  name: string,
  old: Member,
  next: Member,
  at: At,
): void {
  if (old.required === next.required || old.from === undefined) return;
  const inBase = (view: typeof views.old): boolean | undefined =>
    membersOf(view, view.named(old.from ?? "") ?? true)?.properties.get(name)?.required;
  if (inBase(views.old) !== inBase(views.new)) return;
  const inside: At = { ...at, path: at.path + propertyPath(name) };
  if (next.required) report(inside, "property-became-required", "is required now");
  else report(inside, "property-became-optional", "is no longer required");
}

function reportProperty(
  at: At,
  rule: "property-added" | "property-added-required" | "property-removed",
  name: string,
  message: string,
  origin: Partial<At["origin"]>,
): void {
  report({ ...at, path: at.path + propertyPath(name) }, rule, message, origin);
}

/** A property that is gone, with the only new one that has its type. */
function hintOf(gone: Member, old: Members, next: Members): string {
  const type = typeText(gone.form);
  const alike = [...next.properties].filter(
    ([name, { form }]) => !old.properties.has(name) && typeText(form) === type,
  );
  const others = [...old.properties].filter(
    ([name, { form }]) => !next.properties.has(name) && typeText(form) === type,
  );
  const [only] = alike;
  return only === undefined || alike.length > 1 || others.length > 1
    ? "is gone"
    : `is gone; ${code(only[0])} is new and has the same type`;
}

function compareOthers(comparer: TypeComparer, old: Members, next: Members, at: At): void {
  const inside: At = { ...at, path: `${at.path}[key]` };
  if (old.others !== undefined && next.others !== undefined)
    comparer.compare(old.others, next.others, inside);
  else if (old.others !== undefined)
    report(at, "other-properties-removed", "has no other properties any more than those declared");
  else if (next.others !== undefined)
    report(at, "other-properties-added", "may have other properties than those declared");
}

/** Unions and the like that objects are combined with. */
function compareRest(comparer: TypeComparer, old: Members, next: Members, at: At): void {
  const [before, after] = [old.rest, next.rest];
  if (before.length === after.length)
    for (const [index, form] of before.entries()) comparer.compare(form, after[index] ?? true, at);
  else comparer.compareWhole({ allOf: [...before] }, { allOf: [...after] }, at);
}

/** Compares types by their alternatives: null, values, and variants. */

import { any, type Form } from "../base/schema-forms.ts";
import { code } from "../encode.ts";
import { arrayIn, isAssignable } from "./assignable.ts";
import { compareObjects } from "./compare-objects.ts";
import type { Rule } from "./rules.ts";
import { type At, report, type TypeComparer } from "./scope.ts";
import { typeText } from "./type-text.ts";
import { type Branch, branchesOf, referenceName } from "./type-view.ts";

export function compareUnions(comparer: TypeComparer, old: Form, next: Form, at: At): void {
  const [before, after] = [branchesOf(old), branchesOf(next)];
  const isOpen = [before, after].every((all) => all.some(({ kind }) => kind === "any-string"));
  compareBranches(comparer, before, after, { old, new: next, isOpen, at, depth: 0 });
}

function compareBranches(
  comparer: TypeComparer,
  before: readonly Branch[],
  after: readonly Branch[],
  whole: Whole,
): void {
  const common = new Map(
    before.flatMap((branch) => {
      const other = after.find(({ key }) => key === branch.key);
      return other === undefined ? [] : [[branch.key, [branch, other] as const]];
    }),
  );
  for (const [{ kind, form }, other] of common.values()) {
    const name = referenceName(form);
    if (kind === "reference" && name !== undefined && comparer.views.old.has(name))
      comparer.compareNamed(name, name, whole.at);
    else if (kind === "shape") compareShapes(comparer, form, other.form, whole.at);
  }
  const isLeft = ({ key }: Branch): boolean => !common.has(key);
  compareLeft(comparer, before.filter(isLeft), after.filter(isLeft), whole);
}

interface Whole {
  readonly old: Form;
  readonly new: Form;
  /** Whether both take any other text as well. */
  readonly isOpen: boolean;
  readonly at: At;
  readonly depth: number;
}

const DEEPEST = 8;

function compareLeft(
  comparer: TypeComparer,
  left: readonly Branch[],
  right: readonly Branch[],
  whole: Whole,
): void {
  if (left.length === 0 && right.length === 0) return;
  const [gone, come] = [kindsOf(left), kindsOf(right)];
  if (isOther(gone, come)) return compareExpanded(comparer, left, right, whole);
  const { at, isOpen } = whole;
  if (come.nulls) report(at, "null-added", "may be null now");
  if (gone.nulls) report(at, "null-removed", "may not be null any more");
  const noun = isOpen ? "known value" : "value";
  const values = [gone, come].map((kinds) => kinds.values.map(({ key }) => key));
  reportSome(at, isOpen ? "known-value-removed" : "value-removed", "has lost the", noun, values[0]);
  reportSome(at, isOpen ? "known-value-added" : "value-added", "has the new", noun, values[1]);
  reportVariants(at, "variant-removed", gone.wholes);
  reportVariants(at, "variant-added", come.wholes);
  compareVariants(comparer, gone.variants, come.variants, whole);
}

interface Kinds {
  readonly nulls: boolean;
  readonly values: readonly Branch[];
  /** Primitive types. */
  readonly wholes: readonly Branch[];
  readonly variants: readonly Branch[];
  readonly isUnknown: boolean;
}

function kindsOf(branches: readonly Branch[]): Kinds {
  return {
    nulls: branches.some(({ kind }) => kind === "null"),
    values: branches.filter(({ kind }) => kind === "literal"),
    wholes: branches.filter(({ kind }) => kind === "any-string" || kind === "primitive"),
    variants: branches.filter(({ kind }) => kind === "reference" || kind === "shape"),
    isUnknown: branches.some(({ kind }) => kind === "any"),
  };
}

/** Whether it is no matter of values and variants that come and go, but of types that are of another kind. */
function isOther(gone: Kinds, come: Kinds): boolean {
  if (gone.isUnknown || come.isUnknown) return true;
  const isScalar = ({ values, wholes }: Kinds): boolean => values.length + wholes.length > 0;
  if (isScalar(gone) && isScalar(come)) return gone.wholes.length + come.wholes.length > 0;
  const [less, more] = [gone.variants.length > 0, come.variants.length > 0];
  return (isScalar(gone) && more && !less) || (isScalar(come) && less && !more);
}

/** Types of different kinds, one of which may be the other behind a name. */
function compareExpanded(
  comparer: TypeComparer,
  left: readonly Branch[],
  right: readonly Branch[],
  whole: Whole,
): void {
  if (!compareUnfolded(comparer, left, right, whole))
    comparer.compareWhole(whole.old, whole.new, whole.at);
}

/** @returns false if no name among the alternatives stands for several. */
function compareUnfolded(
  comparer: TypeComparer,
  left: readonly Branch[],
  right: readonly Branch[],
  whole: Whole,
): boolean {
  const old = expandedUnion(left, (form) => comparer.views.old.expanded(form));
  const next = expandedUnion(right, (form) => comparer.views.new.expanded(form));
  if (whole.depth >= DEEPEST || (!old.isChanged && !next.isChanged)) return false;
  compareBranches(comparer, branchesOf(old.form), branchesOf(next.form), {
    ...whole,
    depth: whole.depth + 1,
  });
  return true;
}

/** The same union, where the names of unions, and of what is no object, give way to what they mean. */
function expandedUnion(
  branches: readonly Branch[],
  expand: (form: Form) => Form,
): { readonly form: Form; readonly isChanged: boolean } {
  let isChanged = false;
  const forms = branches.map(({ kind, form }) => {
    if (kind !== "reference") return form;
    const meant = expand(form);
    const [only, ...more] = branchesOf(meant);
    if (meant === form || (only?.kind === "shape" && more.length === 0)) return form;
    isChanged = true;
    return meant;
  });
  return { form: forms.length === 0 ? false : any(forms), isChanged };
}

function reportVariants(
  at: At,
  rule: "variant-added" | "variant-removed",
  variants: readonly Branch[],
): void {
  const verb = rule === "variant-added" ? "has the new" : "has lost the";
  reportSome(
    at,
    rule,
    verb,
    "variant",
    variants.map(({ form }) => typeText(form)),
  );
}

function reportSome(
  at: At,
  rule: Rule,
  verb: string,
  noun: string,
  texts: readonly string[] | undefined = [],
): void {
  if (texts.length === 0) return;
  report(at, rule, `${verb} ${noun}${texts.length > 1 ? "s" : ""} ${texts.map(code).join(", ")}`);
}

function compareVariants(
  comparer: TypeComparer,
  gone: readonly Branch[],
  come: readonly Branch[],
  whole: Whole,
): void {
  const [only, other] = [gone[0], come[0]];
  if (only !== undefined && other !== undefined && gone.length === 1 && come.length === 1)
    return compareTwo(comparer, only, other, whole);
  const alike = matching(comparer, gone, come, "both");
  for (const [old, next] of alike) compareTwo(comparer, old, next, whole);
  const [left, right] = [without(gone, alike), without(come, alike)];
  if (left.length > 0 && right.length > 0 && compareUnfolded(comparer, left, right, whole)) return;
  const related = matching(comparer, left, right, "either");
  for (const [old, next] of related) compareTwo(comparer, old, next, whole);
  const [lost, won] = [without(left, related), without(right, related)];
  if (lost.length === 1 && won.length === 1 && alike.length + related.length > 0)
    return compareVariants(comparer, lost, won, whole);
  reportVariants(whole.at, "variant-removed", lost);
  reportVariants(whole.at, "variant-added", won);
}

function without(
  branches: readonly Branch[],
  pairs: readonly (readonly [Branch, Branch])[],
): Branch[] {
  return branches.filter((branch) => !pairs.some((pair) => pair.includes(branch)));
}

/** Pairs of which one can stand for the other: a variant that was renamed, or that got a name. */
function matching(
  { views }: TypeComparer,
  gone: readonly Branch[],
  come: readonly Branch[],
  ways: "both" | "either",
): (readonly [Branch, Branch])[] {
  const free = new Set(come);
  return gone.flatMap((old) => {
    const from = { view: views.old, form: old.form };
    for (const next of free) {
      const to = { view: views.new, form: next.form };
      const [forth, back] = [isAssignable(from, to), isAssignable(to, from)];
      if (ways === "both" ? !forth || !back : !forth && !back) continue;
      free.delete(next);
      return [[old, next] as const];
    }
    return [];
  });
}

function compareTwo(comparer: TypeComparer, old: Branch, next: Branch, whole: Whole): void {
  const { at, depth } = whole;
  const { views } = comparer;
  const names = [referenceName(old.form), referenceName(next.form)] as const;
  if (names[0] !== undefined && names[1] !== undefined) {
    if (views.old.has(names[0]) && views.new.has(names[1]))
      return comparer.compareNamed(names[0], names[1], at);
  }
  const [before, after] = [views.old.expanded(old.form), views.new.expanded(next.form)];
  const isExpanded = before !== old.form || after !== next.form;
  if (isExpanded && depth < DEEPEST && !isShape(before, after))
    return compareBranches(comparer, branchesOf(before), branchesOf(after), {
      ...whole,
      old: before,
      new: after,
      depth: depth + 1,
    });
  compareShapes(comparer, before, after, at);
}

function isShape(...forms: readonly Form[]): boolean {
  return forms.every((form) => branchesOf(form).every(({ kind }) => kind === "shape"));
}

function compareShapes(comparer: TypeComparer, old: Form, next: Form, at: At): void {
  if (arrayIn(old) !== undefined && arrayIn(next) !== undefined)
    return comparer.compare(old, next, at);
  if (!compareObjects(comparer, old, next, at)) comparer.compareWhole(old, next, at);
}

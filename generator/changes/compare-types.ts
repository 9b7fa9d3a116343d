/**
 * Compares the types of two clients: those that begin at a root, and each pair of exported types that these mention once,
 * however many operations use it.
 */

import type { Direction } from "../base/direction.ts";
import type { Form } from "../base/schema-forms.ts";
import { arrayIn, isAssignable } from "./assignable.ts";
import { compareUnions } from "./compare-unions.ts";
import { saidOf } from "./limits.ts";
import { type At, type Origin, type Pair, report, type Scope, type TypeComparer } from "./scope.ts";
import { typeText } from "./type-text.ts";
import { referenceName, type TypeView } from "./type-view.ts";

export interface TypeNames {
  /** What a type of the old client is called in messages. */
  subjectOf(old: string, next: string): string;
  /** Where the schemas of two exported types are. */
  originOf(old: string, next: string): Origin;
  /** Whether nothing can have changed in a type of both clients. */
  isSame(name: string): boolean;
}

export class TypeComparison implements TypeComparer {
  readonly views: Pair<TypeView>;
  /** The new names of renamed types, by the old ones. */
  readonly renamed = new Map<string, string>();
  readonly #names: TypeNames;
  readonly #scopes = new Map<string, Scope>();
  readonly #byOldName = new Map<string, Set<Scope>>();
  readonly #waiting: (() => void)[] = [];

  constructor(views: Pair<TypeView>, names: TypeNames) {
    this.views = views;
    this.#names = names;
  }

  get scopes(): readonly Scope[] {
    return [...this.#scopes.values()];
  }

  /** Compares the types of an argument, a result or the like of an operation. */
  compareRoot(
    old: Form,
    next: Form,
    root: {
      readonly subject: string;
      readonly direction: Direction;
      readonly stem: string | undefined;
      readonly origin: Origin;
    },
  ): void {
    const { subject, direction, stem, origin } = root;
    const scope = this.#scopeOf(`root ${subject} ${direction} ${stem}`, subject, direction);
    if (stem !== undefined) scope.operations.add(stem);
    this.compare(old, next, { scope, path: "", origin });
    for (let run = this.#waiting.pop(); run !== undefined; run = this.#waiting.pop()) run();
  }

  compareNamed(old: string, next: string, at: At): void {
    if (old === next && this.#names.isSame(old)) return;
    const { direction } = at.scope;
    const key = `${direction} ${old} ${next}`;
    const known = this.#scopes.get(key);
    const scope = known ?? this.#scopeOf(key, this.#names.subjectOf(old, next), direction);
    this.#byOldName.set(old, (this.#byOldName.get(old) ?? new Set()).add(scope));
    at.scope.children.add(scope);
    const isRename = old !== next && !this.views.new.has(old) && !this.views.old.has(next);
    if (isRename && !this.renamed.has(old)) this.renamed.set(old, next);
    if (known !== undefined) return;
    const origin = this.#names.originOf(old, next);
    const inside: At = { scope, path: "", origin };
    this.#waiting.push(() => {
      if (typeof origin.old === "object" && typeof origin.new === "object") {
        for (const { rule, message } of saidOf({ schema: origin.old }, { schema: origin.new }))
          report(inside, rule, message);
      }
      this.compare(this.views.old.named(old) ?? true, this.views.new.named(next) ?? true, inside);
    });
  }

  compare(old: Form, next: Form, at: At): void {
    const [before, after] = [referenceName(old), referenceName(next)];
    if (before !== undefined && after !== undefined && this.#areTypes(before, after))
      return this.compareNamed(before, after, at);
    const [from, to] = [arrayIn(old), arrayIn(next)];
    if (from === undefined || to === undefined) return compareUnions(this, old, next, at);
    const [given, wanted] = [from.prefixItems, to.prefixItems];
    if (given === undefined && wanted === undefined)
      return this.compare(from.items ?? true, to.items ?? true, { ...at, path: `${at.path}[]` });
    if (given?.length !== wanted?.length) return this.compareWhole(old, next, at);
    for (const [index, form] of (given ?? []).entries())
      this.compare(form, wanted?.[index] ?? true, { ...at, path: `${at.path}[${index}]` });
  }

  compareWhole(old: Form, next: Form, at: At): void {
    const [before, after] = [
      { view: this.views.old, form: old },
      { view: this.views.new, form: next },
    ];
    const wider = isAssignable(before, after);
    const narrower = isAssignable(after, before);
    if (wider && narrower) return;
    const [from, to] = [typeText(old), typeText(next)];
    const texts = from === to ? "has another type" : `is ${quoted(to)}, and was ${quoted(from)}`;
    report(at, wider ? "type-widened" : narrower ? "type-narrowed" : "type-changed", texts);
  }

  /** Tells each type which operations reach it. */
  spreadOperations(): void {
    for (const root of this.scopes.filter(({ operations }) => operations.size > 0)) {
      const [stem] = root.operations;
      if (stem === undefined) continue;
      const reached = new Set<Scope>([root]);
      for (const scope of reached) {
        scope.operations.add(stem);
        for (const child of scope.children) reached.add(child);
      }
    }
  }

  /** The stems of the operations that use a type of the old client. */
  operationsByOldName(): ReadonlyMap<string, ReadonlySet<string>> {
    return new Map(
      Array.from(this.#byOldName, ([name, scopes]) => [
        name,
        new Set([...scopes].flatMap(({ operations }) => [...operations])),
      ]),
    );
  }

  #areTypes(old: string, next: string): boolean {
    return this.views.old.has(old) && this.views.new.has(next);
  }

  #scopeOf(key: string, subject: string, direction: Direction): Scope {
    const scope: Scope = {
      subject,
      direction,
      children: new Set(),
      found: [],
      operations: new Set(),
    };
    this.#scopes.set(key, scope);
    return scope;
  }
}

function quoted(type: string): string {
  return `\`${type.replaceAll("`", "'")}\``;
}

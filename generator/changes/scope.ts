/** Where in the types of two clients a comparison is, and what it found there. */

import type { Direction } from "../base/direction.ts";
import type { Form } from "../base/schema-forms.ts";
import type { Schema } from "../model.ts";
import type { Rule } from "./rules.ts";
import type { TypeView } from "./type-view.ts";

/** The same type in the old client and in the new one, used in one direction; or a type without a name of its own. */
export interface Scope {
  /** What a change's subject begins with. */
  readonly subject: string;
  readonly direction: Direction;
  /** The named types that it mentions. */
  readonly children: Set<Scope>;
  readonly found: Difference[];
  /** The stems of the operations that reach it. */
  readonly operations: Set<string>;
}

/** The nearest schemas that are known, or pointers. */
export interface Origin {
  readonly old: Schema | string | undefined;
  readonly new: Schema | string | undefined;
}

export interface At {
  readonly scope: Scope;
  /** From the scope's type to the value, for instance `.items[].id`. */
  readonly path: string;
  readonly origin: Origin;
}

export interface Difference {
  readonly rule: Rule;
  readonly path: string;
  readonly message: string;
  readonly origin: Origin;
}

export interface Pair<T> {
  readonly old: T;
  readonly new: T;
}

/** What the parts of a comparison of types need of each other. */
export interface TypeComparer {
  readonly views: Pair<TypeView>;
  compare(old: Form, next: Form, at: At): void;
  /** Compares two exported types, once. */
  compareNamed(old: string, next: string, at: At): void;
  /** Says that a type became wider, narrower or another one. */
  compareWhole(old: Form, next: Form, at: At): void;
}

export function report(at: At, rule: Rule, message: string, origin: Partial<Origin> = {}): void {
  at.scope.found.push({ rule, path: at.path, message, origin: { ...at.origin, ...origin } });
}

/** `.name`, or in brackets what is no identifier. */
export function propertyPath(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ? `.${name}`
    : `[${JSON.stringify(name)}]`;
}

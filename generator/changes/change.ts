/** What a comparison finds; plain JSON, and what `triptych diff --format json` prints. Types only. */

import type { Direction } from "../base/direction.ts";
import type { Rule } from "./rules.ts";

/**
 * Whether code that uses the old client goes on working with the new one: `documentation` changes neither types nor
 * requests nor responses.
 */
export type Level = "breaking" | "compatible" | "documentation";

/** Who notices a breaking change first: the compiler, or nobody until the code runs. */
export type Notice = "compiler" | "runtime";

export type Bump = "major" | "minor" | "patch" | "none";

export interface ChangePlace {
  readonly file: string;
  /** Lines and columns count from 1; absent where the document itself is no longer at hand. */
  readonly line?: number;
  readonly column?: number;
  readonly pointer: string;
}

export interface Change {
  readonly rule: Rule;
  readonly level: Level;
  /** Of a change that breaks callers, and that was accepted: its level is `compatible`. */
  readonly accepted?: true;
  /** Present if the change is breaking. */
  readonly notice?: Notice;
  /** In the names of the generated client: an operation, an argument, a type with the way to a property, or an option. */
  readonly subject: string;
  /** The stems of the operations that it concerns, in the old document's names as far as they are in it. */
  readonly operations: readonly string[];
  /** Of a change in a type: where that is used. Empty for everything else. */
  readonly directions: readonly Direction[];
  /** A phrase that begins after the subject. */
  readonly message: string;
  readonly advice?: string;
  /** Where it is in the old document; absent if there is nothing like it. */
  readonly old?: ChangePlace;
  readonly new?: ChangePlace;
}

export interface ComparedDocument {
  readonly uri: string;
  readonly title: string;
  /** `info.version`. */
  readonly version: string;
  readonly operations: number;
}

export interface Comparison {
  readonly old: ComparedDocument;
  readonly new: ComparedDocument;
  /** Of semantic versioning: what the next version of the client changes. */
  readonly bump: Bump;
  readonly counts: Readonly<Record<Level, number>>;
  /** Breaking ones first, then compatible ones, then documentation. */
  readonly changes: readonly Change[];
}

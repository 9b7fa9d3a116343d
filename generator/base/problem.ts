import type { Diagnostic } from "../diagnostic.ts";

/** A diagnostic about a node of the document that has no place yet. */
export interface Problem extends Pick<
  Diagnostic,
  "severity" | "code" | "message" | "rule" | "cure"
> {
  /** The path to the node; `undefined` for what is about no node. */
  readonly tokens: readonly string[] | undefined;
}

/** What is found of one document; types only. */

export interface Refusal {
  readonly code: string;
  /** The section of the specification that the document breaks, if the generator says. */
  readonly rule: string | undefined;
  readonly message: string;
  readonly place: string;
}

/** What a compiler says. */
export interface CompileError {
  readonly compiler: string;
  /** The package's sources, its declarations as a consumer sees them, or calls and values written for the types. */
  readonly project: "sources" | "declarations" | "calls";
  readonly message: string;
}

/** Calls against a server that replays examples. */
export interface Calls {
  /** Operations that were called, in each style. */
  readonly operations: number;
  readonly made: number;
  /** Responses or arguments for which no value could be made. */
  readonly skipped: readonly string[];
  readonly failures: readonly string[];
}

export interface Row {
  readonly document: string;
  readonly version: string;
  /** Operations that the document declares. */
  readonly operations: number;
  readonly outcome: "clean" | "errors" | "refused" | "crashed";
  readonly refusals: readonly Refusal[];
  /** How it crashed, with the stack if there is one. */
  readonly crash?: string;
  readonly errors: readonly CompileError[];
  /** Operations, parameters and bodies that the document declares and the plan lacks. */
  readonly dropped: readonly string[];
  /** Places where the document has a type and the emitted type is `any`, `unknown` or `never`, or lacks the property. */
  readonly untyped: readonly string[];
  readonly warnings: Readonly<Record<string, number>>;
  readonly calls?: Calls;
  /** Seconds that generation took, and the whole check. */
  readonly generated: number;
  readonly seconds: number;
}

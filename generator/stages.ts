/** What the generator does for the command and for those who use it as a library; types only. */

import type { Comparison } from "./changes.ts";
import type { ClientConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Plan } from "./plan.ts";
import type { InputRecord, OutputFile, ReadOptions } from "./source.ts";

export interface GenerateOptions extends ReadOptions {
  /** Called with the name of each stage as it begins. */
  readonly onStage?: (stage: string) => void;
}

export interface Inspected {
  /** Every name, decided. */
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Generated extends Inspected {
  /** Formatted; nothing is on the disk yet. */
  readonly files: readonly OutputFile[];
  /** What they were made from. */
  readonly inputs: readonly InputRecord[];
  /**
   * What changed for callers since another run.
   *
   * @param kept what that run had as `.triptych.document.json.gz`.
   * @returns undefined if it is of a version that this generator does not know.
   */
  changesSince(kept: string): Promise<Comparison | undefined>;
}

export interface Compared {
  readonly comparison: Comparison;
  /** Of both documents. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Stages {
  generate(client: ClientConfig, options: GenerateOptions): Promise<Generated>;
  inspect(client: ClientConfig, options: GenerateOptions): Promise<Inspected>;
  compare(old: ClientConfig, next: ClientConfig, options: GenerateOptions): Promise<Compared>;
}

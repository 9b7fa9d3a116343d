/** What the generator does for the command and for those who use it as a library; types only. */

import type { Comparison } from "./changes.ts";
import type { ClientConfig } from "./config.ts";
import type { NameLock } from "./base/name-lock.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Plan } from "./plan.ts";
import type { InputOptions, InputRecord, OutputFile } from "./source.ts";
import type { Verification } from "./verify.ts";

export interface GenerateOptions extends InputOptions {
  /** Called with the name of each stage as it begins. */
  readonly onStage?: (stage: string) => void;
  /** Type-checks the output with the TypeScript that is installed there. Left out, it is not checked. */
  readonly verify?: Verification;
  /**
   * Whether nothing else in this process uses esbuild, of which all share one process: it ends when the JavaScript is made,
   * since it keeps all the memory that it had.
   */
  readonly ownsBundler?: boolean;
  /**
   * Looks for a run of this generator of which all may be taken that would be made again.
   *
   * @param folder the output folder.
   */
  readonly earlierRun?: (folder: string) => Promise<EarlierRun | undefined>;
  /**
   * Looks for the document that is compared.
   *
   * @param folder the output folder.
   * @returns what is in `.triptych.document.json.gz`, uncompressed.
   */
  readonly earlierDocument?: (folder: string) => Promise<Uint8Array | undefined>;
}

/** What a run left in the output folder. */
export interface EarlierRun {
  /** Of what files were made from. */
  readonly digests: Digests;
  /** What is in its `.triptych.document.json.gz`, uncompressed. */
  readonly kept: Uint8Array;
  /** In what the inputs are not those that it was made from. */
  changedInputs(inputs: readonly InputRecord[]): readonly { readonly kind: string }[];
  /** A file of the output; undefined unless it is what that run wrote. */
  fileAt(path: string): OutputFile | undefined;
}

/** By the path of what was made; a folder stands for how the JavaScript in it is put together. */
export type Digests = Readonly<Record<string, string>>;

export interface Inspected {
  /** Every name, decided. */
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Generated extends Inspected {
  /** The names in the client, to be kept in the name lock; undefined if none is kept. */
  readonly names: KeptNames | undefined;
  /** Those of the diagnostics that say why the output, which was to be type-checked, was not. */
  readonly hindrances: readonly Diagnostic[];
  /** Formatted; nothing is on the disk yet. */
  readonly files: readonly OutputFile[];
  /** What they were made from. */
  readonly inputs: readonly InputRecord[];
  /** For a later run: see {@link EarlierRun}. */
  readonly digests: Digests;
  /** What changed for callers since `earlierDocument`; null if that is the same, or none that this generator knows. */
  readonly changes: Comparison | null;
}

/** What a client adds to its name lock. */
export interface KeptNames {
  /** The file of the name lock. */
  readonly path: string;
  /** The name of the client in it: that of its package. */
  readonly client: string;
  readonly lock: NameLock;
  /** What the file says of the client now: an input as `Generated.inputs` has it after the run. */
  readonly asFound: InputRecord;
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

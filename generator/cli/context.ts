/** How the commands reach what is outside of them; types only. */

import type { Diagnostic } from "../diagnostic.ts";
import type { ReadOptions } from "../source.ts";
import type { Stages } from "../stages.ts";
import type { Stopwatch } from "./stopwatch.ts";

export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stages: () => Promise<Stages>;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly onStage: (text: string) => void;
  /** How many clients are made at a time unless the user says otherwise. */
  readonly concurrency: number;
  /** Of what is about no client. */
  readonly stopwatch: Stopwatch;
  readonly report: (diagnostics: readonly Diagnostic[]) => void;
  /** Told of all that clients are made from. */
  readonly onRead?: ReadOptions["onRead"];
  /** Runs what must not be stopped half-way; the signal says that the user wants to stop. */
  readonly uninterrupted: <T>(run: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

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
  /** Whether a client is passed over if nothing changed since its output was written. */
  readonly mayPassOver: boolean;
  readonly onStage: (text: string) => void;
  /** Of what is about no client. */
  readonly watch: Stopwatch;
  readonly report: (diagnostics: readonly Diagnostic[]) => void;
  /** Told of all that clients are made from. */
  readonly onRead?: ReadOptions["onRead"];
  /** Runs what must not be stopped half-way; the signal says that the user wants to stop. */
  readonly uninterrupted: <T>(run: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

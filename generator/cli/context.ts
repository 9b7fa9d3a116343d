import type { Diagnostic } from "../diagnostic.ts";
import type { Stages } from "../stages.ts";

/** How the commands reach what is outside of them. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stages: () => Promise<Stages>;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly onStage: (text: string) => void;
  readonly report: (diagnostics: readonly Diagnostic[]) => void;
  /** Runs what must not be stopped half-way; the signal says that the user wants to stop. */
  readonly uninterrupted: <T>(run: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

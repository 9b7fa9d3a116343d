import type { Progress } from "./options.js";
import type { Watchdog } from "./watchdog.js";

export type ProgressHandler = (progress: Progress) => void;

/** Makes a handler that never throws: what the given one throws is noted, and stops what the watchdog watches over. */
export function guardProgress(
  handler: ProgressHandler,
  watchdog: Watchdog,
  notes: { thrown?: { readonly error: unknown } },
): ProgressHandler {
  return (progress) => {
    if (watchdog.isAborted) return;
    try {
      handler(progress);
    } catch (error) {
      notes.thrown = { error };
      watchdog.abort(error);
    }
  };
}

/** Counts the bytes of one body, and reports each time that there are more. */
export class Meter {
  readonly #phase: Progress["phase"];
  readonly #total: number | undefined;
  readonly #report: ProgressHandler;
  #loaded = 0;
  #isComplete = false;

  /** @param total - In bytes, if it is known. */
  constructor(phase: Progress["phase"], total: number | undefined, report: ProgressHandler) {
    this.#phase = phase;
    this.#total = total;
    this.#report = report;
  }

  /** Counts a piece; undefined means that the body is complete, which is reported unless the last report has said so. */
  take(piece: Pick<Uint8Array, "byteLength"> | undefined): void {
    if (piece === undefined && this.#isComplete) return;
    this.#loaded += piece?.byteLength ?? 0;
    const total = piece === undefined ? this.#loaded : this.#total;
    this.#isComplete = this.#loaded === total;
    this.#report({ phase: this.#phase, loaded: this.#loaded, total });
  }
}

/** The number of bytes that the reader of a body gets, if the headers tell: they do not if it is encoded. */
export function bodySize(headers: Readonly<Record<string, string>>): number | undefined {
  const length = headers["content-length"];
  const isKnown =
    headers["content-encoding"] === undefined && length !== undefined && /^\d+$/.test(length);
  return isKnown ? Number(length) : undefined;
}

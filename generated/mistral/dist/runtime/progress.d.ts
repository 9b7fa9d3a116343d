import type { Progress } from "./options.js";
import type { Watchdog } from "./watchdog.js";
export type ProgressHandler = (progress: Progress) => void;
/** Makes a handler that never throws: what the given one throws is noted, and stops what the watchdog watches over. */
export declare function guardProgress(
  handler: ProgressHandler,
  watchdog: Watchdog,
  notes: {
    thrown?: {
      readonly error: unknown;
    };
  },
): ProgressHandler;
/** Counts the bytes of one body, and reports each time that there are more. */
export declare class Meter {
  #private;
  /** @param total - In bytes, if it is known. */
  constructor(phase: Progress["phase"], total: number | undefined, report: ProgressHandler);
  /** Counts a piece; undefined means that the body is complete, which is reported unless the last report has said so. */
  take(piece: Pick<Uint8Array, "byteLength"> | undefined): void;
}
/** The number of bytes that the reader of a body gets, if the headers tell: they do not if it is encoded. */
export declare function bodySize(headers: Readonly<Record<string, string>>): number | undefined;

import type { CallInFlight, Tracked } from "./calls.js";
import type { SyncDownload } from "./sync-download.js";
/** A blocking call as the monitor sees it, also one whose download is left open. */
export declare class SyncCall implements Tracked {
  #private;
  readonly operation: string;
  readonly start: number;
  attempt: number;
  phase: CallInFlight["phase"];
  constructor(operation: string, start: number);
  /** Called by functions of the caller's that the call calls; or a download is open. */
  abort(reason: unknown): void;
  /** @throws {CancelledError} If the call has been ended meanwhile. */
  throwIfAborted(): void;
  /** Leaves a download open. */
  leave(download: SyncDownload): void;
  /** Calls a function when the download has been read or given up; at once if there is none. */
  whenOver(listener: () => void): void;
}

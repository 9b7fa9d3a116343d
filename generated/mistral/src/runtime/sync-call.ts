import type { CallInFlight, Tracked } from "./calls.js";
import { CancelledError } from "./errors.js";
import type { SyncDownload } from "./sync-download.js";

/** A blocking call as the monitor sees it, also one whose download is left open. */
export class SyncCall implements Tracked {
  readonly operation: string;
  readonly start: number;
  /** One that nobody holds any more is given up by itself. */
  #download: WeakRef<SyncDownload> | undefined;
  #aborted: { readonly reason: unknown } | undefined;
  attempt = 0;
  phase: CallInFlight["phase"] = "request";

  constructor(operation: string, start: number) {
    this.operation = operation;
    this.start = start;
  }

  /** Called by functions of the caller's that the call calls; or a download is open. */
  abort(reason: unknown): void {
    this.#aborted = { reason };
    this.#download?.deref()?.cancel();
  }

  /** @throws {CancelledError} If the call has been ended meanwhile. */
  throwIfAborted(): void {
    if (this.#aborted !== undefined)
      throw new CancelledError(this.#aborted.reason, { operationId: this.operation });
  }

  /** Leaves a download open. */
  leave(download: SyncDownload): void {
    this.#download = new WeakRef(download);
    this.phase = "response";
  }

  /** Calls a function when the download has been read or given up; at once if there is none. */
  whenOver(listener: () => void): void {
    const download = this.#download?.deref();
    if (download === undefined) listener();
    else download.whenOver(listener);
  }
}

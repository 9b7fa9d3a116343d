import { CancelledError } from "./errors.js";
/** A blocking call as the monitor sees it, also one whose download is left open. */
export class SyncCall {
  operation;
  start;
  /** One that nobody holds any more is given up by itself. */
  #download;
  #aborted;
  attempt = 0;
  phase = "request";
  constructor(operation, start) {
    this.operation = operation;
    this.start = start;
  }
  /** Called by functions of the caller's that the call calls; or a download is open. */
  abort(reason) {
    this.#aborted = { reason };
    this.#download?.deref()?.cancel();
  }
  /** @throws {CancelledError} If the call has been ended meanwhile. */
  throwIfAborted() {
    if (this.#aborted !== undefined)
      throw new CancelledError(this.#aborted.reason, { operationId: this.operation });
  }
  /** Leaves a download open. */
  leave(download) {
    this.#download = new WeakRef(download);
    this.phase = "response";
  }
  /** Calls a function when the download has been read or given up; at once if there is none. */
  whenOver(listener) {
    const download = this.#download?.deref();
    if (download === undefined) listener();
    else download.whenOver(listener);
  }
}

import { TimeoutError } from "./errors.js";
import { fromRecord } from "./error-record.js";
import type { ProgressHandler } from "./progress.js";
import type { SaveOptions } from "./save.js";
import type { FromWorker, ToWorker } from "./sync-protocol.js";
import type { Session } from "./sync-session.js";

/** A streamed body, whose chunks come from the worker one by one. */
export interface RemoteBody {
  /** Blocks until there is a chunk; undefined at the end. */
  read(): Uint8Array | undefined;
  /** Blocks until all that has not been read is there. More than `maxSize` bytes are a `ResponseParseError`. */
  readAll(maxSize?: number): Uint8Array;
  /** Whether there is nothing more to read: it has been read, given up, or has failed. */
  readonly isDone: boolean;
  /** Calls a function as soon as that is so. */
  whenDone(listener: () => void): void;
  /**
   * Blocks until all that has not been read is saved as a file; returns the number of bytes. See `saveChunks`. A file
   * that cannot be begun leaves the body as it is.
   */
  save(path: string, options: SaveOptions): number;
  /** Closes the connection if the body has not been read to its end. */
  cancel(): void;
}

/** Closes the connections of streamed bodies that nobody holds any more. */
const abandoned = /* @__PURE__ */ new FinalizationRegistry<{
  readonly session: Session;
  readonly id: number;
  readonly end: { listener?: () => void };
}>(({ session, id, end }) => {
  drop(session, id);
  end.listener?.();
});

/** The streamed body of a call's response. */
export class SessionBody implements RemoteBody {
  readonly #session: Session;
  readonly #id: number;
  readonly #operationId: string;
  readonly #idle: number;
  readonly #grace: number;
  readonly #onProgress: ProgressHandler | undefined;
  readonly #end: { listener?: () => void } = {};
  #done = false;

  constructor(
    session: Session,
    id: number,
    operationId: string,
    idle: number,
    grace: number,
    onProgress: ProgressHandler | undefined,
  ) {
    this.#session = session;
    this.#id = id;
    this.#operationId = operationId;
    this.#idle = idle;
    this.#grace = grace;
    this.#onProgress = onProgress;
    abandoned.register(this, { session, id, end: this.#end }, this);
  }

  get isDone(): boolean {
    return this.#done;
  }

  whenDone(listener: () => void): void {
    if (this.#done) listener();
    else this.#end.listener = listener;
  }

  read(): Uint8Array | undefined {
    const message = this.#ask({ type: "read", id: this.#id, all: false }, this.#idle + this.#grace);
    const chunk = message?.type === "chunk" ? message.chunk : undefined;
    if (chunk !== undefined) return ownCopy(chunk);
    this.#finish();
    return undefined;
  }

  readAll(maxSize: number = Infinity): Uint8Array {
    const message = this.#ask({ type: "read", id: this.#id, all: true, maxSize }, Infinity);
    this.#finish();
    return (message?.type === "chunk" ? message.chunk : undefined) ?? new Uint8Array();
  }

  save(path: string, { overwrite }: SaveOptions): number {
    const message = this.#ask(
      { type: "save", id: this.#id, path, options: { overwrite } },
      Infinity,
    );
    if (message?.type === "refused") throw fromRecord(message.error);
    this.#finish();
    return message?.type === "saved" ? message.size : 0;
  }

  cancel(): void {
    if (this.#done) return;
    this.#finish();
    drop(this.#session, this.#id);
  }

  /** Waits for the answer to a question; undefined if the body has ended before. */
  #ask(question: ToWorker, limit: number): FromWorker | undefined {
    if (this.#done) return undefined;
    const end = performance.now() + limit;
    try {
      this.#session.post(question);
      for (;;) {
        const message = this.#session.receive(this.#id, end - performance.now(), this.#operationId);
        if (message === undefined)
          throw new TimeoutError("idle", this.#idle, { operationId: this.#operationId });
        if (message.type === "error") throw fromRecord(message.error);
        if (message.type === "progress") this.#onProgress?.(message.progress);
        else if (message.type !== "pull") return message;
      }
    } catch (error) {
      this.cancel();
      throw error;
    }
  }

  #finish(): void {
    this.#done = true;
    this.#session.close(this.#id);
    abandoned.unregister(this);
    this.#end.listener?.();
  }
}

/**
 * A copy in an array that this thread allocates. Memory that is moved here from another thread does not make V8 collect
 * garbage before there are 64 MiB of it; what is allocated here does.
 */
function ownCopy(chunk: Uint8Array): Uint8Array {
  return new Uint8Array(chunk);
}

/** Forgets a call, here and in the worker. */
export function drop(session: Session, id: number): void {
  session.close(id);
  session.post({ type: "cancel", id });
}

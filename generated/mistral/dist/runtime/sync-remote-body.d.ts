import type { ProgressHandler } from "./progress.js";
import type { SaveOptions } from "./save.js";
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
/** The streamed body of a call's response. */
export declare class SessionBody implements RemoteBody {
  #private;
  constructor(
    session: Session,
    id: number,
    operationId: string,
    idle: number,
    grace: number,
    onProgress: ProgressHandler | undefined,
  );
  get isDone(): boolean;
  whenDone(listener: () => void): void;
  read(): Uint8Array | undefined;
  readAll(maxSize?: number): Uint8Array;
  save(path: string, { overwrite }: SaveOptions): number;
  cancel(): void;
}
/** Forgets a call, here and in the worker. */
export declare function drop(session: Session, id: number): void;

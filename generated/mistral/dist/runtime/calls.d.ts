/** A call that is in flight: from its start until its outcome; a download or a stream until it has been read or given up. */
export interface CallInFlight {
  /** The stem of the operation, for instance `batch.jobs.list`. */
  readonly operation: string;
  /** In milliseconds since the epoch. */
  readonly startedAt: number;
  /** The number of the last request that was sent for it, counted from 1. */
  readonly attempt: number;
  /**
   * `request` until the response's headers are there, `response` while its body is read or waits to be read, and `wait`
   * before a request is sent again.
   */
  readonly phase: "request" | "response" | "wait";
}
/** A call as the core keeps it. */
export interface Tracked extends Omit<CallInFlight, "startedAt"> {
  /** By `performance.now()`. */
  readonly start: number;
  /** Ends it with a `CancelledError`. */
  abort(reason: unknown): void;
}
/** The calls of a core that are in flight; a `Monitor` shows them. */
export declare class Calls {
  #private;
  readonly tracked: Set<Tracked>;
  /** Called whenever a call has begun or ended. */
  readonly listeners: Set<() => void>;
  /** Whether new calls are refused. */
  isClosed: boolean;
  /** @throws {ClientError} If new calls are refused. */
  add(call: Tracked): void;
  delete(call: Tracked): void;
  clear(): void;
}

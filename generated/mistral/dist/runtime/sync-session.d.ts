import type { ThreadsModule } from "./sync-node.js";
import { type FromWorker, type ToWorker } from "./sync-protocol.js";
/** One worker thread, and the messages between it and the caller's thread. */
export declare class Session {
  #private;
  /** Starts a worker; `receive` of message 0 waits until it is ready. */
  constructor(
    threads: ThreadsModule,
    program: string,
    transport: string | undefined,
    silence: number,
  );
  /** Whether the worker has ended, as far as can be told without waiting. */
  get failed(): boolean;
  /** From now on, messages about a call are kept until they are received. */
  open(id: number): void;
  /** From now on, messages about a call are dropped. */
  close(id: number): void;
  /** Sends a message; the buffers in `transfer` are moved. */
  post(message: ToWorker, transfer?: readonly ArrayBufferLike[]): void;
  /**
   * Blocks until there is a message about a call.
   *
   * @param limit - How long to wait in ms.
   * @returns Undefined if there was none within the limit.
   * @throws {ConnectionError} If the worker has ended, or gives no sign of life.
   * @throws {ParameterError} If the worker's program or the transport module cannot be loaded.
   */
  receive(id: number, limit: number, operationId?: string): FromWorker | undefined;
  /** Ends the worker, and with it what it is doing. */
  end(): void;
}

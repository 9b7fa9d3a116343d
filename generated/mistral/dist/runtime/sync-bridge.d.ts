import type { ProgressHandler } from "./progress.js";
import { type RemoteBody } from "./sync-remote-body.js";
import type { BodySource, Deadlines, WireRequest, WireResponse } from "./wire.js";
/** How long the caller's thread waits for the worker itself, in ms. The deadlines of calls are the worker's matter. */
export interface Patience {
  /** Until the worker has started. */
  readonly start: number;
  /** Without a sign of life from a worker that has a call to work on. */
  readonly silence: number;
  /** Beyond a call's own deadline. */
  readonly grace: number;
}
/** Where the code of the worker is. */
export interface BridgeSettings {
  /** The worker's program. Default: the one that lies beside this module in the package. */
  readonly worker?: URL | string | undefined;
  /** A module that exports `fetch`. */
  readonly transport?: URL | string | undefined;
  readonly patience?: Patience | undefined;
}
export interface BridgeResponse extends Omit<WireResponse, "body"> {
  readonly body: Uint8Array | RemoteBody;
}
/** A request on its way to the worker, and what is needed to serve it. */
export interface BridgeRequest {
  readonly wire: WireRequest;
  readonly deadlines: Deadlines;
  /** Whether the body of a 2xx response is left as a stream. */
  readonly stream: boolean;
  /** The most bytes of a body that are read into memory. Default: no limit. */
  readonly maxSize?: number | undefined;
  readonly onProgress?: ProgressHandler | undefined;
  /** The name of the argument that a source of the body comes from. */
  nameOf(source: BodySource): string;
}
/** Sends requests from a worker thread, which is started by the first of them, while the caller's thread is blocked. */
export declare class Bridge {
  #private;
  constructor(settings: BridgeSettings);
  /**
   * Blocks until the response is there: with all of its body, or with a body that is read from the worker.
   *
   * @throws {ClientError} Whatever the exchange throws in the worker.
   * @throws {ConnectionError} If the worker ends or does not respond.
   * @throws {ParameterError} If the body cannot be read, or the worker's program or the transport cannot be loaded.
   */
  exchange(request: BridgeRequest): BridgeResponse;
  /** Ends the worker. Calls that come later are refused. */
  close(): void;
}

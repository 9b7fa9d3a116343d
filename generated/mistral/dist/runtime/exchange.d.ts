import { type ProgressHandler } from "./progress.js";
import { type Transport } from "./transport.js";
import type { BodyWriter } from "./uses.js";
import type { Watchdog } from "./watchdog.js";
import type { WireRequest, WireResponse } from "./wire.js";
/** What an exchange needs beside the request. */
export interface ExchangeContext {
  readonly transport: Transport;
  /** Whether the body of a 2xx response is left as a stream. */
  readonly stream: boolean;
  /** The most bytes of a body that are read into memory. Default: no limit. */
  readonly maxSize?: number | undefined;
  /** Opens the request's body, if there can be one. */
  readonly open?: BodyWriter["open"] | undefined;
  /** What it throws ends the exchange, and is what that throws. */
  readonly onProgress?: ProgressHandler | undefined;
}
/**
 * Sends one request and receives its response.
 *
 * @param watchdog It is closed when the exchange is over, body included.
 * @throws {ConnectionError} If the server cannot be reached, or the connection breaks.
 * @throws {TimeoutError} If a deadline is missed.
 * @throws {CancelledError} If the watchdog cancels it.
 * @throws {ParameterError} If the request cannot be sent as it is, or its body cannot be read.
 * @throws {ResponseParseError} If a body is longer than `maxSize`.
 */
export declare function exchange(
  watchdog: Watchdog,
  request: WireRequest,
  context: ExchangeContext,
): Promise<WireResponse>;

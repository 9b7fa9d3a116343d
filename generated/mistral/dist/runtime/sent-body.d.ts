import { type OpenBody } from "./body.js";
import { ParameterError } from "./errors.js";
import { type ProgressHandler } from "./progress.js";
import type { Watchdog } from "./watchdog.js";
import type { WireRequest } from "./wire.js";
/** What the body of a request needs to know of the exchange that sends it. */
export interface Sending {
  readonly watchdog: Watchdog;
  /** Whether the response's headers are not there yet. */
  readonly isWaiting: boolean;
  readonly report: ProgressHandler | undefined;
}
/** A request's body on its way. */
export interface SentBody extends Pick<OpenBody, "content" | "length"> {
  /** Called before it is sent. Throws if the caller gives up. */
  begin(): void;
  /** Stops reading the sources. */
  release(): void;
  /** The error of an exchange whose body could not be read to its end; undefined if it could. */
  failure(): ParameterError | undefined;
}
/**
 * Opens the body of a request, to be sent once.
 *
 * @throws {ParameterError} If a file cannot be found, or a source cannot be read.
 */
export declare function openSent(
  request: WireRequest,
  sending: Sending,
): SentBody | Promise<SentBody>;

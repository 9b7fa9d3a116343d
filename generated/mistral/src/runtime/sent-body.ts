import { type BodyFlow, contentSize, openBody, type OpenBody } from "./body.js";
import type { BodyError } from "./body-sources.js";
import { ParameterError } from "./errors.js";
import { Meter, type ProgressHandler } from "./progress.js";
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
export function openSent(request: WireRequest, sending: Sending): SentBody | Promise<SentBody> {
  const { operation, body: sources = [] } = request;
  const { watchdog, report } = sending;
  let meter: Meter | undefined;
  // While a source is read nobody waits for the server.
  const flow: BodyFlow = {
    onPull() {
      if (sending.isWaiting) watchdog.disarm();
    },
    onPiece(piece) {
      if (sending.isWaiting) watchdog.arm("headers");
      meter?.take(piece);
    },
  };
  const take = (body: OpenBody): SentBody => ({
    content: body.content,
    length: body.length,
    begin() {
      if (report === undefined) return;
      meter = uploadMeter(body, report);
      watchdog.throwIfAborted();
    },
    release: () => body.release(),
    failure: () => body.error && unread(body.error, operation),
  });
  const opened = openBody(sources, flow);
  if (!(opened instanceof Promise)) return take(opened);
  return opened.then(take, (error: BodyError) => {
    throw unread(error, operation);
  });
}

/** The meter of a request's body, which has counted it already if it is sent in one piece. */
function uploadMeter({ content, length }: OpenBody, report: ProgressHandler): Meter {
  const size = contentSize(content);
  const meter = new Meter("upload", size ?? length, report);
  if (size !== undefined) meter.take({ byteLength: size });
  return meter;
}

function unread(error: BodyError, operationId: string): ParameterError {
  return new ParameterError("body", `the request's body could not be read: ${error.message}`, {
    operationId,
    cause: error.cause ?? error,
  });
}

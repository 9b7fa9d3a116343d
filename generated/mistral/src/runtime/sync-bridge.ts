import { textOf } from "./client-error.js";
import { ClientError, ConnectionError, ParameterError, TimeoutError } from "./errors.js";
import { fromRecord } from "./error-record.js";
import { foreignDispatcher } from "./global-fetch.js";
import { builtin } from "./node.js";
import type { ProgressHandler } from "./progress.js";
import { type PackedBody, packBody } from "./sync-body.js";
import { locateModule, locateWorker } from "./sync-modules.js";
import type { FromWorker } from "./sync-protocol.js";
import { drop, type RemoteBody, SessionBody } from "./sync-remote-body.js";
import { Session } from "./sync-session.js";
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

const defaultPatience: Patience = { start: 30_000, silence: 10_000, grace: 2_000 };

/** Sends requests from a worker thread, which is started by the first of them, while the caller's thread is blocked. */
export class Bridge {
  readonly #settings: BridgeSettings;
  readonly #patience: Patience;
  #session: Session | undefined;
  #closed = false;
  #lastCall = 0;

  constructor(settings: BridgeSettings) {
    this.#settings = settings;
    this.#patience = settings.patience ?? defaultPatience;
  }

  /**
   * Blocks until the response is there: with all of its body, or with a body that is read from the worker.
   *
   * @throws {ClientError} Whatever the exchange throws in the worker.
   * @throws {ConnectionError} If the worker ends or does not respond.
   * @throws {ParameterError} If the body cannot be read, or the worker's program or the transport cannot be loaded.
   */
  exchange(request: BridgeRequest): BridgeResponse {
    const { wire, deadlines, stream, maxSize = Infinity, onProgress } = request;
    const { body: sources, ...head } = wire;
    const body = sources && packBody(sources, wire.operation, request.nameOf);
    const session = this.#start(wire.operation);
    const id = ++this.#lastCall;
    session.open(id);
    let answered = false;
    let streamed = false;
    try {
      const portRequest = body === undefined ? head : { ...head, body: body.sources };
      const progress = onProgress !== undefined;
      session.post(
        { type: "call", id, request: portRequest, deadlines, stream, maxSize, progress },
        body?.transfer,
      );
      const { response } = this.#serve(session, id, request, body);
      answered = true;
      const { secrets } = wire;
      if (response.body !== undefined) return { ...response, secrets, body: response.body };
      streamed = true;
      const remote = new SessionBody(
        session,
        id,
        wire.operation,
        deadlines.idle,
        this.#patience.grace,
        onProgress,
      );
      return { ...response, secrets, body: remote };
    } finally {
      if (!answered) drop(session, id);
      else if (!streamed) session.close(id);
      for (const pieces of body?.pieces ?? []) pieces.close();
    }
  }

  /** Ends the worker. Calls that come later are refused. */
  close(): void {
    this.#closed = true;
    this.#session?.end();
    this.#session = undefined;
  }

  /** Answers the worker's questions until the response is there. */
  #serve(
    session: Session,
    id: number,
    { wire: { operation }, deadlines: { total, elapsed = 0 }, onProgress }: BridgeRequest,
    body: PackedBody | undefined,
  ): Extract<FromWorker, { type: "response" }> {
    const end = performance.now() + total - elapsed + this.#patience.grace;
    for (;;) {
      const message = session.receive(id, end - performance.now(), operation);
      if (message === undefined) throw new TimeoutError("total", total, { operationId: operation });
      if (message.type === "response") return message;
      if (message.type === "error") throw fromRecord(message.error);
      if (message.type === "progress") onProgress?.(message.progress);
      if (message.type !== "pull") continue;
      const piece = readPiece(body, message.source, operation);
      session.post({ type: "piece", id, piece }, piece && [piece.buffer]);
    }
  }

  #start(operationId: string): Session {
    if (this.#closed) throw new ClientError("the client is closed", { operationId });
    if (this.#session !== undefined && !this.#session.failed) return this.#session;
    const { worker, transport } = this.#settings;
    const { start, silence } = this.#patience;
    const threads = builtin("node:worker_threads");
    if (threads === undefined || !canBlock()) {
      throw new ClientError(
        "a blocking call needs a thread that may block and the worker threads of Node; here, use the promise or the callback client",
        { operationId },
      );
    }
    const session = new Session(
      threads,
      locateWorker(worker, operationId),
      transport === undefined ? undefined : locateModule("transport", transport, operationId),
      silence,
    );
    const ready = session.receive(0, start, operationId);
    if (ready === undefined) {
      session.end();
      throw new ConnectionError(
        `the worker thread that sends requests did not start within ${start} ms`,
        { operationId, causeCode: "ERR_WORKER_INIT_FAILED", mayHaveArrived: false },
      );
    }
    const dispatcher = transport === undefined ? foreignDispatcher() : undefined;
    if (dispatcher !== undefined && (ready.type !== "ready" || ready.dispatcher !== dispatcher)) {
      session.end();
      throw new ParameterError(
        "transport",
        `this thread's fetch goes through a dispatcher that was set (${dispatcher}), which another thread cannot use; name a module that exports a fetch with it by the option "transport"`,
        { operationId },
      );
    }
    this.#session = session;
    return session;
  }
}

function readPiece(
  body: PackedBody | undefined,
  source: number,
  operationId: string,
): Uint8Array | undefined {
  try {
    return body?.pieces[source]?.next();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : textOf(cause);
    throw new ParameterError("body", `the request's body could not be read: ${said}`, {
      operationId,
      cause,
    });
  }
}

function canBlock(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

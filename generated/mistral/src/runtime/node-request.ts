import { staleCode } from "./connection-failure.js";
import type {
  ClientRequest,
  Emitter,
  HttpAgent,
  HttpModule,
  IncomingMessage,
  RequestSettings,
} from "./node-http.js";
import type { Watch } from "./transport.js";

/** The body of a request. */
export type NodeContent =
  { readonly bytes: Uint8Array } | { readonly chunks: AsyncIterable<Uint8Array> };

/** How a request is sent. */
export interface SendContext {
  readonly http: HttpModule;
  /** How long it may take to connect, in ms. */
  readonly connectTimeout: number;
  readonly watch: Watch;
}

/**
 * Sends one request and returns the response as soon as its headers are there; the body of the request may still be
 * on its way then. A kept connection that turns out to be closed before anything is written is not used.
 *
 * @throws The reason of `watch`, the body's own error, or Node's error with its `code`. Its `syscall` is `connect` if the
 *   connection was never there, so that nothing of the request was written; the code is `ERR_STALE_CONNECTION` if a kept
 *   connection was reset instead of an answer.
 */
export function sendRequest(
  settings: RequestSettings,
  content: NodeContent | undefined,
  context: SendContext,
): Promise<IncomingMessage> {
  const { http, connectTimeout, watch } = context;
  return new Promise((resolve, reject) => {
    const request = http.request(settings);
    let response: IncomingMessage | undefined;
    let isConnected = false;
    let isWritten = false;
    let isGivenUp = false;

    const abort = (): void => {
      reject(watch.reason);
      (response ?? request).destroy(asError(watch.reason));
    };
    watch.onAbort = abort;
    const forget = (): void => {
      if (watch.onAbort === abort) watch.onAbort = undefined;
    };

    const write = (): void => {
      if (request.destroyed) return;
      isWritten = true;
      if (content === undefined || "bytes" in content) return void request.end(content?.bytes);
      const length = settings.headers["content-length"];
      const expected = length === undefined ? undefined : Number(length);
      sendChunks(request, content.chunks, expected).catch((error: unknown) => {
        isGivenUp = true;
        reject(error);
        request.destroy(asError(error));
      });
    };
    request.on("socket", (socket: Emitter) => {
      if (request.reusedSocket) {
        isConnected = true;
        afterTurn(write);
        return;
      }
      const timer = setTimeout(() => {
        const error = new Error(`there was no connection within ${connectTimeout} ms`);
        request.destroy(Object.assign(error, { code: "ETIMEDOUT" }));
      }, connectTimeout);
      socket.once(settings.protocol === "https:" ? "secureConnect" : "connect", () => {
        isConnected = true;
        clearTimeout(timer);
      });
      request.once("close", () => clearTimeout(timer));
      write();
    });
    request.on("error", (error: Error) => {
      // Node would take a body without a length for complete when its connection is reset.
      if (response?.complete === false) response.destroy(error);
      if (response !== undefined || isGivenUp || watch.isAborted) return;
      forget();
      if (!isConnected) reject(Object.assign(error, { syscall: "connect" }));
      else if (!request.reusedSocket) reject(error);
      else if (!isWritten) resolve(sendRequest(settings, content, context));
      else if (!isReset(error)) reject(error);
      else {
        closeIdle(settings.agent);
        reject(Object.assign(new Error("a kept connection had been closed"), { code: staleCode }));
      }
    });
    request.on("response", (message: IncomingMessage) => {
      response = message;
      message.on("error", () => {});
      message.once("close", forget);
      message.once("end", () => {
        if (!request.writableEnded) request.destroy();
      });
      resolve(message);
    });
  });
}

/**
 * Goes on when what has arrived by now is read: a kept connection that the server has closed is then known to be closed.
 * What the event loop does at present may be part of a turn that has read already; so it takes two.
 */
function afterTurn(go: () => void): void {
  const { setImmediate } = globalThis as unknown as { setImmediate(go: () => void): unknown };
  setImmediate(() => setImmediate(go));
}

/** What has cut one of the kept connections has most likely cut the others. */
function closeIdle({ freeSockets }: HttpAgent): void {
  for (const sockets of Object.values(freeSockets))
    for (const socket of sockets ?? []) socket.destroy();
}

async function sendChunks(
  request: ClientRequest,
  chunks: AsyncIterable<Uint8Array>,
  expected: number | undefined,
): Promise<void> {
  let length = 0;
  for await (const bytes of chunks) {
    if (request.destroyed) return;
    length += bytes.byteLength;
    if (length > (expected ?? length)) break;
    if (!request.write(bytes)) await writable(request);
  }
  if (expected !== undefined && length !== expected) {
    const relation = length > expected ? "more" : "fewer";
    throw new TypeError(`The body has ${relation} than the ${expected} bytes that were announced.`);
  }
  request.end();
}

function writable(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      request.off("drain", go);
      request.off("close", go);
      resolve();
    };
    request.on("drain", go);
    request.on("close", go);
  });
}

function isReset(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ECONNRESET" || code === "EPIPE";
}

function asError(reason: unknown): Error {
  return reason instanceof Error
    ? reason
    : new Error("The request was aborted.", { cause: reason });
}

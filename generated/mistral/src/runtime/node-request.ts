import type {
  ClientRequest,
  Emitter,
  HttpModule,
  IncomingMessage,
  RequestSettings,
} from "./node-http.js";
import type { Watch } from "./transport.js";

/** A body that can be sent once (`chunks`), or again if need be (`bytes`). */
export type NodeContent =
  { readonly bytes: Uint8Array } | { readonly chunks: AsyncIterable<Uint8Array> };

const idempotent: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "PUT",
  "DELETE",
  "TRACE",
]);

/**
 * Sends one request and returns the response as soon as its headers are there; the body of the request may still be
 * on its way then. A request that fails because a kept connection had been closed by the server is sent once more,
 * over a new connection, if repeating it does no harm.
 *
 * @throws The reason of `watch`, the body's own error, or Node's error with its `code`. Its `syscall` is `connect` if the
 *   connection was never there, so that nothing of the request was written.
 */
export function sendRequest(
  http: HttpModule,
  settings: RequestSettings,
  body: NodeContent | undefined,
  watch: Watch,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.request(settings);
    let response: IncomingMessage | undefined;

    const abort = (): void => {
      reject(watch.reason);
      (response ?? request).destroy(asError(watch.reason));
    };
    watch.onAbort = abort;
    const forget = (): void => {
      if (watch.onAbort === abort) watch.onAbort = undefined;
    };

    let isConnected = false;
    let isGivenUp = false;
    request.on("socket", (socket: Emitter) => {
      if (request.reusedSocket) isConnected = true;
      const event = settings.protocol === "https:" ? "secureConnect" : "connect";
      if (!isConnected) socket.once(event, () => (isConnected = true));
    });
    request.on("error", (error: Error) => {
      // Node would take a body without a length for complete when its connection is reset.
      if (response?.complete === false) response.destroy(error);
      if (response !== undefined || isGivenUp || watch.isAborted) return;
      forget();
      if (request.reusedSocket && isReset(error) && isRepeatable(settings.method, body)) {
        const again = sendRequest(http, { ...settings, agent: false }, body, watch);
        // The first of the two requests may have arrived, whatever becomes of the other.
        resolve(again.catch((reason: unknown) => Promise.reject(watch.isAborted ? reason : error)));
      } else {
        reject(isConnected ? error : Object.assign(error, { syscall: "connect" }));
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

    if (body === undefined) {
      request.end();
    } else if ("bytes" in body) {
      request.end(body.bytes);
    } else {
      const length = settings.headers["content-length"];
      const expected = length === undefined ? undefined : Number(length);
      sendChunks(request, body.chunks, expected).catch((error: unknown) => {
        isGivenUp = true;
        reject(error);
        request.destroy(asError(error));
      });
    }
  });
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

/** Whether sending a request twice does no harm, and can be done. */
export function isRepeatable(method: string, body: NodeContent | undefined): boolean {
  return idempotent.has(method) && (body === undefined || "bytes" in body);
}

function asError(reason: unknown): Error {
  return reason instanceof Error
    ? reason
    : new Error("The request was aborted.", { cause: reason });
}

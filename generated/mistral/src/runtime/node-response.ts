import type { ByteStream, IncomingMessage, StreamModule, ZlibModule } from "./node-http.js";
import { collectHeaders, type Reply, type ReplyBody, type ReplyRead } from "./transport.js";

/** What decoding a body needs. */
export interface DecodingModules {
  readonly stream: StreamModule;
  readonly zlib: ZlibModule;
}

const decodable: ReadonlySet<string> = /* @__PURE__ */ new Set(["gzip", "x-gzip", "deflate", "br"]);

/** The encodings that are decoded, as a value of `accept-encoding`. */
export const acceptedEncodings = "gzip, deflate, br";

/** The response that a message of `node:http` is; without a body where the method or the status allows none. */
export function replyOf(
  message: IncomingMessage,
  method: string,
  url: string,
  modules: DecodingModules,
): Reply {
  const { statusCode: status, rawHeaders } = message;
  const isEmpty = method === "HEAD" || status === 204 || status === 205 || status === 304;
  if (isEmpty) message.resume();
  const { headers, setCookie } = collectHeaders(pairs(rawHeaders));
  const body = isEmpty ? undefined : new NodeBody(message, headers["content-encoding"], modules);
  return { status, type: undefined, url, headers, setCookie, body };
}

function* pairs(raw: readonly string[]): Generator<[name: string, value: string]> {
  for (let i = 0; i + 1 < raw.length; i += 2)
    yield [(raw[i] ?? "").toLowerCase(), raw[i + 1] ?? ""];
}

/** The decoded body of a message. */
class NodeBody implements ReplyBody {
  readonly #message: IncomingMessage;
  readonly #encodings: readonly string[];
  readonly #modules: DecodingModules;
  #source: ByteStream | undefined;
  #state: "open" | "ended" | "failed" = "open";
  #error: unknown;
  #wake: () => void = () => {};

  constructor(message: IncomingMessage, encoding: string | undefined, modules: DecodingModules) {
    this.#message = message;
    this.#encodings = encodingsOf(encoding);
    this.#modules = modules;
    if (!message.complete) setKept(message, false);
    // An error that came with the headers was told before anybody listened.
    if (message.errored != null) this.#settle("failed", message.errored);
    message.on("error", (error: Error) => this.#settle("failed", error));
    message.on("close", () => {
      if (!message.complete) this.#closeEarly();
    });
  }

  /** Closes the connection unless the whole body has arrived. */
  cancel(): Promise<void> {
    this.#settle("ended");
    const isDecoded = this.#source !== undefined && this.#source !== this.#message;
    if (this.#message.complete && !isDecoded) this.#message.resume();
    else this.#message.destroy();
    return Promise.resolve();
  }

  read(): ReplyRead | Promise<ReplyRead> {
    const message = this.#message;
    if (this.#source === undefined && this.#encodings.length === 0 && this.#state === "open") {
      const chunk = message.read();
      if (chunk !== null) {
        const value = bytesOf(chunk);
        const isLast = message.complete && message.readableLength === 0;
        return isLast ? this.#finish(value) : { done: false, value };
      }
    }
    return this.#wait();
  }

  /** Gives the last chunk out when the connection is free for the next request. */
  #finish(value: Uint8Array): Promise<ReplyRead> {
    this.#settle("ended");
    return new Promise((resolve) => {
      const go = (): void => resolve({ done: false, value, isLast: true });
      this.#message.once("end", go).once("close", go);
    });
  }

  async #wait(): Promise<ReplyRead> {
    if (this.#source === undefined && this.#state === "open") this.#source = await this.#open();
    for (;;) {
      if (this.#state === "failed") throw this.#error;
      const chunk = this.#state === "ended" ? null : this.#source?.read();
      if (chunk != null) return { done: false, value: bytesOf(chunk) };
      if (this.#state === "ended") return { done: true };
      if (this.#state === "open") await this.#hold(this.#change());
    }
  }

  async #open(): Promise<ByteStream> {
    let source: ByteStream = this.#message;
    if (this.#encodings.length > 0) {
      const first = await this.#hold(peek(source));
      if (first === undefined) this.#settle("ended");
      for (const encoding of first === undefined ? [] : this.#encodings) {
        const known = source === this.#message ? first : undefined;
        const decoder = createDecoder(encoding, known, this.#modules.zlib);
        this.#modules.stream.pipeline(source, decoder, () => {});
        source = decoder;
      }
    }
    source.on("readable", () => this.#wake());
    source.on("end", () => this.#settle("ended"));
    source.on("error", (error: Error) => this.#settle("failed", error));
    source.on("close", () => this.#closeEarly());
    if (source.readableEnded) this.#settle("ended");
    return source;
  }

  #closeEarly(): void {
    if (this.#state !== "open") return;
    const error = new Error("the connection was closed before the end of the response's body");
    this.#settle("failed", Object.assign(error, { code: "ECONNRESET" }));
  }

  #settle(state: "ended" | "failed", error?: unknown): void {
    if (this.#state !== "open") return;
    this.#state = state;
    this.#error = error;
    this.#wake();
  }

  /** Waits while the connection keeps the process alive; a body that nobody reads does not. */
  async #hold<T>(waited: Promise<T>): Promise<T> {
    setKept(this.#message, true);
    try {
      return await waited;
    } finally {
      // What has ended may have left its connection to another request.
      if (this.#state === "open") setKept(this.#message, false);
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** Not a `Buffer`, which behaves differently. */
function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Encodings in the order in which they are to be undone; an unknown one is left to the reader of the body. */
function encodingsOf(header: string | undefined): readonly string[] {
  if (header === undefined) return [];
  const encodings: string[] = [];
  for (const part of header.split(",")) {
    const encoding = part.trim().toLowerCase();
    if (encoding === "" || encoding === "identity") continue;
    if (!decodable.has(encoding)) return [];
    encodings.unshift(encoding);
  }
  return encodings;
}

/** @param first - The first byte of the encoded body, if it is known. */
function createDecoder(encoding: string, first: number | undefined, zlib: ZlibModule): ByteStream {
  if (encoding === "br") return zlib.createBrotliDecompress();
  if (encoding !== "deflate") return zlib.createGunzip();
  // Some servers send `deflate` without the zlib header of RFC 1950.
  return first === undefined || (first & 0x0f) === 8
    ? zlib.createInflate()
    : zlib.createInflateRaw();
}

/** Waits for the first byte of a stream; undefined if it has none. */
async function peek(source: ByteStream): Promise<number | undefined> {
  await new Promise<void>((resolve) => {
    for (const event of ["readable", "end", "close"]) source.once(event, () => resolve());
  });
  const chunk = source.read();
  if (chunk === null) return undefined;
  source.unshift(chunk);
  return chunk[0];
}

/** Whether a connection keeps the process alive. One that is closed cannot be told, and would note it for later. */
function setKept({ socket }: IncomingMessage, isKept: boolean): void {
  if (socket === null || socket.destroyed) return;
  if (isKept) socket.ref();
  else socket.unref();
}

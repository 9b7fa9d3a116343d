import {
  ConnectionError,
  builtin,
  canReplay,
  collectHeaders,
  connectionError2 as connectionError,
  globalTransport,
  isPermanent2 as isPermanent,
  isPlainFetch,
  isSecretName,
  isServer,
  redirectCode,
  redirectMode,
  staleCode,
} from "../shared/runtime/errors.js";

// src/runtime/node-request.ts
function sendRequest(settings, content, context) {
  const { http, connectTimeout, watch } = context;
  return new Promise((resolve, reject) => {
    const request = http.request(settings);
    let response;
    let isConnected = false;
    let isWritten = false;
    let isGivenUp = false;
    const abort = () => {
      reject(watch.reason);
      (response ?? request).destroy(asError(watch.reason));
    };
    watch.onAbort = abort;
    const forget = () => {
      if (watch.onAbort === abort) watch.onAbort = void 0;
    };
    const write = () => {
      if (request.destroyed) return;
      isWritten = true;
      if (content === void 0 || "bytes" in content) return void request.end(content?.bytes);
      const length = settings.headers["content-length"];
      const expected = length === void 0 ? void 0 : Number(length);
      sendChunks(request, content.chunks, expected).catch((error) => {
        isGivenUp = true;
        reject(error);
        request.destroy(asError(error));
      });
    };
    request.on("socket", (socket) => {
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
    request.on("error", (error) => {
      if (response?.complete === false) response.destroy(error);
      if (response !== void 0 || isGivenUp || watch.isAborted) return;
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
    request.on("response", (message) => {
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
function afterTurn(go) {
  const { setImmediate } = globalThis;
  setImmediate(() => setImmediate(go));
}
function closeIdle({ freeSockets }) {
  for (const sockets of Object.values(freeSockets))
    for (const socket of sockets ?? []) socket.destroy();
}
async function sendChunks(request, chunks, expected) {
  let length = 0;
  for await (const bytes of chunks) {
    if (request.destroyed) return;
    length += bytes.byteLength;
    if (length > (expected ?? length)) break;
    if (!request.write(bytes)) await writable(request);
  }
  if (expected !== void 0 && length !== expected) {
    const relation = length > expected ? "more" : "fewer";
    throw new TypeError(`The body has ${relation} than the ${expected} bytes that were announced.`);
  }
  request.end();
}
function writable(request) {
  return new Promise((resolve) => {
    const go = () => {
      request.off("drain", go);
      request.off("close", go);
      resolve();
    };
    request.on("drain", go);
    request.on("close", go);
  });
}
function isReset(error) {
  const code = error instanceof Error && "code" in error ? error.code : void 0;
  return code === "ECONNRESET" || code === "EPIPE";
}
function asError(reason) {
  return reason instanceof Error
    ? reason
    : new Error("The request was aborted.", { cause: reason });
}

// src/runtime/node-response.ts
var decodable = /* @__PURE__ */ new Set(["gzip", "x-gzip", "deflate", "br"]);
var acceptedEncodings = "gzip, deflate, br";
function replyOf(message, method, url, modules) {
  const { statusCode: status, rawHeaders } = message;
  const isEmpty = method === "HEAD" || status === 204 || status === 205 || status === 304;
  if (isEmpty) message.resume();
  const { headers, setCookie } = collectHeaders(pairs(rawHeaders));
  const body = isEmpty ? void 0 : new NodeBody(message, headers["content-encoding"], modules);
  return { status, type: void 0, url, headers, setCookie, body };
}
function* pairs(raw) {
  for (let i = 0; i + 1 < raw.length; i += 2)
    yield [(raw[i] ?? "").toLowerCase(), raw[i + 1] ?? ""];
}
var NodeBody = class {
  #message;
  #encodings;
  #modules;
  #source;
  #state = "open";
  #error;
  #wake = () => {};
  constructor(message, encoding, modules) {
    this.#message = message;
    this.#encodings = encodingsOf(encoding);
    this.#modules = modules;
    if (!message.complete) setKept(message, false);
    if (message.errored != null) this.#settle("failed", message.errored);
    message.on("error", (error) => this.#settle("failed", error));
    message.on("close", () => {
      if (!message.complete) this.#closeEarly();
    });
  }
  /** Closes the connection unless the whole body has arrived. */
  cancel() {
    this.#settle("ended");
    const isDecoded = this.#source !== void 0 && this.#source !== this.#message;
    if (this.#message.complete && !isDecoded) this.#message.resume();
    else this.#message.destroy();
    return Promise.resolve();
  }
  read() {
    const message = this.#message;
    if (this.#source === void 0 && this.#encodings.length === 0 && this.#state === "open") {
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
  #finish(value) {
    this.#settle("ended");
    return new Promise((resolve) => {
      const go = () => resolve({ done: false, value, isLast: true });
      this.#message.once("end", go).once("close", go);
    });
  }
  async #wait() {
    if (this.#source === void 0 && this.#state === "open") this.#source = await this.#open();
    for (;;) {
      if (this.#state === "failed") throw this.#error;
      const chunk = this.#state === "ended" ? null : this.#source?.read();
      if (chunk != null) return { done: false, value: bytesOf(chunk) };
      if (this.#state === "ended") return { done: true };
      if (this.#state === "open") await this.#hold(this.#change());
    }
  }
  async #open() {
    let source = this.#message;
    if (this.#encodings.length > 0) {
      const first = await this.#hold(peek(source));
      if (first === void 0) this.#settle("ended");
      for (const encoding of first === void 0 ? [] : this.#encodings) {
        const known = source === this.#message ? first : void 0;
        const decoder = createDecoder(encoding, known, this.#modules.zlib);
        this.#modules.stream.pipeline(source, decoder, () => {});
        source = decoder;
      }
    }
    source.on("readable", () => this.#wake());
    source.on("end", () => this.#settle("ended"));
    source.on("error", (error) => this.#settle("failed", error));
    source.on("close", () => this.#closeEarly());
    if (source.readableEnded) this.#settle("ended");
    return source;
  }
  #closeEarly() {
    if (this.#state !== "open") return;
    const error = new Error("the connection was closed before the end of the response's body");
    this.#settle("failed", Object.assign(error, { code: "ECONNRESET" }));
  }
  #settle(state, error) {
    if (this.#state !== "open") return;
    this.#state = state;
    this.#error = error;
    this.#wake();
  }
  /** Waits while the connection keeps the process alive; a body that nobody reads does not. */
  async #hold(waited) {
    setKept(this.#message, true);
    try {
      return await waited;
    } finally {
      if (this.#state === "open") setKept(this.#message, false);
    }
  }
  #change() {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
};
function bytesOf({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
function encodingsOf(header) {
  if (header === void 0) return [];
  const encodings = [];
  for (const part of header.split(",")) {
    const encoding = part.trim().toLowerCase();
    if (encoding === "" || encoding === "identity") continue;
    if (!decodable.has(encoding)) return [];
    encodings.unshift(encoding);
  }
  return encodings;
}
function createDecoder(encoding, first, zlib) {
  if (encoding === "br") return zlib.createBrotliDecompress();
  if (encoding !== "deflate") return zlib.createGunzip();
  return first === void 0 || (first & 15) === 8 ? zlib.createInflate() : zlib.createInflateRaw();
}
async function peek(source) {
  await new Promise((resolve) => {
    for (const event of ["readable", "end", "close"]) source.once(event, () => resolve());
  });
  const chunk = source.read();
  if (chunk === null) return void 0;
  source.unshift(chunk);
  return chunk[0];
}
function setKept({ socket }, isKept) {
  if (socket === null || socket.destroyed) return;
  if (isKept) socket.ref();
  else socket.unref();
}

// src/runtime/node-transport.ts
var keepAlive = 4e3;
var longestConnect = 1e4;
function createNodeTransport(connectTimeout = longestConnect) {
  const http = builtin("node:http");
  const https = builtin("node:https");
  const stream = builtin("node:stream");
  const zlib = builtin("node:zlib");
  if (!http || !https || !stream || !zlib) return void 0;
  const schemes = /* @__PURE__ */ new Map([
    ["http:", withAgent(http)],
    ["https:", withAgent(https)],
  ]);
  return async (request, watch) => {
    const url = new URL(request.url);
    if (url.username !== "" || url.password !== "") {
      throw new TypeError("a URL must not hold a user name or a password");
    }
    const scheme = schemes.get(url.protocol);
    if (scheme === void 0) {
      const error = new TypeError(`the scheme ${url.protocol} is not supported`);
      throw Object.assign(error, { code: "ERR_INVALID_PROTOCOL" });
    }
    const { method } = request;
    const { headers, content } = contentOf(request);
    const settings = {
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port,
      path: url.pathname + url.search,
      method,
      headers,
      agent: scheme.agent,
    };
    const context = { http: scheme.module, connectTimeout, watch };
    const message = await sendRequest(settings, content, context);
    return replyOf(message, method, url.href, { stream, zlib });
  };
}
function withAgent(module) {
  const agent = new module.Agent({ keepAlive: true, timeout: keepAlive, scheduling: "lifo" });
  return { module, agent };
}
function contentOf({ headers: given, content }) {
  const headers = { accept: "*/*", "accept-encoding": acceptedEncodings, ...given };
  if (content === void 0) return { headers, content };
  if (typeof content === "string" || content instanceof Uint8Array) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    headers["content-length"] = String(bytes.byteLength);
    return { headers, content: { bytes } };
  }
  const isBlob = content instanceof Blob;
  if (isBlob) headers["content-length"] = String(content.size);
  else if (headers["content-length"] === void 0) headers["transfer-encoding"] = "chunked";
  const stream = isBlob ? content.stream() : content;
  return { headers, content: { chunks: stream } };
}

// src/runtime/default-transport.ts
var nodeTransport;
var defaultTransport = (request, watch) => chosen()(request, watch);
function goesByFetch() {
  return chosen() === globalTransport;
}
function chosen() {
  if (!isPlainFetch(globalThis.fetch)) return globalTransport;
  return (nodeTransport ??= createNodeTransport() ?? globalTransport);
}

// src/runtime/redirect.ts
var redirectLimit = 10;
var statuses = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);
function redirectMode2(request) {
  return isServer() ? "manual" : redirectMode(request);
}
function redirected(request, { status, type, headers }, hops) {
  if (type === "opaqueredirect") {
    throw refused(request, "the server redirects, and this fetch does not say where to");
  }
  const location = statuses.has(status) ? headers["location"] : void 0;
  if (location === void 0) return void 0;
  if (hops >= redirectLimit) {
    throw refused(request, `the server redirects more than ${redirectLimit} times`);
  }
  const from = new URL(request.url);
  const to = targetOf(request, location);
  if (from.protocol === "https:" && to.protocol === "http:") {
    throw refused(request, `the server redirects from https to ${to.origin}`);
  }
  const { method } = request;
  const dropsBody = status === 303 || (status <= 302 && method === "POST");
  const becomesGet = dropsBody && method !== "HEAD";
  if (!dropsBody && !canReplay(request.body)) {
    throw refused(request, "the server redirects a request whose body cannot be sent again");
  }
  const isAway = to.origin !== from.origin;
  const kept = Object.entries(request.headers).filter(
    ([name]) => !(dropsBody && describesBody(name)) && !(isAway && isBound(request, name)),
  );
  const { body, ...head } = request;
  return {
    ...head,
    method: becomesGet ? "GET" : method,
    url: to.href,
    headers: Object.fromEntries(kept),
    ...(dropsBody || body === void 0 ? {} : { body }),
  };
}
function targetOf(request, location) {
  let url;
  try {
    url = new URL(fromUtf8(location), request.url);
  } catch {
    throw refused(request, "the server redirects to something that is no URL");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refused(request, `the server redirects to a URL with the scheme ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(request, "the server redirects to a URL with a user name or a password");
  }
  url.hash = "";
  return url;
}
function fromUtf8(text) {
  if (!/[\x80-\xff]/.test(text)) return text;
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
function describesBody(name) {
  return name.startsWith("content-") || name === "transfer-encoding";
}
function isBound({ credentialHeaders = [] }, name) {
  return name === "host" || credentialHeaders.includes(name) || isSecretName(name);
}
function refused({ operation }, message) {
  return new ConnectionError(message, { operationId: operation, causeCode: redirectCode });
}
export {
  connectionError,
  defaultTransport,
  goesByFetch,
  isPermanent,
  redirectMode2 as redirectMode,
  redirected,
};

import { withoutSecrets } from "./redact.js";
import { ConnectionError, textOf } from "./errors.js";

// src/runtime/node.ts
function processOf() {
  return globalThis.process;
}
function builtin(name) {
  return processOf()?.getBuiltinModule?.(name);
}
function isServer() {
  return processOf()?.versions?.node !== void 0;
}

// src/runtime/body-sources.ts
var BodyError = class extends Error {};
var pieceSize = 65536;
async function sizeOf(source) {
  if (isBytes(source)) return source.byteLength;
  if (isBlob(source)) return source.size;
  if (!isFilePath(source)) return void 0;
  const fs = builtin("node:fs");
  if (fs === void 0)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  try {
    const stats = await fs.promises.stat(source.path);
    return stats.isFile() ? stats.size : void 0;
  } catch (error) {
    throw unreadable(error);
  }
}
async function* readAll(sources, sizes, end) {
  for (const [index, source] of sources.entries()) {
    if (isBytes(source)) {
      for (let at = 0; at < source.byteLength; at += pieceSize)
        yield source.subarray(at, at + pieceSize);
      continue;
    }
    const size = sizes[index];
    let count = 0;
    for await (const piece of readOne(source, size, end)) {
      count += piece.byteLength;
      yield piece;
    }
    if (size !== void 0 && count !== size && !end.aborted) {
      throw new BodyError(`it has ${count} bytes now instead of ${size}`);
    }
  }
}
async function* readOne(source, size, end) {
  if (size === 0 || end.aborted) return;
  let iterator;
  let isOver = false;
  const stop = () => {
    if (isOver) return;
    isOver = true;
    Promise.resolve(iterator?.return?.()).catch(() => {});
  };
  end.addEventListener("abort", stop, { once: true });
  try {
    iterator = iterate(source, size);
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield toBytes(next.value);
    isOver = true;
  } catch (error) {
    throw unreadable(error);
  } finally {
    end.removeEventListener("abort", stop);
    stop();
  }
}
function iterate(source, size) {
  if (isFilePath(source)) return readFile(source.path, size);
  if (isBlob(source)) return readBlob(source);
  if (source instanceof ReadableStream) return readStream(source);
  return begin(
    source,
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator](),
  );
}
var begun = /* @__PURE__ */ new WeakSet();
function begin(source, iterator) {
  if (iterator !== source && !isStream(source)) return iterator;
  if (begun.has(source)) throw new BodyError("it has been read already");
  begun.add(source);
  return iterator;
}
function canReplay(sources = []) {
  return sources.every(
    (source) => typeof source === "string" || !(isStream(source) || begun.has(source)),
  );
}
function isStream(source) {
  const { getReader, pipe } = source;
  return typeof getReader === "function" || typeof pipe === "function";
}
function readFile(path, size) {
  const fs = builtin("node:fs");
  if (fs === void 0)
    throw new BodyError("a file can be sent by its path only where there is node:fs");
  const file = fs.createReadStream(path, {
    highWaterMark: pieceSize,
    ...(size === void 0 ? {} : { end: size - 1 }),
  });
  const iterator = file[Symbol.asyncIterator]();
  return { next: () => iterator.next(), return: () => file.destroy() };
}
function readBlob(blob) {
  let at = 0;
  return {
    async next() {
      if (at >= blob.size) return { done: true, value: void 0 };
      const piece = await blob.slice(at, at + pieceSize).arrayBuffer();
      at += pieceSize;
      return { done: false, value: new Uint8Array(piece) };
    },
  };
}
function readStream(stream) {
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    return: () => reader.cancel(),
  };
}
function toBytes(chunk) {
  if (typeof chunk === "string") return encode(chunk);
  if (ArrayBuffer.isView(chunk))
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw new TypeError("a piece of it is neither bytes nor text");
}
function unreadable(error) {
  if (error instanceof BodyError) return error;
  return new BodyError(error instanceof Error ? error.message : textOf(error), { cause: error });
}
function encode(text) {
  return new TextEncoder().encode(text);
}
function isBytes(source) {
  return source instanceof Uint8Array;
}
function isBlob(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "stream" in value &&
    typeof value.stream === "function" &&
    "size" in value &&
    typeof value.size === "number"
  );
}
function isFilePath(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    !(Symbol.asyncIterator in value) &&
    !isBlob(value)
  );
}

// src/runtime/connection-failure.ts
var redirectCode = "ERR_REDIRECT";
var unresponsiveCode = "ERR_WORKER_UNRESPONSIVE";
var certificate = /^UNABLE_TO_|(?:^|_)(?:CERT|CRL|CA)(?:_|$)|^HOSTNAME_MISMATCH$/;
var unconnected = /* @__PURE__ */ new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ConnectionRefused",
]);
var permanent = /* @__PURE__ */ new Set([
  redirectCode,
  unresponsiveCode,
  "ERR_INVALID_PROTOCOL",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_WORKER_INIT_FAILED",
  "HPE_HEADER_OVERFLOW",
  "UND_ERR_HEADERS_OVERFLOW",
]);
function isPermanent({ causeCode = "" }) {
  return permanent.has(causeCode) || certificate.test(causeCode);
}
function connectionError(error, request, isAnswered) {
  const causes = chain(error);
  for (const cause of causes) Reflect.deleteProperty(cause, "rawPacket");
  const messages = causes.map((cause) => cause.message).filter((message) => message !== "");
  const said = messages.at(-1) ?? textOf(error);
  const causeCode = causes.flatMap((cause) => textIn(cause, "code")).at(-1);
  const withCode =
    causeCode === void 0 || said.includes(causeCode) ? said : `${said} (${causeCode})`;
  const query = new URL(request.url).search;
  const scrub = (text) =>
    withoutSecrets(query === "" ? text : text.replaceAll(query, ""), request.secrets);
  const texts = [said, ...causes.flatMap(textsOf)];
  const leaks = texts.some((text) => scrub(text) !== text);
  return new ConnectionError(`the connection failed: ${scrub(withCode)}`, {
    operationId: request.operation,
    causeCode,
    mayHaveArrived: isAnswered || !causes.some(isUnsent),
    cause: leaks ? new Error(scrub(said)) : error,
  });
}
function isUnsent(error) {
  const [code = ""] = textIn(error, "code");
  const [step] = textIn(error, "syscall");
  return (
    step === "connect" || step === "getaddrinfo" || unconnected.has(code) || certificate.test(code)
  );
}
function textsOf(error) {
  const fields = Object.values(error).map((value) =>
    value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
  );
  return [error.message, ...fields].filter((value) => typeof value === "string");
}
function chain(error) {
  const causes = [];
  for (let next = error; next instanceof Error && causes.length < 8;) {
    causes.push(next);
    next = next.cause ?? (next instanceof AggregateError ? next.errors[0] : void 0);
  }
  return causes;
}
function textIn(error, name) {
  const value = Reflect.get(error, name);
  return typeof value === "string" ? [value] : [];
}

export {
  builtin,
  isServer,
  BodyError,
  sizeOf,
  readAll,
  begin,
  canReplay,
  toBytes,
  unreadable,
  encode,
  isBytes,
  isBlob,
  isFilePath,
  redirectCode,
  unresponsiveCode,
  isPermanent,
  connectionError,
};

import { builtin } from "./node.js";
import { isRepeatable, sendRequest } from "./node-request.js";
import { acceptedEncodings, NodeResponse } from "./node-response.js";
/** Time in ms after which an idle connection is closed; below what servers usually grant (5 s). */
const keepAlive = 4e3;
/**
 * Makes a `fetch` on `node:http` and `node:https`: half the cost of the global one, with kept connections of its own.
 * It decodes gzip, deflate and brotli. It follows no redirects; proxies and dispatchers do not apply to it.
 *
 * The response has the members of {@link NodeResponse}. Where the connection fails, the promise is rejected with Node's
 * error, whose `code` says why (`ECONNREFUSED`, `ECONNRESET`, `ENOTFOUND`, …).
 *
 * @returns Undefined in a runtime without these modules.
 */
export function createNodeFetch() {
  const http = builtin("node:http");
  const https = builtin("node:https");
  const stream = builtin("node:stream");
  const zlib = builtin("node:zlib");
  if (!http || !https || !stream || !zlib) return undefined;
  const transports = new Map([
    ["http:", withAgent(http)],
    ["https:", withAgent(https)],
  ]);
  const nodeFetch = async (input, init) => {
    init.signal?.throwIfAborted();
    const { url, method, headers, body } = readInit(input, init);
    const transport = transports.get(url.protocol);
    if (transport === undefined) {
      const error = new TypeError(`the scheme ${url.protocol} is not supported`);
      throw Object.assign(error, { code: "ERR_INVALID_PROTOCOL" });
    }
    const settings = {
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port,
      path: url.pathname + url.search,
      method,
      headers,
      agent: transport.agent,
    };
    if (!isRepeatable(method, body)) {
      await turn();
      init.signal?.throwIfAborted();
    }
    const message = await sendRequest(transport.module, settings, body, init.signal ?? undefined);
    return new NodeResponse(message, method, url.href, {
      stream,
      zlib,
    });
  };
  // A NodeResponse has those members of Response that the runtime uses.
  return nodeFetch;
}
/**
 * Waits until what has arrived is read: a kept connection that the server has closed is then known to be closed, and not
 * taken for a request that cannot be sent again.
 */
function turn() {
  const { setImmediate } = globalThis;
  return new Promise((resolve) => setImmediate(resolve));
}
function withAgent(module) {
  const agent = new module.Agent({
    keepAlive: true,
    timeout: keepAlive,
    scheduling: "lifo",
  });
  return {
    module,
    agent,
  };
}
function readInit(input, init) {
  const url = new URL(input);
  if (url.username !== "" || url.password !== "") {
    throw new TypeError("a URL must not hold a user name or a password");
  }
  const headers = {
    accept: "*/*",
    "accept-encoding": acceptedEncodings,
  };
  const given = init.headers ?? {};
  const entries = given instanceof Headers || Array.isArray(given) ? given : Object.entries(given);
  for (const [name, value] of entries) {
    if (name !== undefined && value !== undefined) headers[name.toLowerCase()] = value;
  }
  const body = readBody(init.body, headers);
  if (body !== undefined && "chunks" in body && headers["content-length"] === undefined) {
    headers["transfer-encoding"] = "chunked";
  }
  return {
    url,
    method: (init.method ?? "GET").toUpperCase(),
    headers,
    body,
  };
}
function readBody(body, headers) {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string") {
    headers["content-type"] ??= "text/plain;charset=UTF-8";
    return known(new TextEncoder().encode(body), headers);
  }
  if (body instanceof ArrayBuffer) return known(new Uint8Array(body), headers);
  if (ArrayBuffer.isView(body)) {
    return known(new Uint8Array(body.buffer, body.byteOffset, body.byteLength), headers);
  }
  if (isIterable(body)) return { chunks: body };
  const response = new Response(body);
  const type = response.headers.get("content-type");
  if (type !== null) headers["content-type"] ??= type;
  if (body instanceof Blob) headers["content-length"] = String(body.size);
  return { chunks: response.body };
}
function known(bytes, headers) {
  headers["content-length"] = String(bytes.byteLength);
  return { bytes };
}
function isIterable(value) {
  if (Symbol.asyncIterator in value) return true;
  return (
    Symbol.iterator in value && !(value instanceof URLSearchParams) && !(value instanceof FormData)
  );
}

import { builtin } from "./node.js";
import type { HttpAgent, HttpModule } from "./node-http.js";
import { sendRequest, type NodeBody } from "./node-request.js";
import { acceptedEncodings, NodeResponse } from "./node-response.js";
import type { Fetch } from "./options.js";
import type { Chunk } from "./wire.js";

const redirectLimit = 20;

/** Time in ms after which an idle connection is closed; below what servers usually grant (5 s). */
const keepAlive = 4_000;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that must not reach another origin than the one they were meant for. */
const credentialHeader =
  /^(?:authorization|proxy-authorization|cookie|host)$|(?:^|-)(?:api-?key|auth|secret|token)(?:-|$)/;

/**
 * Makes a `fetch` on `node:http` and `node:https`: half the cost of the global one, with kept connections of its own.
 * It decodes gzip, deflate and brotli and follows redirects; proxies and dispatchers do not apply to it.
 *
 * The response has the members of {@link NodeResponse}. Where the connection fails, the promise is rejected with Node's
 * error, whose `code` says why (`ECONNREFUSED`, `ECONNRESET`, `ENOTFOUND`, …).
 *
 * @returns Undefined in a runtime without these modules.
 */
export function createNodeFetch(): Fetch | undefined {
  const http = builtin("node:http");
  const https = builtin("node:https");
  const stream = builtin("node:stream");
  const zlib = builtin("node:zlib");
  if (http === undefined || https === undefined || stream === undefined || zlib === undefined)
    return undefined;

  const agentOf = (module: HttpModule): HttpAgent =>
    new module.Agent({ keepAlive: true, timeout: keepAlive, scheduling: "lifo" });
  const transports: Readonly<Record<string, { module: HttpModule; agent: HttpAgent }>> = {
    "http:": { module: http, agent: agentOf(http) },
    "https:": { module: https, agent: agentOf(https) },
  };

  const nodeFetch = async (input: string, init: RequestInit): Promise<NodeResponse> => {
    init.signal?.throwIfAborted();
    let url = new URL(input);
    if (url.username !== "" || url.password !== "")
      throw new TypeError("A URL must not contain credentials.");
    let method = (init.method ?? "GET").toUpperCase();
    let { headers, body } = readInit(init);

    for (let redirects = 0; ; redirects++) {
      const transport = transports[url.protocol];
      if (transport === undefined)
        throw new TypeError(`The scheme "${url.protocol}" is not supported.`);
      const settings = {
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
        port: url.port,
        path: url.pathname + url.search,
        method,
        headers,
        agent: transport.agent,
      };
      const message = await sendRequest(transport.module, settings, body, init.signal ?? undefined);
      const location = redirectStatuses.has(message.statusCode)
        ? message.headers["location"]
        : undefined;
      if (typeof location !== "string" || init.redirect === "manual") {
        return new NodeResponse(message, method, url.href, redirects > 0, { stream, zlib });
      }

      message.resume();
      if (init.redirect === "error")
        throw new TypeError("The server redirects, which the request forbids.");
      if (redirects === redirectLimit)
        throw new TypeError(`The server redirects more than ${redirectLimit} times.`);
      const target = new URL(location, url);
      if (url.protocol === "https:" && target.protocol !== "https:") {
        throw new TypeError(
          `The server redirects from https to ${target.protocol}//${target.host}.`,
        );
      }
      const changesMethod =
        message.statusCode === 303
          ? method !== "HEAD"
          : message.statusCode <= 302 && method === "POST";
      if (changesMethod) {
        method = "GET";
        body = undefined;
      } else if (body !== undefined && "chunks" in body) {
        throw new TypeError("The server redirects a request whose body cannot be sent again.");
      }
      const crossesOrigin = target.origin !== url.origin;
      headers = Object.fromEntries(
        Object.entries(headers).filter(
          ([name]) =>
            !(changesMethod && (name.startsWith("content-") || name === "transfer-encoding")) &&
            !(crossesOrigin && credentialHeader.test(name)),
        ),
      );
      url = target;
    }
  };
  // A NodeResponse has those members of Response that the runtime uses.
  return nodeFetch as unknown as Fetch;
}

function readInit(init: RequestInit): {
  headers: Record<string, string>;
  body: NodeBody | undefined;
} {
  const headers: Record<string, string> = { accept: "*/*", "accept-encoding": acceptedEncodings };
  const given = init.headers ?? {};
  const entries = given instanceof Headers || Array.isArray(given) ? given : Object.entries(given);
  for (const [name, value] of entries) {
    if (name !== undefined && value !== undefined) headers[name.toLowerCase()] = value;
  }
  const body = readBody(init.body, headers);
  if (body !== undefined && "chunks" in body && headers["content-length"] === undefined) {
    headers["transfer-encoding"] = "chunked";
  }
  return { headers, body };
}

function readBody(body: unknown, headers: Record<string, string>): NodeBody | undefined {
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
  const response = new Response(body as BodyInit);
  const type = response.headers.get("content-type");
  if (type !== null) headers["content-type"] ??= type;
  if (body instanceof Blob) headers["content-length"] = String(body.size);
  return { chunks: response.body as unknown as AsyncIterable<Chunk> };
}

function known(bytes: Uint8Array, headers: Record<string, string>): NodeBody {
  headers["content-length"] = String(bytes.byteLength);
  return { bytes };
}

function isIterable(value: object): value is AsyncIterable<Chunk> | Iterable<Chunk> {
  return Symbol.asyncIterator in value || (Symbol.iterator in value && !isForm(value));
}

function isForm(value: object): boolean {
  return value instanceof URLSearchParams || value instanceof FormData;
}

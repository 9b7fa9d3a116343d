// @ts-check
// The storage that signed URLs lead to: a second origin, which takes a signature and no API key.
/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { StoredFile } from "./types.ts" */
/** @import { State } from "./state.js" */
/** @import { Recorder } from "./recorder.js" */
import { createHmac, timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";

/**
 * @param {State} state
 * @param {string} id
 * @param {number} hours
 */
export function signUrl(state, id, hours) {
  const expires = String(Math.floor(Date.now() + hours * state.settings.hourMs));
  const query = new URLSearchParams({ expires, signature: sign(state, id, expires) });
  return `${state.storageUrl}/files/${id}?${query}`;
}

/**
 * Answers a request to the storage: 403 as text if the signature is wrong or has expired, 400 if an `Authorization` header
 * arrives as well, which is also a violation, as the header would give the API key away.
 *
 * @param {State} state
 * @param {Recorder} recorder
 * @returns {(request: IncomingMessage, response: ServerResponse) => void}
 */
export function storageListener(state, recorder) {
  return (request, response) => {
    /**
     * @param {number} status
     * @param {string} message
     */
    const refuse = (status, message) => {
      request.resume();
      response.writeHead(status, { "content-type": "text/plain" }).end(`${message}\n`);
    };
    const url = new URL(request.url ?? "/", state.storageUrl);
    const id = url.pathname.replace(/^\/files\//, "");
    const expires = url.searchParams.get("expires") ?? "";
    if (request.headers.authorization !== undefined) {
      const issue = {
        type: "extra_forbidden",
        loc: ["header", "authorization"],
        msg: "The API key was sent to the storage",
      };
      recorder.violation({
        kind: "request",
        method: request.method ?? "",
        target: request.url ?? "",
        status: 400,
        issues: [issue],
      });
      return refuse(400, "Only one way of authentication is allowed");
    }
    if (request.method !== "GET") return refuse(405, "Only GET is allowed");
    if (!isSame(sign(state, id, expires), url.searchParams.get("signature") ?? ""))
      return refuse(403, "The signature is wrong");
    if (Date.now() >= Number(expires)) return refuse(403, "The URL has expired");
    const file = state.file(id, null);
    if (file === undefined) return refuse(404, "There is no such file");
    response.writeHead(200, downloadHeaders(file));
    Readable.from(file.content.read(file.record.bytes), { objectMode: false }).pipe(response);
  };
}

/**
 * @param {StoredFile} file
 * @returns {Record<string, string>}
 */
export function downloadHeaders({ record }) {
  return {
    "content-type": "application/octet-stream",
    "content-length": String(record.bytes),
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(record.filename)}`,
  };
}

/**
 * @param {State} state
 * @param {string} id
 * @param {string} expires
 */
function sign(state, id, expires) {
  return createHmac("sha256", state.secret).update(`${id} ${expires}`).digest("hex");
}

/**
 * @param {string} left
 * @param {string} right
 */
function isSame(left, right) {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

// @ts-check
// Takes uploads and gives out content without keeping any of it: server.js BYTES. A process of its own, which ends with its parent.
/** @import { AddressInfo } from "node:net" */
/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { Kind } from "./content.js" */
import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { contentOf, Digest } from "./content.js";

const size = Number(process.argv[2]);

const server = createServer((request, response) => {
  const answered = request.method === "POST" ? take(request, response) : give(request, response);
  answered.catch(() => response.destroy());
});
await once(server.listen(0, "127.0.0.1"), "listening");
const { port } = /** @type {AddressInfo} */ (server.address());
process.on("disconnect", () => process.exit());
process.send?.(`http://127.0.0.1:${port}`);

/**
 * Answers an upload with the length and the hash of its file.
 *
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function take(request, response) {
  const digest = new Digest();
  const form = new Busboy({
    headers: { ...request.headers, "content-type": request.headers["content-type"] ?? "" },
    limits: { fileSize: Infinity },
  });
  form.on("file", (_, file) => file.on("data", (/** @type {Buffer} */ chunk) => digest.add(chunk)));
  await pipeline(request, form);
  const { bytes, sha256 } = digest.result();
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ id: "f", bytes, signature: sha256 }));
}

/**
 * Gives out the kind of content that the path names.
 *
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function give(request, response) {
  const kind = /** @type {Kind} */ (request.url?.split("/").at(-2));
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    ...(kind === "bytes" ? { "content-length": size } : {}),
  });
  await pipeline(Readable.from(contentOf(kind, size), { objectMode: false }), response);
}

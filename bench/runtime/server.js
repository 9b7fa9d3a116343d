// @ts-check
// Answers every request with a list of ten jobs. A process of its own, which ends with its parent.
/** @import { AddressInfo } from "node:net" */
import { once } from "node:events";
import { createServer } from "node:http";

const job = {
  object: "batch",
  input_files: ["0f6c2b1a-8d47-4e39-b5a2-1c9e7d3f4b68"],
  metadata: { run: "nightly" },
  endpoint: "/v1/chat/completions",
  model: "mistral-small-latest",
  agent_id: null,
  output_file: "5b1f7c3e-2a90-4d86-9c47-f30d8e6a2b14",
  error_file: null,
  errors: [],
  outputs: null,
  status: "SUCCESS",
  created_at: 1769846400,
  started_at: 1769846420,
  completed_at: 1769847000,
  total_requests: 100,
  completed_requests: 100,
  succeeded_requests: 100,
  failed_requests: 0,
};
const data = Array.from({ length: 10 }, (_, index) => ({
  id: `9c2e5f80-3a6d-4d17-8b4f-e0a1d2c3b4f${index}`,
  ...job,
}));
const body = Buffer.from(JSON.stringify({ object: "list", data, total: data.length }));

const server = createServer((_request, response) => {
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": body.byteLength,
    "x-request-id": "f1a5c0de",
  });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
await once(server.listen(0, "127.0.0.1"), "listening");
const { port } = /** @type {AddressInfo} */ (server.address());
process.on("disconnect", () => process.exit());
process.send?.(`http://127.0.0.1:${port}`);

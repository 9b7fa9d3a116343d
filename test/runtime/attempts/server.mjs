// A server for tests of what a call does when it fails, in a process of its own. It prints its port.
import { createServer } from "node:http";

/** @type {Map<string, object[]>} The requests by the number of their script. */
const log = new Map();

/**
 * Answers each request of `/script/<number>?<script>` with the next answer of the script, and further ones with the last:
 * `{ status, headers, body }`; `reset` and `silence` before the headers, `cut` and `stall` after the first byte of the body.
 */
const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "", "http://h");
  const [, route, number = ""] = url.pathname.split("/");
  if (route === "log") {
    response
      .setHeader("content-type", "application/json")
      .setHeader("connection", "close")
      .end(JSON.stringify(log.get(number) ?? []));
    return;
  }
  const chunks = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    // Given up by the client.
    return;
  }
  const { method, headers } = request;
  const requests = log.get(number) ?? [];
  requests.push({ method, headers, body: String(Buffer.concat(chunks)) });
  log.set(number, requests);
  const script = JSON.parse(url.searchParams.get("answers") ?? "[]");
  const answer = script[Math.min(requests.length, script.length) - 1];
  if (answer === "reset") return request.socket.resetAndDestroy();
  if (answer === "silence") return;
  const isWhole = answer !== "cut" && answer !== "stall";
  const { status = 200, headers: more = {}, body = { n: requests.length } } = isWhole ? answer : {};
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": String(text.length),
    "x-request-id": `r-${requests.length}`,
    // So that no attempt meets a connection that was kept.
    connection: "close",
    ...more,
  });
  if (isWhole) return void response.end(text);
  response.write(text.slice(0, 1), () => answer === "cut" && request.socket.resetAndDestroy());
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" && address !== null ? address.port : ""}\n`);
});
process.stdin.resume();
process.stdin.once("end", () => process.exit());

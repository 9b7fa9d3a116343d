// Answers each request with what it was, byte for byte, in a process of its own. It prints its port.
import { createServer } from "node:http";

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method, url, rawHeaders } = request;
  const pairs = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1]]] : [],
  );
  response.writeHead(200, { "content-type": "application/json" });
  const body = Buffer.concat(chunks).toString("base64");
  response.end(JSON.stringify({ method, url, headers: Object.fromEntries(pairs), body }));
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" && address !== null ? address.port : ""}\n`);
});
process.stdin.resume();
process.stdin.once("end", () => process.exit());

// Echoes requests, in a process of its own; one with `stale` in its credentials is answered with 401. It prints its port.
import { createServer } from "node:http";

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method, url = "", headers } = request;
  const { authorization = "", host, cookie, "x-key": key } = headers;
  const [, basic = ""] = /^Basic (.*)$/.exec(authorization) ?? [];
  const login = Buffer.from(basic, "base64").toString();
  const isStale = [authorization, login, cookie, key, url].some((text) => text?.includes("stale"));
  response.writeHead(isStale ? 401 : 200, { "content-type": "application/json" });
  const body = Buffer.concat(chunks).toString();
  const echo = {
    method,
    host,
    url,
    authorization: login === "" ? authorization : login,
    cookie,
    key,
    body,
  };
  response.end(JSON.stringify(isStale ? { message: "stale" } : echo));
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" && address !== null ? address.port : ""}\n`);
});
process.stdin.resume();
process.stdin.once("end", () => process.exit());

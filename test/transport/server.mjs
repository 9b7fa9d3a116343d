// A server that does what the path of a request tells it to, on two ports, which are two origins, in a process of its own.
// It prints both.
import { createServer } from "node:http";

/** Responses of `raw` that are being sent. */
let open = 0;

/** @type {Record<string, (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, ...args: string[]) => unknown>} */
const routes = {
  /** The request, as JSON. */
  async echo(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const body = Buffer.concat(chunks).toString();
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ method, url, headers, body }));
  },
  /** The length of the request's body, in a header. */
  async length(request, response) {
    let length = 0;
    for await (const chunk of request) length += chunk.length;
    response.writeHead(200, { "x-length": length }).end();
  },
  /** `/redirect/<status>/<location>` */
  redirect(request, response, status, location) {
    request.resume();
    response.writeHead(Number(status), location === undefined ? {} : { location: utf8(location) });
    response.end("moved");
  },
  /** `/hops/<n>`: n redirects on the way to the echo. */
  hops(request, response, count) {
    const location = Number(count) > 1 ? `/hops/${Number(count) - 1}` : "/echo";
    request.resume();
    response.writeHead(302, { location }).end();
  },
  /** `/raw/<steps>`: texts are sent as Latin-1, numbers are pauses in ms; then the connection is ended, unless the last step says else. */
  async raw({ socket }, _response, steps = "[]") {
    open++;
    for (const step of JSON.parse(steps)) {
      if (typeof step === "number") await new Promise((resolve) => setTimeout(resolve, step));
      else if (step.end === "reset") socket.resetAndDestroy();
      else if (step.end === "stall") return void socket.once("close", () => open--);
      else if (step.times !== undefined) await repeat(socket, step.text, step.times);
      else socket.write(step, "latin1");
    }
    socket.end();
    open--;
  },
  /** The number of responses of `raw` that are being sent. */
  open(_request, response) {
    response.setHeader("content-type", "application/json").end(String(open));
  },
};

/** @type {(socket: import("node:net").Socket, text: string, times: number) => Promise<void>} */
async function repeat(socket, text, times) {
  for (let sent = 0; sent < times && !socket.destroyed; sent++) {
    if (socket.write(text, "latin1") || socket.destroyed) continue;
    await new Promise((resolve) => {
      const events = ["drain", "close"];
      const go = () => {
        for (const event of events) socket.off(event, go);
        resolve(undefined);
      };
      for (const event of events) socket.on(event, go);
    });
  }
}

/** A header's value whose bytes are UTF-8.
 * @type {(text: string) => string} */
function utf8(text) {
  return Buffer.from(text).toString("latin1");
}

/** @returns {Promise<number | undefined>} */
function listen() {
  const server = createServer(async (request, response) => {
    const [route = "", ...args] = (request.url ?? "").slice(1).split("?", 1).join().split("/");
    const answer = routes[route];
    if (answer === undefined) response.writeHead(404).end();
    else await answer(request, response, ...args.map(decodeURIComponent));
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" ? address?.port : undefined);
    });
  });
}

process.stdout.write(`${await listen()} ${await listen()}\n`);
process.stdin.resume();
process.stdin.once("end", () => process.exit());

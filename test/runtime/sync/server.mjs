// A server for tests of blocking calls, in a process of its own. It prints its port.
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

let open = 0;
let written = 0;
/** How often each state was asked for, by name. */
const asked = new Map();

const server = createServer((request, response) => {
  const [, route, argument = ""] = (request.url ?? "").split(/[/?]/);
  const answer = routes[request.headers["x-script"] === undefined ? (route ?? "") : "script"];
  if (answer === undefined) response.writeHead(404).end(`no route ${route}`);
  else Promise.resolve(answer(request, response, argument)).catch(() => response.destroy());
});

/** @type {Record<string, (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, argument: string) => void | Promise<void>>} */
const routes = {
  async echo(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    response.setHeader("content-type", "application/json");
    response.setHeader("x-request-id", "r-1");
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
  },
  /** Hashes what it gets. */
  async size(request, response) {
    let size = 0;
    for await (const chunk of request) size += chunk.length;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ size }));
  },
  status(request, response, status) {
    request.resume();
    response.writeHead(Number(status), {
      "content-type": "application/json",
      "x-request-id": "r-2",
      "retry-after": "3",
    });
    response.end(JSON.stringify({ message: "because", detail: status }));
  },
  malformed(_request, response) {
    response.setHeader("content-type", "application/json");
    response.end('{"a":');
  },
  silent() {},
  stalled(_request, response) {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write("{");
  },
  /** That many zeros, compressed, in chunks. */
  gzip(request, response, size) {
    request.resume();
    response
      .writeHead(200, { "content-encoding": "gzip" })
      .end(gzipSync(Buffer.alloc(Number(size))));
  },
  /** Headers at once, and a byte now and then. */
  dripping(_request, response) {
    const timer = setInterval(() => response.write(" "), 30);
    response.once("close", () => clearInterval(timer));
  },
  /** The same with lines; counted as endless. */
  "dripping-lines"(_request, response) {
    open++;
    const timer = setInterval(() => response.write("line\n"), 30);
    response.once("close", () => {
      clearInterval(timer);
      open--;
    });
  },
  delayed(_request, response, ms) {
    setTimeout(
      () => response.setHeader("content-type", "application/json").end(JSON.stringify({ ms })),
      Number(ms),
    );
  },
  reset(request) {
    request.socket.resetAndDestroy();
  },
  /** Bytes that count up modulo 251. */
  async bytes(_request, response, size) {
    const chunk = 251 * 200;
    const counting = new Uint8Array(chunk).map((_, i) => i % 251);
    for (let at = 0; at < Number(size) && !response.destroyed; at += chunk) {
      const part = counting.subarray(0, Number(size) - at);
      if (!response.write(part)) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
  },
  /**
   * Plays the script in the query, or in the header `x-script`: texts are sent, each by itself, `{ hex }` as bytes,
   * `{ echo }` as that text with what the request was in the place of `*`; numbers are pauses in ms. What has no end then
   * stalls or is reset. Counted as endless until it is over.
   */
  async script(request, response) {
    const script = request.headers["x-script"] ?? request.url?.split("?")[1] ?? "";
    const { type, status = 200, steps, end } = JSON.parse(decodeURIComponent(String(script)));
    /** @type {Buffer[]} */
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    open++;
    response.once("close", () => open--);
    request.socket.setNoDelay(true);
    response.writeHead(status, {
      "x-request-id": "r-3",
      ...(type === undefined ? {} : { "content-type": type }),
    });
    response.flushHeaders();
    for (const step of steps) {
      if (typeof step === "number") await new Promise((resolve) => setTimeout(resolve, step));
      else if (typeof step === "string") response.write(step);
      else if (step.hex !== undefined) response.write(Buffer.from(step.hex, "hex"));
      else response.write(step.echo.replace("*", () => JSON.stringify(described(request, chunks))));
    }
    if (end === "reset") response.destroy();
    else if (end !== "stall") response.end();
  },
  /** One of the states in the query after the other, and the last one for ever; those of each name by themselves. */
  states(request, response, name) {
    const count = asked.get(name) ?? 0;
    asked.set(name, count + 1);
    const states = decodeURIComponent(String(request.url?.split("?")[1])).split(",");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ status: states[Math.min(count, states.length - 1)] }));
  },
  /** How often a state was asked for. */
  asked(_request, response, name) {
    response.setHeader("content-type", "application/json").end(String(asked.get(name) ?? 0));
  },
  lines(_request, response) {
    response.write('{"n":1}\n{"n":');
    setTimeout(() => response.end('2,"s":"ä"}\r\n\n{"n":3}'), 20);
  },
  broken(_request, response) {
    response.writeHead(200, { "content-length": "1000" });
    response.write("abc");
    setTimeout(() => response.destroy(), 50);
  },
  endless(_request, response) {
    open++;
    const write = () => {
      for (let more = true; more && !response.destroyed; written += 16_384)
        more = response.write(new Uint8Array(16_384));
    };
    response.on("drain", write);
    response.once("close", () => open--);
    write();
  },
  /** The number of bytes of endless responses. */
  written(_request, response) {
    response.setHeader("content-type", "application/json").end(String(written));
  },
  /** The number of endless responses and scripts that are being sent. */
  open(_request, response) {
    response.setHeader("content-type", "application/json").end(String(open));
  },
};

/** @type {(request: import("node:http").IncomingMessage, chunks: Buffer[]) => object} */
function described({ method, url, headers }, chunks) {
  return { method, url, accept: headers.accept, body: Buffer.concat(chunks).toString() };
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" && address !== null ? address.port : ""}\n`);
});
process.stdin.resume();
process.stdin.once("end", () => process.exit());

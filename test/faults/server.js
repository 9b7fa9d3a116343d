// @ts-check
// A server that answers with bytes, and with the faults of a network. It runs in a worker thread, so that it goes on while a
// blocking call holds the thread that makes it. Each case has a prefix of its own in the path.
/** @import { Socket } from "node:net" */
/** @import { Account, Answer, Arrival, Command, Reply, Step } from "./types.ts" */
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { parentPort } from "node:worker_threads";

/** What is known of one case. */
class Case {
  /** @type {Answer[]} */
  answers = [];
  /** @type {Arrival[]} */
  arrivals = [];
  /** @type {Set<Socket>} */
  busy = new Set();
  /** @type {Map<Socket, number>} */
  connections = new Map();
  written = 0;
  /** The base URL: each case has an origin of its own, so that it finds no connection of another. */
  url = "";

  /** @returns {Account} */
  account() {
    const { arrivals, answers, busy, written } = this;
    return { arrivals, unused: answers.length, open: busy.size, written };
  }
}

/** @type {Map<string, Case>} */
const cases = new Map();
const urls = { other: "", resets: "" };

/**
 * Reads the requests of a connection one after the other.
 *
 * @param {Socket} socket
 * @param {"self" | "other"} origin
 */
async function serve(socket, origin) {
  const reader = new Reader(socket);
  for (;;) {
    const head = await reader.until("\r\n\r\n");
    if (head === undefined) return;
    const [line = "", ...fields] = head.split("\r\n");
    const [method = "", path = ""] = line.split(" ");
    const [, key = "", target = ""] = /^\/([^/?]*)(.*)$/.exec(path) ?? [];
    const headers = Object.fromEntries(
      fields.map((field) => {
        const at = field.indexOf(":");
        return [field.slice(0, at).toLowerCase(), field.slice(at + 1).trim()];
      }),
    );
    const found = cases.get(key);
    if (found === undefined) return void socket.destroy();
    const number = found.connections.get(socket) ?? found.connections.size + 1;
    if (!found.connections.has(socket)) socket.once("close", () => found.busy.delete(socket));
    found.connections.set(socket, number);
    const answer = found.answers.shift() ?? { steps: [unscripted] };
    found.busy.add(socket);
    const fill = (/** @type {string} */ text) => filled(text, found, key, path, head);
    const arrival = { origin, method, target, headers, connection: number };
    if (answer.early === true) await play(found, fill, socket, answer.steps);
    const body = await reader.body(headers);
    found.arrivals.push({ ...arrival, body: body ?? "" });
    if (body === undefined) return;
    if (answer.early !== true) await play(found, fill, socket, answer.steps);
    if (isOver(answer.steps)) found.busy.delete(socket);
  }
}

const unscripted =
  "HTTP/1.1 599 Unscripted\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nunscripted";

/** The bytes that a connection has brought, in the order in which they are asked for. */
class Reader {
  #socket;
  #bytes = Buffer.alloc(0);

  /** @param {Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on("error", () => {});
  }

  async #more() {
    for (;;) {
      const chunk = this.#socket.read();
      if (chunk !== null) {
        this.#bytes = Buffer.concat([this.#bytes, chunk]);
        return true;
      }
      if (this.#socket.readableEnded || this.#socket.destroyed) return false;
      await new Promise((resolve) => {
        const events = ["readable", "end", "close"];
        const go = () => {
          for (const event of events) this.#socket.off(event, go);
          resolve(undefined);
        };
        for (const event of events) this.#socket.on(event, go);
      });
    }
  }

  /** @param {string} mark */
  async until(mark) {
    for (;;) {
      const at = this.#bytes.indexOf(mark);
      if (at !== -1) return this.#take(at + mark.length).slice(0, -mark.length);
      if (!(await this.#more())) return undefined;
    }
  }

  /** @param {number} length */
  async exactly(length) {
    while (this.#bytes.length < length) if (!(await this.#more())) return undefined;
    return this.#take(length);
  }

  /** @param {Readonly<Record<string, string>>} headers */
  async body(headers) {
    const length = headers["content-length"];
    if (length !== undefined) return this.exactly(Number(length));
    if (headers["transfer-encoding"] === undefined) return "";
    let body = "";
    for (;;) {
      const size = parseInt((await this.until("\r\n")) ?? "", 16);
      if (Number.isNaN(size)) return undefined;
      const chunk = await this.exactly(size + 2);
      if (chunk === undefined) return undefined;
      if (size === 0) return body;
      body += chunk.slice(0, -2);
    }
  }

  /** @param {number} length */
  #take(length) {
    const text = this.#bytes.toString("latin1", 0, length);
    this.#bytes = this.#bytes.subarray(length);
    return text;
  }
}

/** @param {readonly Step[]} steps */
function isOver(steps) {
  const last = steps.at(-1);
  return typeof last === "string" || last instanceof Uint8Array;
}

/**
 * @param {Case} found
 * @param {(text: string) => string} fill
 * @param {Socket} socket
 * @param {readonly Step[]} steps
 */
async function play(found, fill, socket, steps) {
  let written = 0;
  /** @param {string | Uint8Array} data */
  const write = async (data) => {
    const bytes = typeof data === "string" ? Buffer.from(fill(data)) : data;
    written += bytes.length;
    found.written = Math.max(found.written, written);
    if (socket.write(bytes)) return;
    const end = new AbortController();
    const events = ["drain", "close"].map((event) => once(socket, event, { signal: end.signal }));
    await Promise.race(events).catch(() => {});
    end.abort();
    await Promise.allSettled(events);
  };
  for (const step of steps) {
    if (socket.destroyed) return;
    if (step === "reset!") return void socket.resetAndDestroy();
    if (step === "end!") return void socket.end();
    if (typeof step === "string" || step instanceof Uint8Array) await write(step);
    else if ("wait" in step) await wait(step.wait);
    else {
      const { repeat, times = Infinity } = step;
      for (let time = 0; time < times && !socket.destroyed; time++) await write(repeat);
    }
  }
}

/**
 * @param {string} text
 * @param {Case} found
 * @param {string} key
 * @param {string} path
 * @param {string} head
 */
function filled(text, found, key, path, head) {
  return text
    .replaceAll("{self}", () => found.url)
    .replaceAll("{other}", `${urls.other}/${key}`)
    .replaceAll("{head}", () => JSON.stringify(head))
    .replaceAll("{line}", () => path + head.replaceAll(/\s+/g, "_"));
}

/** @param {(socket: Socket) => void} onSocket */
async function listen(onSocket) {
  const server = createServer(onSocket);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

const port = parentPort;
if (port === null) throw new Error("The server runs in a worker thread.");

/** @param {Reply} reply */
const reply = (reply) => void port.postMessage(reply, []);

/** @param {"self" | "other"} origin */
const listenAs = (origin) =>
  listen((socket) => {
    serve(socket, origin).catch(() => socket.destroy());
  });

/** @param {Command} command */
async function obey(command) {
  const { id } = command;
  if ("account" in command) {
    const account = cases.get(command.account)?.account();
    return reply({ id, ...(account && { account }) });
  }
  const made = new Case();
  const key = `case${id}`;
  made.answers = [...command.script];
  made.url = `${await listenAs("self")}/${key}`;
  cases.set(key, made);
  reply({ id, url: made.url });
}

port.on("message", (/** @type {Command} */ command) => void obey(command));

urls.other = await listenAs("other");
urls.resets = await listen((socket) => void socket.resetAndDestroy());
reply({ ready: urls });

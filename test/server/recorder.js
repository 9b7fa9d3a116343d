// @ts-check
// Keeps every request as it arrived, and the list of violations.
/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { Socket } from "node:net" */
/** @import { Origin, RecordedRequest, Violation } from "./types.ts" */
/** @import { State } from "./state.js" */

/** A request under way. */
class Entry {
  /** @type {Buffer[]} */
  #chunks = [];
  #length = 0;
  #kept = 0;
  /** @type {Pick<RecordedRequest, "status" | "aborted"> | undefined} The outcome, once the exchange is over. */
  #outcome;
  scripted = false;
  #origin;
  #request;
  #response;
  #connection;

  /**
   * @param {Origin} origin
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {number} connection
   * @param {number} limit How many bytes of the body to keep.
   */
  constructor(origin, request, response, connection, limit) {
    this.#origin = origin;
    this.#request = request;
    this.#response = response;
    this.#connection = connection;
    response.once("close", () => (this.#outcome = outcomeOf(response)));
    /** Resolves once the whole request has arrived, or will not any more. */
    this.ended = new Promise((resolve) => request.once("end", resolve).once("close", resolve));
    // Paused first, the stream waits for its real consumer, which resumes it.
    request.pause();
    request.on("data", (/** @type {Buffer} */ chunk) => {
      this.#length += chunk.length;
      const part = chunk.subarray(0, Math.max(0, limit - this.#kept));
      this.#kept += part.length;
      if (part.length > 0) this.#chunks.push(part);
    });
  }

  /** @returns {RecordedRequest} */
  snapshot() {
    const { method = "", url: target = "", rawHeaders } = this.#request;
    /** @type {[string, string][]} */
    const headers = [];
    for (let at = 0; at < rawHeaders.length; at += 2)
      headers.push([rawHeaders[at] ?? "", rawHeaders[at + 1] ?? ""]);
    return {
      origin: this.#origin,
      method,
      target,
      headers,
      body: Buffer.concat(this.#chunks),
      bodyLength: this.#length,
      ...(this.#outcome ?? outcomeOf(this.#response)),
      scripted: this.scripted,
      connection: this.#connection,
    };
  }
}

/** Records what happens at the server's listeners. */
export class Recorder {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {Violation[]} */
  #violations = [];
  /** @type {WeakMap<Socket, number>} */
  #numbers = new WeakMap();
  #connections = 0;
  #state;

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  reset() {
    this.#entries = [];
    this.#violations = [];
  }

  /**
   * @param {Origin} origin
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  open(origin, request, response) {
    let number = this.#numbers.get(request.socket);
    if (number === undefined) this.#numbers.set(request.socket, (number = ++this.#connections));
    const entry = new Entry(
      origin,
      request,
      response,
      number,
      this.#state.settings.recordBodyBytes,
    );
    this.#entries.push(entry);
    return entry;
  }

  /** @param {Violation} violation */
  violation(violation) {
    this.#violations.push(violation);
  }

  requests() {
    return this.#entries.map((entry) => entry.snapshot());
  }

  violations() {
    return this.#violations;
  }
}

/** @param {ServerResponse} response */
function outcomeOf(response) {
  return {
    status: response.headersSent ? response.statusCode : null,
    aborted: response.req.socket.destroyed && !response.writableFinished,
  };
}

// @ts-check
// Scripted answers: a queue of them, and how one is sent, faults included.
/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { Origin, ScriptedAnswer } from "./types.ts" */
import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds between the last byte and a reset, so that the other side can read what was sent. */
const resetDelayMs = 50;

/** Scripted answers in the order in which they were given. */
export class Script {
  /** @type {{ answer: ScriptedAnswer, left: number }[]} */
  #waiting = [];

  /** @param {readonly ScriptedAnswer[]} answers */
  add(answers) {
    this.#waiting.push(
      ...answers.map((answer) => ({
        answer,
        left: answer.times === "always" ? Infinity : (answer.times ?? 1),
      })),
    );
  }

  reset() {
    this.#waiting = [];
  }

  /** How many answers wait, without those for `always`. */
  pending() {
    return this.#waiting.reduce((sum, { left }) => sum + (left === Infinity ? 0 : left), 0);
  }

  /**
   * Uses up the first answer that is for this request.
   *
   * @param {Origin} origin
   * @param {IncomingMessage} request
   * @returns {ScriptedAnswer | undefined}
   */
  take(origin, request) {
    const found = this.#waiting.find(({ answer }) => isFor(answer, origin, request));
    if (found === undefined) return undefined;
    found.left -= 1;
    this.#waiting = this.#waiting.filter(({ left }) => left > 0);
    return found.answer;
  }
}

/**
 * Sends an answer, or does what it asks for in place of one.
 *
 * @param {ScriptedAnswer} answer
 * @param {ServerResponse} response
 * @returns {Promise<void>} Resolves when nothing more will be sent.
 */
export async function play(answer, response) {
  // That of the response is there only when the one before it on the connection has been finished.
  const { socket } = response.req;
  if (answer.silent === true) return;
  if (answer.resetAfterRequest === true) return void socket.resetAndDestroy();
  await wait(answer.delayHeadersMs ?? 0);
  if (answer.raw !== undefined) return void socket.end(answer.raw);

  const { status, headers, body } = prepare(answer);
  if (response.getHeaderNames().length === 0) response.writeHead(status, headers.flat());
  else {
    for (const [name, value] of headers) response.appendHeader(name, value);
    response.writeHead(status);
  }
  response.flushHeaders();
  await wait(answer.delayBodyMs ?? 0);
  if (answer.stallBody === true || answer.resetInBody === true) {
    response.write(body.subarray(0, Math.ceil(body.length / 2)));
    if (answer.stallBody === true) return;
    await wait(resetDelayMs);
    return void socket.resetAndDestroy();
  }
  const { count = 1, everyMs = 0 } = answer.pieces ?? {};
  const size = Math.max(1, Math.ceil(body.length / count));
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    if (at > 0) await wait(everyMs);
    response.write(body.subarray(at, at + size));
  }
  response.end();
}

/**
 * @param {ScriptedAnswer} answer
 * @returns {{ status: number, headers: [string, string][], body: Buffer }}
 */
export function prepare({ status = 200, headers = [], body }) {
  /** @type {[string, string][]} */
  const list = Array.isArray(headers)
    ? headers.map(([name, value]) => [name, value])
    : Object.entries(headers);
  const has = (/** @type {string} */ name) => list.some(([given]) => given.toLowerCase() === name);
  const bytes = body === undefined || typeof body === "string" || body instanceof Uint8Array;
  if (!bytes && !has("content-type")) list.push(["content-type", "application/json"]);
  const content = bytes ? Buffer.from(body ?? "") : Buffer.from(JSON.stringify(body));
  const bodiless = status === 204 || status === 304;
  if (!bodiless && !has("content-length") && !has("transfer-encoding"))
    list.push(["content-length", String(content.length)]);
  return { status, headers: list, body: content };
}

/**
 * @param {ScriptedAnswer} answer
 * @param {Origin} origin
 * @param {IncomingMessage} request
 */
function isFor({ match = {} }, origin, request) {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  const wanted = match.path;
  const prefix = wanted?.endsWith("*") === true ? wanted.slice(0, -1) : undefined;
  return (
    (match.origin === undefined || match.origin === origin) &&
    (match.method === undefined || match.method === request.method) &&
    (wanted === undefined || (prefix === undefined ? path === wanted : path.startsWith(prefix)))
  );
}

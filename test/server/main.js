// @ts-check
// The server's process. Started by start.js, it takes commands over the process's message channel and ends with its parent;
// started by hand (`node test/server/main.js`), it prints its two addresses and runs until it is stopped.
/** @import { AddressInfo } from "node:net" */
/** @import { ControlMessage, Origin, ServerMessage } from "./types.ts" */
/** @import { Listener } from "./intercept.js" */
import { once } from "node:events";
import { createServer } from "node:http";
import { createApp } from "./app.js";
import { readContract } from "./contract.js";
import { allowPages } from "./cors.js";
import { Script } from "./faults.js";
import { createIntercept } from "./intercept.js";
import { Recorder } from "./recorder.js";
import { State } from "./state.js";
import { storageListener } from "./storage.js";
import { Validator } from "./validate.js";

const host = "127.0.0.1";

const state = new State(JSON.parse(process.argv[2] ?? "{}"));
const recorder = new Recorder(state);
const script = new Script();
const { document, operations } = readContract();
const validator = new Validator(document);
const intercept = createIntercept(recorder, script, operations, validator);
const guarded = (/** @type {Origin} */ origin, /** @type {Listener} */ listener) =>
  allowPages(state, intercept(origin, listener));

const storage = createServer(guarded("storage", storageListener(state, recorder)));
await once(storage.listen(0, host), "listening");
const { port } = /** @type {AddressInfo} */ (storage.address());
state.storageUrl = `http://${host}:${port}`;

const wrap = guarded.bind(null, "api");
const app = await createApp({ state, recorder, operations, validator, wrap });
const url = await app.listen({ port: 0, host });

if (process.send === undefined) {
  process.stdout.write(`API      ${url}\nStorage  ${state.storageUrl}\n`);
} else {
  process.on("disconnect", () => process.exit());
  process.on("message", (/** @type {ControlMessage} */ message) => send(answer(message)));
  send({ type: "ready", url, storageUrl: state.storageUrl });
}

/** @param {ServerMessage} message */
function send(message) {
  if (process.connected) process.send?.(message);
}

/**
 * @param {ControlMessage} message
 * @returns {ServerMessage}
 */
function answer(message) {
  try {
    return { type: "result", id: message.id, result: obey(message) };
  } catch (error) {
    return { type: "failure", id: message.id, message: String(error) };
  }
}

/**
 * @param {ControlMessage} message
 * @returns {unknown}
 */
function obey(message) {
  switch (message.command) {
    case "reset":
      state.reset();
      recorder.reset();
      return script.reset();
    case "configure":
      return state.configure(message.settings);
    case "script":
      return script.add(message.answers);
    case "pendingScripts":
      return script.pending();
    case "requests":
      return recorder.requests();
    case "violations":
      return recorder.violations();
  }
}

// @ts-check
// The process that is measured: client.js MODULE CASE CONTEXT. It says when it is ready, runs the case when it is told to, and
// exits by itself once its parent has looked at it.
/** @import { ClientMessage, Suite } from "./suite.ts" */
import { once } from "node:events";

const [, , module = "", name = "", context = ""] = process.argv;
const { suite } = /** @type {{ suite: Suite }} */ (await import(module));
const run = /** @type {((context: unknown) => unknown) | undefined} */ (suite.cases[name]);
if (run === undefined) throw new Error(`There is no case ${name}`);

send({ type: "ready" });
await once(process, "message");
try {
  send({ type: "result", result: await run(JSON.parse(context)) });
} catch (error) {
  send({ type: "failure", message: String(error) });
}

/** @param {ClientMessage} message */
function send(message) {
  process.send?.(message);
}

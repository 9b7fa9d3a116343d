// @ts-check
// Starts the embedded server in a process of its own, and gives a handle to control it. For the tests and the demo.
/** @import { ControlMessage, ServerHandle, ServerMessage, ServerSettings } from "./types.ts" */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { defaultKey } from "./state.js";

const main = fileURLToPath(new URL("main.js", import.meta.url));

/**
 * A control command without its number.
 *
 * @typedef {ControlMessage extends infer M ? M extends ControlMessage ? Omit<M, "id"> : never : never} Command
 */

/**
 * Starts a server on two free ports of 127.0.0.1. It ends with `close()` or with this process, and does not keep this
 * process alive.
 *
 * @param {Partial<ServerSettings>} [settings]
 * @returns {Promise<ServerHandle>} Rejects if the server's process ends before it listens.
 */
export async function startServer(settings = {}) {
  const child = fork(main, [JSON.stringify(settings)], {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "" },
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  /** @type {Map<number, { resolve: (result: unknown) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  let last = 0;
  /** @type {(message: Extract<ServerMessage, { type: "ready" }>) => void} */
  let onReady;
  const exited = once(child, "exit");

  child.on("message", (/** @type {ServerMessage} */ message) => {
    if (message.type === "ready") return onReady(message);
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (waiting.size === 0) child.channel?.unref();
    if (message.type === "result") call?.resolve(message.result);
    else call?.reject(new Error(message.message));
  });
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("The embedded server has ended"));
    waiting.clear();
  });

  const { url, storageUrl } = await new Promise((resolve, reject) => {
    onReady = resolve;
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`The embedded server ended with code ${code} before it listened`)),
    );
  });
  child.unref();
  child.channel?.unref();

  /**
   * @template [T=void]
   * @param {Command} command
   * @returns {Promise<T>}
   */
  const control = (command) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve: (result) => resolve(/** @type {T} */ (result)), reject });
      child.channel?.ref();
      child.send({ ...command, id }, (error) => {
        if (error === null) return;
        waiting.delete(id);
        reject(error);
      });
    });

  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    child.kill("SIGKILL");
    await exited;
  };

  return {
    url,
    storageUrl,
    apiKey: Object.keys(settings.keys ?? {})[0] ?? defaultKey,
    pid: child.pid ?? 0,
    reset: () => control({ command: "reset" }),
    configure: (changed) => control({ command: "configure", settings: changed }),
    script: (answers) =>
      control({ command: "script", answers: "length" in answers ? answers : [answers] }),
    pendingScripts: () => control({ command: "pendingScripts" }),
    requests: () => control({ command: "requests" }),
    violations: () => control({ command: "violations" }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

// @ts-check
/** @import { ClientMessage, Row, Running } from "./suite.ts" */
import { execFileSync, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const client = fileURLToPath(new URL("client.js", import.meta.url));
const mebibyte = 2 ** 20;

/** Time in ms between two samples. */
const interval = 20;

/**
 * Runs one case in a process of its own, and takes samples of its resident memory. Where the system keeps the highest
 * value itself (Linux), that is what is read, so that nothing between two samples is missed.
 *
 * @param {URL} module Of the suite.
 * @param {string} name
 * @param {Running} running
 * @returns {Promise<Row>}
 */
export async function measure(module, name, { context, check }) {
  const child = fork(client, [module.href, name, JSON.stringify(context)], {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const pid = child.pid ?? 0;
  let before = 0;
  let peak = 0;
  let start = performance.now();
  const sample = () => {
    peak = Math.max(peak, memoryOf(pid));
  };
  const timer = setInterval(sample, interval);
  /** @type {string | undefined} */
  let fault = await new Promise((resolve) => {
    child.on("message", (/** @type {ClientMessage} */ message) => {
      if (message.type === "ready") {
        before = memoryOf(pid);
        start = performance.now();
        child.send({ type: "go" });
        return;
      }
      sample();
      resolve(message.type === "result" ? check(message.result) : message.message);
    });
    child.once("exit", (code, signal) => resolve(`the client ended with ${signal ?? code}`));
  });
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  if (child.exitCode === null && child.signalCode === null) {
    const exited = new Promise((resolve) => {
      child.once("exit", resolve);
    });
    child.disconnect();
    const late = setTimeout(() => {
      fault ??= "the client did not exit by itself";
      child.kill("SIGKILL");
    }, 10_000);
    await exited;
    clearTimeout(late);
  }
  return { name, seconds, before, peak, fault };
}

/**
 * The resident memory of a process in MiB, where possible the highest so far; 0 once it has ended.
 *
 * @param {number} pid
 */
function memoryOf(pid) {
  try {
    if (process.platform !== "linux")
      return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)])) / 1024;
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return (Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024) / mebibyte;
  } catch {
    return 0;
  }
}

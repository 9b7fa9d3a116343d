// @ts-check
// What a command costs: time, CPU and memory of it and of all processes that it starts.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Cost
 * @property {number} wall Seconds.
 * @property {number} cpu Seconds, user and system, of all threads and processes.
 * @property {number} peak The most memory that the processes had at one time, in bytes; NaN where that is not known.
 * @property {number} code With which it ended.
 * @property {string} output
 */

/** How often memory is looked at, in milliseconds. */
const INTERVAL = 20;

/**
 * @param {readonly string[]} command
 * @param {{ readonly cwd: string, readonly env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Cost>}
 */
export async function measure(command, options) {
  // A shell knows what its children took, and theirs.
  const script = '"$@"; code=$?; times >&3; exit $code';
  const start = performance.now();
  const child = spawn("sh", ["-c", script, "sh", ...command], {
    ...options,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let peak = 0;
  const timer = setInterval(() => {
    const { now, most } = memoryOf(child.pid ?? 0);
    peak = Math.max(peak, now, most);
  }, INTERVAL);
  let output = "";
  let times = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => (output += chunk));
  const report = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  report.on("data", (chunk) => (times += chunk));
  /** @type {number} */
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  const wall = (performance.now() - start) / 1000;
  clearInterval(timer);
  return { wall, cpu: cpuIn(times), peak: peak || NaN, code, output };
}

/**
 * The second line that `times` of the POSIX shell prints: user and system time of its children.
 *
 * @param {string} times
 */
function cpuIn(times) {
  const [, children = ""] = times.split("\n");
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

/**
 * The resident memory of a process and of those below it, in bytes, by `/proc` of Linux: of all now, and the most that one of
 * them ever had, by the kernel's account.
 *
 * @param {number} pid
 * @returns {{ now: number, most: number }}
 */
function memoryOf(pid) {
  const memory = { now: 0, most: 0 };
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    memory.now = kilobytesIn(status, "VmRSS");
    memory.most = kilobytesIn(status, "VmHWM");
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const children = readFileSync(`/proc/${pid}/task/${task}/children`, "utf8");
      for (const child of children.match(/\d+/g) ?? []) {
        const { now, most } = memoryOf(Number(child));
        memory.now += now;
        memory.most = Math.max(memory.most, most);
      }
    }
  } catch {
    // It ended meanwhile, or this is another system than Linux.
  }
  return memory;
}

/**
 * @param {string} status
 * @param {string} name
 */
function kilobytesIn(status, name) {
  return Number(new RegExp(`^${name}:\\s*(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
}

/** A process that checks documents, one after another, so that a crash or a hang is a row of the table and not the end. */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Wanted } from "./check.ts";
import type { Row } from "./row.ts";

const jiti = fileURLToPath(new URL("../../node_modules/jiti/lib/jiti-cli.mjs", import.meta.url));
const program = fileURLToPath(new URL("process.ts", import.meta.url));

export interface Bounds {
  /** Seconds for one document. */
  readonly timeout: number;
  /** Megabytes of heap. */
  readonly memory: number;
}

/** What the process is sent, and what it sends back. */
export interface Task {
  readonly folder: string;
  readonly document: string;
  readonly wanted: Wanted;
}

export interface Answer {
  readonly row: Row;
  /** Whether the process holds so much memory that a new one is better for the next document. */
  readonly worn: boolean;
}

export class Worker {
  readonly #bounds: Bounds;
  #child: ChildProcess | undefined;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  async check(task: Task): Promise<Row> {
    const started = performance.now();
    this.#child ??= this.#start();
    const child = this.#child;
    let output = "";
    const note = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-4000);
    };
    child.stdout?.on("data", note);
    child.stderr?.on("data", note);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, this.#bounds.timeout * 1000);
    const closing = new AbortController();
    const { signal } = closing;
    child.send(task);
    const answer = await Promise.race([
      once(child, "message", { signal }).then(([message]) => message as Answer),
      once(child, "close", { signal }).then(([code, by]) => String(code ?? by)),
    ]);
    clearTimeout(timer);
    closing.abort();
    child.stdout?.off("data", note);
    child.stderr?.off("data", note);
    const seconds = (performance.now() - started) / 1000;
    if (typeof answer !== "string") {
      if (answer.worn) this.close();
      return { ...answer.row, seconds };
    }
    this.#child = undefined;
    const end = late ? `no end after ${this.#bounds.timeout} s` : `the process ended: ${answer}`;
    return crashed(task.document, `${end}\n${output}`.trim(), seconds);
  }

  close(): void {
    this.#child?.kill();
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const child = fork(jiti, [program], {
      execArgv: [`--max-old-space-size=${this.#bounds.memory}`],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    // Both ends of the race leave the other one listening.
    child.setMaxListeners(0);
    return child;
  }
}

function crashed(document: string, crash: string, seconds: number): Row {
  return {
    document,
    version: "",
    operations: 0,
    outcome: "crashed",
    refusals: [],
    crash,
    errors: [],
    dropped: [],
    untyped: [],
    warnings: {},
    generated: seconds,
    seconds,
  };
}

import { unresponsiveCode } from "./connection-failure.js";
import { ConnectionError, ParameterError, type ClientError } from "./errors.js";
import { fromRecord } from "./error-record.js";
import type { Thread, ThreadPort, ThreadsModule } from "./sync-node.js";
import {
  flag,
  flagCount,
  heartbeatInterval,
  type FromWorker,
  type ToWorker,
  type WorkerSettings,
} from "./sync-protocol.js";

/**
 * What a worker runs first: it loads the program, and reports if that fails. It is valid as a script and as a module,
 * since Node takes it for the one or the other depending on how the process was started.
 */
const bootstrap = (): string => `{
  const { workerData } = process.getBuiltinModule("node:worker_threads");
  import(workerData.program).catch((error) => {
    const cause = { name: "Error", message: String(error && error.message || error) };
    const record = { code: "unknown", message: cause.message, cause };
    workerData.port.postMessage({ type: "broken", id: 0, error: record, option: "worker" });
    Atomics.add(workerData.flags, ${flag.messages}, 1);
    Atomics.notify(workerData.flags, ${flag.messages});
  });
}`;

/** In MiB. What a worker allocates is short-lived; the default lets 48 MiB of it pile up. */
const youngGeneration = 2;

/** Puts a message into an inbox. Of reports of progress that nobody has taken yet, the last is enough. */
function keep(inbox: FromWorker[] | undefined, message: FromWorker): void {
  const last = inbox?.at(-1);
  const isNewer =
    message.type === "progress" &&
    last?.type === "progress" &&
    last.progress.phase === message.progress.phase;
  if (isNewer) inbox?.pop();
  inbox?.push(message);
}

/** Makes the error that calls end with when the worker cannot go on. */
type Failure = (operationId: string | undefined) => ClientError;

/** One worker thread, and the messages between it and the caller's thread. */
export class Session {
  readonly #threads: ThreadsModule;
  readonly #silence: number;
  readonly #flags: Int32Array = new Int32Array(
    new SharedArrayBuffer(flagCount * Int32Array.BYTES_PER_ELEMENT),
  );
  readonly #port: ThreadPort;
  readonly #thread: Thread;
  readonly #inboxes: Map<number, FromWorker[]> = new Map();
  #failure: Failure | undefined;

  /** Starts a worker; `receive` of message 0 waits until it is ready. */
  constructor(
    threads: ThreadsModule,
    program: string,
    transport: string | undefined,
    silence: number,
  ) {
    this.#threads = threads;
    this.#silence = silence;
    const { port1, port2 } = new threads.MessageChannel();
    this.#port = port1;
    const workerData: WorkerSettings = { port: port2, flags: this.#flags, program, transport };
    this.#thread = new threads.Worker(bootstrap(), {
      eval: true,
      workerData,
      transferList: [port2],
      resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
    });
    this.#thread.unref();
    this.#thread.on("error", (error) => this.#fail(`has ended: ${error.message}`, error));
    this.#thread.on("exit", (code) => this.#fail(`has ended with exit code ${code}`));
    this.open(0);
  }

  /** Whether the worker has ended, as far as can be told without waiting. */
  get failed(): boolean {
    this.#drain();
    return this.#failure !== undefined;
  }

  /** From now on, messages about a call are kept until they are received. */
  open(id: number): void {
    this.#inboxes.set(id, []);
  }

  /** From now on, messages about a call are dropped. */
  close(id: number): void {
    this.#inboxes.delete(id);
  }

  /** Sends a message; the buffers in `transfer` are moved. */
  post(message: ToWorker, transfer: readonly ArrayBufferLike[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  /**
   * Blocks until there is a message about a call.
   *
   * @param limit - How long to wait in ms.
   * @returns Undefined if there was none within the limit.
   * @throws {ConnectionError} If the worker has ended, or gives no sign of life.
   * @throws {ParameterError} If the worker's program or the transport module cannot be loaded.
   */
  receive(id: number, limit: number, operationId?: string): FromWorker | undefined {
    const inbox = this.#inboxes.get(id) ?? [];
    const end = performance.now() + limit;
    let beat = Atomics.load(this.#flags, flag.heartbeat);
    let silence = 0;
    for (;;) {
      const seen = Atomics.load(this.#flags, flag.messages);
      this.#drain();
      const message = inbox.shift();
      if (message !== undefined) return message;
      if (this.#failure !== undefined) throw this.#failure(operationId);

      const left = end - performance.now();
      if (left <= 0) return undefined;
      const slice = Math.min(left, heartbeatInterval * 2);
      const woken = Atomics.wait(this.#flags, flag.messages, seen, slice) !== "timed-out";
      const beatNow = Atomics.load(this.#flags, flag.heartbeat);
      // Slices are counted, and not the clock, so that a machine that slept does not look like a worker that hangs.
      silence = woken || beatNow !== beat ? 0 : silence + slice;
      beat = beatNow;
      if (id !== 0 && silence >= this.#silence) {
        this.#fail(
          `has given no sign of life for ${this.#silence} ms`,
          undefined,
          unresponsiveCode,
        );
        this.end();
      }
    }
  }

  /** Ends the worker, and with it what it is doing. */
  end(): void {
    this.#fail("was closed");
    this.#thread.terminate().catch(() => {});
    this.#port.close();
  }

  #drain(): void {
    const hasEnded = Atomics.load(this.#flags, flag.ended) === 1;
    for (;;) {
      const message = this.#next();
      if (message === undefined) break;
      if (message.type === "broken") this.#break(message);
      else keep(this.#inboxes.get(message.id), message);
    }
    if (hasEnded) {
      this.#fail(`has ended with exit code ${Atomics.load(this.#flags, flag.exitCode)}`);
    }
  }

  #next(): FromWorker | undefined {
    if (this.#failure !== undefined) return undefined;
    const received = this.#threads.receiveMessageOnPort(this.#port);
    return received?.message as FromWorker | undefined;
  }

  #break(message: Extract<FromWorker, { type: "broken" }>): void {
    const { option, error } = message;
    const { cause } = fromRecord(error);
    if (option === undefined) {
      this.#fail(`has ended: ${error.message}`, cause);
    } else {
      this.#failure ??= (operationId) =>
        new ParameterError(
          option,
          `the module of the option "${option}" cannot be loaded: ${error.message}`,
          {
            operationId,
            cause,
          },
        );
      this.end();
    }
  }

  #fail(what: string, cause?: unknown, causeCode?: string): void {
    this.#failure ??= (operationId) =>
      new ConnectionError(`the worker thread that sends requests ${what}`, {
        operationId,
        cause,
        causeCode,
      });
  }
}

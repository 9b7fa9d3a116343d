import { Worker } from "node:worker_threads";
import type { Account, Answer, Command, Reply } from "./types.ts";

type Answered = Exclude<Reply, { ready: unknown }>;
type Urls = Extract<Reply, { ready: unknown }>["ready"];

/** The fault server, seen from the thread that has started it. */
export class FaultServer implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #urls: Urls;
  readonly #waiting: Map<number, (reply: Answered) => void> = new Map();
  #last = 0;

  private constructor(worker: Worker, urls: Urls) {
    this.#worker = worker;
    this.#urls = urls;
    worker.on("message", (reply: Reply) => {
      if ("ready" in reply) return;
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
  }

  static async start(): Promise<FaultServer> {
    const worker = new Worker(new URL("server.js", import.meta.url));
    const reply = await new Promise<Reply>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    if (!("ready" in reply)) throw new Error("The fault server did not start.");
    return new FaultServer(worker, reply.ready);
  }

  /** An address that resets whoever connects. */
  get resets(): string {
    return this.#urls.resets;
  }

  /** Tells what the requests of a new case are answered, in their order; returns the base URL of the case. */
  async script(answers: readonly Answer[]): Promise<string> {
    const { url = "" } = await this.#ask({ script: answers });
    return url;
  }

  /** What has come of the case with this base URL. */
  async account(url: string): Promise<Account> {
    const { account } = await this.#ask({ account: url.slice(url.lastIndexOf("/") + 1) });
    if (account === undefined) throw new Error(`There is no case at ${url}.`);
    return account;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(command: DistributiveOmit<Command, "id">): Promise<Answered> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ ...command, id }, []);
    });
  }
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never;

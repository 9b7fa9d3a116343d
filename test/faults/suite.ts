import { vi } from "vitest";
import { ClosedPort } from "../closed-port.ts";
import type { Entries } from "../contract/entries.ts";
import { type Behaviour, GET_JOBS, type Layer } from "./behaviour.ts";
import {
  checkAccount,
  checkAttempts,
  checkConnections,
  checkOutcome,
  checkSecrecy,
} from "./check.ts";
import { KEY, Layers, type Outcome } from "./layers.ts";
import { FaultServer } from "./start.ts";

/** Puts behaviours to the layers of a package. */
export class Suite implements AsyncDisposable {
  readonly #entries: Entries;
  readonly #layers: Layers;
  readonly #server: FaultServer;
  readonly #closed: ClosedPort;

  private constructor(entries: Entries, server: FaultServer, closed: ClosedPort) {
    this.#entries = entries;
    this.#layers = new Layers(entries);
    this.#server = server;
    this.#closed = closed;
  }

  static async start(entries: Entries): Promise<Suite> {
    return new Suite(entries, await FaultServer.start(), await ClosedPort.take());
  }

  /** Makes the call of a behaviour, and throws if anything comes of it but what is expected. */
  async check(behaviour: Behaviour, layer: Layer): Promise<Outcome> {
    const { expect: expected, attempts } = { ...behaviour, ...behaviour.layers?.[layer] };
    const outcome = await this.#run(behaviour, layer);
    checkOutcome(outcome, expected, this.#entries.errors);
    checkAttempts(outcome, attempts);
    checkSecrecy(outcome, KEY);
    return outcome;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#layers[Symbol.dispose]();
    this.#closed[Symbol.dispose]();
    await this.#server[Symbol.asyncDispose]();
  }

  /** Makes the call, and checks what the server has seen of it. */
  async #run(behaviour: Behaviour, layer: Layer): Promise<Outcome> {
    const { answers, check } = behaviour;
    const { requests = [GET_JOBS] } = { ...behaviour, ...behaviour.layers?.[layer] };
    const server = this.#server;
    if (typeof answers === "string") {
      const url = answers === "closed" ? this.#closed.url : server.resets;
      return this.#layers.run(behaviour, layer, url);
    }
    const url = await server.script(answers);
    const outcome = await this.#layers.run(behaviour, layer, url);
    const account = await server.account(url);
    checkAccount(account, requests);
    check?.(account);
    await vi.waitFor(async () => checkConnections(await server.account(url)), 20_000);
    return outcome;
  }
}

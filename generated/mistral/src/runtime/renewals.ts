import { ask, type Credentials, type CredentialUse } from "./credentials.js";

/** Asks for credentials. Calls that are refused at the same time share the answer that renews one. */
export class Renewals {
  readonly #credentials: Credentials;
  readonly #pending: Map<string, Promise<unknown>> = new Map();

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /**
   * What the function of a credential returns.
   *
   * @param refresh Whether the server has refused its last answer.
   */
  ask(use: CredentialUse, refresh: boolean): unknown {
    if (!refresh) return ask(this.#credentials, use, false);
    const key = JSON.stringify([use.option, use.scopes]);
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const renewal = (async () => ask(this.#credentials, use, true))();
    const done = renewal.finally(() => this.#pending.delete(key));
    this.#pending.set(key, done);
    return done;
  }
}

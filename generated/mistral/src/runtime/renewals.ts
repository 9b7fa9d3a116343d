import { ask, type Credentials, type CredentialUse } from "./credentials.js";

interface Renewal {
  readonly answer: Promise<unknown>;
  /** When it came, by `performance.now()`. */
  end: number;
}

/**
 * Asks for credentials. Calls that are refused share the answer that renews one, also those that had asked for the old one
 * before it came.
 */
export class Renewals {
  readonly #credentials: Credentials;
  readonly #last: Map<string, Renewal> = new Map();

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /**
   * What the function of a credential returns.
   *
   * @param refused When it was asked for the answer that the server has refused, by `performance.now()`.
   */
  ask(use: CredentialUse, refused: number | undefined): unknown {
    if (refused === undefined) return ask(this.#credentials, use, false);
    const key = JSON.stringify([use.option, use.scopes]);
    const last = this.#last.get(key);
    if (last !== undefined && last.end > refused) return last.answer;
    const answer = (async () => ask(this.#credentials, use, true))();
    const renewal: Renewal = { answer, end: Infinity };
    this.#last.set(key, renewal);
    answer.then(
      () => (renewal.end = performance.now()),
      () => this.#last.delete(key),
    );
    return answer;
  }
}

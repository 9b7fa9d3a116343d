import { ask, checkCredential, failed } from "./credentials.js";
/** Asks for the credentials of a client. Calls that are refused at the same time share the answer that renews one. */
export class Secrets {
  #api;
  #credentials;
  #renewals = new Map();
  constructor(api, credentials) {
    this.#api = api;
    this.#credentials = credentials;
  }
  /**
   * The secrets by the names of their options.
   *
   * @param refresh Whether the server has refused the ones before.
   * @throws {ParameterError} If a function fails, or does not give a secret that can be sent.
   */
  async get(uses, refresh, operationId) {
    const values = {};
    for (const use of uses) {
      const { option } = use;
      let answer;
      try {
        answer = await (refresh ? this.#renew(use) : ask(this.#credentials, use, false));
      } catch (error) {
        throw failed(option, error, operationId);
      }
      values[option] = checkCredential(option, this.#api.security[option], answer, operationId);
    }
    return values;
  }
  #renew(use) {
    const key = JSON.stringify([use.option, use.scopes]);
    const pending = this.#renewals.get(key);
    if (pending !== undefined) return pending;
    const renewal = (async () => ask(this.#credentials, use, true))();
    const done = renewal.finally(() => this.#renewals.delete(key));
    this.#renewals.set(key, done);
    return done;
  }
}

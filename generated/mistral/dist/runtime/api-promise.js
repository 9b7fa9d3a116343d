/**
 * The promise of a call that is under way. It behaves like any promise, and what is derived from it is a plain one.
 */
export class ApiPromise extends Promise {
  static get [Symbol.species]() {
    return Promise;
  }
  #result;
  constructor(result) {
    super((resolve, reject) => {
      result.then(({ data }) => resolve(data), reject);
    });
    this.#result = result;
  }
  /** The value with the response's status, headers and request id. A failure then rejects this promise alone. */
  withResponse() {
    markHandled(this);
    return this.#result.then(withResponse);
  }
}
/** The members of `meta` are handed on as they are, and not read: some are made when they are asked for. */
function withResponse({ data, meta }) {
  const members = Object.getOwnPropertyDescriptors(meta);
  return Object.defineProperties({ data }, members);
}
/** Keeps a promise's rejection from being reported as unhandled: another promise reports it. */
export function markHandled(promise) {
  promise.catch(() => {});
}

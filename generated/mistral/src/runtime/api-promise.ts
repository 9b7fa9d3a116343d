import type { ResponseMeta } from "./options.js";

/** What a call comes to. */
export interface Result<T> {
  readonly data: T;
  readonly meta: ResponseMeta;
}

/** A call's value together with what is known about its response. */
export interface WithResponse<T> extends ResponseMeta {
  readonly data: T;
}

/**
 * The promise of a call that is under way. It behaves like any promise, and what is derived from it is a plain one.
 */
export class ApiPromise<T> extends Promise<T> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  readonly #result: Promise<Result<T>>;

  constructor(result: Promise<Result<T>>) {
    super((resolve, reject) => {
      result.then(({ data }) => resolve(data), reject);
    });
    this.#result = result;
  }

  /** The value with the response's status, headers and request id. A failure then rejects this promise alone. */
  withResponse(): Promise<WithResponse<T>> {
    markHandled(this);
    return this.#result.then(withResponse);
  }
}

/** The members of `meta` are handed on as they are, and not read: some are made when they are asked for. */
function withResponse<T>({ data, meta }: Result<T>): WithResponse<T> {
  const members = Object.getOwnPropertyDescriptors(meta);
  return Object.defineProperties({ data }, members) as WithResponse<T>;
}

/** Keeps a promise's rejection from being reported as unhandled: another promise reports it. */
export function markHandled(promise: Promise<unknown>): void {
  promise.catch(() => {});
}

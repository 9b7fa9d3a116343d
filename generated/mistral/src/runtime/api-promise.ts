import type { Pagination } from "./operation.js";
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
    return this.#result.then(({ data, meta }) => ({ data, ...meta }));
  }
}

/** The promise of the first page of a list, which is also all items of this and the following pages. */
export class ListPromise<P, I> extends ApiPromise<P> implements AsyncIterable<I> {
  readonly #pagination: Pagination;
  readonly #params: Readonly<Record<string, unknown>>;
  readonly #send: (page: number) => Promise<P>;

  /** @param send Asks for another page, by its number. */
  constructor(
    result: Promise<Result<P>>,
    pagination: Pagination,
    params: object,
    send: (page: number) => Promise<P>,
  ) {
    super(result);
    this.#pagination = pagination;
    this.#params = { ...params };
    this.#send = send;
  }

  /**
   * The pages from the one that was asked for to the last. The call that is under way brings the first of them; the
   * others are asked for one by one.
   */
  pages(): AsyncIterableIterator<P> {
    markHandled(this);
    return this.#walk();
  }

  /** The items of all pages. */
  [Symbol.asyncIterator](): AsyncIterator<I> {
    return this.#items(this.pages());
  }

  async *#items(pages: AsyncIterable<P>): AsyncGenerator<I, void, undefined> {
    for await (const page of pages) yield* itemsOf(page, this.#pagination) as I[];
  }

  async *#walk(): AsyncGenerator<P, void, undefined> {
    const pagination = this.#pagination;
    const start = numberOf(this.#params[pagination.page]) ?? pagination.firstPage;
    let page = await this.then((first) => first);
    let items = itemsOf(page, pagination);
    const asked = numberOf(this.#params[pagination.pageSize]) ?? items.length;
    let seen = (start - pagination.firstPage) * Math.min(asked, items.length);
    for (let number = start + 1; ; number++) {
      yield page;
      seen += items.length;
      const total =
        pagination.total === undefined ? undefined : numberOf(field(page, pagination.total));
      // A server may give less than was asked for on each page: where it says the total, that alone is the end.
      const isLast = total === undefined ? items.length < asked : seen >= total;
      if (items.length === 0 || isLast) return;
      page = await this.#send(number);
      items = itemsOf(page, pagination);
    }
  }
}

/** Keeps a promise's rejection from being reported as unhandled: another promise reports it. */
export function markHandled(promise: Promise<unknown>): void {
  promise.catch(() => {});
}

function itemsOf(page: unknown, pagination: Pagination): readonly unknown[] {
  const items = field(page, pagination.items);
  return Array.isArray(items) ? items : [];
}

function field(value: unknown, name: string): unknown {
  const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

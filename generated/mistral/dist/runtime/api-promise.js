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
    return this.#result.then(({ data, meta }) => ({
      data,
      ...meta,
    }));
  }
}
/** The promise of the first page of a list, which is also all items of this and the following pages. */
export class ListPromise extends ApiPromise {
  #pagination;
  #params;
  #send;
  /** @param send Asks for another page, by its number. */
  constructor(result, pagination, params, send) {
    super(result);
    this.#pagination = pagination;
    this.#params = { ...params };
    this.#send = send;
  }
  /**
   * The pages from the one that was asked for to the last. The call that is under way brings the first of them; the
   * others are asked for one by one.
   */
  pages() {
    markHandled(this);
    return this.#walk();
  }
  /** The items of all pages. */
  [Symbol.asyncIterator]() {
    return this.#items(this.pages());
  }
  async *#items(pages) {
    for await (const page of pages) yield* itemsOf(page, this.#pagination);
  }
  async *#walk() {
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
export function markHandled(promise) {
  promise.catch(() => {});
}
function itemsOf(page, pagination) {
  const items = field(page, pagination.items);
  return Array.isArray(items) ? items : [];
}
function field(value, name) {
  const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, name);
  return isObject ? value[name] : undefined;
}
function numberOf(value) {
  return typeof value === "number" ? value : undefined;
}

import { ApiPromise, ListPromise, type Result } from "./api-promise.js";
import {
  apply,
  checkCredential,
  type Credentials,
  needed,
  takeCredentials,
} from "./credentials.js";
import { Download } from "./download.js";
import { ClientError, ParameterError } from "./errors.js";
import { collect, exchangeUnder } from "./exchange.js";
import type { Api, Operation } from "./operation.js";
import type { BaseOptions, Fetch, RequestOptions } from "./options.js";
import { redacted, redactHeaders, redactUrl } from "./redact.js";
import { type Prepared, prepare, prepareParts } from "./request.js";
import { interpret, isStreamed, isSuccess, metaOf, readingOf } from "./response.js";
import { resolveSettings, type Settings } from "./settings.js";
import { resolveDeadlines, Watchdog } from "./watchdog.js";
import type { WireResponse } from "./wire.js";

/** What a core is made with: the options of all clients, and credentials by the names of `Api.security`. */
export type CoreOptions = BaseOptions | (BaseOptions & Readonly<Record<string, unknown>>);

/**
 * Sends the operations of one API. It keeps its secrets to itself: neither inspection nor JSON shows them. The
 * options cannot be changed later.
 */
export class Core {
  readonly #api: Api;
  readonly #settings: Settings;
  readonly #credentials: Credentials;
  readonly #fetch: Fetch;

  /** @throws {ParameterError} If an option is not acceptable, for instance a credential that is empty. */
  constructor(api: Api, options: CoreOptions) {
    this.#settings = resolveSettings(api, options);
    const { fetch } = options;
    if (fetch !== undefined && typeof fetch !== "function") {
      throw new ParameterError("fetch", "fetch must be a function");
    }
    this.#api = api;
    this.#credentials = takeCredentials(api, options);
    this.#fetch = fetch ?? ((url, init) => globalThis.fetch(url, init));
  }

  /** Sends an operation at once. The promise is returned in any case; what is wrong with an argument rejects it. */
  send<T>(
    operation: Operation,
    path: readonly string[],
    params?: object,
    options?: RequestOptions,
  ): ApiPromise<T> {
    return new ApiPromise<T>(this.#run<T>(operation, path, params, options));
  }

  /** The same for an operation that has pages; the ones after the first are sent when they are asked for. */
  list<P, I>(
    operation: Operation,
    path: readonly string[],
    params?: object,
    options?: RequestOptions,
  ): ListPromise<P, I> {
    const { pagination } = operation;
    if (pagination === undefined) throw new TypeError(`${operation.id} has no pages`);
    const sendPage = (page: number): Promise<P> =>
      this.send<P>(operation, path, { ...params, [pagination.page]: page }, options);
    return new ListPromise<P, I>(
      this.#run<P>(operation, path, params, options),
      pagination,
      params ?? {},
      sendPage,
    );
  }

  /**
   * The request that `send` would send, with all secrets redacted. Nothing is read and nothing is sent.
   *
   * @throws {ParameterError} For whatever would reject the promise of `send` before the request leaves.
   */
  preview(
    operation: Operation,
    path: readonly string[],
    params?: object,
    options?: RequestOptions,
  ): Prepared {
    const api = this.#api;
    resolveDeadlines(false, this.#settings.timeout, options?.timeout);
    const prepared = prepareParts(api, this.#settings, operation, path, params, options);
    const names = needed(operation, this.#credentials);
    const wire = apply(
      prepared.wire,
      api,
      Object.fromEntries(names.map((name) => [name, redacted])),
    );
    const clean = {
      ...wire,
      url: redactUrl(api, wire.url),
      headers: redactHeaders(api, wire.headers),
    };
    return { ...prepared, wire: clean };
  }

  async #run<T>(
    operation: Operation,
    path: readonly string[],
    params: object | undefined,
    options: RequestOptions | undefined,
  ): Promise<Result<T>> {
    const stream = isStreamed(operation);
    const deadlines = resolveDeadlines(stream, this.#settings.timeout, options?.timeout);
    const bare = prepare(this.#api, this.#settings, operation, path, params, options);
    const names = needed(operation, this.#credentials);
    const watchdog = new Watchdog(operation.id, deadlines, options?.signal);
    let values: Record<string, string>;
    try {
      watchdog.signal.throwIfAborted();
      values = await watchdog.race(this.#secrets(names, operation.id));
    } catch (error) {
      watchdog.close();
      throw error;
    }
    const response = await exchangeUnder(
      watchdog,
      apply(bare, this.#api, values),
      this.#fetch,
      stream,
    );
    return this.#finish<T>(operation, response, options);
  }

  async #finish<T>(
    operation: Operation,
    response: WireResponse,
    options: RequestOptions | undefined,
  ): Promise<Result<T>> {
    const { body } = response;
    const meta = metaOf(response, redactUrl(this.#api, response.url));
    try {
      options?.onResponse?.(meta);
    } catch (error) {
      if (!(body instanceof Uint8Array)) void body[Symbol.asyncIterator]().return?.();
      throw error;
    }
    const isDownload = isSuccess(response) && readingOf(operation, response) === "binary";
    const data = isDownload
      ? new Download(response, operation.id)
      : interpret(operation, { ...response, body: await whole(body) });
    return { data: data as T, meta };
  }

  async #secrets(names: readonly string[], operationId: string): Promise<Record<string, string>> {
    const values: Record<string, string> = {};
    for (const name of names) {
      const credential = this.#credentials[name];
      if (typeof credential !== "function") {
        values[name] = credential ?? "";
        continue;
      }
      let answer: unknown;
      try {
        answer = await credential();
      } catch (error) {
        if (ClientError.is(error)) throw error;
        throw new ParameterError(name, `the function ${name} failed`, {
          operationId,
          cause: error,
        });
      }
      values[name] = checkCredential(name, answer, operationId);
    }
    return values;
  }
}

/** A body in one piece, also one that might have been left as a stream. */
async function whole(body: WireResponse["body"]): Promise<Uint8Array> {
  return body instanceof Uint8Array ? body : collect(body);
}

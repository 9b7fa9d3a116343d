import { ApiPromise, ListPromise, type Result } from "./api-promise.js";
import { canReplay } from "./body.js";
import {
  apply,
  canAskAgain,
  type Credentials,
  type CredentialUse,
  hasSameCredentials,
  needed,
  takeCredentials,
} from "./credentials.js";
import { Download } from "./download.js";
import { ParameterError } from "./errors.js";
import { collect, exchangeUnder } from "./exchange.js";
import type { Api, Operation } from "./operation.js";
import type { BaseOptions, Fetch, RequestOptions, ResponseMeta, Retry } from "./options.js";
import { redacted, redactHeaders, redactUrl } from "./redact.js";
import { type Prepared, prepare, prepareParts } from "./request.js";
import { apiErrorOf, interpret, isStreamed, isSuccess, metaOf, readingOf } from "./response.js";
import { Secrets } from "./secrets.js";
import { resolveSettings, type Settings, settingsFor } from "./settings.js";
import { resolveDeadlines, Watchdog } from "./watchdog.js";
import type { Deadlines, WireRequest, WireResponse } from "./wire.js";

/** What a core is made with: the options of all clients, and credentials by the names of `Api.security`. */
export type CoreOptions = BaseOptions | (BaseOptions & Readonly<Record<string, unknown>>);

/** How one call is sent, and who is told when it is sent again. */
export interface CallOptions extends RequestOptions {
  onRetry?(retry: Retry): void;
}

/** One call on its way. */
interface Call {
  readonly operation: Operation;
  /** The request without credentials. */
  readonly bare: WireRequest;
  readonly uses: readonly CredentialUse[];
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal | undefined;
  readonly start: number;
}

/** A request that was sent, and its response. */
interface Attempt {
  readonly wire: WireRequest;
  readonly response: WireResponse;
}

/**
 * Sends the operations of one API. It keeps its secrets to itself: neither inspection nor JSON shows them. The
 * options cannot be changed later.
 */
export class Core {
  readonly #api: Api;
  readonly #settings: Settings;
  readonly #credentials: Credentials;
  readonly #secrets: Secrets;
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
    this.#secrets = new Secrets(api, this.#credentials);
    this.#fetch = fetch ?? ((url, init) => globalThis.fetch(url, init));
  }

  /** Sends an operation at once. The promise is returned in any case; what is wrong with an argument rejects it. */
  send<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: CallOptions,
  ): ApiPromise<T> {
    return new ApiPromise<T>(this.#run<T>(operation, path, params, options));
  }

  /** The same for an operation that has pages; the ones after the first are sent when they are asked for. */
  list<P, I>(
    operation: Operation,
    path: readonly unknown[],
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
    path: readonly unknown[],
    params?: object,
    options?: RequestOptions,
  ): Prepared {
    const api = this.#api;
    resolveDeadlines(false, this.#settings.timeout, options?.timeout);
    const base = settingsFor(this.#settings, operation, options?.baseUrl);
    const prepared = prepareParts(api, base, operation, path, params, options);
    const uses = needed(api, operation, this.#credentials, prepared.wire);
    const wire = apply(
      prepared.wire,
      api,
      Object.fromEntries(uses.map(({ option }) => [option, redacted])),
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
    path: readonly unknown[],
    params: object | undefined,
    options: CallOptions | undefined,
  ): Promise<Result<T>> {
    const stream = isStreamed(operation);
    const deadlines = resolveDeadlines(stream, this.#settings.timeout, options?.timeout);
    const base = settingsFor(this.#settings, operation, options?.baseUrl);
    const bare = prepare(this.#api, base, operation, path, params, options);
    const uses = needed(this.#api, operation, this.#credentials, bare);
    const start = performance.now();
    const call: Call = { operation, bare, uses, deadlines, signal: options?.signal, start };
    const { wire, response } = await this.#send(call);
    const first = this.#report(response, options, 1);
    if (response.status !== 401 || !canAskAgain(this.#credentials, uses))
      return this.#finish<T>(operation, response, first);
    const again = await this.#sendAgain(call, { wire, response }, options);
    if (again === undefined) return this.#finish<T>(operation, response, first);
    return this.#finish<T>(operation, again, this.#report(again, options, 2));
  }

  async #send(call: Call): Promise<Attempt> {
    const watchdog = watch(call);
    const wire = await this.#authorize(call, watchdog, false);
    return { wire, response: await this.#exchange(call, watchdog, wire) };
  }

  /** Asks for the credentials anew and sends the request once more, unless that cannot be done or would be in vain. */
  async #sendAgain(
    call: Call,
    { wire, response }: Attempt,
    options: CallOptions | undefined,
  ): Promise<WireResponse | undefined> {
    const watchdog = watch(call);
    const next = await this.#authorize(call, watchdog, true);
    if (hasSameCredentials(wire, next) || !canReplay(next.body)) {
      watchdog.close();
      return undefined;
    }
    options?.onRetry?.({ attempt: 2, delayMs: 0, error: apiErrorOf(call.operation, response, 1) });
    return this.#exchange(call, watchdog, next);
  }

  /** Asks for the credentials and puts them into the request. The watchdog is closed if that fails. */
  async #authorize(call: Call, watchdog: Watchdog, refresh: boolean): Promise<WireRequest> {
    try {
      watchdog.signal.throwIfAborted();
      const asked = this.#secrets.get(call.uses, refresh, call.operation.id);
      return apply(call.bare, this.#api, await watchdog.race(asked));
    } catch (error) {
      watchdog.close();
      throw error;
    }
  }

  #exchange(call: Call, watchdog: Watchdog, wire: WireRequest): Promise<WireResponse> {
    return exchangeUnder(watchdog, wire, this.#fetch, isStreamed(call.operation));
  }

  #report(
    response: WireResponse,
    options: RequestOptions | undefined,
    attempts: number,
  ): ResponseMeta {
    const { body } = response;
    const meta = metaOf(response, redactUrl(this.#api, response.url), attempts);
    try {
      options?.onResponse?.(meta);
    } catch (error) {
      if (!(body instanceof Uint8Array)) void body[Symbol.asyncIterator]().return?.();
      throw error;
    }
    return meta;
  }

  async #finish<T>(
    operation: Operation,
    response: WireResponse,
    meta: ResponseMeta,
  ): Promise<Result<T>> {
    const isDownload = isSuccess(response) && readingOf(operation, response) === "binary";
    const data = isDownload
      ? new Download(response, operation.id)
      : interpret(operation, { ...response, body: await whole(response.body) }, meta.attempts);
    return { data: data as T, meta };
  }
}

function watch({ operation, deadlines, signal, start }: Call): Watchdog {
  const elapsed = performance.now() - start;
  return new Watchdog(operation.id, { ...deadlines, elapsed }, signal);
}

/** A body in one piece, also one that might have been left as a stream. */
async function whole(body: WireResponse["body"]): Promise<Uint8Array> {
  return body instanceof Uint8Array ? body : collect(body);
}

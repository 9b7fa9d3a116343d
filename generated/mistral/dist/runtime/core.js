import { ApiPromise, ListPromise } from "./api-promise.js";
import { canReplay } from "./body.js";
import { apply, canAskAgain, hasSameCredentials, needed, takeCredentials } from "./credentials.js";
import { Download } from "./download.js";
import { ParameterError } from "./errors.js";
import { collect, exchangeUnder } from "./exchange.js";
import { redacted, redactHeaders, redactUrl } from "./redact.js";
import { prepare, prepareParts } from "./request.js";
import { apiErrorOf, interpret, isStreamed, isSuccess, metaOf, readingOf } from "./response.js";
import { Secrets } from "./secrets.js";
import { resolveSettings, settingsFor } from "./settings.js";
import { resolveDeadlines, Watchdog } from "./watchdog.js";
/**
 * Sends the operations of one API. It keeps its secrets to itself: neither inspection nor JSON shows them. The
 * options cannot be changed later.
 */
export class Core {
  #api;
  #settings;
  #credentials;
  #secrets;
  #fetch;
  /** @throws {ParameterError} If an option is not acceptable, for instance a credential that is empty. */
  constructor(api, options) {
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
  send(operation, path, params, options) {
    return new ApiPromise(this.#run(operation, path, params, options));
  }
  /** The same for an operation that has pages; the ones after the first are sent when they are asked for. */
  list(operation, path, params, options) {
    const { pagination } = operation;
    if (pagination === undefined) throw new TypeError(`${operation.id} has no pages`);
    const sendPage = (page) =>
      this.send(
        operation,
        path,
        {
          ...params,
          [pagination.page]: page,
        },
        options,
      );
    return new ListPromise(
      this.#run(operation, path, params, options),
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
  preview(operation, path, params, options) {
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
    return {
      ...prepared,
      wire: clean,
    };
  }
  async #run(operation, path, params, options) {
    const stream = isStreamed(operation);
    const deadlines = resolveDeadlines(stream, this.#settings.timeout, options?.timeout);
    const base = settingsFor(this.#settings, operation, options?.baseUrl);
    const bare = prepare(this.#api, base, operation, path, params, options);
    const uses = needed(this.#api, operation, this.#credentials, bare);
    const start = performance.now();
    const call = {
      operation,
      bare,
      uses,
      deadlines,
      signal: options?.signal,
      start,
    };
    const { wire, response } = await this.#send(call);
    const first = this.#report(response, options, 1);
    if (response.status !== 401 || !canAskAgain(this.#credentials, uses))
      return this.#finish(operation, response, first);
    const again = await this.#sendAgain(
      call,
      {
        wire,
        response,
      },
      options,
    );
    if (again === undefined) return this.#finish(operation, response, first);
    return this.#finish(operation, again, this.#report(again, options, 2));
  }
  async #send(call) {
    const watchdog = watch(call);
    const wire = await this.#authorize(call, watchdog, false);
    return {
      wire,
      response: await this.#exchange(call, watchdog, wire),
    };
  }
  /** Asks for the credentials anew and sends the request once more, unless that cannot be done or would be in vain. */
  async #sendAgain(call, { wire, response }, options) {
    const watchdog = watch(call);
    const next = await this.#authorize(call, watchdog, true);
    if (hasSameCredentials(wire, next) || !canReplay(next.body)) {
      watchdog.close();
      return undefined;
    }
    options?.onRetry?.({
      attempt: 2,
      delayMs: 0,
      error: apiErrorOf(call.operation, response, 1),
    });
    return this.#exchange(call, watchdog, next);
  }
  /** Asks for the credentials and puts them into the request. The watchdog is closed if that fails. */
  async #authorize(call, watchdog, refresh) {
    try {
      watchdog.signal.throwIfAborted();
      const asked = this.#secrets.get(call.uses, refresh, call.operation.id);
      return apply(call.bare, this.#api, await watchdog.race(asked));
    } catch (error) {
      watchdog.close();
      throw error;
    }
  }
  #exchange(call, watchdog, wire) {
    return exchangeUnder(watchdog, wire, this.#fetch, isStreamed(call.operation));
  }
  #report(response, options, attempts) {
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
  async #finish(operation, response, meta) {
    const isDownload = isSuccess(response) && readingOf(operation, response) === "binary";
    const data = isDownload
      ? new Download(response, operation.id)
      : interpret(
          operation,
          {
            ...response,
            body: await whole(response.body),
          },
          meta.attempts,
        );
    return {
      data,
      meta,
    };
  }
}
function watch({ operation, deadlines, signal, start }) {
  const elapsed = performance.now() - start;
  return new Watchdog(
    operation.id,
    {
      ...deadlines,
      elapsed,
    },
    signal,
  );
}
/** A body in one piece, also one that might have been left as a stream. */
async function whole(body) {
  return body instanceof Uint8Array ? body : collect(body);
}

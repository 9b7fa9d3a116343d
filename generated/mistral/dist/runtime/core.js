import { ApiPromise, ListPromise } from "./api-promise.js";
import { apply, checkCredential, needed, takeCredentials } from "./credentials.js";
import { Download } from "./download.js";
import { ClientError, ParameterError } from "./errors.js";
import { collect, exchangeUnder } from "./exchange.js";
import { redacted, redactHeaders, redactUrl } from "./redact.js";
import { prepare, prepareParts } from "./request.js";
import { interpret, isStreamed, isSuccess, metaOf, readingOf } from "./response.js";
import { resolveSettings } from "./settings.js";
import { resolveDeadlines, Watchdog } from "./watchdog.js";
/**
 * Sends the operations of one API. It keeps its secrets to itself: neither inspection nor JSON shows them. The
 * options cannot be changed later.
 */
export class Core {
  #api;
  #settings;
  #credentials;
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
    return {
      ...prepared,
      wire: clean,
    };
  }
  async #run(operation, path, params, options) {
    const stream = isStreamed(operation);
    const deadlines = resolveDeadlines(stream, this.#settings.timeout, options?.timeout);
    const bare = prepare(this.#api, this.#settings, operation, path, params, options);
    const names = needed(operation, this.#credentials);
    const watchdog = new Watchdog(operation.id, deadlines, options?.signal);
    let values;
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
    return this.#finish(operation, response, options);
  }
  async #finish(operation, response, options) {
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
      : interpret(operation, {
          ...response,
          body: await whole(body),
        });
    return {
      data,
      meta,
    };
  }
  async #secrets(names, operationId) {
    const values = {};
    for (const name of names) {
      const credential = this.#credentials[name];
      if (typeof credential !== "function") {
        values[name] = credential ?? "";
        continue;
      }
      let answer;
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
async function whole(body) {
  return body instanceof Uint8Array ? body : collect(body);
}

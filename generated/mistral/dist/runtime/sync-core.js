import { canReplay } from "./body.js";
import {
  apply,
  ask,
  canAskAgain,
  checkCredential,
  failed,
  hasSameCredentials,
  needed,
  takeCredentials,
} from "./credentials.js";
import { ParameterError } from "./errors.js";
import { redactUrl } from "./redact.js";
import { prepare } from "./request.js";
import { interpret, isStreamed, metaOf, readingOf } from "./response.js";
import { resolveSettings, settingsFor } from "./settings.js";
import { Bridge } from "./sync-bridge.js";
import { SyncDownload } from "./sync-download.js";
import { resolveDeadlines } from "./watchdog.js";
/**
 * What all operations of a blocking client share: its options, and one worker thread that does the sending. The thread
 * is started by the first call and does not keep the process alive.
 */
export class SyncCore {
  #api;
  #settings;
  #credentials;
  #bridge;
  /**
   * @param options Also holds the credentials, by the names of `api.security`.
   * @throws {ParameterError} If an option is not acceptable, for instance a credential that is empty.
   */
  constructor(api, options) {
    this.#api = api;
    this.#settings = resolveSettings(api, options);
    refuseAsync(options);
    this.#credentials = takeCredentials(api, options);
    this.#bridge = new Bridge({
      worker: options.worker,
      transport: options.transport,
    });
  }
  /**
   * Sends the request of an operation, blocks until the response is there, and returns its value.
   *
   * @throws {ApiError} If the status is not 2xx; of the class that belongs to the status.
   * @throws {ResponseParseError} If the body is not what the operation promises.
   * @throws {ConnectionError} If the server cannot be reached, the connection breaks, or the worker thread ends.
   * @throws {TimeoutError} If a deadline is missed.
   * @throws {ParameterError} If an argument is not acceptable.
   * @throws {ClientError} If the client is closed, or this thread cannot block.
   */
  send(operation, path, params, options) {
    return this.sendForResponse(operation, path, params, options).data;
  }
  /** The same, with what is known about the response. */
  sendForResponse(operation, path, params, options) {
    refuseAsync(options, operation.id);
    const stream = isStreamed(operation);
    const deadlines = resolveDeadlines(stream, this.#settings.timeout, options?.timeout);
    const start = performance.now();
    const base = settingsFor(this.#settings, operation, options?.baseUrl);
    const bare = prepare(this.#api, base, operation, path, params, options);
    const uses = needed(this.#api, operation, this.#credentials, bare);
    const exchange = (wire) =>
      this.#bridge.exchange({
        wire,
        deadlines: {
          ...deadlines,
          elapsed: performance.now() - start,
        },
        stream,
        nameOf: (source) => nameOf(source, params),
      });
    const wire = this.#authorize(bare, uses, false);
    const response = exchange(wire);
    const meta = this.#report(response, options, 1);
    if (response.status === 401 && canAskAgain(this.#credentials, uses)) {
      const next = this.#authorize(bare, uses, true);
      if (!hasSameCredentials(wire, next) && canReplay(next.body)) {
        const again = exchange(next);
        const metaAgain = this.#report(again, options, 2);
        return {
          data: finish(operation, again, 2),
          meta: metaAgain,
        };
      }
    }
    return {
      data: finish(operation, response, 1),
      meta,
    };
  }
  /** Ends the worker thread. Downloads that are still being read fail, and calls that come later are refused. */
  close() {
    this.#bridge.close();
  }
  [Symbol.dispose]() {
    this.close();
  }
  #report(response, options, attempts) {
    const { url, body } = response;
    const meta = metaOf(response, redactUrl(this.#api, url), attempts);
    try {
      options?.onResponse?.(meta);
      return meta;
    } catch (error) {
      if (!(body instanceof Uint8Array)) body.cancel();
      throw error;
    }
  }
  /** Asks for the credentials and puts them into the request. */
  #authorize(bare, uses, refresh) {
    const secrets = {};
    for (const use of uses) {
      const { option } = use;
      const answer = askNow(this.#credentials, use, refresh, bare.operation);
      secrets[option] = checkCredential(option, this.#api.security[option], answer, bare.operation);
    }
    return apply(bare, this.#api, secrets);
  }
}
function finish(operation, response, attempt) {
  const { body } = response;
  const isLeft = !(body instanceof Uint8Array);
  if (isLeft && readingOf(operation, response) === "binary")
    return new SyncDownload(response, body, operation.id);
  const whole = isLeft ? body.readAll() : body;
  return interpret(
    operation,
    {
      ...response,
      body: whole,
    },
    attempt,
  );
}
function askNow(credentials, use, refresh, operationId) {
  const { option } = use;
  let answer;
  try {
    answer = ask(credentials, use, refresh);
  } catch (error) {
    throw failed(option, error, operationId);
  }
  if (!isThenable(answer)) return answer;
  answer.then(undefined, () => {});
  throw new ParameterError(
    option,
    `the function ${option} returned a promise, which a blocking call cannot wait for: return the secret, or use the promise client`,
    { operationId },
  );
}
function isThenable(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}
/** Refuses what only the other call styles can do, also where no type-checker does. */
function refuseAsync(options, operationId) {
  const cures = {
    signal: "a blocking call cannot be cancelled by a signal: bound it by timeout",
    fetch:
      "a blocking call is sent by another thread, which cannot call this function: name a module that exports fetch by the option transport",
  };
  for (const [name, cure] of Object.entries(cures)) {
    const value = options && Reflect.get(options, name);
    if (value !== undefined && value !== null)
      throw new ParameterError(name, cure, { operationId });
  }
}
/** The param that a source of the body was given as. */
function nameOf(source, params) {
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value === source) return name;
    if (typeof value === "object" && value !== null && Reflect.get(value, "content") === source)
      return name;
  }
  return "body";
}

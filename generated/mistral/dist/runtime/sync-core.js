import { apply, checkCredential, needed, takeCredentials } from "./credentials.js";
import { ClientError, ParameterError } from "./errors.js";
import { redactUrl } from "./redact.js";
import { prepare } from "./request.js";
import { interpret, isStreamed, metaOf, readingOf } from "./response.js";
import { resolveSettings } from "./settings.js";
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
    refuseAsync(options, operation.id);
    const stream = isStreamed(operation);
    const deadlines = resolveDeadlines(stream, this.#settings.timeout, options?.timeout);
    const bare = prepare(this.#api, this.#settings, operation, path, params, options);
    const wire = apply(bare, this.#api, this.#secrets(operation));
    const response = this.#bridge.exchange({
      wire,
      deadlines,
      stream,
      nameOf: (source) => nameOf(source, params),
    });
    return this.#finish(operation, response, options);
  }
  /** Ends the worker thread. Downloads that are still being read fail, and calls that come later are refused. */
  close() {
    this.#bridge.close();
  }
  [Symbol.dispose]() {
    this.close();
  }
  #finish(operation, response, options) {
    const { status, headers, url, body } = response;
    const isLeft = !(body instanceof Uint8Array);
    try {
      options?.onResponse?.(
        metaOf(
          {
            ...response,
            body: new Uint8Array(),
          },
          redactUrl(this.#api, url),
        ),
      );
    } catch (error) {
      if (isLeft) body.cancel();
      throw error;
    }
    if (isLeft && readingOf(operation, response) === "binary")
      return new SyncDownload(response, body, operation.id);
    return interpret(operation, {
      status,
      headers,
      url,
      body: isLeft ? body.readAll() : body,
    });
  }
  #secrets(operation) {
    const { id: operationId } = operation;
    const secrets = {};
    for (const name of needed(operation, this.#credentials)) {
      const secret = askCredential(name, this.#credentials[name], operationId);
      secrets[name] = checkCredential(name, secret, operationId);
    }
    return secrets;
  }
}
function askCredential(name, credential, operationId) {
  if (typeof credential !== "function") return credential;
  let answer;
  try {
    answer = credential();
  } catch (error) {
    if (ClientError.is(error)) throw error;
    throw new ParameterError(name, `the function ${name} failed`, {
      operationId,
      cause: error,
    });
  }
  if (!isThenable(answer)) return answer;
  answer.then(undefined, () => {});
  throw new ParameterError(
    name,
    `the function ${name} returned a promise, which a blocking call cannot wait for: return a text, or use the promise client`,
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

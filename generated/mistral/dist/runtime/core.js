import { ApiPromise } from "./api-promise.js";
import { attempts } from "./attempts.js";
import { deadlinesNow, openCall, progressOf, openClient } from "./call.js";
import { Calls } from "./calls.js";
import { apply } from "./credentials.js";
import { ParameterError } from "./errors.js";
import { exchangeUnder } from "./exchange.js";
import { redacted, redactHeaders, redactUrl } from "./redact.js";
import { defaultTransport } from "./platform.js";
import { Renewals } from "./renewals.js";
import { part } from "./part.js";
import { interpret, isSuccess, readingOf } from "./response.js";
import { readWhole } from "./response-body.js";
import { drive } from "./steps.js";
import { viaFetch } from "./transport.js";
import { Watchdog } from "./watchdog.js";
/**
 * Sends the operations of one API. It keeps its secrets to itself: neither inspection nor JSON shows them. The
 * options cannot be changed later.
 */
export class Core {
  #state;
  #renewals;
  #transport;
  #calls = new Calls();
  /** @throws {ParameterError} If an option is not acceptable, for instance a credential that is empty. */
  constructor(api, options) {
    this.#state = openClient(api, options);
    const { fetch } = options;
    if (fetch !== undefined && typeof fetch !== "function") {
      throw new ParameterError("fetch", "fetch must be a function");
    }
    this.#renewals = new Renewals(this.#state.credentials);
    this.#transport = fetch ? viaFetch(fetch) : defaultTransport;
  }
  /** What is in flight. */
  get calls() {
    return this.#calls;
  }
  /** Sends an operation at once. The promise is returned in any case; what is wrong with an argument rejects it. */
  send(operation, path, params, options) {
    return new ApiPromise(this.sendForResult(operation, path, params, options));
  }
  /** The same, for what is built on calls: the value comes together with what is known about its response. */
  async sendForResult(operation, path, params, options) {
    const call = openCall(this.#state, operation, path, params, options);
    const driver = new Driver(call, this.#transport, options?.signal);
    const isPart = options?.isPart === true;
    if (!isPart) this.#calls.add(driver);
    const steps = attempts(call, (use, refresh) => this.#renewals.ask(use, refresh));
    try {
      return await driver.drive(steps);
    } finally {
      driver.close();
      if (!isPart) driver.whenOver(() => this.#calls.delete(driver));
    }
  }
  /**
   * The request that `send` would send, with all secrets redacted. Nothing is read and nothing is sent.
   *
   * @throws {ParameterError} For whatever would reject the promise of `send` before the request leaves.
   */
  preview(operation, path, params, options) {
    const { api } = this.#state;
    const { bare, uses, parts } = openCall(this.#state, operation, path, params, options);
    const wire = apply(bare, api, Object.fromEntries(uses.map(({ option }) => [option, redacted])));
    const clean = {
      ...wire,
      url: redactUrl(api, wire.url),
      headers: redactHeaders(api, wire.headers),
    };
    return {
      wire: clean,
      parts,
    };
  }
}
/** Carries the steps of one call out. */
class Driver {
  #call;
  #transport;
  #signal;
  /** Watches over what the call waits for, until an exchange takes it over. */
  #watchdog;
  /** Watches over the last exchange, also when it has been left to who reads the body. */
  #exchange;
  #aborted;
  #isAsleep = false;
  attempt = 1;
  constructor(call, transport, signal) {
    this.#call = call;
    this.#transport = transport;
    this.#signal = signal;
  }
  drive(steps) {
    return drive(steps, (step) => this.#carryOut(step));
  }
  get operation() {
    return this.#call.operation.id;
  }
  get start() {
    return this.#call.start;
  }
  get phase() {
    if (this.#isAsleep) return "wait";
    return this.#exchange?.hasResponse === true ? "response" : "request";
  }
  abort(reason) {
    this.#aborted = { reason };
    this.#watchdog?.cancel(reason);
    this.#exchange?.cancel(reason);
  }
  /** Ends what watches over the call. */
  close() {
    this.#watchdog?.close();
  }
  /** Calls a function when a body that was left as a stream has been read or given up; at once if there is none. */
  whenOver(listener) {
    if (this.#exchange === undefined) listener();
    else this.#exchange.whenClosed(listener);
  }
  #carryOut(step) {
    switch (step.kind) {
      case "begin":
        this.attempt = step.attempt;
        this.#exchange = undefined;
        return this.#watch().throwIfAborted();
      case "await":
        return this.#watch().race(step.value);
      case "settle":
        return settle(step.value);
      case "exchange": {
        const watchdog = this.#watch();
        this.#watchdog = undefined;
        this.#exchange = watchdog;
        return exchangeUnder(watchdog, step.wire, {
          transport: this.#transport,
          stream: this.#call.stream,
          maxSize: this.#call.maxResponseSize,
          open: this.#call.operation.uses?.body?.open,
          onProgress: progressOf(this.#call),
        });
      }
      case "sleep":
        return this.#sleep(step.ms);
      case "discard":
        return void step.body[Symbol.asyncIterator]().return?.();
      default:
        return finish(this.#call, step.response, step.attempt);
    }
  }
  async #sleep(ms) {
    this.#isAsleep = true;
    try {
      await this.#watch().sleep(ms);
    } finally {
      this.#isAsleep = false;
    }
  }
  #watch() {
    const { id } = this.#call.operation;
    if (this.#watchdog !== undefined) return this.#watchdog;
    const watchdog = new Watchdog(id, deadlinesNow(this.#call), this.#signal);
    if (this.#aborted !== undefined) watchdog.cancel(this.#aborted.reason);
    this.#watchdog = watchdog;
    return watchdog;
  }
}
/** How long a promise of `onError` is waited for, in milliseconds, since nothing else would end that. */
const settleTime = 1e4;
async function settle(value) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(undefined), settleTime);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
/** The value of a call. A body in one piece may be one that might have been left as a stream. */
function finish({ operation, maxResponseSize }, response, attempt) {
  const { body } = response;
  if (isSuccess(response) && readingOf(operation, response) === "binary") {
    const { id, uses } = operation;
    return new (part(uses?.download, "download", id))(response, id, maxResponseSize);
  }
  if (body instanceof Uint8Array)
    return interpret(
      operation,
      {
        ...response,
        body,
      },
      attempt,
    );
  return readWhole(response, body, maxResponseSize, operation.id).then((whole) =>
    interpret(
      operation,
      {
        ...response,
        body: whole,
      },
      attempt,
    ),
  );
}

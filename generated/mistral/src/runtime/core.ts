import { ApiPromise, type Result } from "./api-promise.js";
import { attempts, type Step, type Steps } from "./attempts.js";
import {
  type Call,
  type ClientState,
  deadlinesNow,
  openCall,
  progressOf,
  openClient,
} from "./call.js";
import { type CallInFlight, Calls, type Tracked } from "./calls.js";
import { ParameterError } from "./errors.js";
import { exchange } from "./exchange.js";
import type { Api, Operation } from "./uses.js";
import type { BaseOptions, RequestOptions, Retry } from "./options.js";
import { defaultTransport } from "./platform.js";
import { Renewals } from "./renewals.js";
import { part } from "./part.js";
import { interpret, readingOf } from "./response.js";
import { readWhole } from "./response-body.js";
import { drive } from "./steps.js";
import { isSuccess, type Transport, viaFetch } from "./transport.js";
import { Watchdog } from "./watchdog.js";
import type { WireResponse } from "./wire.js";

type Body = AsyncIterable<Uint8Array>;

/** What a core is made with: the options of all clients, and credentials by the names of `Api.security`. */
export type CoreOptions = BaseOptions | (BaseOptions & Readonly<Record<string, unknown>>);

/** How one call is sent, how long it may take at most, and who is told when it is sent again. */
export interface CallOptions extends RequestOptions {
  timeLeft?: number | undefined;
  /** Whether it is a part of what is among the core's `calls` already. */
  isPart?: boolean | undefined;
  onRetry?(retry: Retry): void;
  /** See `SharedCallOptions`. */
  urlFor?(url: string): string;
}

/**
 * Sends the operations of one API. It keeps its secrets to itself: neither inspection nor JSON shows them. The
 * options cannot be changed later.
 */
export class Core {
  readonly #state: ClientState;
  readonly #renewals: Renewals;
  readonly #transport: Transport;
  readonly #calls: Calls = new Calls();

  /** @throws {ParameterError} If an option is not acceptable, for instance a credential that is empty. */
  constructor(api: Api, options: CoreOptions) {
    this.#state = openClient(api, options);
    const { fetch } = options;
    if (fetch !== undefined && typeof fetch !== "function") {
      throw new ParameterError("fetch", "fetch must be a function");
    }
    this.#renewals = new Renewals(this.#state.credentials);
    this.#transport = fetch ? viaFetch(fetch) : defaultTransport;
  }

  /** What a core keeps for its calls. It is no property, so that nothing shows it. */
  static stateOf(core: Core): ClientState {
    return core.#state;
  }

  /** What is in flight. */
  get calls(): Calls {
    return this.#calls;
  }

  /** Sends an operation at once. The promise is returned in any case; what is wrong with an argument rejects it. */
  send<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: CallOptions,
  ): ApiPromise<T> {
    return new ApiPromise<T>(this.sendForResult<T>(operation, path, params, options));
  }

  /** The same, for what is built on calls: the value comes together with what is known about its response. */
  async sendForResult<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: CallOptions,
  ): Promise<Result<T>> {
    const call = openCall(this.#state, operation, path, params, options);
    const driver = new CallDriver(call, this.#transport, options?.signal);
    const isPart = options?.isPart === true;
    if (!isPart) this.#calls.add(driver);
    const steps = attempts<Body>(call, (use, refused) => this.#renewals.ask(use, refused));
    try {
      return (await driver.drive(steps)) as Result<T>;
    } finally {
      driver.close();
      if (!isPart) driver.whenOver(() => this.#calls.delete(driver));
    }
  }
}

/** Carries the steps of one call out. */
class CallDriver implements Tracked {
  readonly #call: Call;
  readonly #transport: Transport;
  readonly #signal: AbortSignal | undefined;
  /** Watches over what the call waits for, until an exchange takes it over. */
  #watchdog: Watchdog | undefined;
  /** Watches over the last exchange, also when it has been left to who reads the body. */
  #exchange: Watchdog | undefined;
  #aborted: { readonly reason: unknown } | undefined;
  #isAsleep = false;
  attempt = 1;

  constructor(call: Call, transport: Transport, signal: AbortSignal | undefined) {
    this.#call = call;
    this.#transport = transport;
    this.#signal = signal;
  }

  drive(steps: Steps<Body>): Promise<Result<unknown>> {
    return drive(steps, (step) => this.#carryOut(step));
  }

  get operation(): string {
    return this.#call.operation.id;
  }

  get start(): number {
    return this.#call.start;
  }

  get phase(): CallInFlight["phase"] {
    if (this.#isAsleep) return "wait";
    return this.#exchange?.hasResponse === true ? "response" : "request";
  }

  abort(reason: unknown): void {
    this.#aborted = { reason };
    this.#watchdog?.cancel(reason);
    this.#exchange?.cancel(reason);
  }

  /** Ends what watches over the call. */
  close(): void {
    this.#watchdog?.close();
  }

  /** Calls a function when a body that was left as a stream has been read or given up; at once if there is none. */
  whenOver(listener: () => void): void {
    if (this.#exchange === undefined) listener();
    else this.#exchange.whenClosed(listener);
  }

  #carryOut(step: Step<Body>): unknown {
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
        return exchange(watchdog, step.wire, {
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

  async #sleep(ms: number): Promise<void> {
    this.#isAsleep = true;
    try {
      await this.#watch().sleep(ms);
    } finally {
      this.#isAsleep = false;
    }
  }

  #watch(): Watchdog {
    const { id } = this.#call.operation;
    if (this.#watchdog !== undefined) return this.#watchdog;
    const watchdog = new Watchdog(id, deadlinesNow(this.#call), this.#signal);
    if (this.#aborted !== undefined) watchdog.cancel(this.#aborted.reason);
    this.#watchdog = watchdog;
    return watchdog;
  }
}

/** How long a promise of `onError` is waited for, in milliseconds, since nothing else would end that. */
const settleTime = 10_000;

async function settle(value: PromiseLike<unknown>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), settleTime);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The value of a call. A body in one piece may be one that might have been left as a stream. */
function finish(
  { operation, maxResponseSize }: Call,
  response: WireResponse,
  attempt: number,
): unknown {
  const { body } = response;
  if (isSuccess(response) && readingOf(operation, response) === "binary") {
    const { id, uses } = operation;
    return new (part(uses?.download, "download", id))(response, id, maxResponseSize);
  }
  if (body instanceof Uint8Array) return interpret(operation, response, body, attempt);
  return readWhole(response, body, maxResponseSize, operation.id).then((whole) =>
    interpret(operation, response, whole, attempt),
  );
}

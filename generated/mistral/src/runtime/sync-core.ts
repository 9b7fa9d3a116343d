import type { Result } from "./api-promise.js";
import { attempts, type Step } from "./attempts.js";
import {
  type Call,
  type ClientState,
  deadlinesNow,
  openCall,
  progressOf,
  openClient,
} from "./call.js";
import { Calls } from "./calls.js";
import { ask } from "./credentials.js";
import { ClientError, ParameterError } from "./errors.js";
import type { Api, Operation } from "./uses.js";
import type { SyncBaseOptions, SyncOptions } from "./options.js";
import { interpret, readingOf } from "./response.js";
import { driveSync } from "./steps.js";
import { Bridge, type BridgeResponse } from "./sync-bridge.js";
import { SyncCall } from "./sync-call.js";
import { SyncDownload } from "./sync-download.js";
import type { RemoteBody } from "./sync-remote-body.js";
import { refusePromise, sleepSync } from "./sync-waiting.js";
import type { BodySource } from "./wire.js";

declare global {
  interface SymbolConstructor {
    /** What `using` calls; declared here for projects whose `lib` does not have it. */
    readonly dispose: unique symbol;
  }
}

/** How one blocking call is sent, and how long it may take at most. */
export interface SyncCallOptions extends SyncOptions {
  timeLeft?: number | undefined;
  /** Whether it is a part of what is among the core's `calls` already. */
  isPart?: boolean | undefined;
}

/**
 * What all operations of a blocking client share: its options, and one worker thread that does the sending. The thread
 * is started by the first call and does not keep the process alive.
 */
export class SyncCore {
  readonly #state: ClientState;
  readonly #bridge: Bridge;
  readonly #calls: Calls = new Calls();

  /**
   * @param options Also holds the credentials, by the names of `api.security`.
   * @throws {ParameterError} If an option is not acceptable, for instance a credential that is empty.
   */
  constructor(api: Api, options: SyncBaseOptions) {
    this.#state = openClient(api, options);
    refuseAsync(options);
    this.#bridge = new Bridge({ worker: options.worker, transport: options.transport });
  }

  /** What is in flight. */
  get calls(): Calls {
    return this.#calls;
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
  send<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: SyncOptions,
  ): T {
    return this.sendForResponse<T>(operation, path, params, options).data;
  }

  /** The same, with what is known about the response. */
  sendForResponse<T>(
    operation: Operation,
    path: readonly unknown[],
    params?: object,
    options?: SyncCallOptions,
  ): Result<T> {
    refuseAsync(options, operation.id);
    const call = openCall(this.#state, operation, path, params, options);
    const steps = attempts<RemoteBody>(call, (use, refused) =>
      ask(this.#state.credentials, use, refused !== undefined),
    );
    const tracked = new SyncCall(operation.id, call.start);
    if (options?.isPart !== true) this.#calls.add(tracked);
    try {
      return driveSync(steps, (step) => {
        if (step.kind !== "discard" && step.kind !== "settle") throwIfAborted(tracked, step);
        if (step.kind === "begin") tracked.attempt = step.attempt;
        const answer = this.#carryOut(call, params, step);
        if (answer instanceof SyncDownload) tracked.leave(answer);
        return answer;
      }) as Result<T>;
    } catch (error) {
      // Made deep inside, it would show the caller nothing of his own code.
      if (ClientError.is(error) && call.thrown === undefined)
        captureStack(error, this.sendForResponse);
      throw error;
    } finally {
      tracked.whenOver(() => this.#calls.delete(tracked));
    }
  }

  /** Ends the worker thread. Downloads that are still being read fail, and calls that come later are refused. */
  close(): void {
    this.#calls.clear();
    this.#bridge.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #carryOut(call: Call, params: object | undefined, step: Step<RemoteBody>): unknown {
    switch (step.kind) {
      case "begin":
        return undefined;
      case "await":
      case "settle":
        return refusePromise(step.value, step.option, call.operation.id);
      case "exchange":
        return this.#bridge.exchange({
          wire: step.wire,
          deadlines: deadlinesNow(call),
          stream: call.stream,
          maxSize: call.maxResponseSize,
          onProgress: progressOf(call),
          nameOf: (source) => nameOf(source, params),
        });
      case "sleep":
        return sleepSync(step.ms);
      case "discard":
        return step.body.cancel();
      default:
        return finish(call, step.response, step.attempt);
    }
  }
}

/**
 * Ends a call that has been ended meanwhile, and closes the connection of a body that is left.
 *
 * @throws {CancelledError} If it has.
 */
function throwIfAborted(tracked: SyncCall, step: Step<RemoteBody>): void {
  try {
    tracked.throwIfAborted();
  } catch (error) {
    if (step.kind === "finish" && !(step.response.body instanceof Uint8Array))
      step.response.body.cancel();
    throw error;
  }
}

function finish(
  { operation, maxResponseSize }: Call,
  response: BridgeResponse,
  attempt: number,
): unknown {
  const { body } = response;
  const isLeft = !(body instanceof Uint8Array);
  if (isLeft && readingOf(operation, response) === "binary")
    return new SyncDownload(response, body, operation.id, maxResponseSize);
  const whole = isLeft ? body.readAll(maxResponseSize) : body;
  return interpret(operation, response, whole, attempt);
}

/** Lets an error's stack begin at the caller of a function, in engines that can do that. */
function captureStack(error: Error, caller: (...args: never) => unknown): void {
  const { captureStackTrace } = Error as {
    captureStackTrace?(error: Error, caller: (...args: never) => unknown): void;
  };
  captureStackTrace?.(error, caller);
}

/** Refuses what only the other call styles can do, also where no type-checker does. */
function refuseAsync(options: object | undefined, operationId?: string): void {
  const cures = {
    signal: "a blocking call cannot be cancelled by a signal: bound it by timeout",
    fetch:
      "a blocking call is sent by another thread, which cannot call this function: name a module that exports fetch by the option transport",
  };
  for (const [name, cure] of Object.entries(cures)) {
    const value: unknown = options && Reflect.get(options, name);
    if (value !== undefined && value !== null)
      throw new ParameterError(name, cure, { operationId });
  }
}

/** The param that a source of the body was given as. */
function nameOf(source: BodySource, params: object | undefined): string {
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value === source) return name;
    if (typeof value === "object" && value !== null && Reflect.get(value, "content") === source)
      return name;
  }
  return "body";
}

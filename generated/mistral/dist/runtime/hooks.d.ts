import type { Step } from "./attempts.js";
import type { Call } from "./call.js";
import type { HookRequest, Hooks } from "./options.js";
import type { WireRequest } from "./wire.js";
/**
 * The hooks of an option as a list of its own.
 *
 * @throws {ParameterError} If they are neither an object nor a list of objects.
 */
export declare function listHooks(option: Hooks | readonly Hooks[] | undefined): readonly Hooks[];
/** A request as hooks see it. */
export declare function hookRequestOf(
  { client: { api }, bare }: Call,
  attempt: number,
): HookRequest;
/** Calls a function of the caller's. What it throws ends the call, and is no failure of a request. */
export declare function runOwn<T>(call: Call, own: () => T): T;
/**
 * Calls one function of all hooks, one after the other.
 *
 * @param run Calls the function of one of them.
 * @param take Gets what it returned, or what the promise came to that it returned.
 */
export declare function runHooks<Body>(
  call: Call,
  name: keyof Hooks,
  run: (hooks: Hooks) => unknown,
  take?: (answer: unknown) => void,
): Generator<Step<Body>, void, unknown>;
/**
 * Asks the hooks what they change of a request.
 *
 * @throws {ParameterError} If a header cannot be sent.
 */
export declare function changeRequest<Body>(
  call: Call,
  request: HookRequest,
): Generator<Step<Body>, WireRequest, unknown>;
export declare function isThenable(value: unknown): value is PromiseLike<unknown>;

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
/**
 * Calls one function of all hooks, one after the other.
 *
 * @param call Calls the function of one of them.
 * @param take Gets what it returned, or what the promise came to that it returned.
 */
export declare function runHooks<Body>(
  hooks: readonly Hooks[],
  name: keyof Hooks,
  call: (hooks: Hooks) => unknown,
  take?: (answer: unknown) => void,
): Generator<Step<Body>, void, unknown>;
/**
 * Asks the hooks what they change of a request.
 *
 * @throws {ParameterError} If a header cannot be sent.
 */
export declare function changeRequest<Body>(
  { hooks, bare }: Call,
  request: HookRequest,
): Generator<Step<Body>, WireRequest, unknown>;
export declare function isThenable(value: unknown): value is PromiseLike<unknown>;

import type { Step } from "./attempts.js";
import type { Call } from "./call.js";
import { ParameterError } from "./errors.js";
import type { HookRequest, Hooks } from "./options.js";
import { redactHeaders, redactUrl } from "./redact.js";
import { setHeaders } from "./request.js";
import type { WireRequest } from "./wire.js";

const none: readonly Hooks[] = [];

/**
 * The hooks of an option as a list of its own.
 *
 * @throws {ParameterError} If they are neither an object nor a list of objects.
 */
export function listHooks(option: Hooks | readonly Hooks[] | undefined): readonly Hooks[] {
  if (option === undefined || option === null) return none;
  const hooks = Array.isArray(option) ? [...option] : [option];
  if (hooks.some((each) => typeof each !== "object" || each === null))
    throw new ParameterError("hooks", "hooks must be an object, or a list of objects");
  return hooks;
}

/** A request as hooks see it. */
export function hookRequestOf({ client: { api }, bare }: Call, attempt: number): HookRequest {
  return {
    operation: bare.operation,
    method: bare.method,
    url: redactUrl(api, bare.url),
    headers: redactHeaders(api, bare.headers),
    attempt,
  };
}

/** Calls a function of the caller's. What it throws ends the call, and is no failure of a request. */
export function runOwn<T>(call: Call, own: () => T): T {
  try {
    return own();
  } catch (error) {
    call.thrown = { error };
    throw error;
  }
}

/**
 * Calls one function of all hooks, one after the other.
 *
 * @param run Calls the function of one of them.
 * @param take Gets what it returned, or what the promise came to that it returned.
 */
export function* runHooks<Body>(
  call: Call,
  name: keyof Hooks,
  run: (hooks: Hooks) => unknown,
  take?: (answer: unknown) => void,
): Generator<Step<Body>, void, unknown> {
  for (const each of call.hooks) {
    const answer = runOwn(call, () => run(each));
    const settled = isThenable(answer) ? yield* outcomeOf<Body>(call, name, answer) : answer;
    take?.(settled);
  }
}

/** What a promise comes to: its rejection is the caller's, all other that ends the wait for it is not. */
function* outcomeOf<Body>(
  call: Call,
  name: keyof Hooks,
  promise: PromiseLike<unknown>,
): Generator<Step<Body>, unknown, unknown> {
  const value = promise.then(
    (answer) => () => answer,
    (error: unknown) => () => {
      throw error;
    },
  );
  const kind = name === "onError" ? "settle" : "await";
  const outcome = (yield { kind, value, option: `hooks.${name}` }) as (() => unknown) | undefined;
  return outcome && runOwn(call, outcome);
}

/**
 * Asks the hooks what they change of a request.
 *
 * @throws {ParameterError} If a header cannot be sent.
 */
export function* changeRequest<Body>(
  call: Call,
  request: HookRequest,
): Generator<Step<Body>, WireRequest, unknown> {
  const { bare } = call;
  const headers = { ...bare.headers };
  const { "content-type": contentType } = headers;
  yield* runHooks<Body>(
    call,
    "onRequest",
    (each) => each.onRequest?.(request),
    (change) => {
      if (typeof change !== "object" || change === null || !("headers" in change)) return;
      setHeaders(headers, change.headers as Record<string, string | null>, bare.operation);
    },
  );
  delete headers["content-length"];
  delete headers["content-type"];
  if (contentType !== undefined) headers["content-type"] = contentType;
  return { ...bare, headers };
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

import type { Result } from "./api-promise.js";
import { canReplay } from "./body-sources.js";
import type { Call } from "./call.js";
import { apply, canAskAgain, checkCredential, type CredentialUse, failed } from "./credentials.js";
import { withAttempt } from "./client-error.js";
import { ApiError, ClientError } from "./errors.js";
import { changeRequest, hookRequestOf, isThenable, runHooks, runOwn } from "./hooks.js";
import type { HookRequest, ResponseMeta, Retry } from "./options.js";
import { redactUrl } from "./redact.js";
import { apiErrorOf, metaOf } from "./response.js";
import { isSafe } from "./idempotency.js";
import { isSuccess } from "./transport.js";
import { retryDelay } from "./retry.js";
import type { WireRequest, WireResponse } from "./wire.js";

/** A response as a driver receives it: with all bytes of its body, or with a body that is left as a stream. */
export interface Received<Body> extends Omit<WireResponse, "body"> {
  readonly body: Uint8Array | Body;
}

/** What a call cannot go on without, and what can be done in one style of calls only. */
export type Step<Body> =
  /** An attempt begins. Carried out by throwing if the call has been given up meanwhile. */
  | { readonly kind: "begin"; readonly attempt: number }
  /** A function of the caller's returned a promise. Carried out with its value, or by throwing if nothing can wait for it. */
  | { readonly kind: "await"; readonly value: PromiseLike<unknown>; readonly option: string }
  /** The same once the call has its outcome, which the wait cannot change: undefined if that takes too long. */
  | { readonly kind: "settle"; readonly value: PromiseLike<unknown>; readonly option: string }
  /** Carried out with the response (`Received`). */
  | { readonly kind: "exchange"; readonly wire: WireRequest }
  /** Carried out when the time, in milliseconds, is over. */
  | { readonly kind: "sleep"; readonly ms: number }
  /** The body of a response will not be read. */
  | { readonly kind: "discard"; readonly body: Body }
  /** Carried out with the value of the operation, made of the last response. */
  | { readonly kind: "finish"; readonly response: Received<Body>; readonly attempt: number };

/** The steps of a call. One that cannot be carried out is answered by throwing into them. */
export type Steps<Body> = Generator<Step<Body>, Result<unknown>, unknown>;

/** Calls the function of a credential, and tells when it was asked for the secret that has been refused, if one has. */
export type Ask = (use: CredentialUse, refused: number | undefined) => unknown;

type Secrets = Readonly<Record<string, string>>;

/** What has become of a call so far. */
interface CallState {
  /** How many requests have been sent. */
  sent: number;
  /** The request of the present attempt, for hooks; undefined if there are none. */
  request: HookRequest | undefined;
}

/**
 * What a call does from its request to its outcome, in all styles: step by step, and without any I/O of its own. A driver
 * carries the steps out and hands in what they come to.
 */
export function* attempts<Body>(call: Call, ask: Ask): Steps<Body> {
  const state: CallState = { sent: 0, request: undefined };
  try {
    return yield* run<Body>(call, ask, state);
  } catch (error) {
    if (call.thrown !== undefined) throw call.thrown.error;
    throw yield* finalError<Body>(call, error, state);
  }
}

function* run<Body>(call: Call, ask: Ask, state: CallState): Steps<Body> {
  const { client, uses, bare, retry, hooks } = call;
  let retries = 0;
  let isRenewed = false;
  let secrets: Secrets | undefined;
  let askedAt = 0;
  for (;;) {
    const attempt = state.sent + 1;
    if (hooks.length > 0) state.request = hookRequestOf(call, attempt);
    const { request } = state;
    yield { kind: "begin", attempt };
    const changed = request === undefined ? bare : yield* changeRequest<Body>(call, request);
    if (secrets === undefined) {
      askedAt = performance.now();
      secrets = yield* askSecrets<Body>(call, ask, undefined);
    }
    const wire = apply({ ...changed, attempt }, client.api, secrets);
    state.sent = attempt;
    const outcome = yield* send<Body>(call, wire, state);
    if ("response" in outcome) {
      const { response, meta } = outcome;
      client.budget.give();
      return { data: yield { kind: "finish", response, attempt }, meta };
    }
    const { error } = outcome;
    const isRefused = ApiError.is(error) && error.status === 401 && !isRenewed;
    if (isRefused && canAskAgain(client.credentials, uses) && canReplay(bare.body)) {
      isRenewed = true;
      const renewed: Secrets = yield* askSecrets<Body>(call, ask, askedAt);
      if (Object.keys(renewed).some((option) => renewed[option] !== secrets?.[option])) {
        secrets = renewed;
        yield* announce<Body>(call, state, { attempt: attempt + 1, delayMs: 0, error });
        continue;
      }
    }
    const delayMs =
      retries < retry.max ? retryDelay(call, error, retries + 1, isSafe(call, changed)) : undefined;
    if (delayMs === undefined) throw error;
    retries++;
    secrets = undefined;
    yield* announce<Body>(call, state, { attempt: attempt + 1, delayMs, error });
    yield { kind: "sleep", ms: delayMs };
  }
}

/** Sends one request. Comes to its response if that is a success, else to the error that it means. */
function* send<Body>(
  call: Call,
  wire: WireRequest,
  state: CallState,
): Generator<
  Step<Body>,
  | { readonly response: Received<Body>; readonly meta: ResponseMeta }
  | { readonly error: ClientError },
  unknown
> {
  const { sent } = state;
  let response: Received<Body>;
  try {
    response = (yield { kind: "exchange", wire }) as Received<Body>;
  } catch (error) {
    if (call.thrown !== undefined || !ClientError.is(error)) throw error;
    return { error: withAttempt(error, sent) };
  }
  const meta = yield* report(call, response, state);
  return isSuccess(response)
    ? { response, meta }
    : { error: apiErrorOf(call.operation, response, response.body, sent) };
}

/** Asks for the secrets of the credentials, by the names of their options. */
function* askSecrets<Body>(
  { client: { api, credentials }, uses, operation: { id } }: Call,
  ask: Ask,
  refused: number | undefined,
): Generator<Step<Body>, Secrets, unknown> {
  const secrets: Record<string, string> = {};
  for (const use of uses) {
    const { option } = use;
    const given = credentials[option];
    if (typeof given === "string") {
      secrets[option] = given;
      continue;
    }
    let answer: unknown;
    try {
      answer = ask(use, refused);
      if (isThenable(answer)) answer = yield { kind: "await", value: answer, option };
    } catch (error) {
      throw failed(option, error, id);
    }
    secrets[option] = checkCredential(api, option, answer, id);
  }
  return secrets;
}

/** Makes a response known. It is given up if that fails. */
function* report<Body>(
  call: Call,
  response: Received<Body>,
  { sent, request }: CallState,
): Generator<Step<Body>, ResponseMeta, unknown> {
  const { client, options } = call;
  const { body } = response;
  const meta = metaOf(response, redactUrl(client.api, response.url), sent);
  try {
    if (request !== undefined)
      yield* runHooks<Body>(call, "onResponse", (each) => each.onResponse?.(meta, request));
    runOwn(call, () => options?.onResponse?.(meta));
  } catch (error) {
    if (!(body instanceof Uint8Array)) yield { kind: "discard", body };
    throw error;
  }
  return meta;
}

function* announce<Body>(
  call: Call,
  { request }: CallState,
  retry: Retry,
): Generator<Step<Body>, void, unknown> {
  if (request !== undefined)
    yield* runHooks<Body>(call, "onRetry", (each) => each.onRetry?.(retry, request));
  runOwn(call, () => call.options?.onRetry?.(retry));
}

/** The error that a call ends with. */
function* finalError<Body>(
  call: Call,
  error: unknown,
  { sent, request }: CallState,
): Generator<Step<Body>, unknown, unknown> {
  if (!ClientError.is(error)) return error;
  let last: Error = sent === 0 ? error : withAttempt(error, sent);
  if (request === undefined) return last;
  yield* runHooks<Body>(
    call,
    "onError",
    (each) => each.onError?.(last, request),
    (answer) => {
      if (!(answer instanceof Error)) return;
      last = answer;
      call.thrown = { error: last };
    },
  );
  return last;
}

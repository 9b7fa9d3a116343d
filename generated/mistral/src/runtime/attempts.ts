import type { Result } from "./api-promise.js";
import { canReplay } from "./body-sources.js";
import type { Call } from "./call.js";
import {
  apply,
  canAskAgain,
  checkCredential,
  type CredentialUse,
  failed,
  hasSameCredentials,
} from "./credentials.js";
import type { ResponseMeta } from "./options.js";
import { redactUrl } from "./redact.js";
import { apiErrorOf, metaOf } from "./response.js";
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
  /** Carried out with the response (`Received`). */
  | { readonly kind: "exchange"; readonly wire: WireRequest }
  /** The body of a response will not be read. */
  | { readonly kind: "discard"; readonly body: Body }
  /** Carried out with the value of the operation, made of the last response. */
  | { readonly kind: "finish"; readonly response: Received<Body>; readonly attempt: number };

/** The steps of a call. One that cannot be carried out is answered by throwing into them. */
export type Steps<Body> = Generator<Step<Body>, Result<unknown>, unknown>;

/** Calls the function of a credential. */
export type Ask = (use: CredentialUse, refresh: boolean) => unknown;

/**
 * What a call does from its request to its outcome, in all styles: step by step, and without any I/O of its own. A driver
 * carries the steps out and hands in what they come to.
 */
export function* attempts<Body>(call: Call, ask: Ask): Steps<Body> {
  const { operation, uses, options, bare } = call;
  const { credentials } = call.client;
  yield { kind: "begin", attempt: 1 };
  const wire = yield* authorize(call, ask, false);
  const response = (yield { kind: "exchange", wire }) as Received<Body>;
  const meta = yield* report(call, response, 1);
  if (response.status === 401 && canAskAgain(credentials, uses)) {
    yield { kind: "begin", attempt: 2 };
    const next = yield* authorize(call, ask, true);
    if (!hasSameCredentials(wire, next) && canReplay(bare.body)) {
      const error = apiErrorOf(operation, response, 1);
      options?.onRetry?.({ attempt: 2, delayMs: 0, error });
      const again = (yield { kind: "exchange", wire: next }) as Received<Body>;
      const metaAgain = yield* report(call, again, 2);
      return { data: yield { kind: "finish", response: again, attempt: 2 }, meta: metaAgain };
    }
  }
  return { data: yield { kind: "finish", response, attempt: 1 }, meta };
}

/** Asks for the credentials and puts them into the request. */
function* authorize<Body>(
  { client: { api, credentials }, uses, bare }: Call,
  ask: Ask,
  refresh: boolean,
): Generator<Step<Body>, WireRequest, unknown> {
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
      answer = ask(use, refresh);
      if (isThenable(answer)) answer = yield { kind: "await", value: answer, option };
    } catch (error) {
      throw failed(option, error, bare.operation);
    }
    secrets[option] = checkCredential(option, api.security[option], answer, bare.operation);
  }
  return apply(bare, api, secrets);
}

function* report<Body>(
  { client: { api }, options }: Call,
  response: Received<Body>,
  attempt: number,
): Generator<Step<Body>, ResponseMeta, unknown> {
  const { body } = response;
  const meta = metaOf(response, redactUrl(api, response.url), attempt);
  try {
    options?.onResponse?.(meta);
  } catch (error) {
    if (!(body instanceof Uint8Array)) yield { kind: "discard", body };
    throw error;
  }
  return meta;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

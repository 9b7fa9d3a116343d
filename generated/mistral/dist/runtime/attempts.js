import { canReplay } from "./body-sources.js";
import { apply, canAskAgain, checkCredential, failed, hasSameCredentials } from "./credentials.js";
import { redactUrl } from "./redact.js";
import { apiErrorOf, metaOf } from "./response.js";
/**
 * What a call does from its request to its outcome, in all styles: step by step, and without any I/O of its own. A driver
 * carries the steps out and hands in what they come to.
 */
export function* attempts(call, ask) {
  const { operation, uses, options, bare } = call;
  const { credentials } = call.client;
  yield {
    kind: "begin",
    attempt: 1,
  };
  const wire = yield* authorize(call, ask, false);
  const response = yield {
    kind: "exchange",
    wire,
  };
  const meta = yield* report(call, response, 1);
  if (response.status === 401 && canAskAgain(credentials, uses)) {
    yield {
      kind: "begin",
      attempt: 2,
    };
    const next = yield* authorize(call, ask, true);
    if (!hasSameCredentials(wire, next) && canReplay(bare.body)) {
      const error = apiErrorOf(operation, response, 1);
      options?.onRetry?.({
        attempt: 2,
        delayMs: 0,
        error,
      });
      const again = yield {
        kind: "exchange",
        wire: next,
      };
      const metaAgain = yield* report(call, again, 2);
      return {
        data: yield {
          kind: "finish",
          response: again,
          attempt: 2,
        },
        meta: metaAgain,
      };
    }
  }
  return {
    data: yield {
      kind: "finish",
      response,
      attempt: 1,
    },
    meta,
  };
}
/** Asks for the credentials and puts them into the request. */
function* authorize({ client: { api, credentials }, uses, bare }, ask, refresh) {
  const secrets = {};
  for (const use of uses) {
    const { option } = use;
    const given = credentials[option];
    if (typeof given === "string") {
      secrets[option] = given;
      continue;
    }
    let answer;
    try {
      answer = ask(use, refresh);
      if (isThenable(answer))
        answer = yield {
          kind: "await",
          value: answer,
          option,
        };
    } catch (error) {
      throw failed(option, error, bare.operation);
    }
    secrets[option] = checkCredential(option, api.security[option], answer, bare.operation);
  }
  return apply(bare, api, secrets);
}
function* report({ client: { api }, options }, response, attempt) {
  const { body } = response;
  const meta = metaOf(response, redactUrl(api, response.url), attempt);
  try {
    options?.onResponse?.(meta);
  } catch (error) {
    if (!(body instanceof Uint8Array))
      yield {
        kind: "discard",
        body,
      };
    throw error;
  }
  return meta;
}
function isThenable(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

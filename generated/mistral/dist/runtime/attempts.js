import { canReplay } from "./body-sources.js";
import { apply, canAskAgain, checkCredential, failed } from "./credentials.js";
import { withAttempt } from "./client-error.js";
import { ApiError, ClientError } from "./errors.js";
import { changeRequest, hookRequestOf, isThenable, runHooks, runOwn } from "./hooks.js";
import { redactUrl } from "./redact.js";
import { apiErrorOf, isSuccess, metaOf } from "./response.js";
import { retryDelay } from "./retry.js";
/**
 * What a call does from its request to its outcome, in all styles: step by step, and without any I/O of its own. A driver
 * carries the steps out and hands in what they come to.
 */
export function* attempts(call, ask) {
  const progress = {
    sent: 0,
    request: undefined,
  };
  try {
    return yield* run(call, ask, progress);
  } catch (error) {
    if (call.thrown !== undefined) throw call.thrown.error;
    throw yield* finalError(call, error, progress);
  }
}
function* run(call, ask, progress) {
  const { client, uses, bare, retry, hooks } = call;
  let retries = 0;
  let isRenewed = false;
  let secrets;
  for (;;) {
    const attempt = progress.sent + 1;
    if (hooks.length > 0) progress.request = hookRequestOf(call, attempt);
    const { request } = progress;
    yield {
      kind: "begin",
      attempt,
    };
    const changed = request === undefined ? bare : yield* changeRequest(call, request);
    secrets ??= yield* askSecrets(call, ask, false);
    const wire = apply(
      {
        ...changed,
        attempt,
      },
      client.api,
      secrets,
    );
    progress.sent = attempt;
    const outcome = yield* send(call, wire, progress);
    if ("response" in outcome) {
      const { response, meta } = outcome;
      client.budget.give();
      return {
        data: yield {
          kind: "finish",
          response,
          attempt,
        },
        meta,
      };
    }
    const { error } = outcome;
    const isRefused = ApiError.is(error) && error.status === 401 && !isRenewed;
    if (isRefused && canAskAgain(client.credentials, uses) && canReplay(bare.body)) {
      isRenewed = true;
      const renewed = yield* askSecrets(call, ask, true);
      if (Object.keys(renewed).some((option) => renewed[option] !== secrets?.[option])) {
        secrets = renewed;
        yield* announce(call, progress, {
          attempt: attempt + 1,
          delayMs: 0,
          error,
        });
        continue;
      }
    }
    const delayMs = retries < retry.max ? retryDelay(call, error, retries + 1) : undefined;
    if (delayMs === undefined) throw error;
    retries++;
    secrets = undefined;
    yield* announce(call, progress, {
      attempt: attempt + 1,
      delayMs,
      error,
    });
    yield {
      kind: "sleep",
      ms: delayMs,
    };
  }
}
/** Sends one request. Comes to its response if that is a success, else to the error that it means. */
function* send(call, wire, progress) {
  const { sent } = progress;
  let response;
  try {
    const received = yield {
      kind: "exchange",
      wire,
    };
    response = {
      ...received,
      secrets: wire.secrets,
    };
  } catch (error) {
    if (call.thrown !== undefined || !ClientError.is(error)) throw error;
    return { error: withAttempt(error, sent) };
  }
  const meta = yield* report(call, response, progress);
  return isSuccess(response)
    ? {
        response,
        meta,
      }
    : { error: apiErrorOf(call.operation, response, sent) };
}
/** Asks for the secrets of the credentials, by the names of their options. */
function* askSecrets({ client: { api, credentials }, uses, operation: { id } }, ask, refresh) {
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
      throw failed(option, error, id);
    }
    secrets[option] = checkCredential(api, option, answer, id);
  }
  return secrets;
}
/** Makes a response known. It is given up if that fails. */
function* report(call, response, { sent, request }) {
  const { client, options } = call;
  const { body } = response;
  const meta = metaOf(response, redactUrl(client.api, response.url), sent);
  try {
    if (request !== undefined)
      yield* runHooks(call, "onResponse", (each) => each.onResponse?.(meta, request));
    runOwn(call, () => options?.onResponse?.(meta));
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
function* announce(call, { request }, retry) {
  if (request !== undefined)
    yield* runHooks(call, "onRetry", (each) => each.onRetry?.(retry, request));
  runOwn(call, () => call.options?.onRetry?.(retry));
}
/** The error that a call ends with. */
function* finalError(call, error, { sent, request }) {
  if (!ClientError.is(error)) return error;
  let last = sent === 0 ? error : withAttempt(error, sent);
  if (request === undefined) return last;
  yield* runHooks(
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

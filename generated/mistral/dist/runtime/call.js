import { needed, takeCredentials } from "./credentials.js";
import { ParameterError } from "./errors.js";
import { listHooks, runOwn } from "./hooks.js";
import { withKey } from "./idempotency.js";
import { prepareParts } from "./request.js";
import { isStreamed } from "./response.js";
import { resolveRetry, RetryBudget } from "./retry.js";
import { resolveSettings, responseSize, settingsFor } from "./settings.js";
import { resolveDeadlines } from "./watchdog.js";
/**
 * Takes what a new client keeps out of its options.
 *
 * @throws {ParameterError} If an option is not acceptable.
 */
export function openClient(api, options) {
  return {
    api,
    settings: resolveSettings(api, options),
    credentials: takeCredentials(api, options),
    budget: new RetryBudget(options.retry),
  };
}
/**
 * Begins a call: checks its arguments and makes its request.
 *
 * @throws {ParameterError} If an argument is not acceptable.
 */
export function openCall(client, operation, path, params, options) {
  const { api, settings, credentials } = client;
  const stream = isStreamed(operation);
  const deadlines = resolveDeadlines(stream, settings.timeout, options?.timeout, options?.timeLeft);
  const base = settingsFor(settings, operation, options?.baseUrl);
  checkLimit(options?.limit, operation.id);
  const { wire: made, parts } = prepareParts(api, base, operation, path, params, options);
  const wire =
    options?.urlFor === undefined
      ? made
      : {
          ...made,
          url: options.urlFor(made.url),
        };
  const { bare, hasKey } = withKey(wire, operation, options?.idempotencyKey);
  const own = listHooks(options?.hooks);
  return {
    client,
    operation,
    options,
    bare,
    parts,
    uses: needed(api, operation, credentials, bare),
    deadlines,
    retry: resolveRetry(options?.retry, settings.retry),
    isSafe: hasKey || operation.retry === "safe",
    hooks: own.length === 0 ? settings.hooks : [...settings.hooks, ...own],
    stream,
    maxResponseSize: responseSize(options?.maxResponseSize, settings.maxResponseSize),
    start: performance.now(),
  };
}
/** The handler of a call's progress; undefined if nobody listens. */
export function progressOf(call) {
  const { options } = call;
  return options?.onProgress && ((progress) => runOwn(call, () => options.onProgress?.(progress)));
}
function checkLimit(limit, operationId) {
  if (limit === undefined || limit === Infinity || (Number.isInteger(limit) && limit >= 0)) return;
  throw new ParameterError("limit", "limit must be a whole number that is not negative", {
    operationId,
  });
}
/** The deadlines of what is left of a call. */
export function deadlinesNow({ deadlines, start }) {
  return {
    ...deadlines,
    elapsed: performance.now() - start,
  };
}

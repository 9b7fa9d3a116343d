import { ParameterError } from "./errors.js";
import { redactHeaders, redactUrl } from "./redact.js";
import { setHeaders } from "./request.js";
const none = [];
/**
 * The hooks of an option as a list of its own.
 *
 * @throws {ParameterError} If they are neither an object nor a list of objects.
 */
export function listHooks(option) {
  if (option === undefined || option === null) return none;
  const hooks = Array.isArray(option) ? [...option] : [option];
  if (hooks.some((each) => typeof each !== "object" || each === null))
    throw new ParameterError("hooks", "hooks must be an object, or a list of objects");
  return hooks;
}
/** A request as hooks see it. */
export function hookRequestOf({ client: { api }, bare }, attempt) {
  return {
    operation: bare.operation,
    method: bare.method,
    url: redactUrl(api, bare.url),
    headers: redactHeaders(api, bare.headers),
    attempt,
  };
}
/**
 * Calls one function of all hooks, one after the other.
 *
 * @param call Calls the function of one of them.
 * @param take Gets what it returned, or what the promise came to that it returned.
 */
export function* runHooks(hooks, name, call, take) {
  for (const each of hooks) {
    const answer = call(each);
    const settled = isThenable(answer)
      ? yield {
          kind: "await",
          value: answer,
          option: `hooks.${name}`,
        }
      : answer;
    take?.(settled);
  }
}
/**
 * Asks the hooks what they change of a request.
 *
 * @throws {ParameterError} If a header cannot be sent.
 */
export function* changeRequest({ hooks, bare }, request) {
  const headers = { ...bare.headers };
  const { "content-type": contentType } = headers;
  yield* runHooks(
    hooks,
    "onRequest",
    (each) => each.onRequest?.(request),
    (change) => {
      if (typeof change !== "object" || change === null || !("headers" in change)) return;
      setHeaders(headers, change.headers, bare.operation);
    },
  );
  delete headers["content-length"];
  delete headers["content-type"];
  if (contentType !== undefined) headers["content-type"] = contentType;
  return {
    ...bare,
    headers,
  };
}
export function isThenable(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

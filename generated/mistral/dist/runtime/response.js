import { ApiError, ResponseParseError } from "./errors.js";
import { excerpt, requestIdOf } from "./error-body.js";
import { isJson } from "./serialize.js";
/** What is known about a response beside its body. */
export function metaOf(response, url = response.url) {
  const headers = new Headers(response.headers);
  return {
    status: response.status,
    headers,
    requestId: requestIdOf(headers),
    url,
    attempts: 1,
  };
}
/**
 * Turns a response into the operation's value. Of a response that was left as a stream, it is the stream.
 *
 * @throws {ApiError} Of the class that belongs to the status, if that is not 2xx.
 * @throws {ResponseParseError} If the body is not what the operation promises.
 */
export function interpret(operation, response) {
  const { status, body } = response;
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && operation.response === "binary") return body;
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
  if (!isSuccess) {
    const headers = new Headers(response.headers);
    throw ApiError.from({
      status,
      headers,
      body: errorBody(text),
      operationId: operation.id,
    });
  }
  if (operation.response === "text") return text;
  if (operation.response === "none" || status === 204 || status === 205) return undefined;
  return readJson(operation, response, text);
}
function readJson(operation, response, text) {
  const { status, headers } = response;
  const type = headers["content-type"] ?? "";
  const fail = (message, cause) => {
    throw new ResponseParseError(message, {
      status,
      excerpt: excerpt(text),
      requestId: requestIdOf(new Headers(headers)),
      operationId: operation.id,
      cause,
    });
  };
  if (text.trim() === "") return fail(`HTTP ${status} with an empty body instead of JSON`);
  if (type !== "" && !isJson(type) && !/^(?:text\/plain|application\/octet-stream)\b/i.test(type)) {
    return fail(`HTTP ${status} with ${excerpt(type)} instead of JSON`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(`HTTP ${status} with malformed JSON`, error);
  }
}
function errorBody(text) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

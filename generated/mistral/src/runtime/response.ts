import { ApiError, ResponseParseError } from "./errors.js";
import { excerpt, requestIdIn } from "./error-body.js";
import { isJson } from "./media-type.js";
import type { Reading } from "./operation.js";
import type { Operation } from "./uses.js";
import type { ResponseMeta } from "./options.js";
import { part } from "./part.js";
import { scrubbed, scrubber, withoutSecrets } from "./redact.js";
import { isSuccess, type ReplyHeaders } from "./transport.js";
import type { WireResponse } from "./wire.js";

/**
 * What is known about a response beside its body.
 *
 * @param attempts How many requests were sent for the call.
 */
export function metaOf(
  { status, headers, setCookie, secrets }: Omit<WireResponse, "body">,
  url: string,
  attempts: number,
): ResponseMeta {
  let made: Headers | undefined;
  return {
    status,
    // Made when they are asked for: most calls do not.
    get headers() {
      return (made ??= headersOf({ headers, setCookie }));
    },
    requestId: cleanRequestId({ headers, secrets }),
    url,
    attempts,
  };
}

function headersOf({ headers, setCookie = [] }: ReplyHeaders): Headers {
  const all = new Headers(headers);
  for (const value of setCookie) all.append("set-cookie", value);
  return all;
}

/** The id under which the server logged the request; it stands in logs and in messages. */
function cleanRequestId({
  headers,
  secrets,
}: Pick<WireResponse, "headers" | "secrets">): string | undefined {
  const id = requestIdIn(headers);
  return id === undefined ? undefined : withoutSecrets(id, secrets);
}

/** Whether a successful response may be one that is read as it arrives. */
export function isStreamed({ response, responses = [] }: Operation): boolean {
  return response === "binary" || responses.some((each) => each.response === "binary");
}

/** How the body of a successful response is read. */
export function readingOf(
  { id, response: usual, responses, uses }: Operation,
  received: Pick<WireResponse, "status" | "headers">,
): Reading {
  const own = responses && part(uses?.responses, "responses", id)(responses, received);
  const reading = own?.response ?? usual;
  const { status } = received;
  return reading === "json" && (status === 204 || status === 205) ? "none" : reading;
}

/**
 * Turns a response whose body is there as a whole into the operation's value.
 *
 * @param attempt Which request of the call the response answers, counted from 1.
 * @throws {ApiError} Of the class that belongs to the status, if that is not 2xx.
 * @throws {ResponseParseError} If the body is not what the operation promises.
 */
export function interpret(
  operation: Operation,
  response: Omit<WireResponse, "body">,
  body: Uint8Array,
  attempt: number,
): unknown {
  if (!isSuccess(response)) throw apiErrorOf(operation, response, body, attempt);
  const text = textOf(body);
  switch (readingOf(operation, response)) {
    case "text":
      return text;
    case "json":
      return readJson(operation, response, text);
    default:
      return undefined;
  }
}

/** The error of a response whose status is not 2xx. */
export function apiErrorOf(
  operation: Operation,
  { status, headers, setCookie, secrets }: Omit<WireResponse, "body">,
  body: unknown,
  attempt: number,
): ApiError {
  const scrub = scrubber(secrets);
  const clean = Object.entries(headers).map(([name, value]) => [name, scrub(value)] as const);
  return ApiError.from({
    status,
    headers: headersOf({ headers: Object.fromEntries(clean), setCookie: setCookie?.map(scrub) }),
    body: errorBody(textOf(body), scrub),
    operationId: operation.id,
    attempt,
  });
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
}

function readJson(
  operation: Operation,
  response: Omit<WireResponse, "body">,
  text: string,
): unknown {
  const { status, headers, secrets } = response;
  const type = headers["content-type"] ?? "";
  const fail = (message: string, cause?: unknown): never => {
    const clean = withoutSecrets(text, secrets);
    throw new ResponseParseError(withoutSecrets(message, secrets), {
      status,
      excerpt: excerpt(clean),
      requestId: cleanRequestId(response),
      operationId: operation.id,
      // It quotes the text.
      cause: clean === text ? cause : undefined,
    });
  };
  if (text.trim() === "") {
    const mayBeEmpty = operation.responses?.some(({ response: reading }) => reading === "none");
    if (mayBeEmpty === true) return undefined;
    return fail(`HTTP ${status} with an empty body instead of JSON`);
  }
  if (type !== "" && !isJson(type) && !/^(?:text\/plain|application\/octet-stream)\b/i.test(type)) {
    return fail(`HTTP ${status} with ${excerpt(type)} instead of JSON`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(`HTTP ${status} with malformed JSON`, error);
  }
}

function errorBody(text: string, scrub: (text: string) => string): unknown {
  if (text === "") return undefined;
  try {
    return scrubbed(JSON.parse(text), scrub);
  } catch {
    return scrub(text);
  }
}

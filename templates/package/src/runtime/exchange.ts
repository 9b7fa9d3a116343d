import { withAttempt } from "./client-error.js";
import { refuseConnectionHeaders } from "./connection-headers.js";
import { ClientError, ParameterError } from "./errors.js";
import { send } from "./http.js";
import {
  connectionError,
  defaultTransport,
  goesByFetch,
  redirected,
  redirectMode,
} from "./platform.js";
import { bodySize, guardProgress, Meter, type ProgressHandler } from "./progress.js";
import { part } from "./part.js";
import { readWhole, ResponseBody } from "./response-body.js";
import type { Sending, SentBody } from "./sent-body.js";
import { isSuccess, type Reply, type Transport } from "./transport.js";
import type { BodyWriter } from "./uses.js";
import type { Watchdog } from "./watchdog.js";
import type { WireRequest, WireResponse } from "./wire.js";

/** What an exchange needs beside the request. */
export interface ExchangeContext {
  readonly transport: Transport;
  /** Whether the body of a 2xx response is left as a stream. */
  readonly stream: boolean;
  /** The most bytes of a body that are read into memory. Default: no limit. */
  readonly maxSize?: number | undefined;
  /** Opens the request's body, if there can be one. */
  readonly open?: BodyWriter["open"] | undefined;
  /** What it throws ends the exchange, and is what that throws. */
  readonly onProgress?: ProgressHandler | undefined;
}

/**
 * Sends one request and receives its response.
 *
 * @param watchdog It is closed when the exchange is over, body included.
 * @throws {ConnectionError} If the server cannot be reached, or the connection breaks.
 * @throws {TimeoutError} If a deadline is missed.
 * @throws {CancelledError} If the watchdog cancels it.
 * @throws {ParameterError} If the request cannot be sent as it is, or its body cannot be read.
 * @throws {ResponseParseError} If a body is longer than `maxSize`.
 */
export async function exchange(
  watchdog: Watchdog,
  request: WireRequest,
  context: ExchangeContext,
): Promise<WireResponse> {
  const { stream, maxSize = Infinity, onProgress } = context;
  const end = new ExchangeEnd(watchdog, request);
  const report = onProgress && guardProgress(onProgress, watchdog, end);
  end.report = report;
  try {
    watchdog.throwIfAborted();
    refuseRepeated(request);
    if (context.transport === defaultTransport) {
      refuseUnsendable(request);
      refuseConnectionHeaders(request);
    }
    const response = await follow(end, request, context);
    const { status, headers, setCookie } = response;
    const isGood = isSuccess(response);
    const meter = report && isGood ? new Meter("download", bodySize(headers), report) : undefined;
    const chunks = new ResponseBody(response, watchdog, end, meter);
    const isLeft = stream && isGood;
    const { operation, secrets } = request;
    watchdog.hasResponse = true;
    if (isLeft) watchdog.relax();
    return {
      status,
      url: response.url === "" ? end.request.url : response.url,
      headers,
      setCookie,
      secrets,
      body: isLeft
        ? chunks
        : await readWhole({ status, headers, secrets }, chunks, maxSize, operation),
    };
  } catch (error) {
    throw end.failure(error);
  }
}

/**
 * Refuses what a server would repeat in its answer to a TRACE (RFC 9110, 9.3.8), or to a TRACK, which is the same by another
 * name.
 *
 * @throws {ParameterError} If there is a body or a secret.
 */
function refuseRepeated(request: WireRequest): void {
  const { method, body, secrets = [], credentialHeaders = [], operation: operationId } = request;
  if (method !== "TRACE" && method !== "TRACK") return;
  if (body === undefined && secrets.length === 0) return;
  const name = body === undefined ? (credentialHeaders[0] ?? "query") : "body";
  throw new ParameterError(
    name,
    `the server would repeat the ${name} of a ${method}: leave it out (credentials, by a client that has none)`,
    { operationId },
  );
}

/**
 * Refuses what the default transport does not send: CONNECT, and what `fetch` refuses (Fetch Standard, 5.4 Request) where
 * that is what it sends by. RFC 9110 (9.3.1) permits the body of a GET, without a meaning of its own.
 *
 * @throws {ParameterError} If the method is forbidden, or must have no body and there is one.
 */
function refuseUnsendable({ method, body, operation: operationId }: WireRequest): void {
  const isForbidden = /^(?:CONNECT|TRACE|TRACK)$/.test(method);
  const isBodiless = body !== undefined && (method === "GET" || method === "HEAD");
  if (!isForbidden && !isBodiless) return;
  if (method !== "CONNECT" && !goesByFetch()) return;
  const what = isForbidden ? method : `the body of a ${method}`;
  throw new ParameterError(
    isForbidden ? "fetch" : "body",
    `fetch does not send ${what}: give the client a fetch of your own, or a transport if its calls block`,
    { operationId },
  );
}

/** Sends a request, and those that its redirects ask for; the last response's body is left unread. */
async function follow(
  end: ExchangeEnd,
  first: WireRequest,
  { transport, open }: ExchangeContext,
): Promise<Reply> {
  const { watchdog } = end;
  let request = first;
  for (let hops = 0; ; hops++) {
    end.begin(request);
    const opened = request.body && part(open, "body", request.operation)(request, end);
    const body =
      opened instanceof Promise ? await watchdog.race(opened, (late) => late.release()) : opened;
    end.body = body;
    watchdog.arm("headers");
    const headers =
      body?.length === undefined
        ? request.headers
        : { ...request.headers, "content-length": String(body.length) };
    body?.begin();
    const redirect = redirectMode(first);
    const { method, url } = request;
    const outgoing = { method, url, headers, redirect, content: body?.content };
    const sent = send(transport, outgoing, watchdog);
    const response = await watchdog.race(sent, discard);
    end.isAnswered = true;
    end.isWaiting = false;
    watchdog.disarm();
    const next = redirect === "manual" ? redirectOf(request, response, hops) : undefined;
    if (next === undefined) return response;
    body?.release();
    watchdog.arm("idle");
    await watchdog.race(skip(response));
    watchdog.disarm();
    request = next;
  }
}

function redirectOf(request: WireRequest, response: Reply, hops: number): WireRequest | undefined {
  try {
    return redirected(request, response, hops);
  } catch (error) {
    discard(response);
    throw error;
  }
}

/** Up to this many bytes of a redirect's body are read, so that its connection can be used again. */
const longestSkipped = 16_384;

/** Reads the body of a response for nothing, or gives it up if it is long. What breaks there does no harm. */
async function skip(response: Reply): Promise<void> {
  let left = longestSkipped;
  try {
    while (response.body !== undefined) {
      const next = await response.body.read();
      if (next.done) return;
      left -= next.value.byteLength;
      if (left < 0) return discard(response);
    }
  } catch {
    discard(response);
  }
}

/** Gives up the body of a response. */
function discard({ body }: Reply): void {
  body?.cancel().catch(() => {});
}

/** What has to be done once, when an exchange is over. */
class ExchangeEnd implements Sending {
  /** The one that is on its way: the first, or the one that a redirect asked for. */
  request: WireRequest;
  body: SentBody | undefined;
  report: ProgressHandler | undefined;
  /** Until the response's headers are there. */
  isWaiting = true;
  /** Whether the server has answered, if only by a redirect. */
  isAnswered = false;
  /** What the handler of the progress threw. */
  thrown?: { readonly error: unknown };
  readonly watchdog: Watchdog;

  constructor(watchdog: Watchdog, request: WireRequest) {
    this.watchdog = watchdog;
    this.request = request;
  }

  begin(request: WireRequest): void {
    this.request = request;
    this.body = undefined;
    this.isWaiting = true;
  }

  release(): void {
    this.isWaiting = false;
    this.watchdog.close();
    this.body?.release();
  }

  /** The error of the exchange, made from whatever stopped it. */
  failure(error: unknown): unknown {
    this.release();
    if (this.thrown !== undefined) return this.thrown.error;
    const failure = this.#failure(error);
    const { attempt } = this.request;
    return attempt === undefined || !ClientError.is(failure)
      ? failure
      : withAttempt(failure, attempt);
  }

  #failure(error: unknown): unknown {
    if (ClientError.is(error)) return error;
    if (this.watchdog.isAborted) return this.watchdog.reason;
    return this.body?.failure() ?? connectionError(error, this.request, this.isAnswered);
  }
}

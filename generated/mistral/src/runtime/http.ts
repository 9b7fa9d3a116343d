import createClient from "openapi-fetch";
import type { Fetch } from "./options.js";

type Init = RequestInit & { readonly duplex?: "half" };

/** What openapi-fetch makes instead of a `Request`: nothing but the arguments of `fetch`. */
class PlainRequest {
  readonly url: string;
  readonly method: string;
  readonly init: Init;

  constructor(url: string, init: Init & { readonly method: string }) {
    this.url = url;
    this.method = init.method;
    this.init = init;
  }
}

/**
 * The part of a response that openapi-fetch looks at. It would read an error's body as text, which loses bytes and
 * knows no deadline; told that every response is `ok` and wanted as a stream, it leaves all bodies unread.
 */
interface Unread {
  readonly ok: true;
  readonly status: number;
  readonly headers: typeof noHeaders;
  readonly body: Response["body"];
  readonly response: Response;
}

const noHeaders = { get: (): null => null };

/** A response whose body is unread. */
export interface Reply {
  readonly status: number;
  readonly type: ResponseType | undefined;
  readonly url: string;
  /** By lower-case name; values of a repeated header are joined by a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Response["body"];
}

interface PlainClient {
  request(
    method: string,
    url: string,
    init: Init & {
      readonly fetch: (request: PlainRequest) => Promise<Unread>;
      readonly parseAs: "stream";
      readonly bodySerializer: (body: unknown) => unknown;
    },
  ): Promise<{ readonly response: Unread }>;
}

const createPlainClient = createClient as unknown as (options: {
  readonly Request: typeof PlainRequest;
}) => PlainClient;

/** It holds nothing of its own: each request brings its `fetch`. */
const client: PlainClient = /* @__PURE__ */ createPlainClient({ Request: PlainRequest });

/** Puts a header beside those that are there already. */
export function addHeader(headers: Record<string, string>, name: string, value: string): void {
  const before = headers[name];
  headers[name] = before === undefined ? value : `${before}, ${value}`;
}

/** Sends one request as it is. The body of the response is left unread, whatever the status. */
export async function send(
  fetch: Fetch,
  request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly redirect: RequestRedirect;
  },
  content: string | Uint8Array | Blob | ReadableStream<Uint8Array> | undefined,
  signal: AbortSignal,
): Promise<Reply> {
  const sent = await client.request(request.method, request.url, {
    fetch: async ({ url, init }) => {
      const response = await fetch(url, init);
      const { status, body } = response;
      return { ok: true, status, headers: noHeaders, body, response };
    },
    headers: request.headers,
    redirect: request.redirect,
    signal,
    ...(content === undefined ? {} : { body: content as BodyInit }),
    ...(content instanceof ReadableStream ? { duplex: "half" } : {}),
    parseAs: "stream",
    bodySerializer: (value) => value,
  });
  return replyOf(sent.response.response);
}

function replyOf(response: Response): Reply {
  const { status, type, url, body } = response;
  return { status, type, url, headers: headersOf(response), body };
}

function headersOf(response: Response & { readonly fields?: Reply["headers"] }): Reply["headers"] {
  if (response.fields !== undefined) return response.fields;
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of response.headers) addHeader(headers, name, value);
  return headers;
}

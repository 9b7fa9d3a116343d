import type { OpenBody } from "./body.js";
import type { Fetch } from "./options.js";

/** One request as it leaves: nothing is left to decide but the connection it goes over. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly redirect: RequestRedirect;
  readonly content: OpenBody["content"] | undefined;
}

/** Tells a transport when a request is given up. */
export interface Watch {
  readonly isAborted: boolean;
  readonly reason: unknown;
  /** The same for those that need a signal; it is made when it is asked for. */
  readonly signal: AbortSignal;
  /** Called once, when the request is given up. */
  onAbort: (() => void) | undefined;
}

/** The body of a response, read once from its beginning to its end. */
export interface ReplyBody {
  /** The next chunk; not as a promise if it is there. Only one read at a time. */
  read(): ReplyRead | Promise<ReplyRead>;
  /** Gives up what has not been read. */
  cancel(): Promise<void>;
}

export type ReplyRead =
  | { readonly done: false; readonly value: Uint8Array; readonly isLast?: boolean }
  | { readonly done: true; readonly value?: Uint8Array | undefined };

/** The headers of a response by lower-case name; values of a repeated header are joined by a comma and a space. */
export interface ReplyHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /** The values of `set-cookie`, which cannot be joined (RFC 9110, 5.3); `headers` has none of them. */
  readonly setCookie?: readonly string[] | undefined;
}

/** A response whose body is unread. */
export interface Reply extends ReplyHeaders {
  readonly status: number;
  readonly type: ResponseType | undefined;
  /** Empty if the transport does not know. */
  readonly url: string;
  readonly body: ReplyBody | undefined;
}

/** Sends one request and returns its response as soon as the headers are there. */
export type Transport = (request: Outgoing, watch: Watch) => Promise<Reply>;

/** Sends requests by a `fetch`. */
export function viaFetch(fetch: Fetch): Transport {
  return async ({ url, content, method, headers, redirect }, { signal }) => {
    const response = await fetch(url, {
      method,
      headers,
      redirect,
      signal,
      ...(content === undefined ? {} : { body: content as BodyInit }),
      ...(content instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    return {
      status: response.status,
      type: response.type,
      url: response.url,
      ...collectHeaders(response.headers),
      body: response.body?.getReader(),
    };
  };
}

/** Sends requests by the global `fetch`, which is looked up on each request. */
export const globalTransport: Transport = /* @__PURE__ */ viaFetch((url, init) =>
  globalThis.fetch(url, init),
);

/** @param pairs - Names and values, in the order in which they came. */
export function collectHeaders(pairs: Iterable<readonly [string, string]>): ReplyHeaders {
  const headers: Record<string, string> = Object.create(null);
  let setCookie: string[] | undefined;
  for (const [name, value] of pairs) {
    if (name === "set-cookie") {
      (setCookie ??= []).push(value);
      continue;
    }
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return { headers, setCookie };
}

/** Whether the status is 2xx. */
export function isSuccess({ status }: { readonly status: number }): boolean {
  return status >= 200 && status < 300;
}

import createClient from "openapi-fetch";
import type { Outgoing, Reply, Transport, Watch } from "./transport.js";

/**
 * What openapi-fetch looks at of a request and of a response. It would read an error's body as text, which loses bytes and
 * knows no deadline; told that every response is `ok` and wanted as a stream, it leaves all bodies unread.
 */
interface PlainClient {
  request(
    method: string,
    url: string,
    init: { readonly fetch: () => Promise<Unread>; readonly parseAs: "stream" },
  ): Promise<{ readonly response: Unread }>;
}

interface Unread {
  readonly ok: true;
  readonly status: number;
  readonly headers: typeof noHeaders;
  readonly body: null;
  readonly reply: Reply;
}

/** It makes this instead of a `Request`, which costs much and takes no stream everywhere. */
class PlainRequest {
  readonly method: string;

  constructor(_url: string, { method }: { readonly method: string }) {
    this.method = method;
  }
}

const noHeaders = { get: (): null => null };

/** It holds nothing of its own: each request brings its `fetch`. */
const client: PlainClient = /* @__PURE__ */ (
  createClient as unknown as (options: { readonly Request: typeof PlainRequest }) => PlainClient
)({ Request: PlainRequest });

/** Sends one request as it is. The body of the response is left unread, whatever the status. */
export async function send(transport: Transport, request: Outgoing, watch: Watch): Promise<Reply> {
  const { response } = await client.request(request.method, request.url, {
    async fetch() {
      const reply = await transport(request, watch);
      return { ok: true, status: reply.status, headers: noHeaders, body: null, reply };
    },
    parseAs: "stream",
  });
  return response.reply;
}

import createClient from "openapi-fetch";
/** It makes this instead of a `Request`, which costs much and takes no stream everywhere. */
class PlainRequest {
  method;
  constructor(_url, { method }) {
    this.method = method;
  }
}
const noHeaders = { get: () => null };
/** It holds nothing of its own: each request brings its `fetch`. */
const client = /* @__PURE__ */ createClient({ Request: PlainRequest });
/** Sends one request as it is. The body of the response is left unread, whatever the status. */
export async function send(transport, request, watch) {
  const { response } = await client.request(request.method, request.url, {
    async fetch() {
      const reply = await transport(request, watch);
      return {
        ok: true,
        status: reply.status,
        headers: noHeaders,
        body: null,
        reply,
      };
    },
    parseAs: "stream",
  });
  return response.reply;
}

import createClient from "openapi-fetch";
/** What openapi-fetch makes instead of a `Request`: nothing but the arguments of `fetch`. */
class PlainRequest {
  url;
  method;
  init;
  constructor(url, init) {
    this.url = url;
    this.method = init.method;
    this.init = init;
  }
}
const createPlainClient = createClient;
/** It holds nothing of its own: each request brings its `fetch`. */
const client = /* @__PURE__ */ createPlainClient({ Request: PlainRequest });
/** Sends one request as it is. The body of the response is left unread, whatever the status. */
export async function send(fetch, request, body, signal) {
  const sent = await client.request(request.method, request.url, {
    fetch: async ({ url, init }) => {
      const response = await fetch(url, init);
      const { status, headers } = response;
      return {
        ok: true,
        status,
        headers,
        body: response.body,
        response,
      };
    },
    headers: request.headers,
    redirect: request.redirect,
    signal,
    ...(body === undefined ? {} : { body }),
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
    parseAs: "stream",
    bodySerializer: (value) => value,
  });
  return sent.response.response;
}

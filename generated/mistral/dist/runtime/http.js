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
const noHeaders = { get: () => null };
const createPlainClient = createClient;
/** It holds nothing of its own: each request brings its `fetch`. */
const client = /* @__PURE__ */ createPlainClient({ Request: PlainRequest });
/** Puts a header beside those that are there already. */
export function addHeader(headers, name, value) {
  const before = headers[name];
  headers[name] = before === undefined ? value : `${before}, ${value}`;
}
/** Sends one request as it is. The body of the response is left unread, whatever the status. */
export async function send(fetch, request, content, signal) {
  const sent = await client.request(request.method, request.url, {
    fetch: async ({ url, init }) => {
      const response = await fetch(url, init);
      const { status, body } = response;
      return {
        ok: true,
        status,
        headers: noHeaders,
        body,
        response,
      };
    },
    headers: request.headers,
    redirect: request.redirect,
    signal,
    ...(content === undefined ? {} : { body: content }),
    ...(content instanceof ReadableStream ? { duplex: "half" } : {}),
    parseAs: "stream",
    bodySerializer: (value) => value,
  });
  return replyOf(sent.response.response);
}
function replyOf(response) {
  const { status, type, url, body } = response;
  return {
    status,
    type,
    url,
    headers: headersOf(response),
    body,
  };
}
function headersOf(response) {
  if (response.fields !== undefined) return response.fields;
  const headers = Object.create(null);
  for (const [name, value] of response.headers) addHeader(headers, name, value);
  return headers;
}

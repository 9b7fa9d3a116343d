// @ts-check
// Lets pages of other origins call the server, if the settings say so: Fetch Standard, CORS protocol.
/** @import { Listener } from "./intercept.js" */
/** @import { State } from "./state.js" */

/**
 * @param {State} state
 * @param {Listener} listener
 * @returns {Listener}
 */
export function allowPages(state, listener) {
  return (request, response) => {
    const { origin } = request.headers;
    if (!state.settings.cors || origin === undefined) return listener(request, response);
    // A browser sends a request again if a connection that it has used before is reset, or if another one for the same URL
    // that was to fill its cache breaks off. Tests count requests.
    response.shouldKeepAlive = false;
    response.setHeader("cache-control", "no-store");
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-expose-headers", "*");
    if (request.method !== "OPTIONS") return listener(request, response);
    response.setHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
    response.setHeader(
      "access-control-allow-headers",
      request.headers["access-control-request-headers"] ?? "",
    );
    response.writeHead(204).end();
  };
}

/** What sending a request is like on servers; in bundles for browsers `platform-browser.ts` takes its place. */
export { connectionError, isPermanent } from "./connection-failure.js";
export { defaultTransport, goesByFetch } from "./default-transport.js";
export { redirected, redirectMode } from "./redirect.js";

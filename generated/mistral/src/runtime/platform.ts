/** What sending a request is like on servers; in bundles for browsers `platform-browser.ts` takes its place. */
export { defaultTransport } from "./default-transport.js";
export { redirected, redirectMode } from "./redirect.js";

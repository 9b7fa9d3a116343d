/** What sending a request is like on servers; in bundles for browsers `platform-browser.ts` takes its place. */
export { defaultFetch } from "./default-fetch.js";
export { redirected, redirectMode } from "./redirect.js";

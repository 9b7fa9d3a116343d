import { viaFetch } from "./transport.js";

// src/runtime/platform-browser.ts
var defaultTransport = /* @__PURE__ */ viaFetch((url, init) => globalThis.fetch(url, init));
var kept = /* @__PURE__ */ new Set(["authorization", "cookie"]);
function redirectMode({ credentialHeaders = [] }) {
  return credentialHeaders.every((name) => kept.has(name)) ? "follow" : "error";
}
function redirected() {
  return void 0;
}

export { defaultTransport, redirectMode, redirected };

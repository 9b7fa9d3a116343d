import { builtin } from "./body-sources.js";

// src/runtime/global-fetch.ts
var dispatcherSymbols = [
  /* @__PURE__ */ Symbol.for("undici.globalDispatcher.1"),
  /* @__PURE__ */ Symbol.for("undici.globalDispatcher.2"),
];
var proxyVariables = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
var requests;
var judged;
var isNodes = false;
function isPlainFetch(fetch) {
  if (fetch !== judged) {
    judged = fetch;
    isNodes = typeof fetch === "function" && isOfNode(fetch) && !usesProxyVariables();
  }
  return isNodes && !isObserved() && dispatchers().every(isDefault);
}
function foreignDispatcher() {
  const foreign = dispatchers().find((each) => !isDefault(each))?.constructor.name;
  return foreign === "EnvHttpProxyAgent" && usesProxyVariables() ? void 0 : foreign;
}
function isObserved() {
  requests ??= builtin("node:diagnostics_channel")?.channel("undici:request:create");
  return requests?.hasSubscribers === true;
}
function isOfNode(fetch) {
  return Function.prototype.toString.call(fetch).includes("require('internal/deps/undici/undici')");
}
function usesProxyVariables() {
  const process = builtin("node:process");
  if (process === void 0) return false;
  const { env, execArgv } = process;
  const asked = env["NODE_USE_ENV_PROXY"] === "1" || execArgv.includes("--use-env-proxy");
  return (
    (asked || env["NODE_OPTIONS"]?.includes("--use-env-proxy") === true) &&
    proxyVariables.some((name) => env[name])
  );
}
function dispatchers() {
  return dispatcherSymbols.flatMap((symbol) => {
    const dispatcher = Reflect.get(globalThis, symbol);
    return typeof dispatcher === "object" && dispatcher !== null ? [dispatcher] : [];
  });
}
var plainAgents = /* @__PURE__ */ new WeakSet();
function isDefault(dispatcher) {
  const prototype = Object.getPrototypeOf(dispatcher);
  if (dispatcher.constructor.name !== "Agent") return false;
  if (dispatcher.dispatch !== prototype?.dispatch) return false;
  if (plainAgents.has(dispatcher)) return true;
  if (!isPlainAgent(dispatcher)) return false;
  plainAgents.add(dispatcher);
  return true;
}
function isPlainAgent(dispatcher) {
  const symbols = Object.getOwnPropertySymbols(dispatcher);
  const valueOf = (description) => {
    const symbol = symbols.find((each) => each.description === description);
    return symbol && Reflect.get(dispatcher, symbol);
  };
  const options = valueOf("options");
  const factory = valueOf("factory");
  return (
    typeof options === "object" &&
    options !== null &&
    Object.values(options).every((value) => value === void 0 || value === Infinity) &&
    typeof factory === "function" &&
    factory.name === "defaultFactory"
  );
}

export { isPlainFetch, foreignDispatcher };

import { builtin } from "./node.js";
/** Where undici, the library behind Node's `fetch`, keeps what all requests go through. */
const dispatcherSymbols = [1, 2].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));
const proxyVariables = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
/** Whether the global `fetch` of this thread goes through something that `node:http` would bypass. */
export function hasProxy() {
  return usesProxyVariables() || dispatcherName() !== undefined;
}
/**
 * The name of what `fetch` goes through on this thread alone, if requests of another thread must not bypass it: a proxy
 * or a mock that was set by `setGlobalDispatcher`.
 */
export function foreignDispatcher() {
  const name = dispatcherName();
  if (name === undefined || !/Proxy|Mock|Snapshot/.test(name)) return undefined;
  return name === "EnvHttpProxyAgent" && usesProxyVariables() ? undefined : name;
}
/** Whether Node was told to use the proxies that environment variables name (Node 22.21 and 24.5). */
function usesProxyVariables() {
  const process = builtin("node:process");
  if (process === undefined) return false;
  const { env, execArgv } = process;
  const asked = env["NODE_USE_ENV_PROXY"] === "1" || execArgv.includes("--use-env-proxy");
  return (
    (asked || env["NODE_OPTIONS"]?.includes("--use-env-proxy") === true) &&
    proxyVariables.some((name) => env[name])
  );
}
function dispatcherName() {
  for (const symbol of dispatcherSymbols) {
    const dispatcher = Reflect.get(globalThis, symbol);
    if (typeof dispatcher === "object" && dispatcher !== null) return dispatcher.constructor.name;
  }
  return undefined;
}

import { builtin } from "./node.js";

/** Where undici, the library behind Node's `fetch`, keeps what all requests go through. */
const dispatcherSymbols: readonly symbol[] = [
  /* @__PURE__ */ Symbol.for("undici.globalDispatcher.1"),
  /* @__PURE__ */ Symbol.for("undici.globalDispatcher.2"),
];

const proxyVariables = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];

let requests: { readonly hasSubscribers: boolean } | undefined;

let judged: unknown;
let isNodes = false;

/**
 * Whether the global `fetch` does nothing but send requests over connections of its own: it is the one that Node came
 * with, and not a mock or a polyfill; no proxy, dispatcher or interceptor has been put behind it; and nobody observes it.
 */
export function isPlainFetch(fetch: unknown): boolean {
  if (fetch !== judged) {
    judged = fetch;
    isNodes = typeof fetch === "function" && isOfNode(fetch) && !usesProxyVariables();
  }
  return isNodes && !isObserved() && dispatcherSymbols.every(holdsDefault);
}

/**
 * The name of what `fetch` goes through on this thread, if requests of another thread must not bypass it: a proxy, a mock,
 * or an agent of somebody else's, set by `setGlobalDispatcher`.
 */
export function foreignDispatcher(): string | undefined {
  const symbol = dispatcherSymbols.find((each) => !holdsDefault(each));
  const foreign = symbol && dispatcherAt(symbol)?.constructor.name;
  return foreign === "EnvHttpProxyAgent" && usesProxyVariables() ? undefined : foreign;
}

/** Whether requests of `fetch` are reported to somebody, for instance to OpenTelemetry. */
function isObserved(): boolean {
  requests ??= builtin("node:diagnostics_channel")?.channel("undici:request:create");
  return requests?.hasSubscribers === true;
}

/** Node's own names an internal module, which no other code can load. */
function isOfNode(fetch: object): boolean {
  return Function.prototype.toString.call(fetch).includes("require('internal/deps/undici/undici')");
}

/** Whether Node was told to use the proxies that environment variables name (Node 22.21 and 24.5). */
function usesProxyVariables(): boolean {
  const process = builtin("node:process");
  if (process === undefined) return false;
  const { env, execArgv } = process;
  const asked = env["NODE_USE_ENV_PROXY"] === "1" || execArgv.includes("--use-env-proxy");
  return (
    (asked || env["NODE_OPTIONS"]?.includes("--use-env-proxy") === true) &&
    proxyVariables.some((name) => env[name])
  );
}

interface Dispatcher {
  readonly dispatch?: unknown;
}

/** Undefined until something is sent by `fetch`. */
function dispatcherAt(symbol: symbol): (Dispatcher & object) | undefined {
  const dispatcher: unknown = Reflect.get(globalThis, symbol);
  return typeof dispatcher === "object" && dispatcher !== null ? dispatcher : undefined;
}

function holdsDefault(symbol: symbol): boolean {
  const dispatcher = dispatcherAt(symbol);
  return dispatcher === undefined || isDefault(dispatcher);
}

/** Agents that were found to be made without options, which does not change. */
const plainAgents: WeakSet<object> = /* @__PURE__ */ new WeakSet();

/** Whether this is the `Agent` that Node's `fetch` makes for itself, as far as can be seen: it was given no options. */
function isDefault(dispatcher: Dispatcher & object): boolean {
  const prototype = Object.getPrototypeOf(dispatcher) as Dispatcher | null;
  if (dispatcher.constructor.name !== "Agent") return false;
  if (dispatcher.dispatch !== prototype?.dispatch) return false;
  if (plainAgents.has(dispatcher)) return true;
  if (!isPlainAgent(dispatcher)) return false;
  plainAgents.add(dispatcher);
  return true;
}

function isPlainAgent(dispatcher: object): boolean {
  const symbols = Object.getOwnPropertySymbols(dispatcher);
  const valueOf = (description: string): unknown => {
    const symbol = symbols.find((each) => each.description === description);
    return symbol && Reflect.get(dispatcher, symbol);
  };
  const options = valueOf("options");
  const factory = valueOf("factory");
  return (
    typeof options === "object" &&
    options !== null &&
    Object.values(options).every((value) => value === undefined || value === Infinity) &&
    typeof factory === "function" &&
    factory.name === "defaultFactory"
  );
}

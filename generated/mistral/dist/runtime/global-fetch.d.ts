/**
 * Whether the global `fetch` does nothing but send requests over connections of its own: it is the one that Node came
 * with, and not a mock or a polyfill; no proxy, dispatcher or interceptor has been put behind it; and nobody observes it.
 */
export declare function isPlainFetch(fetch: unknown): boolean;
/**
 * The name of what `fetch` goes through on this thread, if requests of another thread must not bypass it: a proxy, a mock,
 * or an agent of somebody else's, set by `setGlobalDispatcher`.
 */
export declare function foreignDispatcher(): string | undefined;

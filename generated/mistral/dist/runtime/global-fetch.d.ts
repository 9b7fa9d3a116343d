/**
 * Whether the global `fetch` does nothing but send requests over connections of its own: it is the one that Node came
 * with, and not a mock or a polyfill, and no proxy, dispatcher or interceptor has been put behind it.
 */
export declare function isPlainFetch(fetch: unknown): boolean;
/**
 * The name of what `fetch` goes through on this thread alone, if requests of another thread must not bypass it: a proxy
 * or a mock that was set by `setGlobalDispatcher`.
 */
export declare function foreignDispatcher(): string | undefined;

/** Whether the global `fetch` of this thread goes through something that `node:http` would bypass. */
export declare function hasProxy(): boolean;
/**
 * The name of what `fetch` goes through on this thread alone, if requests of another thread must not bypass it: a proxy
 * or a mock that was set by `setGlobalDispatcher`.
 */
export declare function foreignDispatcher(): string | undefined;

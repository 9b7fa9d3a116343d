function processOf() {
  return globalThis.process;
}
/**
 * A module of Node, or of a runtime that has the same ones; undefined elsewhere.
 *
 * Source: `process.getBuiltinModule`, Node 20.16 and 22.3.
 */
export function builtin(name) {
  return processOf()?.getBuiltinModule?.(name);
}
/** Whether this is Node or a runtime like it, whose `fetch` sends a stream as it is read; browsers may not. */
export function isServer() {
  return processOf()?.versions?.node !== undefined;
}

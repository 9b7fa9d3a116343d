import { isPlainFetch } from "./global-fetch.js";
import { createNodeTransport } from "./node-transport.js";
import { globalTransport, type Transport } from "./transport.js";

let nodeTransport: Transport | undefined;

/**
 * What sends the requests of a client that was given nothing for it: the global `fetch`, looked up on each request. Where
 * that is Node's own and goes over connections of its own, `node:http` takes its place, at half the cost.
 */
export const defaultTransport: Transport = (request, watch) => chosen()(request, watch);

/** Whether `defaultTransport` sends by `fetch` at present, and so not what that refuses. */
export function goesByFetch(): boolean {
  return chosen() === globalTransport;
}

function chosen(): Transport {
  if (!isPlainFetch(globalThis.fetch)) return globalTransport;
  return (nodeTransport ??= createNodeTransport() ?? globalTransport);
}

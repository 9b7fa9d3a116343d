import { isPlainFetch } from "./global-fetch.js";
import { createNodeTransport } from "./node-transport.js";
import { globalTransport, type Transport } from "./transport.js";

let nodeTransport: Transport | undefined;

/**
 * What sends the requests of a client that was given nothing for it: the global `fetch`, looked up on each request. Where
 * that is Node's own and goes over connections of its own, `node:http` takes its place, at half the cost.
 */
export const defaultTransport: Transport = (request, watch) => {
  if (!isPlainFetch(globalThis.fetch)) return globalTransport(request, watch);
  nodeTransport ??= createNodeTransport() ?? globalTransport;
  return nodeTransport(request, watch);
};
